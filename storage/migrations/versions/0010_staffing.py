"""The numbers of a day find when vouchers were accepted without reading that day's events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ACCEPTED = sa.text("from_state = 'issued' AND to_state = 'confirmed'")


def upgrade() -> None:
    """An index of acceptances alone."""
    op.create_index("ix_event_log_accepted", "event_log", ["at"], sqlite_where=ACCEPTED, postgresql_where=ACCEPTED)


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_event_log_accepted", "event_log")
