"""The text of a contract beside its PDF; the head and the account of a preschool, which the contract names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns that may stay empty."""
    op.add_column("contract_version", sa.Column("text_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
    op.add_column("preschool", sa.Column("head", sa.Text()))
    op.add_column("preschool", sa.Column("iban", sa.Text()))


def downgrade() -> None:
    """Without them."""
    op.drop_column("preschool", "iban")
    op.drop_column("preschool", "head")
    op.drop_column("contract_version", "text_id")
