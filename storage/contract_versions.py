"""The PDFs of a contract, version by version: drafts to read, and frozen ones, of which every byte is signed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update

from storage.contract_tables import contract_version
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = contract_version.c
_PLAIN = ("contract_id", "version", "file_id", "sha256", "pages", "template", "made_at", "frozen_at", "text_id")
_SIGNED = ("parent_signed_at", "preschool_signed_at")


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One PDF: the stored file, its SHA-256 in hex, and from which version of the template and which answers it came.

    Without `frozen_at` it is a draft, which nobody can sign. `text_id` is a stored file with the same to read in chat.
    """

    contract_id: int
    version: int
    file_id: int
    sha256: str
    pages: int
    template: str
    made_at: datetime
    frozen_at: datetime | None = None
    form: Mapping[str, Any] | None = field(default=None, repr=False)
    parent_signed_at: datetime | None = None
    preschool_signed_at: datetime | None = None
    text_id: int | None = None

    @property
    def files(self) -> list[int]:
        """The stored files that belong to it."""
        return [self.file_id] if self.text_id is None else [self.file_id, self.text_id]


class ContractVersions:
    """The versions, within one unit of work; none is ever changed but for who has signed it."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, one: ContractVersion) -> None:
        """Stores the version; its file is needed from now on."""
        plain = {name: getattr(one, name) for name in (*_PLAIN, *_SIGNED)}
        sealed = self._row(one.contract_id, one.version).seal_json("form", None if one.form is None else dict(one.form))
        await self._uow.connection.execute(insert(contract_version).values(**plain, form=sealed))
        await self._uow.files.keep(one.files)

    async def get(self, contract_id: int, version: int) -> ContractVersion | None:
        """One version."""
        query = select(contract_version).where(_TABLE.contract_id == contract_id, _TABLE.version == version)
        row = (await self._uow.connection.execute(query)).one_or_none()
        return None if row is None else self._version(row)

    async def of(self, contract_id: int) -> list[ContractVersion]:
        """All versions of the contract, oldest first."""
        query = select(contract_version).where(_TABLE.contract_id == contract_id).order_by(_TABLE.version)
        return [self._version(row) for row in await self._uow.connection.execute(query)]

    async def signed(
        self, contract_id: int, version: int, *, parent: datetime | None = None, preschool: datetime | None = None
    ) -> None:
        """Notes who has signed the version, and when."""
        times = {"parent_signed_at": parent, "preschool_signed_at": preschool}
        given = {name: at for name, at in times.items() if at is not None}
        await self._uow.connection.execute(_SIGN, {"of": contract_id, "number": version, **given})

    async def drop_drafts(self, contract_id: int) -> None:
        """Nobody reads its drafts any more; what was frozen stays."""
        drafts = await self._drop(_TABLE.contract_id == contract_id, _TABLE.frozen_at.is_(None))
        await self._uow.files.loosen(drafts)

    async def forget_unsigned(self, contract_id: int) -> None:
        """What no parent has signed is forgotten with its files, fixed or not (edge 8)."""
        await self._forget(_TABLE.contract_id == contract_id, _TABLE.parent_signed_at.is_(None))

    async def erase(self, contract_ids: Collection[int]) -> None:
        """The PDFs of these contracts are forgotten with their files (edge 40)."""
        await self._forget(_TABLE.contract_id.in_(contract_ids))

    async def _forget(self, *conditions: ColumnElement[bool]) -> None:
        for id_ in await self._drop(*conditions):
            await self._uow.files.delete(id_)

    async def _drop(self, *conditions: ColumnElement[bool]) -> list[int]:
        gone = delete(contract_version).where(*conditions).returning(_TABLE.file_id, _TABLE.text_id)
        return [id_ for row in await self._uow.connection.execute(gone) for id_ in row if id_ is not None]

    def _row(self, contract_id: int, version: int) -> SealedRow:
        return SealedRow(self._uow.sealer, "contract_version", f"{contract_id}|{version}")

    def _version(self, row: Row[Any]) -> ContractVersion:
        form = self._row(row.contract_id, row.version).open_json("form", row.form)
        return ContractVersion(**{name: getattr(row, name) for name in (*_PLAIN, *_SIGNED)}, form=form)


_SIGN = update(contract_version).where(_TABLE.contract_id == bindparam("of"), _TABLE.version == bindparam("number"))
