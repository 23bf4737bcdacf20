"""How many pages a stored file has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody counted those of the PDFs that are there: each passes for one page, as it did."""
    op.add_column("stored_file", sa.Column("pages", sa.Integer(), server_default=sa.text("1"), nullable=False))


def downgrade() -> None:
    """Without it."""
    op.drop_column("stored_file", "pages")
