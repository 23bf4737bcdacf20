"""People, their applications and papers, the queue and the staff who review."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _account()
    _application_number()
    _queue_counter()
    _address()
    _child()
    _staff()
    _application()
    _paper()
    _review()
    _paper_page()


def downgrade() -> None:
    op.drop_table("paper_page")
    op.drop_table("review")
    op.drop_table("paper")
    op.drop_table("application")
    op.drop_table("staff")
    op.drop_table("child")
    op.drop_table("address")
    op.drop_table("queue_counter")
    op.drop_table("application_number")
    op.drop_table("account")


def _where(rows: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text()),
        sa.Column("locality", sa.Text()),
        sa.Column("phone", sa.LargeBinary()),
        sa.Column("phone_index", sa.LargeBinary(length=16)),
        sa.Column("phone_proved_at", sa.BigInteger()),
        sa.Column("iin", sa.LargeBinary()),
        sa.Column("iin_index", sa.LargeBinary(length=16)),
        sa.Column("iin_proof", sa.Text(), server_default="none", nullable=False),
        sa.Column("person", sa.LargeBinary()),
        sa.Column("consent_version", sa.Text()),
        sa.Column("consent_at", sa.BigInteger()),
        sa.Column("registered_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_iin_index", "account", ["iin_index"])
    op.create_index("ix_account_phone_index", "account", ["phone_index"])
    op.create_index(
        "uq_account_proved_iin",
        "account",
        ["iin_index"],
        unique=True,
        **_where("iin_proof <> 'none' AND deleted_at IS NULL AND iin_index IS NOT NULL"),
    )


def _application_number() -> None:
    op.create_table(
        "application_number",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name="pk_application_number"),
    )


def _queue_counter() -> None:
    op.create_table(
        "queue_counter",
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("queue_type", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("iteration", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "locality", "queue_type", "birth_year", "iteration", "category", "day", name="pk_queue_counter"
        ),
        sqlite_with_rowid=False,
    )


def _address() -> None:
    op.create_table(
        "address",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("keyboard_open", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("blocked_at", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_address_account_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint("channel", "external_id", name="uq_address_channel_external_id"),
    )
    op.create_index("ix_address_account_id", "address", ["account_id"])


def _child() -> None:
    op.create_table(
        "child",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("iin", sa.LargeBinary()),
        sa.Column("iin_index", sa.LargeBinary(length=16)),
        sa.Column("document_number", sa.LargeBinary()),
        sa.Column("document_index", sa.LargeBinary(length=16)),
        sa.Column("person", sa.LargeBinary()),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_child_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_child"),
    )
    op.create_index("ix_child_account_id", "child", ["account_id"])
    op.create_index("ix_child_document_index", "child", ["document_index"])
    op.create_index("ix_child_iin_index", "child", ["iin_index"])
    op.create_index(
        "uq_child_account_document",
        "child",
        ["account_id", "document_index"],
        unique=True,
        **_where("removed_at IS NULL"),
    )
    op.create_index(
        "uq_child_account_iin", "child", ["account_id", "iin_index"], unique=True, **_where("removed_at IS NULL")
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text()),
        sa.Column("preschool_bin", sa.Text()),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_staff_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("account_id", name="uq_staff_account_id"),
    )
    op.create_index("ix_staff_role", "staff", ["role"])


def _application() -> None:
    op.create_table(
        "application",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        sa.Column("child_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("archive_reason", sa.Text()),
        sa.Column("queue_type", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("iteration", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger()),
        sa.Column("submitted_day", sa.Integer()),
        sa.Column("details", sa.LargeBinary()),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_version", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text()),
        sa.Column("consent_at", sa.BigInteger()),
        sa.Column("notified_place", sa.Integer()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_application_account_id"),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name="fk_application_child_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("number", name="uq_application_number"),
    )
    _application_indexes()


def _application_indexes() -> None:
    op.create_index("ix_application_account_id", "application", ["account_id"])
    op.create_index("ix_application_child_id", "application", ["child_id"])
    op.create_index(
        "ix_application_queue_order",
        "application",
        ["locality", "queue_type", "birth_year", "iteration", "category", "submitted_at", "id"],
        **_where("state = 'queued'"),
    )
    op.create_index(
        "uq_application_active",
        "application",
        ["child_key", "queue_type"],
        unique=True,
        **_where("state NOT IN ('archived', 'completed')"),
    )


def _paper() -> None:
    op.create_table(
        "paper",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("application_id", _ID),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_paper_account_id"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_paper_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
    )
    op.create_index("ix_paper_account_id", "paper", ["account_id"])
    op.create_index("ix_paper_application_id", "paper", ["application_id"])


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("application_id", _ID, autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", _ID),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("reminded", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("decided_by", _ID),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("decision", sa.Text()),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_review_application_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name="fk_review_decided_by"),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name="fk_review_taken_by"),
        sa.PrimaryKeyConstraint("application_id", name="pk_review"),
    )
    op.create_index("ix_review_taken_by", "review", ["taken_by"])
    op.create_index(
        "ix_review_waiting", "review", ["role", "locality", "waiting_since"], **_where("decided_at IS NULL")
    )


def _paper_page() -> None:
    op.create_table(
        "paper_page",
        sa.Column("paper_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name="fk_paper_page_paper_id"),
        sa.PrimaryKeyConstraint("paper_id", "position", name="pk_paper_page"),
    )
    op.create_index("ix_paper_page_file_id", "paper_page", ["file_id"])
