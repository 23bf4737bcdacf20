"""Records of stored files: what each one is, whose it is, and the wrapped key that opens it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, bindparam, delete, insert, select, update

from storage.flow_tables import file_loose, stored_file
from storage.strides import strides

if TYPE_CHECKING:
    from storage.uow import Uow

_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A stored file; loose until something refers to it. `size`, `sha256` and `pages` are those of the plain bytes.

    `original` is the file that this page was made from: it stays as long as the page does.
    """

    id: int
    owner_account_id: int
    name: str = field(repr=False)
    mime: str
    size: int
    sha256: bytes
    wrapped_key: bytes = field(repr=False)
    created_at: datetime
    state: Literal["loose", "kept"] = "loose"
    original: int | None = None
    pages: int = 1

    @property
    def mark(self) -> str:
        """The same for the same bytes."""
        return self.sha256[:12].hex()


class FileRecords:
    """The bytes lie in the file store; a record without its file is impossible, the other way round is swept up."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, record: FileRecord) -> None:
        name = self._uow.sealer.seal_text(_place(record.id), _told(record))
        values = {column.name: getattr(record, column.name) for column in stored_file.c} | {"name": name}
        await self._uow.connection.execute(_ADD, values)

    async def get(self, ids: Collection[int]) -> dict[int, FileRecord]:
        """The records by id; unknown ids are left out."""
        found: dict[int, FileRecord] = {}
        for some in strides(ids):
            rows = await self._uow.connection.execute(_BY_IDS, {"ids": some})
            found |= {row.id: self._record(row) for row in rows}
        return found

    async def keep(self, ids: Collection[int]) -> None:
        """Something refers to these now, and so to what they were made from."""
        await self._set(ids, "kept")

    async def loosen(self, ids: Collection[int]) -> None:
        """Nothing refers to these any more."""
        await self._set(ids, "loose")

    async def delete(self, id_: int) -> None:
        """Forget the record and with it the key, and those of what it was made from.

        The caller deletes the bytes after the commit; those of the original are swept up.
        """
        ids = await self._with_originals([id_])
        await self._uow.connection.execute(delete(stored_file).where(stored_file.c.id.in_(ids)))

    async def delete_loose_of(self, account_id: int) -> None:
        """Forget what this account sent and nothing refers to; the bytes say nothing without their key."""
        mine = (file_loose, stored_file.c.owner_account_id == account_id)
        await self._uow.connection.execute(delete(stored_file).where(*mine))

    async def known(self, ids: Collection[int]) -> set[int]:
        """Those of the ids that have a record."""
        query = select(stored_file.c.id).where(stored_file.c.id.in_(ids))
        return set((await self._uow.connection.execute(query)).scalars())

    async def unreferenced(
        self, before: datetime, limit: int | None = None, mime: str | None = None
    ) -> list[FileRecord]:
        """Loose files (of this media type) that are older, oldest first, at most `limit`."""
        query = select(stored_file).where(file_loose, stored_file.c.created_at < before)
        query = query if mime is None else query.where(stored_file.c.mime == mime)
        rows = await self._uow.connection.execute(query.order_by(stored_file.c.created_at).limit(limit))
        return [self._record(row) for row in rows]

    async def _with_originals(self, ids: Collection[int]) -> set[int]:
        records = (await self.get(ids)).values()
        return {*ids, *(record.original for record in records if record.original is not None)}

    async def _set(self, ids: Collection[int], state: str) -> None:
        for some in strides(await self._with_originals(ids)):
            await self._uow.connection.execute(_MARK_ALL, {"ids": some, "state": state})

    def _record(self, row: Row[Any]) -> FileRecord:
        told = self._uow.sealer.open_text(_place(row.id), row.name)
        original, _mark, name = told.rpartition(_MARK)
        return FileRecord(**row._asdict() | {"name": name, "original": int(original, 16) if original else None})


_ADD = insert(stored_file)
_BY_IDS = select(stored_file).where(stored_file.c.id.in_(bindparam("ids", expanding=True)))
_MARK_ALL = update(stored_file).where(stored_file.c.id.in_(bindparam("ids", expanding=True)))


def _told(record: FileRecord) -> str:
    """What is sealed: the name, and before it what the page was made from, which no name can imitate."""
    name = record.name.replace(_MARK, "")
    return name if record.original is None else f"{record.original:x}{_MARK}{name}"


def _place(file_id: int) -> str:
    return f"stored_file.name|{file_id}"
