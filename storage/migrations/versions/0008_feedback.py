"""What parents say of a kindergarten, bulletins as they were published, and how queues moved from day to day."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STATES = ("waiting", "approved", "declined", "replaced")


def upgrade() -> None:
    """Reviews with their answers, bulletins, the telephone of a preschool, and the days of queues."""
    op.add_column("preschool", sa.Column("phone", sa.Text()))
    _feedback()
    _answer()
    _bulletin()
    _queue_shift()


def downgrade() -> None:
    """Without them."""
    for gone in ("queue_shift", "bulletin_line", "bulletin", "feedback_answer", "feedback"):
        op.drop_table(gone)
    op.drop_column("preschool", "phone")


def _only(name: str, table: str, state: str, columns: list[str], *, unique: bool = False) -> None:
    where: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text(f"state = '{state}'"))
    op.create_index(name, table, columns, unique=unique, **where)


def _one_of(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"state IN ({', '.join(map(repr, _STATES))})", name=op.f(f"ck_{table}_state"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _decision() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=64)),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("reason", sa.LargeBinary()),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("bin", sa.Text(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("child_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        *_decision(),
        _one_of("feedback"),
        sa.CheckConstraint("stars >= 1 AND stars <= 5", name=op.f("ck_feedback_stars")),
        _refers("feedback", "bin", "preschool.bin"),
        _refers("feedback", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_account_id", "feedback", ["account_id"])
    _only("uq_feedback_waiting", "feedback", "waiting", ["child_key"], unique=True)
    _only("uq_feedback_approved", "feedback", "approved", ["child_key"], unique=True)
    _only("ix_feedback_waiting", "feedback", "waiting", ["written_at", "id"])
    _only("ix_feedback_published", "feedback", "approved", ["bin", "decided_at", "id"])


def _answer() -> None:
    op.create_table(
        "feedback_answer",
        sa.Column("feedback_id", _ID, autoincrement=False, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_by", _ID, nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        *_decision(),
        _one_of("feedback_answer"),
        _refers("feedback_answer", "feedback_id", "feedback.id"),
        _refers("feedback_answer", "written_by", "staff.id"),
        sa.PrimaryKeyConstraint("feedback_id", name="pk_feedback_answer"),
    )
    op.create_index("ix_feedback_answer_written_by", "feedback_answer", ["written_by"])
    _only("ix_feedback_answer_waiting", "feedback_answer", "waiting", ["written_at", "feedback_id"])


def _bulletin() -> None:
    op.create_table(
        "bulletin",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("open_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_bulletin"),
    )
    op.create_table(
        "bulletin_line",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("group_id", _ID, autoincrement=False, nullable=False),
        sa.Column("bin", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("min_age", sa.Float(), nullable=False),
        sa.Column("max_age", sa.Float(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        _refers("bulletin_line", "day", "bulletin.day"),
        _refers("bulletin_line", "group_id", "preschool_group.id"),
        _refers("bulletin_line", "bin", "preschool.bin"),
        sa.PrimaryKeyConstraint("day", "group_id", name="pk_bulletin_line"),
    )
    op.create_index("ix_bulletin_line_place", "bulletin_line", ["day", "locality", "bin"])
    op.create_index("ix_bulletin_line_group_id", "bulletin_line", ["group_id"])


def _queue_shift() -> None:
    key = ("locality", "queue_type", "birth_year", "on_day", "iteration", "category", "day")
    op.create_table(
        "queue_shift",
        *(sa.Column(name, sa.Text(), nullable=False) for name in key[:2]),
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in key[2:]),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_queue_shift"),
        sqlite_with_rowid=False,
    )
