"""The waiting lists of preschools: who wants a place there once one appears, and who was told of one (V13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, select, update

from enrolment.fitting import Wanted
from enrolment.voucher_states import RUNNING
from storage.domain_tables import application, preschool
from storage.place_tables import enrolment_request, request_open, still_waits, voucher, waiting_place
from storage.schema import new_id
from storage.stored_voucher import wanted_of
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """One voucher on one preschool's list; `told_at` is when its family last heard of a place there."""

    id: int
    voucher_id: int
    application_id: int
    account_id: int
    bin: str
    joined_at: datetime
    told_at: datetime | None
    wanted: Wanted = field(repr=False)


class WaitingList:
    """The waiting lists, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def join(self, voucher_id: int, application_id: int, bin_: str, now: datetime) -> bool:
        """Puts the voucher on the preschool's list; False when it is there."""
        row = {"voucher_id": voucher_id, "application_id": application_id, "bin": bin_, "joined_at": now}
        step = upsert(self._uow.dialect, waiting_place).values(id=new_id(), **row)
        step = step.on_conflict_do_nothing(index_elements=["bin", "voucher_id"], index_where=still_waits)
        return (await self._uow.connection.execute(step.returning(_TABLE.id))).one_or_none() is not None

    async def leave(self, voucher_id: int, now: datetime, bin_: str | None = None) -> list[str]:
        """Takes the voucher off that preschool's list, or off every one; returns the preschools."""
        gone, there = (_LEAVE, {}) if bin_ is None else (_LEAVE_ONE, {"there": bin_})
        return sorted((await self._uow.connection.execute(gone, {"of": voucher_id, "now": now, **there})).scalars())

    async def of(self, voucher_id: int) -> list[WaitingPlace]:
        """The lists on which the voucher is, the first joined first."""
        return await self._found(_OF_VOUCHER, of=voucher_id)

    async def next_for(self, bin_: str) -> list[WaitingPlace]:
        """Whom to tell of a place there: whoever was not told yet in the order of the queue, then the longest ago.

        Only vouchers with which a request could be sent now; whether the group fits is for the caller to see.
        """
        return await self._found(_NEXT_FOR, of=bin_)

    async def preschools(self, locality: str) -> set[str]:
        """The preschools there that somebody waits for."""
        return set((await self._uow.connection.execute(_AWAITED, {"there": locality})).scalars())

    async def told(self, waiting_id: int, now: datetime) -> bool:
        """Notes that the family heard of a place; False when the voucher has left the list."""
        step = update(waiting_place).where(_TABLE.id == waiting_id, still_waits).values(told_at=now)
        return (await self._uow.connection.execute(step)).rowcount == 1

    async def _found(self, query: Select[Any], **terms: Any) -> list[WaitingPlace]:
        return [_waiting(row, self._uow) for row in await self._uow.connection.execute(query, terms)]


_TABLE = waiting_place.c
_LEAVE = (
    update(waiting_place)
    .where(_TABLE.voucher_id == bindparam("of"), still_waits)
    .values(left_at=bindparam("now"))
    .returning(_TABLE.bin)
)
_LEAVE_ONE = _LEAVE.where(_TABLE.bin == bindparam("there"))
_HERE = select(preschool.c.bin).where(preschool.c.locality == bindparam("there"))
_AWAITED = select(_TABLE.bin).distinct().where(still_waits, _TABLE.bin.in_(_HERE))
_REQUESTED: ColumnElement[bool] = exists().where(enrolment_request.c.voucher_id == voucher.c.id, request_open)
_WAITING: Select[Any] = (
    select(
        *(_TABLE.id.label("waiting_id"), _TABLE.application_id, _TABLE.bin, _TABLE.joined_at, _TABLE.told_at),
        *(voucher.c[name] for name in ("id", "account_id", "locality", "queue_type", "language", "born")),
    )
    .select_from(waiting_place)
    .join(voucher, voucher.c.id == _TABLE.voucher_id)
    .where(still_waits)
)
_OF_VOUCHER = _WAITING.where(_TABLE.voucher_id == bindparam("of")).order_by(_TABLE.joined_at, _TABLE.id)
_NEXT_FOR = (
    _WAITING.join(application, application.c.id == _TABLE.application_id)
    .where(_TABLE.bin == bindparam("of"), voucher.c.state.in_(RUNNING), ~_REQUESTED)
    .order_by(_TABLE.told_at.asc().nulls_first())
    .order_by(*(application.c[name] for name in ("iteration", "category", "submitted_at", "id")))
)


def _waiting(row: Row[Any], uow: Uow) -> WaitingPlace:
    return WaitingPlace(
        *(row.waiting_id, row.id, row.application_id, row.account_id),
        *(row.bin, row.joined_at, row.told_at),
        wanted_of(uow.sealer, (row.id, row.locality, row.queue_type, row.language, row.born)),
    )
