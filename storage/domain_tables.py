"""The tables of the product itself: people, applications and their queue, preschools, papers, staff, support."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.schema import BigId, Instant, metadata

# Literals, not parameters: a planner uses a partial index only where it sees the same condition.
IS_ACTIVE = text("state NOT IN ('archived', 'completed')")
IS_QUEUED = text("state = 'queued'")
_PROVED = text("iin_proof <> 'none' AND deleted_at IS NULL AND iin_index IS NOT NULL")
_KEPT = text("removed_at IS NULL")


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=False)


def _owner(**options: Any) -> Column[int]:
    return Column("account_id", BigId, ForeignKey("account.id"), nullable=False, **options)


def _index_of(field: str) -> Column[bytes]:
    """The blind index by which a sealed field is found: 16 bytes."""
    return Column(f"{field}_index", LargeBinary(16), index=True)


def _only_where(name: str, *columns: str, where: Any, unique: bool = True) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


account = Table(
    "account",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("locale", Text),
    Column("locality", Text),
    Column("phone", LargeBinary),
    _index_of("phone"),
    Column("phone_proved_at", Instant),
    Column("iin", LargeBinary),
    _index_of("iin"),
    Column("iin_proof", Text, nullable=False, server_default="none"),
    Column("person", LargeBinary),
    Column("consent_version", Text),
    Column("consent_at", Instant),
    Column("registered_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    # No foreign key: an address has one to its account already, and neither could be written first.
    Column("notify_address_id", BigId),
    _only_where("uq_account_proved_iin", "iin_index", where=_PROVED),
)

address = Table(
    "address",
    metadata,
    _id(),
    # Deferred, so that the address is claimed first and only the one who got it opens the account.
    Column(
        "account_id",
        BigId,
        ForeignKey("account.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    Column("channel", Text, nullable=False),
    # As the channel says it, or its blind index where that is personal: then `sealed_id` holds it.
    Column("external_id", Text, nullable=False),
    Column("sealed_id", LargeBinary),
    Column("phone", LargeBinary),
    Column("keyboard_open", Boolean, nullable=False, server_default=text("false")),
    Column("blocked_at", Instant),
    Column("seen_at", Instant),
    Column("news_at", Instant),
    # Whether the outbox may hold something back until this chat writes.
    Column("holding", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "external_id"),
)

address_alias = Table(
    "address_alias",
    metadata,
    Column("channel", Text),
    Column("external_id", Text),
    Column("address_id", BigId, ForeignKey("address.id"), nullable=False, index=True),
    Column("sealed_id", LargeBinary),
    PrimaryKeyConstraint("channel", "external_id"),
)

child = Table(
    "child",
    metadata,
    _id(),
    _owner(index=True),
    Column("iin", LargeBinary),
    _index_of("iin"),
    Column("document_number", LargeBinary),
    _index_of("document"),
    Column("person", LargeBinary),
    Column("birth_year", Integer, nullable=False),
    Column("proof", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
    # Children whom their parent linked share a number: twins and siblings are offered places together.
    Column("family_id", BigId, index=True),
    _only_where("uq_child_account_iin", "account_id", "iin_index", where=_KEPT),
    _only_where("uq_child_account_document", "account_id", "document_index", where=_KEPT),
)

application = Table(
    "application",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _owner(index=True),
    Column("child_id", BigId, ForeignKey("child.id"), nullable=False, index=True),
    Column("child_key", LargeBinary(16), nullable=False),
    Column("state", Text, nullable=False),
    Column("archive_reason", Text),
    Column("queue_type", Text, nullable=False),
    Column("locality", Text, nullable=False),
    Column("birth_year", Integer, nullable=False),
    Column("iteration", Integer, nullable=False),
    Column("category", Integer, nullable=False),
    Column("submitted_at", Instant),
    Column("submitted_day", Integer),
    Column("details", LargeBinary),
    Column("profile", Text, nullable=False),
    Column("profile_version", Text, nullable=False),
    Column("consent_version", Text),
    Column("consent_at", Instant),
    Column("notified_place", Integer),
    Column("notified_iteration", Integer),
    Column("notified_category", Integer),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    _only_where("uq_application_active", "child_key", "queue_type", where=IS_ACTIVE),
    _only_where(
        "ix_application_queue_order",
        *("locality", "queue_type", "birth_year", "iteration", "category", "submitted_at", "id"),
        where=IS_QUEUED,
        unique=False,
    ),
)

application_number = Table(
    "application_number",
    metadata,
    Column("kind", Text),
    Column("year", Integer, autoincrement=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("kind", "year"),
)

queue_counter = Table(
    "queue_counter",
    metadata,
    Column("locality", Text),
    Column("queue_type", Text),
    Column("birth_year", Integer, autoincrement=False),
    Column("iteration", Integer, autoincrement=False),
    Column("category", Integer, autoincrement=False),
    Column("day", Integer, autoincrement=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("locality", "queue_type", "birth_year", "iteration", "category", "day"),
    # The rows lie in the order in which they are summed, beside their counts: half the time for a place.
    sqlite_with_rowid=False,
)

queue_span = Table(
    "queue_span",
    metadata,
    Column("locality", Text),
    Column("queue_type", Text),
    Column("birth_year", Integer, autoincrement=False),
    Column("iteration", Integer, autoincrement=False),
    Column("category", Integer, autoincrement=False),
    # 32 days of the counters together: the number of their day without its last five bits.
    Column("span", Integer, autoincrement=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("locality", "queue_type", "birth_year", "iteration", "category", "span"),
    sqlite_with_rowid=False,
)

queue_shift = Table(
    "queue_shift",
    metadata,
    Column("locality", Text),
    Column("queue_type", Text),
    Column("birth_year", Integer, autoincrement=False),
    # The day in Almaty on which so many came into the bucket, or left it where it is below zero.
    Column("on_day", Integer, autoincrement=False),
    Column("iteration", Integer, autoincrement=False),
    Column("category", Integer, autoincrement=False),
    Column("day", Integer, autoincrement=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("locality", "queue_type", "birth_year", "on_day", "iteration", "category", "day"),
    sqlite_with_rowid=False,
)

review = Table(
    "review",
    metadata,
    Column("application_id", BigId, ForeignKey("application.id"), primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("locality", Text, nullable=False),
    Column("waiting_since", Instant, nullable=False),
    Column("taken_by", BigId, ForeignKey("staff.id"), index=True),
    Column("taken_at", Instant),
    Column("reminded", Integer, nullable=False, server_default=text("0")),
    Column("decided_by", BigId, ForeignKey("staff.id")),
    Column("decided_at", Instant),
    Column("decision", Text),
    _only_where(
        "ix_review_waiting", "role", "locality", "waiting_since", where=text("decided_at IS NULL"), unique=False
    ),
)

preschool = Table(
    "preschool",
    metadata,
    Column("bin", Text, primary_key=True),
    Column("name_kk", Text, nullable=False),
    Column("name_ru", Text, nullable=False),
    Column("locality", Text, nullable=False, index=True),
    Column("address_kk", Text, nullable=False),
    Column("address_ru", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("ownership", Text, nullable=False),
    Column("queue_types", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("contract_channel", Text, nullable=False),
    Column("fee", Integer),
    Column("phone", Text),
    Column("head", Text),
    Column("iban", Text),
    Column("updated_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

preschool_group = Table(
    "preschool_group",
    metadata,
    _id(),
    Column("bin", Text, ForeignKey("preschool.bin"), nullable=False),
    Column("name", Text, nullable=False),
    Column("min_age", Float, nullable=False),
    Column("max_age", Float, nullable=False),
    Column("places", Integer, nullable=False),
    # Below zero where a new catalogue has fewer places than are taken.
    Column("free", Integer, nullable=False),
    # How many of the free ones distribution and parents may have.
    Column("opened", Integer, nullable=False, server_default=text("0")),
    Column("closed_at", Instant),
    UniqueConstraint("bin", "name"),
    CheckConstraint("opened >= 0 AND (opened = 0 OR opened <= free)", name="opened"),
)

paper = Table(
    "paper",
    metadata,
    _id(),
    _owner(index=True),
    Column("application_id", BigId, ForeignKey("application.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

paper_page = Table(
    "paper_page",
    metadata,
    Column("paper_id", BigId, ForeignKey("paper.id")),
    Column("position", Integer, autoincrement=False),
    Column("file_id", BigId, nullable=False, index=True),
    PrimaryKeyConstraint("paper_id", "position"),
)

notification = Table(
    "notification",
    metadata,
    _id(),
    _owner(),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("action", LargeBinary),
    Column("nonce", Text),
    Column("created_at", Instant, nullable=False),
    Column("outbox_id", BigId),
    Index("ix_notification_account_created", "account_id", "created_at", "id"),
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _owner(unique=True),
    Column("role", Text, nullable=False, index=True),
    Column("locality", Text),
    Column("preschool_bin", Text),
    Column("name", LargeBinary),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
)

invite = Table(
    "invite",
    metadata,
    _id(),
    Column("code_hash", LargeBinary(32), nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("locality", Text),
    Column("preschool_bin", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", BigId, ForeignKey("account.id")),
)

support_case = Table(
    "support_case",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _owner(index=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("taken_by", BigId, ForeignKey("staff.id")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

support_message = Table(
    "support_message",
    metadata,
    _id(),
    Column("case_id", BigId, ForeignKey("support_case.id"), nullable=False, index=True),
    Column("author", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

verification_code = Table(
    "verification_code",
    metadata,
    Column("phone_index", LargeBinary(16)),
    Column("purpose", Text),
    Column("account_id", BigId, ForeignKey("account.id")),
    Column("code_hash", LargeBinary(16), nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("phone_index", "purpose", "account_id"),
)

counter_window = Table(
    "counter_window",
    metadata,
    Column("name", LargeBinary(16), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("n", Integer, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
