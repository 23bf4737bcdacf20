"""The days that administrators declared off or worked; the working calendar puts them before the law (D.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, select

from enrolment.terms import Name
from enrolment.working_days import Override
from storage.calendar_tables import calendar_override
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

VERSION = "calendar.version"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A declared day, the act or letter that it follows, and who entered it when."""

    override: Override
    source: str
    entered_by: str
    entered_at: datetime


class CalendarOverrides:
    """The declared days, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def all(self) -> tuple[Override, ...]:
        """The days by date, as the working calendar takes them."""
        return tuple(one.override for one in await self.entries())

    async def entries(self) -> list[CalendarEntry]:
        """The days by date, with their sources, for whoever edits them."""
        rows = await self._uow.connection.execute(select(calendar_override).order_by(_TABLE.date))
        return [_entry(row) for row in rows]

    async def set(self, override: Override, source: str, by: str, now: datetime) -> None:
        """Declares a day, in place of what was declared for it."""
        row = {
            **{"works": override.works, "source": source, "entered_by": by, "entered_at": now},
            "name_kk": override.name and override.name.kk,
            "name_ru": override.name and override.name.ru,
        }
        step = upsert(self._uow.dialect, calendar_override).values(date=override.date, **row)
        await self._uow.connection.execute(step.on_conflict_do_update(index_elements=["date"], set_=row))
        await self._next_version()

    async def remove(self, on: date) -> bool:
        """The day is again what the law makes of it; False when nothing was declared for it."""
        gone = (await self._uow.connection.execute(delete(calendar_override).where(_TABLE.date == on))).rowcount == 1
        if gone:
            await self._next_version()
        return gone

    async def version(self) -> int:
        """Another number after every change: whoever keeps a calendar reads the days again only then."""
        return int(await self._uow.settings.get(VERSION) or 0)

    async def _next_version(self) -> None:
        await self._uow.settings.count_up(VERSION)


_TABLE = calendar_override.c


def _entry(row: Row[Any]) -> CalendarEntry:
    # Staff enter the two languages of the country; whoever reads English sees the Russian name.
    name = None if row.name_kk is None else Name(row.name_kk, row.name_ru, row.name_ru)
    return CalendarEntry(Override(row.date, row.works, name), row.source, row.entered_by, row.entered_at)
