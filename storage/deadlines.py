"""Deadlines and reminders: what becomes due when, set anew or cancelled with the state that they guard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, literal, select, true, update

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
        # Only now, because whoever has this rev sees every earlier one committed.
        await self._stop(deadline.c.subject == subject, deadline.c.kind == kind, deadline.c.rev < rev)
        return rev

    async def _stop(self, *of_these: ColumnElement[bool]) -> None:
        # Whoever fires a deadline waits for its subject, so nobody who holds the subject may wait for the deadline.
        free = select(deadline.c.id).where(deadline_open, *of_these).with_for_update(skip_locked=True)
        await self._uow.connection.execute(update(deadline).where(deadline.c.id.in_(free)).values(state="cancelled"))

    async def _opened(self, subject: str, kind: str, due_at: datetime) -> int | None:
        """The rev of the new deadline; None when somebody else set one at the same time, which is seen only now."""
        latest = select(func.coalesce(func.max(deadline.c.rev), 0) + 1)
        latest = latest.where(deadline.c.subject == subject, deadline.c.kind == kind)
        row = select(literal(subject), literal(kind), literal(due_at, Instant), latest.scalar_subquery()).where(true())
        step = upsert(self._uow.dialect, deadline).from_select(["subject", "kind", "due_at", "rev"], row)
        step = step.on_conflict_do_nothing(index_elements=["subject", "kind", "rev"])
        rev: int | None = (await self._uow.connection.execute(step.returning(deadline.c.rev))).scalar_one_or_none()
        return rev

    async def cancel(self, subject: str, *kinds: str) -> None:
        """The open deadlines of these kinds, or without kinds all of the subject's, will not fire.

        One that another process fires at this moment goes on, and finds out for itself that it comes too late.
        """
        await self._stop(deadline.c.subject == subject, *([deadline.c.kind.in_(kinds)] if kinds else []))

    async def due(self, now: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose time has come, earliest first; on PostgreSQL nobody else gets them meanwhile."""
        query = _open().where(deadline.c.due_at <= now).limit(limit).with_for_update(skip_locked=True)
        return [Deadline(*row) for row in await self._uow.connection.execute(query)]

    async def done(self, id_: int, at: datetime) -> None:
        """It fired."""
        fired = update(deadline).where(deadline.c.id == id_).values(state="done", done_at=at)
        await self._uow.connection.execute(fired)

    async def of(self, subject: str) -> list[Deadline]:
        """The subject's open deadlines, earliest first."""
        query = _open().where(deadline.c.subject == subject)
        return [Deadline(*row) for row in await self._uow.connection.execute(query)]

    async def next_due(self) -> datetime | None:
        """When the next open deadline becomes due."""
        query = select(func.min(deadline.c.due_at)).where(deadline_open)
        due_at: datetime | None = (await self._uow.connection.execute(query)).scalar_one()
        return due_at


def _open() -> Select[Any]:
    columns = (deadline.c.id, deadline.c.subject, deadline.c.kind, deadline.c.due_at, deadline.c.rev)
    return select(*columns).where(deadline_open).order_by(deadline.c.due_at, deadline.c.id)
