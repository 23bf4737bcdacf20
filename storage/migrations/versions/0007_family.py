"""Who else cares for a child: second parents, delegates and their invitations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ISSUED = sa.text("state = 'issued'")
_JOINED = sa.text("state = 'joined'")


def upgrade() -> None:
    op.create_table(
        "family_tie",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("member_id", _ID),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.BigInteger()),
        sa.Column("settled_at", sa.BigInteger()),
        sa.CheckConstraint("role IN ('second_parent', 'delegate')", name=op.f("ck_family_tie_role")),
        sa.CheckConstraint(
            "state IN ('issued', 'asked', 'joined', 'refused', 'expired', 'ended')", name=op.f("ck_family_tie_state")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name="fk_family_tie_child_id"),
        sa.ForeignKeyConstraint(["member_id"], ["account.id"], name="fk_family_tie_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_family_tie"),
    )
    op.create_index("ix_family_tie_child_id", "family_tie", ["child_id"])
    op.create_index("ix_family_tie_member_id", "family_tie", ["member_id"])
    op.create_index(
        "uq_family_tie_code",
        "family_tie",
        ["code_hash"],
        unique=True,
        sqlite_where=_ISSUED,
        postgresql_where=_ISSUED,
    )
    op.create_index(
        "uq_family_tie_member",
        "family_tie",
        ["child_id", "member_id"],
        unique=True,
        sqlite_where=_JOINED,
        postgresql_where=_JOINED,
    )


def downgrade() -> None:
    op.drop_table("family_tie")
