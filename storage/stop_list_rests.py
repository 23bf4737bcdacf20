"""How long applications rest on the stop-list, and how often each came back from it (A10, A15, A16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Row, bindparam, func, select, update

from enrolment.working_days import Deadline
from storage.deadline_traces import deadline_of, term_columns
from storage.place_tables import rests, stop_list_rest
from storage.schema import new_id
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Rest:
    """One stay on the stop-list, with the day until which the application can come back, and by which profile."""

    application_id: int
    since: datetime
    until: Deadline
    profile: str | None = None
    profile_version: int | None = None


@dataclass(frozen=True, slots=True)
class PastRest:
    """A stay on the stop-list as it was, and how it ended, if it has: `restored` is back in the queue."""

    since: datetime
    until: Deadline
    ended_at: datetime | None
    restored: bool


class StopListRests:
    """The rests, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def begin(self, one: Rest) -> None:
        """The application rests from now on; a rest that has begun already goes on unchanged."""
        row: dict[str, Any] = {"id": new_id(), "application_id": one.application_id, "since": one.since}
        row |= {"profile": one.profile, "profile_version": one.profile_version}
        step = upsert(self._uow.dialect, stop_list_rest).values(**row, **term_columns("until", one.until))
        await self._uow.connection.execute(
            step.on_conflict_do_nothing(index_elements=["application_id"], index_where=rests)
        )

    async def current(self, application_id: int) -> Rest | None:
        """The rest that goes on."""
        row = (await self._uow.connection.execute(_CURRENT, {"of": application_id})).one_or_none()
        return None if row is None else _rest(row)

    async def running_after(self, application_id: int, limit: int) -> list[Rest]:
        """A page of the rests that go on, by application; begin with 0, go on with the last one seen."""
        terms = {"last": application_id, "limit": limit}
        return [_rest(row) for row in await self._uow.connection.execute(_RUNNING, terms)]

    async def prolong(self, application_id: int, until: Deadline) -> bool:
        """The rest that goes on ends then; False when none does."""
        longer = update(stop_list_rest).where(_TABLE.application_id == application_id, rests)
        changed = await self._uow.connection.execute(longer.values(**term_columns("until", until)))
        return changed.rowcount == 1

    async def end(self, application_id: int, at: datetime, *, restored: bool) -> bool:
        """The rest is over, with or without a return to the queue; False when none goes on."""
        terms = {"of": application_id, "at": at, "back": restored}
        return (await self._uow.connection.execute(_END, terms)).rowcount == 1

    async def of(self, application_id: int) -> list[PastRest]:
        """All stays of the application, the first one first."""
        query = select(stop_list_rest).where(_TABLE.application_id == application_id).order_by(_TABLE.since, _TABLE.id)
        return [
            PastRest(row.since, deadline_of(row.until_at, row.until_days), row.ended_at, bool(row.restored))
            for row in await self._uow.connection.execute(query)
        ]

    async def restored(self, application_id: int) -> int:
        """How often the application came back to the queue."""
        return int((await self._uow.connection.execute(_RESTORED, {"of": application_id})).scalar_one())


_TABLE = stop_list_rest.c
_MINE: ColumnElement[bool] = _TABLE.application_id == bindparam("of")
_CURRENT = select(stop_list_rest).where(_MINE, rests)
_END = update(stop_list_rest).where(_MINE, rests).values(ended_at=bindparam("at"), restored=bindparam("back"))
_RUNNING = (
    select(stop_list_rest)
    .where(rests, _TABLE.application_id > bindparam("last"))
    .order_by(_TABLE.application_id)
    .limit(bindparam("limit", type_=Integer))
)
_RESTORED = select(func.count()).where(_MINE, _TABLE.restored.is_(True))


def _rest(row: Row[Any]) -> Rest:
    until = deadline_of(row.until_at, row.until_days)
    return Rest(row.application_id, row.since, until, row.profile, row.profile_version)
