"""Inbox, conversation, outbox, task, deadline, rate, stored file, and an event log that only grows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _deadline()
    _rate()
    _subject_key()
    _conversation()
    _event_log()
    _last_notice()
    _stored_file()
    _task()
    _inbox()
    _outbox()
    _forbid_changes()


def downgrade() -> None:
    _allow_changes()
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("task")
    op.drop_table("stored_file")
    op.drop_table("last_notice")
    op.drop_table("event_log")
    op.drop_table("conversation")
    op.drop_table("subject_key")
    op.drop_table("rate")
    op.drop_table("deadline")


def _where(rows: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


def _deadline() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default=sa.text("'open'"), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name="ck_deadline_state"),
        sa.PrimaryKeyConstraint("id", name="pk_deadline"),
        sa.UniqueConstraint("subject", "kind", "rev", name="uq_deadline_subject_kind_rev"),
    )
    op.create_index("ix_deadline_open", "deadline", ["due_at", "id"], **_where("state = 'open'"))


def _rate() -> None:
    op.create_table(
        "rate",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("tat", sa.Double(), nullable=False),
        sa.Column("not_before", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_rate"),
    )


def _subject_key() -> None:
    op.create_table(
        "subject_key",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary()),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_subject_key"),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary()),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_conversation_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_conversation"),
    )


def _event_log() -> None:
    op.create_table(
        "event_log",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("from_state", sa.String(length=64)),
        sa.Column("to_state", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64)),
        sa.Column("details", sa.LargeBinary()),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["subject"], ["subject_key.subject"], name="fk_event_log_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_event_log"),
        sa.UniqueConstraint("subject", "seq", name="uq_event_log_subject_seq"),
        sqlite_autoincrement=True,
    )


def _last_notice() -> None:
    op.create_table(
        "last_notice",
        sa.Column("account_id", _ID, autoincrement=False, nullable=False),
        sa.Column("buttons", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_last_notice_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_last_notice"),
    )


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("owner_account_id", _ID, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("mime", sa.String(length=128), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('loose', 'kept')", name="ck_stored_file_state"),
        sa.ForeignKeyConstraint(["owner_account_id"], ["account.id"], name="fk_stored_file_owner_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
    )
    op.create_index("ix_stored_file_loose", "stored_file", ["created_at"], **_where("state = 'loose'"))


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.BigInteger()),
        sa.Column("done_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_task_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_task_undone", "task", ["id"], **_where("done_at IS NULL"))


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("address_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("reference", sa.String(length=64)),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("state IN ('ready', 'fetching', 'done', 'failed')", name="ck_inbox_state"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_inbox_account_id"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_inbox_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "external_id", name="uq_inbox_channel_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_erasable", "inbox", ["done_at"], **_where("payload IS NOT NULL"))
    op.create_index("ix_inbox_fetching", "inbox", ["account_id", "id"], **_where("state = 'fetching'"))
    op.create_index("ix_inbox_ready", "inbox", ["id"], **_where("state = 'ready'"))
    op.create_index("ix_inbox_ready_account", "inbox", ["account_id", "id"], **_where("state = 'ready'"))
    op.create_index("ix_inbox_to_fetch", "inbox", ["id"], **_where("state = 'fetching'"))


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("address_id", _ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("message", sa.LargeBinary()),
        sa.Column("slot", sa.String(length=64)),
        sa.Column("step", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("provider_id", sa.String(length=128)),
        sa.Column("status", sa.String(length=16), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("error", sa.String(length=256)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'later', 'never', 'operator', 'superseded')", name="ck_outbox_status"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_outbox_account_id"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_outbox_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_erasable", "outbox", ["created_at"], **_where("message IS NOT NULL"))
    op.create_index(
        "ix_outbox_head", "outbox", ["address_id", "id"], **_where("status = 'waiting' OR status = 'later'")
    )
    op.create_index("ix_outbox_unfinished", "outbox", ["id"], **_where("status = 'waiting' OR status = 'later'"))


_SQLITE = """
CREATE TRIGGER event_log_no_{when} BEFORE {when} ON event_log
BEGIN SELECT RAISE(ABORT, 'event_log is append-only'); END
"""
_REFUSE = """
CREATE FUNCTION event_log_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'event_log is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log
FOR EACH STATEMENT EXECUTE FUNCTION event_log_refuse()
"""


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_REFUSE)
        op.execute(_POSTGRESQL)
    else:
        for when in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(when=when))


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER event_log_no_change ON event_log")
        op.execute("DROP FUNCTION event_log_refuse()")
    else:
        for when in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER event_log_no_{when}")
