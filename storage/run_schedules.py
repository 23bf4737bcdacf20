"""When each locality gives places out by itself, and which of these runs is still to be carried out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, select, update

from storage.queue_tables import run_schedule
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class RunSchedule:
    """The times of a locality as `enrolment.run_schedule` writes them; None leaves them to the profile.

    `wanted_at` is the time for which a run has come due and is not carried out yet.
    """

    locality: str
    slots: tuple[str, ...] | None
    paused: bool
    changed_by: str
    changed_at: datetime
    wanted_at: datetime | None = None


class RunSchedules:
    """The schedules, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def get(self, locality: str) -> RunSchedule | None:
        """The schedule of a locality, if anybody has ever changed it or a run has come due."""
        found = await self._where(run_schedule.c.locality == locality)
        return found[0] if found else None

    async def held(self, locality: str, by: str, at: datetime) -> RunSchedule:
        """The schedule as it stands; until this transaction ends nobody else changes it."""
        row = {"locality": locality, "paused": False, "changed_by": by, "changed_at": at}
        step = upsert(self._uow.dialect, run_schedule).values(row)
        await self._uow.connection.execute(step.on_conflict_do_nothing(index_elements=["locality"]))
        query = select(run_schedule).where(run_schedule.c.locality == locality).with_for_update()
        return _schedule((await self._uow.connection.execute(query)).one())

    async def save(self, one: RunSchedule) -> None:
        """From now on so; a run that is wanted stays wanted."""
        row = {
            "slots": None if one.slots is None else json.dumps(one.slots),
            "paused": one.paused,
            "changed_by": one.changed_by,
            "changed_at": one.changed_at,
        }
        step = upsert(self._uow.dialect, run_schedule).values(locality=one.locality, **row)
        await self._uow.connection.execute(step.on_conflict_do_update(index_elements=["locality"], set_=row))

    async def want(self, locality: str, at: datetime, by: str) -> None:
        """A run has come due; an earlier one that nobody has carried out yet is not wanted twice."""
        row = {"locality": locality, "paused": False, "changed_by": by, "changed_at": at, "wanted_at": at}
        step = upsert(self._uow.dialect, run_schedule).values(row)
        step = step.on_conflict_do_update(index_elements=["locality"], set_={"wanted_at": at})
        await self._uow.connection.execute(step)

    async def call_off(self, locality: str) -> None:
        """A run that has come due and is not carried out yet is not wanted any more."""
        step = update(run_schedule).where(run_schedule.c.locality == locality).values(wanted_at=None)
        await self._uow.connection.execute(step)

    async def wanted(self) -> list[RunSchedule]:
        """Whatever is due."""
        return await self._where(run_schedule.c.wanted_at.is_not(None))

    async def done(self, locality: str, at: datetime) -> bool:
        """The run of that time is carried out; False when somebody else was quicker."""
        mine = (run_schedule.c.locality == locality, run_schedule.c.wanted_at == at)
        step = update(run_schedule).where(*mine).values(wanted_at=None)
        return (await self._uow.connection.execute(step)).rowcount == 1

    async def _where(self, condition: ColumnElement[bool]) -> list[RunSchedule]:
        query = select(run_schedule).where(condition).order_by(run_schedule.c.locality)
        return [_schedule(row) for row in await self._uow.connection.execute(query)]


def _schedule(row: Row[Any]) -> RunSchedule:
    slots = None if row.slots is None else tuple(json.loads(row.slots))
    return RunSchedule(row.locality, slots, row.paused, row.changed_by, row.changed_at, row.wanted_at)
