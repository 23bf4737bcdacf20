"""Tables of the flow: inbox, conversation, outbox, task, deadline, event log, rate and stored file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    and_,
    literal_column,
    or_,
    text,
)

from storage.schema import BigId, Instant, metadata


def one_of(column: str, *words: str) -> CheckConstraint:
    """The column holds one of these words and nothing else."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)


def is_one_of(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """The comparison with the words written out, because a partial index serves no query with bound ones."""
    return or_(*(column == literal_column(f"'{word}'") for word in words))


def _account(**options: Any) -> Column[int]:
    return Column("account_id", BigId, ForeignKey("account.id"), nullable=False, **options)


def _address() -> Column[int]:
    return Column("address_id", BigId, ForeignKey("address.id"), nullable=False)


def _lease() -> tuple[Column[int], Column[float], Column[float]]:
    return (
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_try_at", Double, nullable=False, server_default=text("0")),
        Column("lease_until", Double, nullable=False, server_default=text("0")),
    )


inbox = Table(
    "inbox",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("token", String(128)),
    _address(),
    _account(),
    Column("state", String(16), nullable=False),
    Column("payload", LargeBinary),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("reference", String(64)),
    *_lease(),
    UniqueConstraint("channel", "external_id"),
    one_of("state", "ready", "fetching", "done", "failed"),
    sqlite_autoincrement=True,
)
_has_token = inbox.c.token.is_not(None)
Index("uq_inbox_token", inbox.c.token, unique=True, sqlite_where=_has_token, postgresql_where=_has_token)
inbox_ready = is_one_of(inbox.c.state, "ready")
inbox_fetching = is_one_of(inbox.c.state, "fetching")
Index("ix_inbox_ready", inbox.c.id, sqlite_where=inbox_ready, postgresql_where=inbox_ready)
Index("ix_inbox_ready_account", inbox.c.account_id, inbox.c.id, sqlite_where=inbox_ready, postgresql_where=inbox_ready)
Index("ix_inbox_to_fetch", inbox.c.id, sqlite_where=inbox_fetching, postgresql_where=inbox_fetching)
Index("ix_inbox_fetching", inbox.c.account_id, inbox.c.id, sqlite_where=inbox_fetching, postgresql_where=inbox_fetching)
_readable = inbox.c.payload.is_not(None)
Index("ix_inbox_erasable", inbox.c.done_at, sqlite_where=_readable, postgresql_where=_readable)

conversation = Table(
    "conversation",
    metadata,
    _account(primary_key=True, autoincrement=False),
    Column("data", LargeBinary),
    Column("rev", Integer, nullable=False, server_default=text("0")),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("updated_at", Instant),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    _account(),
    _address(),
    Column("seq", Integer, nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("message", LargeBinary),
    Column("slot", String(64)),
    Column("step", Integer, nullable=False, server_default=text("0")),
    *_lease(),
    Column("provider_id", String(128)),
    Column("status", String(16), nullable=False, server_default=text("'waiting'")),
    Column("error", String(256)),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Column("notification_id", BigId),
    one_of("status", "waiting", "sent", "later", "held", "never", "operator", "superseded"),
    sqlite_autoincrement=True,
)
UNFINISHED = ("waiting", "later")
outbox_unfinished = is_one_of(outbox.c.status, *UNFINISHED)
Index("ix_outbox_unfinished", outbox.c.id, sqlite_where=outbox_unfinished, postgresql_where=outbox_unfinished)
Index(
    "ix_outbox_head",
    outbox.c.address_id,
    outbox.c.id,
    sqlite_where=outbox_unfinished,
    postgresql_where=outbox_unfinished,
)
outbox_held = is_one_of(outbox.c.status, "held")
Index("ix_outbox_held", outbox.c.address_id, outbox.c.id, sqlite_where=outbox_held, postgresql_where=outbox_held)
_notifies = outbox.c.notification_id.is_not(None)
Index("ix_outbox_notification", outbox.c.notification_id, sqlite_where=_notifies, postgresql_where=_notifies)
_unerased = outbox.c.message.is_not(None)
Index("ix_outbox_erasable", outbox.c.created_at, sqlite_where=_unerased, postgresql_where=_unerased)

task = Table(
    "task",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    _account(),
    Column("kind", String(64), nullable=False),
    Column("payload", LargeBinary),
    *_lease(),
    Column("created_at", Instant),
    Column("done_at", Instant),
    sqlite_autoincrement=True,
)
_undone_task = task.c.done_at.is_(None)
Index("ix_task_undone", task.c.id, sqlite_where=_undone_task, postgresql_where=_undone_task)

deadline = Table(
    "deadline",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("state", String(16), nullable=False, server_default=text("'open'")),
    Column("done_at", Instant),
    UniqueConstraint("subject", "kind", "rev"),
    one_of("state", "open", "done", "cancelled"),
)
deadline_open = is_one_of(deadline.c.state, "open")
Index("ix_deadline_open", deadline.c.due_at, deadline.c.id, sqlite_where=deadline_open, postgresql_where=deadline_open)

subject_key = Table(
    "subject_key",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("wrapped_key", LargeBinary),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

event_log = Table(
    "event_log",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("subject", String(64), ForeignKey("subject_key.subject"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("from_state", String(64)),
    Column("to_state", String(64), nullable=False),
    Column("reason", String(64)),
    Column("details", LargeBinary),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("subject", "seq"),
    sqlite_autoincrement=True,
)
# Only when families accepted their vouchers: so the numbers of a day need not read the log of that day.
event_log_accepted = and_(
    is_one_of(event_log.c.from_state, "issued"),
    is_one_of(event_log.c.to_state, "confirmed"),
)
Index("ix_event_log_accepted", event_log.c.at, sqlite_where=event_log_accepted, postgresql_where=event_log_accepted)

rate = Table(
    "rate",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("tat", Double, nullable=False),
    Column("not_before", Double, nullable=False, server_default=text("0")),
)

stored_file = Table(
    "stored_file",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("owner_account_id", BigId, ForeignKey("account.id"), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("mime", String(128), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("pages", Integer, nullable=False, server_default=text("1")),
    one_of("state", "loose", "kept"),
)
file_loose = is_one_of(stored_file.c.state, "loose")
Index("ix_stored_file_loose", stored_file.c.created_at, sqlite_where=file_loose, postgresql_where=file_loose)
