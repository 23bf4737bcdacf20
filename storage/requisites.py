"""What a parent gave for the last contract, kept sealed so that the next one need not ask again (S2-56)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from storage.contract_tables import requisites
from storage.sealed_rows import SealedRow
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class Requisites:
    """The requisites of accounts, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def keep(self, account_id: int, form: Mapping[str, Any], at: datetime) -> None:
        """These, in place of what was kept before."""
        values = {"form": self._row(account_id).seal_json("form", dict(form)), "saved_at": at}
        step = upsert(self._uow.dialect, requisites).values(account_id=account_id, **values)
        await self._uow.connection.execute(
            step.on_conflict_do_update(index_elements=["account_id"], set_=values),
        )

    async def of(self, account_id: int) -> Mapping[str, Any]:
        """What is kept for the account; nothing is an empty mapping."""
        query = select(requisites.c.form).where(requisites.c.account_id == account_id)
        sealed = (await self._uow.connection.execute(query)).scalar_one_or_none()
        kept: Mapping[str, Any] = self._row(account_id).open_json("form", sealed) or {}
        return kept

    async def erase(self, account_id: int) -> None:
        """Forgets them."""
        await self._uow.connection.execute(delete(requisites).where(requisites.c.account_id == account_id))

    async def hand_over(self, from_id: int, to_id: int) -> None:
        """What the other account does not know yet is its own from now on."""
        handed, theirs = await self.of(from_id), await self.of(to_id)
        query = select(requisites.c.saved_at).where(requisites.c.account_id == from_id)
        saved_at = (await self._uow.connection.execute(query)).scalar_one_or_none()
        if saved_at is not None:
            await self.keep(to_id, {**handed, **theirs}, saved_at)
            await self.erase(from_id)

    def _row(self, account_id: int) -> SealedRow:
        return SealedRow(self._uow.sealer, "requisites", account_id)
