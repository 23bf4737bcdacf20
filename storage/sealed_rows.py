"""The personal columns of one row, sealed and opened so that no value can be moved to another row or column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.sealing import Sealer


class SealedRow:
    """Seals and opens the columns of the row `row_id` of `table`; nothing stays nothing."""

    def __init__(self, sealer: Sealer, table: str, row_id: int | str) -> None:
        self._sealer = sealer
        self._table = table
        self._row_id = row_id

    def seal_text(self, column: str, value: str | None) -> bytes | None:
        """The sealed text, for storing."""
        return None if value is None else self._sealer.seal_text(self._place(column), value)

    def open_text(self, column: str, sealed: bytes | None) -> str | None:
        """The text that `seal_text` sealed for this very column and row."""
        return None if sealed is None else self._sealer.open_text(self._place(column), sealed)

    def seal_json(self, column: str, value: Any) -> bytes | None:
        """The sealed JSON, for storing."""
        return None if value is None else self._sealer.seal_json(self._place(column), value)

    def open_json(self, column: str, sealed: bytes | None) -> Any:
        """What `seal_json` sealed for this very column and row."""
        return None if sealed is None else self._sealer.open_json(self._place(column), sealed)

    def _place(self, column: str) -> str:
        return f"{self._table}.{column}|{self._row_id}"
