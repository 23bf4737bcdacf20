"""How often something may happen: counters over windows of time that hold across all processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, delete, or_, select

from storage.domain_tables import counter_window
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class Limits:
    """The windows, within one unit of work; a name may hold a phone, because only its keyed digest is kept."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def hit(self, name: str, now: datetime, window_seconds: int, maximum: int) -> bool:
        """Counts one more; False when that is more than `maximum` since the window was opened."""
        table = counter_window.c
        step = upsert(self._uow.dialect, counter_window).values(name=self._key(name), opened_at=now, n=1)
        over = _over(now, window_seconds)
        step = step.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "n": case((over, 1), else_=table.n + 1),
                "opened_at": case((over, step.excluded.opened_at), else_=table.opened_at),
            },
        )
        n: int = (await self._uow.connection.execute(step.returning(table.n))).scalar_one()
        return n <= maximum

    async def left(self, name: str, now: datetime, window_seconds: int, maximum: int) -> int:
        """How many more are allowed now; 0 when the limit is reached."""
        query = select(counter_window.c.n).where(counter_window.c.name == self._key(name), ~_over(now, window_seconds))
        n = (await self._uow.connection.execute(query)).scalar_one_or_none()
        return maximum if n is None else max(0, maximum - n)

    async def reset(self, name: str) -> None:
        """Forgets the count."""
        await self._uow.connection.execute(delete(counter_window).where(counter_window.c.name == self._key(name)))

    async def forget(self, before: datetime) -> None:
        """Deletes the windows that were opened before that instant."""
        await self._uow.connection.execute(delete(counter_window).where(counter_window.c.opened_at < before))

    def _key(self, name: str) -> bytes:
        return self._uow.sealer.index("limit", name)


def _over(now: datetime, window_seconds: int) -> ColumnElement[Any]:
    """A window far ahead is of a clock that was set back; one a little ahead was opened by an input that came later."""
    opened = counter_window.c.opened_at
    return or_(opened <= now - timedelta(seconds=window_seconds), opened > now + timedelta(seconds=window_seconds))
