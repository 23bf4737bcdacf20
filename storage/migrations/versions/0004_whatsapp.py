"""Chats on WhatsApp: sealed ids and aliases, when a chat last wrote, messages held back, receipts, links, templates."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STATUSES = ("waiting", "sent", "later", "held", "never", "operator", "superseded")
_STATUSES_BEFORE = ("waiting", "sent", "later", "never", "operator", "superseded")
_CHECK, _CHECK_BEFORE = "ck_outbox_status", "ck_outbox_ck_outbox_status"
_REPORT_WAITS = (
    "handled_at IS NULL AND "
    "(status = 'delivered' OR status = 'read' OR status = 'failed' OR status = 'undelivered')"
)
_SEEN = """
UPDATE address SET seen_at = latest.at
FROM (SELECT address_id, channel, max(received_at) AS at FROM inbox GROUP BY address_id, channel) AS latest
WHERE latest.address_id = address.id AND latest.channel = address.channel
"""


def upgrade() -> None:
    op.add_column("account", sa.Column("notify_address_id", _ID))
    _address()
    _address_alias()
    op.add_column("inbox", sa.Column("token", sa.String(length=128)))
    op.create_index("uq_inbox_token", "inbox", ["token"], unique=True, **_where("token IS NOT NULL"))
    _outbox()
    _chat_link()
    _delivery_report()
    _whatsapp_content()


def downgrade() -> None:
    for table in ("whatsapp_content", "delivery_report", "chat_link", "address_alias"):
        op.drop_table(table)
    _outbox_before()
    op.drop_index("uq_inbox_token", "inbox")
    op.drop_column("inbox", "token")
    for column in ("sealed_id", "phone", "seen_at", "news_at", "holding"):
        op.drop_column("address", column)
    op.drop_column("account", "notify_address_id")


def _where(rows: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


def _address() -> None:
    op.add_column("address", sa.Column("sealed_id", sa.LargeBinary()))
    op.add_column("address", sa.Column("phone", sa.LargeBinary()))
    op.add_column("address", sa.Column("seen_at", sa.BigInteger()))
    op.add_column("address", sa.Column("news_at", sa.BigInteger()))
    op.add_column("address", sa.Column("holding", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute(_SEEN)


def _address_alias() -> None:
    op.create_table(
        "address_alias",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("address_id", _ID, nullable=False),
        sa.Column("sealed_id", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_address_alias_address_id"),
        sa.PrimaryKeyConstraint("channel", "external_id", name="pk_address_alias"),
    )
    op.create_index("ix_address_alias_address_id", "address_alias", ["address_id"])


def _outbox() -> None:
    op.add_column("outbox", sa.Column("delivered_at", sa.BigInteger()))
    op.add_column("outbox", sa.Column("notification_id", _ID))
    _allow(_STATUSES, named=_CHECK, instead_of=_CHECK_BEFORE)
    op.create_index("ix_outbox_held", "outbox", ["address_id", "id"], **_where("status = 'held'"))
    op.create_index("ix_outbox_notification", "outbox", ["notification_id"], **_where("notification_id IS NOT NULL"))


def _outbox_before() -> None:
    op.drop_index("ix_outbox_notification", "outbox")
    op.drop_index("ix_outbox_held", "outbox")
    # What is held waits for a channel that the program before did not have.
    op.execute("UPDATE outbox SET status = 'never' WHERE status = 'held'")
    _allow(_STATUSES_BEFORE, named=_CHECK_BEFORE, instead_of=_CHECK)
    op.drop_column("outbox", "notification_id")
    op.drop_column("outbox", "delivered_at")


def _allow(statuses: tuple[str, ...], *, named: str, instead_of: str) -> None:
    """SQLite makes the table anew for this, and must be told that no id is ever given twice."""
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f(instead_of), type_="check")
        table.create_check_constraint(op.f(named), sa.text(f"status IN ({_quoted(statuses)})"))


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(repr(word) for word in words)


def _chat_link() -> None:
    op.create_table(
        "chat_link",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("address_id", _ID),
        sa.Column("label", sa.LargeBinary()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.CheckConstraint(
            "state IN ('issued', 'asked', 'linked', 'refused', 'expired')", name=op.f("ck_chat_link_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_chat_link_account_id"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_chat_link_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_link"),
    )
    for column in ("account_id", "address_id", "expires_at"):
        op.create_index(f"ix_chat_link_{column}", "chat_link", [column])
    op.create_index("uq_chat_link_code", "chat_link", ["code_hash"], unique=True, **_where("state = 'issued'"))


def _delivery_report() -> None:
    op.create_table(
        "delivery_report",
        sa.Column("provider_id", sa.String(length=128), nullable=False),
        sa.Column("outbox_id", _ID, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("error", sa.Integer()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("handled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("provider_id", name="pk_delivery_report"),
    )
    op.create_index("ix_delivery_report_at", "delivery_report", ["at"])
    op.create_index("ix_delivery_report_waiting", "delivery_report", ["at"], **_where(_REPORT_WAITS))


def _whatsapp_content() -> None:
    statuses = ("session", "unsubmitted", "received", "pending", "approved", "rejected", "paused", "disabled")
    op.create_table(
        "whatsapp_content",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("checked_at", sa.BigInteger()),
        sa.CheckConstraint(f"status IN ({_quoted(statuses)})", name=op.f("ck_whatsapp_content_status")),
        sa.PrimaryKeyConstraint("name", name="pk_whatsapp_content"),
    )
