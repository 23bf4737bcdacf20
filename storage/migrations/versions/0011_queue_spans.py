"""The counters of the queue once more, 32 days in one, so that a place is a short sum however long people wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = ("locality", "queue_type", "birth_year", "iteration", "category", "span")


def upgrade() -> None:
    """The sums, filled from the counters that are there."""
    op.create_table(
        "queue_span",
        sa.Column("locality", sa.Text, nullable=False),
        sa.Column("queue_type", sa.Text, nullable=False),
        sa.Column("birth_year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("iteration", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("category", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("span", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_queue_span")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO queue_span SELECT locality, queue_type, birth_year, iteration, category, day / 32, sum(n) "
        "FROM queue_counter GROUP BY 1, 2, 3, 4, 5, 6"
    )


def downgrade() -> None:
    """Without them."""
    op.drop_table("queue_span")
