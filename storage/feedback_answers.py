"""What kindergartens answer to reviews: one answer each, published when an administrator has approved it. S1-09."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, func, select, update

from enrolment.feedback import FeedbackState
from storage.domain_tables import preschool
from storage.feedback_tables import answer_waiting, feedback, feedback_answer, feedback_approved
from storage.sealed_rows import SealedRow
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class FeedbackAnswer:
    """One answer; `written_by` is the employee, `rev` counts how often it was rewritten."""

    feedback_id: int
    words: str = field(repr=False)
    written_by: int
    written_at: datetime
    state: FeedbackState = FeedbackState.WAITING
    rev: int = 0
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = field(default=None, repr=False)


class FeedbackAnswers:
    """The answers, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def of(self, feedback_ids: Collection[int]) -> dict[int, FeedbackAnswer]:
        """The answers to these reviews, whatever their state, by the review."""
        query = select(feedback_answer).where(feedback_answer.c.feedback_id.in_(feedback_ids))
        return {one.feedback_id: one for one in await self._all(query)}

    async def waiting(self, locality: str | None, limit: int) -> list[FeedbackAnswer]:
        """What waits for an administrator (of this locality), the longest waiting first."""
        table = feedback_answer.c
        query = select(feedback_answer).where(answer_waiting, *_published(locality))
        return await self._all(query.order_by(table.written_at, table.feedback_id).limit(limit))

    async def waiting_count(self, locality: str | None) -> int:
        """How many wait for an administrator (of this locality)."""
        query = select(func.count()).select_from(feedback_answer).where(answer_waiting, *_published(locality))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def write(self, one: FeedbackAnswer) -> bool:
        """Keeps an answer that waits, instead of one that waits or was declined; False where one is published."""
        step = upsert(self._uow.dialect, feedback_answer)
        columns = self._columns(one)
        changed = {name: step.excluded[name] for name in columns if name not in {"feedback_id", "rev"}}
        step = step.on_conflict_do_update(
            index_elements=["feedback_id"],
            set_={**changed, "rev": feedback_answer.c.rev + 1},
            where=feedback_answer.c.state != FeedbackState.APPROVED,
        )
        return (await self._uow.connection.execute(step.values(columns))).rowcount == 1

    async def decide(
        self, one: FeedbackAnswer, state: FeedbackState, by: str, at: datetime, reason: str | None
    ) -> bool:
        """Approves or declines it as it was read; False when it was rewritten or decided since."""
        table = feedback_answer.c
        query = update(feedback_answer).where(table.feedback_id == one.feedback_id, table.rev == one.rev)
        sealed = self._row(one.feedback_id).seal_text("reason", reason)
        values = {"state": state, "decided_by": by, "decided_at": at, "reason": sealed}
        return (await self._uow.connection.execute(query.where(answer_waiting).values(values))).rowcount == 1

    async def _all(self, query: Select[Any]) -> list[FeedbackAnswer]:
        return [self._opened(row) for row in await self._uow.connection.execute(query)]

    def _columns(self, one: FeedbackAnswer) -> dict[str, Any]:
        sealed = {name: self._row(one.feedback_id).seal_text(name, getattr(one, name)) for name in _SEALED}
        return {column.name: getattr(one, column.name) for column in feedback_answer.c} | sealed

    def _opened(self, row: Row[Any]) -> FeedbackAnswer:
        opened = {name: self._row(row.feedback_id).open_text(name, getattr(row, name)) for name in _SEALED}
        return FeedbackAnswer(**row._asdict() | opened | {"state": FeedbackState(row.state)})

    def _row(self, feedback_id: int) -> SealedRow:
        return SealedRow(self._uow.sealer, "feedback_answer", feedback_id)


def _published(locality: str | None) -> tuple[ColumnElement[bool], ...]:
    """An answer to a review that is not published any more waits for nobody."""
    query = select(feedback.c.id).where(feedback_approved)
    if locality is not None:
        query = query.join(preschool, preschool.c.bin == feedback.c.bin).where(preschool.c.locality == locality)
    return (feedback_answer.c.feedback_id.in_(query),)


_SEALED = ("words", "reason")
