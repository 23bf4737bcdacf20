"""What parents say of a kindergarten: one review of a child waiting at most, and one published. S1-09."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select, update

from enrolment.feedback import FeedbackState, Rating, rating
from storage.domain_tables import application, preschool
from storage.feedback_tables import feedback, feedback_answer, feedback_approved, feedback_waiting
from storage.place_tables import enrolment_request
from storage.schema import new_id
from storage.sealed_rows import SealedRow

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A child of an account that goes to a preschool, as its application and enrolment request ended."""

    application_id: int
    child_id: int
    child_key: bytes = field(repr=False)
    bin: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One review; `name` is the first name that it is signed with, and `rev` counts how often it was rewritten."""

    bin: str
    account_id: int
    child_key: bytes = field(repr=False)
    stars: int
    words: str = field(repr=False)
    name: str | None = field(repr=False)
    written_at: datetime
    state: FeedbackState = FeedbackState.WAITING
    rev: int = 0
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = field(default=None, repr=False)
    id: int = field(default_factory=new_id)


class Feedbacks:
    """The reviews, within one unit of work; their answers are in `uow.feedback_answers`."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def enrolled(self, account_id: int, children: Collection[int] = ()) -> list[Enrolled]:
        """The account's children that go to a preschool now, and those others; the last enrolled first."""
        request = enrolment_request.c
        theirs = or_(application.c.account_id == account_id, application.c.child_id.in_(children))
        query = (
            select(
                application.c.id,
                application.c.child_id,
                application.c.child_key,
                request.preschool_bin,
                request.closed_at,
            )
            .join(enrolment_request, request.application_id == application.c.id)
            .where(theirs, application.c.state == "completed")
            .where(request.state == "completed")
            .order_by(request.closed_at.desc(), request.id.desc())
        )
        return [Enrolled(*row) for row in await self._uow.connection.execute(query)]

    async def ratings(self, bins: Collection[str]) -> dict[str, Rating]:
        """The rating of each of these preschools, from published reviews alone; without any it is left out."""
        table = feedback.c
        query = select(table.bin, func.sum(table.stars), func.count()).group_by(table.bin)
        rows = await self._uow.connection.execute(query.where(table.bin.in_(bins), feedback_approved))
        return {bin_: rating(int(stars), count) for bin_, stars, count in rows}

    async def published(self, bin_: str, offset: int, limit: int) -> list[Feedback]:
        """The published reviews of a preschool, newest first."""
        table = feedback.c
        query = select(feedback).where(table.bin == bin_, feedback_approved)
        return await self._all(query.order_by(table.decided_at.desc(), table.id.desc()).offset(offset).limit(limit))

    async def waiting(self, locality: str | None, limit: int) -> list[Feedback]:
        """What waits for an administrator (of this locality), the longest waiting first."""
        query = select(feedback).where(feedback_waiting, *_there(locality))
        return await self._all(query.order_by(feedback.c.written_at, feedback.c.id).limit(limit))

    async def waiting_count(self, locality: str | None) -> int:
        """How many wait for an administrator (of this locality)."""
        query = select(func.count()).select_from(feedback).where(feedback_waiting, *_there(locality))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def get(self, id_: int) -> Feedback | None:
        """One review."""
        return next(iter(await self._all(select(feedback).where(feedback.c.id == id_))), None)

    async def load(self, ids: Collection[int]) -> dict[int, Feedback]:
        """Reviews by their ids."""
        return {one.id: one for one in await self._all(select(feedback).where(feedback.c.id.in_(ids)))}

    async def of_child(self, child_key: bytes) -> list[Feedback]:
        """Everything that was written for a child, newest first."""
        query = select(feedback).where(feedback.c.child_key == child_key)
        return await self._all(query.order_by(feedback.c.written_at.desc(), feedback.c.id.desc()))

    async def of_account(self, account_id: int) -> list[Feedback]:
        """Everything that an account has written, newest first."""
        query = select(feedback).where(feedback.c.account_id == account_id)
        return await self._all(query.order_by(feedback.c.written_at.desc(), feedback.c.id.desc()))

    async def write(self, one: Feedback) -> Feedback:
        """Keeps a review that waits, instead of the one of this child that waits already; returns it as it is kept."""
        # Locked, so that one which is being decided in this moment is not written over but followed by another.
        waits = select(feedback).where(feedback.c.child_key == one.child_key, feedback_waiting).with_for_update()
        there = next(iter(await self._all(waits)), None)
        if there is None:
            await self._uow.connection.execute(insert(feedback), self._columns(one))
            return one
        again = replace(one, id=there.id, rev=there.rev + 1)
        mine = update(feedback).where(feedback.c.id == there.id)
        await self._uow.connection.execute(mine.values(self._columns(again)))
        return again

    async def decide(self, one: Feedback, state: FeedbackState, by: str, at: datetime, reason: str | None) -> bool:
        """Approves or declines it as it was read; False when it was rewritten, withdrawn or decided since."""
        as_read = (feedback.c.id == one.id, feedback.c.rev == one.rev, feedback_waiting)
        found = await self._uow.connection.execute(select(feedback.c.id).where(*as_read).with_for_update())
        if found.first() is None:
            return False
        if state is FeedbackState.APPROVED:
            await self._replace(one.child_key)
        sealed = self._row(one.id).seal_text("reason", reason)
        values = {"state": state, "decided_by": by, "decided_at": at, "reason": sealed}
        await self._uow.connection.execute(update(feedback).where(feedback.c.id == one.id).values(values))
        return True

    async def remove(self, ids: Collection[int]) -> None:
        """Deletes reviews with their answers, as when their author takes them back."""
        await self._uow.connection.execute(delete(feedback_answer).where(feedback_answer.c.feedback_id.in_(ids)))
        await self._uow.connection.execute(delete(feedback).where(feedback.c.id.in_(ids)))

    async def erase(self, account_id: int) -> None:
        """Deletes everything that an account has written."""
        await self.remove([one.id for one in await self.of_account(account_id)])

    async def _replace(self, child_key: bytes) -> None:
        """What is published of this child gives way."""
        older = update(feedback).where(feedback.c.child_key == child_key, feedback_approved)
        await self._uow.connection.execute(older.values(state=FeedbackState.REPLACED))

    async def _all(self, query: Select[Any]) -> list[Feedback]:
        return [self._opened(row) for row in await self._uow.connection.execute(query)]

    def _columns(self, one: Feedback) -> dict[str, Any]:
        sealed = {name: self._row(one.id).seal_text(name, getattr(one, name)) for name in _SEALED}
        return {column.name: getattr(one, column.name) for column in feedback.c} | sealed

    def _opened(self, row: Row[Any]) -> Feedback:
        opened = {name: self._row(row.id).open_text(name, getattr(row, name)) for name in _SEALED}
        return Feedback(**row._asdict() | opened | {"state": FeedbackState(row.state)})

    def _row(self, id_: int) -> SealedRow:
        return SealedRow(self._uow.sealer, "feedback", id_)


def _there(locality: str | None) -> tuple[ColumnElement[bool], ...]:
    there = select(preschool.c.bin).where(preschool.c.locality == locality)
    return () if locality is None else (feedback.c.bin.in_(there),)


_SEALED = ("words", "name", "reason")
