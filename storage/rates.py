"""Rate limits as rows (GCRA), so that they hold across workers and restarts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from math import floor
from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, bindparam, case, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.flow_tables import rate
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_LONGEST_AFTER_RESTART = 60.0
_ROUNDING = 1e-5


@dataclass(frozen=True, slots=True)
class Room:
    """How many may go under a name now, and the seconds until its whole burst may."""

    left: int
    whole_in: float = 0.0


class Rates:
    """Named limits; all times are seconds of the lease clock."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def take(self, name: str, now: float, per_second: float, burst: int) -> float:
        """0 when it may go now and is counted, else the seconds to wait; at most per_second + burst in any second."""
        interval = 1 / per_second
        slack = (burst - 1) * interval + _ROUNDING
        terms = {"name": name, "now": now, "interval": interval, "latest": now + slack}
        if (await self._uow.connection.execute(_take(self._uow.dialect), terms)).first():
            return 0.0
        held = await self._uow.connection.execute(_HELD, {"names": [name]})
        _name, tat, not_before = held.one()
        return max(float(max(tat - slack, not_before) - now), _ROUNDING)

    async def room(self, names: Collection[str], now: float, per_second: float, burst: int) -> dict[str, Room]:
        """What each name has left; counts nothing."""
        rooms = dict.fromkeys(names, Room(burst))
        for name, tat, not_before in await self._uow.connection.execute(_HELD, {"names": list(names)}):
            left = 0 if not_before > now else floor((now + _ROUNDING - tat) * per_second) + burst
            rooms[name] = Room(min(max(left, 0), burst), max(tat, not_before, now) - now)
        return rooms

    async def push_back(self, name: str, until: float) -> None:
        """Nothing goes under this name before `until`, because the provider said so."""
        step = upsert(self._uow.dialect, rate).values(name=name, tat=until, not_before=until)
        later = case((rate.c.not_before > until, rate.c.not_before), else_=until)
        step = step.on_conflict_do_update(index_elements=["name"], set_={"not_before": later})
        await self._uow.connection.execute(step)

    async def restart(self, now: float) -> None:
        """The lease clock may have started anew: what lies further ahead than a minute was of the old one."""
        latest = now + _LONGEST_AFTER_RESTART
        for column in (rate.c.tat, rate.c.not_before):
            await self._uow.connection.execute(update(rate).where(column > latest).values({column.name: latest}))


_HELD = select(rate.c.name, rate.c.tat, rate.c.not_before).where(rate.c.name.in_(bindparam("names", expanding=True)))


@cache
def _take(dialect: str) -> ReturningInsert[Any]:
    now, interval = bindparam("now", type_=Double), bindparam("interval", type_=Double)
    step = upsert(dialect, rate).values(name=bindparam("name"), tat=now + interval)
    go = step.on_conflict_do_update(
        index_elements=["name"],
        set_={"tat": case((rate.c.tat > now, rate.c.tat), else_=now) + interval},
        where=(rate.c.tat <= bindparam("latest", type_=Double)) & (rate.c.not_before <= now),
    )
    return go.returning(rate.c.tat)
