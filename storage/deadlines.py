"""Deadlines and reminders: what becomes due when, set anew or cancelled with the state that they guard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Text, Update, bindparam, func, select, true, update

from storage.engines import DIALECTS, Dialect
from storage.flow_tables import deadline, deadline_open
from storage.schema import Instant
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that becomes due; `rev` counts how often this kind was set for this subject."""

    id: int
    subject: str
    kind: str
    due_at: datetime
    rev: int


class Deadlines:
    """At most one open deadline of a kind for a subject, such as "application:17"."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def set(self, subject: str, kind: str, due_at: datetime) -> int:
        """Opens a deadline in place of an open one of this kind, and returns its rev."""
        while (rev := await self._opened(subject, kind, due_at)) is None:
            pass
        if rev > 1:
            # Only now, because whoever has this rev sees every earlier one committed.
            await self._uow.connection.execute(_STOP_EARLIER, {"of": subject, "one": kind, "this": rev})
        return rev

    async def _opened(self, subject: str, kind: str, due_at: datetime) -> int | None:
        """The rev of the new deadline; None when somebody else set one at the same time, which is seen only now."""
        terms = {"of": subject, "one": kind, "due": due_at}
        rev: int | None = (await self._uow.connection.execute(_OPEN[self._uow.dialect], terms)).scalar_one_or_none()
        return rev

    async def cancel(self, subject: str, *kinds: str) -> None:
        """The open deadlines of these kinds, or without kinds all of the subject's, will not fire.

        One that another process fires at this moment goes on, and finds out for itself that it comes too late.
        """
        if kinds:
            await self._uow.connection.execute(_STOP_SOME, {"of": subject, "kinds": kinds})
        else:
            await self._uow.connection.execute(_STOP_ALL, {"of": subject})

    async def due(self, now: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose time has come, earliest first; on PostgreSQL nobody else gets them meanwhile."""
        rows = await self._uow.connection.execute(_DUE, {"now": now, "most": limit})
        return [Deadline(*row) for row in rows]

    async def done(self, id_: int, at: datetime) -> None:
        """It fired."""
        await self._uow.connection.execute(_FIRED, {"id_": id_, "at": at})

    async def of(self, subject: str) -> list[Deadline]:
        """The subject's open deadlines, earliest first."""
        return [Deadline(*row) for row in await self._uow.connection.execute(_OF, {"of": subject})]

    async def next_due(self) -> datetime | None:
        """When the next open deadline becomes due."""
        due_at: datetime | None = (await self._uow.connection.execute(_NEXT_DUE)).scalar_one()
        return due_at


# Built once: a voucher has half a dozen timers, and building a statement takes longer than running it.
_SUBJECT: ColumnElement[bool] = deadline.c.subject == bindparam("of")
_KIND: ColumnElement[bool] = deadline.c.kind == bindparam("one")
_WAITING = (
    select(deadline.c.id, deadline.c.subject, deadline.c.kind, deadline.c.due_at, deadline.c.rev)
    .where(deadline_open)
    .order_by(deadline.c.due_at, deadline.c.id)
)
_OF = _WAITING.where(_SUBJECT)
_DUE = _WAITING.where(deadline.c.due_at <= bindparam("now"))
_DUE = _DUE.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True)
_NEXT_DUE = select(func.min(deadline.c.due_at)).where(deadline_open)
_FIRED = update(deadline).where(deadline.c.id == bindparam("id_")).values(state="done", done_at=bindparam("at"))


def _opening(dialect: Dialect) -> Any:
    """One more deadline of this kind for this subject, unless somebody else sets it at the same time."""
    latest = select(func.coalesce(func.max(deadline.c.rev), 0) + 1).where(_SUBJECT, _KIND)
    subject, kind = (bindparam(name, type_=Text) for name in ("of", "one"))
    row = select(subject, kind, bindparam("due", type_=Instant), latest.scalar_subquery()).where(true())
    step = upsert(dialect, deadline).from_select(["subject", "kind", "due_at", "rev"], row)
    return step.on_conflict_do_nothing(index_elements=["subject", "kind", "rev"]).returning(deadline.c.rev)


def _stopping(*these: ColumnElement[bool]) -> Update:
    """Whoever fires a deadline waits for its subject, so nobody who holds the subject may wait for the deadline."""
    free = select(deadline.c.id).where(deadline_open, *these).with_for_update(skip_locked=True)
    return update(deadline).where(deadline.c.id.in_(free)).values(state="cancelled")


_OPEN = {dialect: _opening(dialect) for dialect in DIALECTS}
_STOP_ALL = _stopping(_SUBJECT)
_STOP_SOME = _stopping(_SUBJECT, deadline.c.kind.in_(bindparam("kinds", expanding=True)))
_STOP_EARLIER = _stopping(_SUBJECT, _KIND, deadline.c.rev < bindparam("this"))
