"""Tables about chats beside the flow: links, receipts, approved templates, and what a typed number may mean."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from storage.flow_tables import is_one_of, one_of
from storage.schema import BigId, Instant, metadata

chat_link = Table(
    "chat_link",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("account_id", BigId, ForeignKey("account.id"), nullable=False, index=True),
    Column("code_hash", LargeBinary(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("address_id", BigId, ForeignKey("address.id"), index=True),
    Column("label", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("settled_at", Instant),
    one_of("state", "issued", "asked", "linked", "refused", "expired"),
)
link_issued = is_one_of(chat_link.c.state, "issued")
link_open = is_one_of(chat_link.c.state, "issued", "asked")
Index("uq_chat_link_code", chat_link.c.code_hash, unique=True, sqlite_where=link_issued, postgresql_where=link_issued)

delivery_report = Table(
    "delivery_report",
    metadata,
    Column("provider_id", String(128), primary_key=True),
    # No foreign key: what a provider tells must never be refused.
    Column("outbox_id", BigId, nullable=False),
    Column("step", Integer, nullable=False),
    Column("status", String(32), nullable=False),
    Column("error", Integer),
    Column("at", Instant, nullable=False, index=True),
    Column("handled_at", Instant),
)
FINAL = ("delivered", "read", "failed", "undelivered")
report_waits = delivery_report.c.handled_at.is_(None) & is_one_of(delivery_report.c.status, *FINAL)
Index("ix_delivery_report_waiting", delivery_report.c.at, sqlite_where=report_waits, postgresql_where=report_waits)

whatsapp_content = Table(
    "whatsapp_content",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sid", String(64), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text),
    Column("checked_at", Instant),
    one_of(
        "status",
        *("session", "unsubmitted", "received", "pending", "approved", "rejected", "paused", "disabled"),
    ),
)

chat_notice = Table(
    "chat_notice",
    metadata,
    Column("address_id", BigId, ForeignKey("address.id"), primary_key=True, autoincrement=False),
    Column("notification_id", BigId, primary_key=True, autoincrement=False),
    Column("buttons", LargeBinary, nullable=False),
)
