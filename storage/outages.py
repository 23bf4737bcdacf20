"""Times in which nobody could act because the program was down, found by a heart that beats while it runs (edge 6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from enrolment.term_ends import Outage
from storage.calendar_tables import heartbeat, outage
from storage.engines import DIALECTS
from storage.schema import new_id
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_ONLY = 1
_BEAT = select(heartbeat.c.at)
_ENDED = select(outage.c.began, outage.c.ended).where(outage.c.ended >= bindparam("since")).order_by(outage.c.ended)
_FIRST_BEAT = {dialect: upsert(dialect, heartbeat).on_conflict_do_nothing() for dialect in DIALECTS}
_LAST_BEAT = select(heartbeat.c.at).with_for_update()
_BEAT_AGAIN = update(heartbeat)
LONGEST_SILENCE = timedelta(minutes=5)
LONGEST_UNENDED = timedelta(days=3)


class Outages:
    """The heartbeat and its gaps, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def alive(self, now: datetime, longest_silence: timedelta = LONGEST_SILENCE) -> Outage | None:
        """Says that the instance is there; returns the outage that ends now, which only one process is told.

        Beat several times in the longest silence that is no outage. A clock that went back beats nothing.
        """
        await self._uow.connection.execute(_FIRST_BEAT[self._uow.dialect], {"id": _ONLY, "at": now})
        last = await self._last_beat()
        if last >= now:
            return None
        await self._uow.connection.execute(_BEAT_AGAIN, {"at": now})
        return await self._note(Outage(last, now)) if now - last > longest_silence else None

    async def unwatched(self) -> None:
        """From now on nobody beats, and silence means nothing: the clock is one that people move."""
        await self._uow.connection.execute(delete(heartbeat))

    async def gaps(self, since: datetime, now: datetime | None = None) -> tuple[Outage, ...]:
        """The outages that ended since then, the earliest first; with `now` also a silence that nobody has ended yet.

        After an outage of the database itself somebody may act before the heart has beaten again. A heart that does
        not beat at all while others act must not keep every term open, so that such a silence counts for three days.
        """
        found = tuple(Outage(*row) for row in await self._uow.connection.execute(_ENDED, {"since": since}))
        if now is None:
            return found
        last = await self.silent_since(now)
        return found if last is None else (*found, Outage(last, min(now, last + LONGEST_UNENDED)))

    async def silent_since(self, now: datetime) -> datetime | None:
        """The last beat, where it is longer ago than it should be; None too where nobody beats by this clock."""
        last: datetime | None = (await self._uow.connection.execute(_BEAT)).scalar_one_or_none()
        return last if last is not None and now - last > LONGEST_SILENCE else None

    async def _last_beat(self) -> datetime:
        """The row is locked, so that a second process that comes back sees the first one's beat."""
        at: datetime = (await self._uow.connection.execute(_LAST_BEAT)).scalar_one()
        return at

    async def _note(self, gap: Outage) -> Outage:
        await self._uow.connection.execute(insert(outage).values(id=new_id(), began=gap.began, ended=gap.ended))
        return gap
