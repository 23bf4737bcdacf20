"""Contracts with their versions, documents and marks, their numbers, one-time links to sign, and saved requisites."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("electronic", "paper", "additional_agreement")
_OPEN = ("draft", "parent_signed", "returned", "signature_pending", "under_review")
_STATES = (
    *("draft", "signature_pending", "parent_signed", "under_review", "returned", "signed"),
    *("rejected", "cancelled", "expired", "archived"),
)


def upgrade() -> None:
    """The contract and everything that hangs on it."""
    _contract()
    _version()
    _item()
    _count()
    _signing()
    _requisites()


def downgrade() -> None:
    """Without them."""
    for gone in ("requisites", "signing", "contract_count", "contract_item", "contract_version", "contract"):
        op.drop_table(gone)


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=op.f(f"ck_{table}_{column}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _ID, autoincrement=False, nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _contract() -> None:
    whose = {
        "amends_id": "contract.id",
        "voucher_id": "voucher.id",
        "request_id": "enrolment_request.id",
        "application_id": "application.id",
        "account_id": "account.id",
        "group_id": "preschool_group.id",
    }
    op.create_table(
        "contract",
        _id(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        *(_id(column, nullable=column == "amends_id") for column in whose),
        sa.Column("preschool_bin", sa.Text(), nullable=False),
        *_standing(),
        *_told(),
        _one_of("contract", "kind", _KINDS),
        _one_of("contract", "state", _STATES),
        *(_refers("contract", column, to) for column, to in whose.items()),
        _refers("contract", "preschool_bin", "preschool.bin"),
        sa.PrimaryKeyConstraint("id", name="pk_contract"),
        sa.UniqueConstraint("number", name="uq_contract_number"),
    )
    _indexed("contract", *whose)
    op.create_index("ix_contract_preschool", "contract", ["preschool_bin", "state", "sent_at", "id"])
    where = sa.text(" OR ".join(f"state = '{state}'" for state in _OPEN))
    op.create_index(
        "uq_contract_open", "contract", ["voucher_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def _standing() -> tuple[sa.Column[Any], ...]:
    """Where the contract stands, by the rules."""
    return (
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("representative", sa.String(length=32)),
        _moment("begun_at", nullable=False),
        _moment("sign_by_at"),
        sa.Column("sign_by_days", sa.Text()),
        _whole("corrections"),
        sa.Column("pending_from", sa.String(length=32)),
        _whole("kept_working_days"),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        _whole("version"),
        sa.Column("frozen", sa.String(length=64)),
    )


def _told() -> tuple[sa.Column[Any], ...]:
    """What was filled in and said, and when."""
    return (
        sa.Column("form", sa.LargeBinary()),
        _moment("sent_at"),
        _moment("signed_at"),
        _moment("closed_at"),
        sa.Column("ended_because", sa.String(length=32)),
        sa.Column("reason", sa.Text()),
        sa.Column("comment", sa.LargeBinary()),
        sa.Column("profile", sa.Text(), nullable=False),
        _whole("profile_version"),
        _whole("rev"),
    )


def _version() -> None:
    op.create_table(
        "contract_version",
        _id("contract_id"),
        _whole("version"),
        _id("file_id"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        _whole("pages"),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("form", sa.LargeBinary()),
        _moment("made_at", nullable=False),
        _moment("frozen_at"),
        _moment("parent_signed_at"),
        _moment("preschool_signed_at"),
        _refers("contract_version", "contract_id", "contract.id"),
        _refers("contract_version", "file_id", "stored_file.id"),
        sa.PrimaryKeyConstraint("contract_id", "version", name="pk_contract_version"),
    )
    _indexed("contract_version", "file_id")


def _item() -> None:
    op.create_table(
        "contract_item",
        _id(),
        _id("contract_id"),
        sa.Column("item", sa.String(length=32), nullable=False),
        _id("paper_id", nullable=True),
        sa.Column("judgement", sa.String(length=16)),
        sa.Column("reason", sa.Text()),
        sa.Column("comment", sa.LargeBinary()),
        _one_of("contract_item", "judgement", ("accepted", "wrong", "replaced")),
        _refers("contract_item", "contract_id", "contract.id"),
        _refers("contract_item", "paper_id", "paper.id"),
        sa.PrimaryKeyConstraint("id", name="pk_contract_item"),
        sa.UniqueConstraint("contract_id", "item", name="uq_contract_item_contract_id_item"),
    )
    _indexed("contract_item", "paper_id")


def _count() -> None:
    op.create_table(
        "contract_count",
        sa.Column("series", sa.Text(), nullable=False),
        _whole("last"),
        sa.PrimaryKeyConstraint("series", name="pk_contract_count"),
    )


def _signing() -> None:
    op.create_table(
        "signing",
        _id(),
        sa.Column("token_hash", sa.LargeBinary(length=16), nullable=False),
        _id("contract_id"),
        _id("account_id"),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        _whole("version", nullable=True),
        sa.Column("sha256", sa.String(length=64)),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        _one_of("signing", "purpose", ("check", "sign")),
        _refers("signing", "contract_id", "contract.id"),
        _refers("signing", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("id", name="pk_signing"),
        sa.UniqueConstraint("token_hash", name="uq_signing_token_hash"),
    )
    _indexed("signing", "contract_id", "account_id")


def _requisites() -> None:
    op.create_table(
        "requisites",
        _id("account_id"),
        sa.Column("form", sa.LargeBinary(), nullable=False),
        _moment("saved_at", nullable=False),
        _refers("requisites", "account_id", "account.id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_requisites"),
    )
