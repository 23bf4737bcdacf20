"""The catalogue, notifications, invites, support, codes, limits and settings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _counter_window()
    _preschool()
    _setting()
    _invite()
    _notification()
    _preschool_group()
    _verification_code()
    _support_case()
    _support_message()


def downgrade() -> None:
    op.drop_table("support_message")
    op.drop_table("support_case")
    op.drop_table("verification_code")
    op.drop_table("preschool_group")
    op.drop_table("notification")
    op.drop_table("invite")
    op.drop_table("setting")
    op.drop_table("preschool")
    op.drop_table("counter_window")


def _where(rows: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


def _counter_window() -> None:
    op.create_table(
        "counter_window",
        sa.Column("name", sa.LargeBinary(length=16), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter_window"),
    )


def _preschool() -> None:
    op.create_table(
        "preschool",
        sa.Column("bin", sa.Text(), nullable=False),
        sa.Column("name_kk", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("address_kk", sa.Text(), nullable=False),
        sa.Column("address_ru", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("ownership", sa.Text(), nullable=False),
        sa.Column("queue_types", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("contract_channel", sa.Text(), nullable=False),
        sa.Column("fee", sa.Integer()),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("bin", name="pk_preschool"),
    )
    op.create_index("ix_preschool_locality", "preschool", ["locality"])


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def _invite() -> None:
    op.create_table(
        "invite",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text()),
        sa.Column("preschool_bin", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.Column("used_by", _ID),
        sa.ForeignKeyConstraint(["used_by"], ["account.id"], name="fk_invite_used_by"),
        sa.PrimaryKeyConstraint("id", name="pk_invite"),
        sa.UniqueConstraint("code_hash", name="uq_invite_code_hash"),
    )


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.LargeBinary()),
        sa.Column("nonce", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("outbox_id", _ID),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notification_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
    )
    op.create_index("ix_notification_account_created", "notification", ["account_id", "created_at", "id"])


def _preschool_group() -> None:
    op.create_table(
        "preschool_group",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("bin", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("min_age", sa.Float(), nullable=False),
        sa.Column("max_age", sa.Float(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["bin"], ["preschool.bin"], name="fk_preschool_group_bin"),
        sa.PrimaryKeyConstraint("id", name="pk_preschool_group"),
        sa.UniqueConstraint("bin", "name", name="uq_preschool_group_bin_name"),
    )


def _verification_code() -> None:
    op.create_table(
        "verification_code",
        sa.Column("phone_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_verification_code_account_id"),
        sa.PrimaryKeyConstraint("phone_index", "purpose", "account_id", name="pk_verification_code"),
    )


def _support_case() -> None:
    op.create_table(
        "support_case",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("taken_by", _ID),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_support_case_account_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name="fk_support_case_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_support_case"),
        sa.UniqueConstraint("number", name="uq_support_case_number"),
    )
    op.create_index("ix_support_case_account_id", "support_case", ["account_id"])
    op.create_index("ix_support_case_state", "support_case", ["state"])


def _support_message() -> None:
    op.create_table(
        "support_message",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["support_case.id"], name="fk_support_message_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_message"),
    )
    op.create_index("ix_support_message_case_id", "support_message", ["case_id"])
