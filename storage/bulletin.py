"""The bulletin of free places: once a working day what is free is written down, and stands as it was then. S1-05."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, distinct, func, insert, literal, select

from storage.bulletin_tables import bulletin, bulletin_line
from storage.domain_tables import preschool, preschool_group
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class StoredBulletin:
    """When the bulletin of a working day was published, and since when it can be read."""

    day: date
    published_at: datetime
    open_at: datetime


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """How many places were free in the groups of a preschool for these ages, in years."""

    bin: str
    min_age: float
    max_age: float
    free: int


@dataclass(frozen=True, slots=True)
class BulletinCount:
    """What the bulletin has for a locality: so many preschools with so many free places."""

    preschools: int
    free: int


class Bulletins:
    """The bulletins, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def publish(self, one: StoredBulletin) -> bool:
        """Writes down what is free now; False where that day's bulletin is published already, and nothing changes."""
        head = {"day": _key(one.day), "published_at": one.published_at, "open_at": one.open_at}
        step = upsert(self._uow.dialect, bulletin).values(head).on_conflict_do_nothing()
        if (await self._uow.connection.execute(step)).rowcount != 1:
            return False
        group = preschool_group.c
        ages = (group.id, group.bin, preschool.c.locality, group.min_age, group.max_age, group.free)
        lines = select(literal(_key(one.day)), *ages).join(preschool, preschool.c.bin == group.bin)
        lines = lines.where(group.free > 0, group.closed_at.is_(None), preschool.c.closed_at.is_(None))
        columns = ["day", "group_id", "bin", "locality", "min_age", "max_age", "free"]
        await self._uow.connection.execute(insert(bulletin_line).from_select(columns, lines))
        return True

    async def latest(self, now: datetime) -> StoredBulletin | None:
        """The newest bulletin that can be read by now."""
        query = select(bulletin).where(bulletin.c.open_at <= now).order_by(bulletin.c.day.desc()).limit(1)
        row = (await self._uow.connection.execute(query)).one_or_none()
        return None if row is None else StoredBulletin(date.fromisoformat(row.day), row.published_at, row.open_at)

    async def published(self, day: date) -> bool:
        """Whether that day has its bulletin."""
        query = select(bulletin.c.day).where(bulletin.c.day == _key(day))
        return (await self._uow.connection.execute(query)).one_or_none() is not None

    async def count(self, day: date, locality: str) -> BulletinCount:
        """How much it has for a locality."""
        line = bulletin_line.c
        query = select(func.count(distinct(line.bin)), func.coalesce(func.sum(line.free), 0))
        query = query.where(line.day == _key(day), line.locality == locality)
        preschools, free = (await self._uow.connection.execute(query)).one()
        return BulletinCount(preschools, int(free))

    async def sheet(self, day: date, locality: str, offset: int, limit: int) -> list[str]:
        """The preschools with free places on one sheet, by BIN: those with the most of them first."""
        line = bulletin_line.c
        query = select(line.bin).where(line.day == _key(day), line.locality == locality).group_by(line.bin)
        query = query.order_by(func.sum(line.free).desc(), line.bin).offset(offset).limit(limit)
        return list((await self._uow.connection.execute(query)).scalars())

    async def ages(self, day: date, bins: Sequence[str]) -> list[AgeGroup]:
        """What was free for which ages in these preschools, the youngest first."""
        line = bulletin_line.c
        query = select(line.bin, line.min_age, line.max_age, func.sum(line.free))
        query = query.where(line.day == _key(day), line.bin.in_(bins)).group_by(line.bin, line.min_age, line.max_age)
        rows = await self._uow.connection.execute(query.order_by(line.bin, line.min_age, line.max_age))
        return [AgeGroup(bin_, least, most, int(free)) for bin_, least, most, free in rows]

    async def forget(self, before: date) -> None:
        """Takes away the bulletins of earlier days, which nobody can read any more."""
        for table in (bulletin_line, bulletin):
            await self._uow.connection.execute(delete(table).where(table.c.day < _key(before)))


def _key(day: date) -> str:
    return day.isoformat()
