"""Vouchers and referrals: one open for an application and one for a child, changed by one hand at a time."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, exists, select, update

from enrolment.fitting import Wanted
from enrolment.voucher_states import VoucherTransition
from storage.applications import Changed
from storage.domain_tables import application
from storage.engines import DIALECTS
from storage.numbers import next_counts
from storage.place_tables import enrolment_request, request_open, voucher, voucher_open
from storage.stored_voucher import (
    StoredVoucher,
    changeable_columns,
    sealed_birthday,
    voucher_columns,
    voucher_of,
    wanted_of,
)
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class VoucherOpen(Exception):
    """The application or the child has an open voucher already."""


class Vouchers:
    """The vouchers, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def create_numbers(self, year: int, how_many: int = 1) -> list[str]:
        """The next numbers of the year, such as `2026-000123`; other writers wait for this transaction."""
        return [f"{year}-{count:06}" for count in await next_counts(self._uow, "V", year, how_many)]

    async def add(self, *ones: StoredVoucher) -> None:
        """Stores new vouchers; raises VoucherOpen where one of them would be the second for its child."""
        rows = [voucher_columns(one, self._uow.sealer) for one in ones]
        if rows and len((await self._uow.connection.execute(_ADD[self._uow.dialect], rows)).all()) < len(rows):
            raise VoucherOpen

    async def get(self, voucher_id: int, *, lock: bool = False) -> StoredVoucher | None:
        """One voucher; with `lock` nobody else changes it before the end of this transaction."""
        row = (await self._uow.connection.execute(_LOCKED if lock else _BY_ID, {"id_": voucher_id})).one_or_none()
        return None if row is None else voucher_of(row, self._uow.sealer)

    async def by_number(self, number: str) -> StoredVoucher | None:
        """The voucher with this number, however it was typed."""
        found = await self._found(_NEWEST_FIRST.where(voucher.c.number == number.strip()))
        return found[0] if found else None

    async def open_of(self, application_id: int) -> StoredVoucher | None:
        """The application's open voucher."""
        found = await self._found(_OPEN_OF, of=application_id)
        return found[0] if found else None

    async def of_application(self, application_id: int) -> list[StoredVoucher]:
        """All vouchers that the application ever had, newest first."""
        return await self._found(_OF_APPLICATION, of=application_id)

    async def of_account(self, account_id: int) -> list[StoredVoucher]:
        """All vouchers of the account, newest first."""
        return await self._found(_NEWEST_FIRST.where(voucher.c.account_id == account_id))

    async def open_after(self, voucher_id: int, limit: int) -> list[StoredVoucher]:
        """A page of all open vouchers in the order of their ids; begin with 0, go on with the last id seen."""
        query = select(voucher).where(voucher_open, voucher.c.id > voucher_id).order_by(voucher.c.id).limit(limit)
        return [voucher_of(row, self._uow.sealer) for row in await self._uow.connection.execute(query)]

    async def move(
        self, one: StoredVoucher, transition: VoucherTransition, at: datetime, reason: str | None = None
    ) -> StoredVoucher:
        """Carries out a step; raises Changed when somebody else was quicker."""
        return await self.save(one.after(transition, at, reason))

    async def save(self, one: StoredVoucher) -> StoredVoucher:
        """Writes what may change of a voucher over the one with its rev; returns it with the next; raises Changed."""
        written = replace(one, rev=one.rev + 1)
        terms = {"id_": one.id, "was": one.rev, **changeable_columns(written)}
        if (await self._uow.connection.execute(_SAVE, terms)).rowcount != 1:
            raise Changed
        return written

    async def outstanding(self, locality: str | None, besides: int | None = None) -> list[Wanted]:
        """What the open vouchers need that name no group and have no open request; one may be left out."""
        query, terms = (_WANTED, {}) if locality is None else (_WANTED_THERE, {"there": locality})
        rows = await self._uow.connection.execute(query, terms)
        return [wanted_of(self._uow.sealer, tuple(row)) for row in rows if row[0] != besides]

    async def erase(self, account_id: int) -> None:
        """Forgets whose child the vouchers of archived applications were for, and all of the birth but the year."""
        archived = select(application.c.id).where(application.c.state == "archived")
        old = (voucher.c.account_id == account_id, voucher.c.application_id.in_(archived))
        for one in await self._found(_NEWEST_FIRST.where(*old)):
            born = sealed_birthday(self._uow.sealer, one.id, date(one.wanted.born.year, 1, 1))
            forgotten = {"child_key": secrets.token_bytes(16), "born": born, "rev": one.rev + 1}
            await self._uow.connection.execute(update(voucher).where(voucher.c.id == one.id).values(forgotten))

    async def _found(self, query: Select[Any], **terms: Any) -> list[StoredVoucher]:
        return [voucher_of(row, self._uow.sealer) for row in await self._uow.connection.execute(query, terms)]


_ADD = {dialect: upsert(dialect, voucher).on_conflict_do_nothing().returning(voucher.c.id) for dialect in DIALECTS}
_BY_ID = select(voucher).where(voucher.c.id == bindparam("id_"))
_LOCKED = _BY_ID.with_for_update()
_NEWEST_FIRST = select(voucher).order_by(voucher.c.issued_at.desc(), voucher.c.id.desc())
_OF_APPLICATION = _NEWEST_FIRST.where(voucher.c.application_id == bindparam("of"))
_OPEN_OF = _OF_APPLICATION.where(voucher_open)
_SAVE = update(voucher).where(voucher.c.id == bindparam("id_"), voucher.c.rev == bindparam("was"))
_REQUESTED = exists().where(enrolment_request.c.voucher_id == voucher.c.id, request_open)
_WANTED: Select[Any] = (
    select(voucher.c.id, voucher.c.locality, voucher.c.queue_type, voucher.c.language, voucher.c.born)
    .where(voucher_open, voucher.c.group_id.is_(None), ~_REQUESTED)
    .order_by(voucher.c.id)
)
_WANTED_THERE = _WANTED.where(voucher.c.locality == bindparam("there"))
