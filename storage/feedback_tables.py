"""Tables of what parents say of a kindergarten, and what it answers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from enrolment.feedback import FeedbackState
from storage.domain_tables import preschool
from storage.flow_tables import is_one_of, one_of
from storage.schema import BigId, Instant, metadata


def _only(name: str, where: Any, *columns: Any, unique: bool = False) -> None:
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


feedback = Table(
    "feedback",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("bin", Text, ForeignKey(preschool.c.bin), nullable=False),
    Column("account_id", BigId, ForeignKey("account.id"), nullable=False, index=True),
    Column("child_key", LargeBinary(16), nullable=False),
    Column("stars", Integer, nullable=False),
    Column("words", LargeBinary, nullable=False),
    # The first name to sign with; none for «a parent».
    Column("name", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("reason", LargeBinary),
    one_of("state", *map(str, FeedbackState)),
    CheckConstraint("stars >= 1 AND stars <= 5", name="stars"),
)
feedback_waiting = is_one_of(feedback.c.state, FeedbackState.WAITING)
feedback_approved = is_one_of(feedback.c.state, FeedbackState.APPROVED)
_only("uq_feedback_waiting", feedback_waiting, feedback.c.child_key, unique=True)
_only("uq_feedback_approved", feedback_approved, feedback.c.child_key, unique=True)
_only("ix_feedback_waiting", feedback_waiting, feedback.c.written_at, feedback.c.id)
_only("ix_feedback_published", feedback_approved, feedback.c.bin, feedback.c.decided_at, feedback.c.id)

feedback_answer = Table(
    "feedback_answer",
    metadata,
    Column("feedback_id", BigId, ForeignKey("feedback.id"), primary_key=True, autoincrement=False),
    Column("words", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("written_by", BigId, ForeignKey("staff.id"), nullable=False, index=True),
    Column("written_at", Instant, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("reason", LargeBinary),
    one_of("state", *map(str, FeedbackState)),
)
answer_waiting = is_one_of(feedback_answer.c.state, FeedbackState.WAITING)
_only("ix_feedback_answer_waiting", answer_waiting, feedback_answer.c.written_at, feedback_answer.c.feedback_id)
