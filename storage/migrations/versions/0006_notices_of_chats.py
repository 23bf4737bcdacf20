"""Which notifications a typed number may mean, kept for each chat instead of once for an account.

What was noted before names no chat, so it is dropped: those notifications are answered by their buttons.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("last_notice")
    op.create_table(
        "chat_notice",
        sa.Column("address_id", _ID, autoincrement=False, nullable=False),
        sa.Column("notification_id", _ID, autoincrement=False, nullable=False),
        sa.Column("buttons", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_chat_notice_address_id"),
        sa.PrimaryKeyConstraint("address_id", "notification_id", name="pk_chat_notice"),
    )


def downgrade() -> None:
    op.drop_table("chat_notice")
    op.create_table(
        "last_notice",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("buttons", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_last_notice_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_last_notice"),
    )
