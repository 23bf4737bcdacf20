"""Scheduled runs, the lists of categories, by which profile a rest began, and where a child stood when last told."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_REST: dict[str, Any] = {"profile": sa.Text(), "profile_version": sa.Integer()}
_TOLD: dict[str, Any] = {"notified_iteration": sa.Integer(), "notified_category": sa.Integer()}


def upgrade() -> None:
    for name, kind in _REST.items():
        op.add_column("stop_list_rest", sa.Column(name, kind))
    for name, kind in _TOLD.items():
        op.add_column("application", sa.Column(name, kind))
    op.create_table(
        "run_schedule",
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text()),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("wanted_at", sa.BigInteger()),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("locality", name="pk_run_schedule"),
    )
    op.create_table(
        "category_list",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_category_list"),
    )


def downgrade() -> None:
    op.drop_table("category_list")
    op.drop_table("run_schedule")
    for name in _TOLD:
        op.drop_column("application", name)
    for name in _REST:
        op.drop_column("stop_list_rest", name)
