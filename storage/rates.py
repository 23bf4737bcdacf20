"""Rate limits as rows (GCRA), so that they hold across workers and restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, select, update

from storage.flow_tables import rate
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_LONGEST_AFTER_RESTART = 60.0
_ROUNDING = 1e-5


class Rates:
    """Named limits; all times are seconds of the lease clock."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def take(self, name: str, now: float, per_second: float, burst: int) -> float:
        """0 when it may go now and is counted, else the seconds to wait; at most per_second + burst in any second."""
        interval = 1 / per_second
        slack = (burst - 1) * interval + _ROUNDING
        step = upsert(self._uow.dialect, rate).values(name=name, tat=now + interval)
        go = step.on_conflict_do_update(
            index_elements=["name"],
            set_={"tat": case((rate.c.tat > now, rate.c.tat), else_=now) + interval},
            where=(rate.c.tat <= now + slack) & (rate.c.not_before <= now),
        )
        if (await self._uow.connection.execute(go.returning(rate.c.tat))).first():
            return 0.0
        held = await self._uow.connection.execute(select(rate.c.tat, rate.c.not_before).where(rate.c.name == name))
        tat, not_before = held.one()
        return max(float(max(tat - slack, not_before) - now), _ROUNDING)

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
