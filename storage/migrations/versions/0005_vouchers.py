"""Vouchers, distribution runs, enrolment requests, waiting lists, opened places, families, own days, outages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_VOUCHER_STATES = (
    *("issued", "confirmed", "extended", "held", "redeemed"),
    *("declined", "expired_unconfirmed", "expired_unused", "annulled"),
)
_VOUCHER_OPEN = "state = 'confirmed' OR state = 'extended' OR state = 'held' OR state = 'issued'"
_REQUEST_STATES = ("sent", "contract_sent", "completed", "refused", "cancelled", "expired")
_REQUEST_OPEN = "state = 'contract_sent' OR state = 'sent'"
_OPENED = "opened >= 0 AND (opened = 0 OR opened <= free)"


def upgrade() -> None:
    op.add_column("child", sa.Column("family_id", _ID))
    op.create_index("ix_child_family_id", "child", ["family_id"])
    with op.batch_alter_table("preschool_group") as table:
        table.add_column(sa.Column("opened", sa.Integer(), server_default=sa.text("0"), nullable=False))
        table.create_check_constraint(op.f("ck_preschool_group_opened"), sa.text(_OPENED))
    _places()
    _distribution_run()
    _distribution_line()
    _voucher()
    _enrolment_request()
    _waiting_place()
    _stop_list_rest()
    _calendar()


def downgrade() -> None:
    for gone in ("outage", "heartbeat", "calendar_override", "stop_list_rest", "waiting_place"):
        op.drop_table(gone)
    for gone in ("enrolment_request", "voucher", "distribution_line", "distribution_run", "place_turn", "place_opening"):
        op.drop_table(gone)
    with op.batch_alter_table("preschool_group") as table:
        table.drop_constraint(op.f("ck_preschool_group_opened"), type_="check")
        table.drop_column("opened")
    op.drop_index("ix_child_family_id", "child")
    op.drop_column("child", "family_id")


def _where(rows: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=False, nullable=False)


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=op.f(f"ck_{table}_{column}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}")


def _places() -> None:
    op.create_table(
        "place_opening",
        _id(),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _refers("place_opening", "group_id", "preschool_group.id"),
        sa.PrimaryKeyConstraint("id", name="pk_place_opening"),
    )
    op.create_index("ix_place_opening_at", "place_opening", ["at"])
    op.create_index("ix_place_opening_group", "place_opening", ["group_id", "at"])
    op.create_table(
        "place_turn",
        sa.Column("locality", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("locality", name="pk_place_turn"),
    )


def _distribution_run() -> None:
    op.create_table(
        "distribution_run",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("locality", sa.Text()),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_distribution_run"),
    )


def _distribution_line() -> None:
    op.create_table(
        "distribution_line",
        sa.Column("run_id", _ID, autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("queue_type", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("iteration", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("with_sibling", sa.Boolean(), nullable=False),
        sa.Column("group_id", _ID),
        _one_of("distribution_line", "outcome", ("issued", "passed_over")),
        _refers("distribution_line", "run_id", "distribution_run.number"),
        _refers("distribution_line", "application_id", "application.id"),
        _refers("distribution_line", "group_id", "preschool_group.id"),
        sa.PrimaryKeyConstraint("run_id", "turn", name="pk_distribution_line"),
    )
    op.create_index("ix_distribution_line_application_id", "distribution_line", ["application_id"])
    queue = ["locality", "queue_type", "birth_year", "outcome", "run_id"]
    op.create_index("ix_distribution_line_queue", "distribution_line", queue)


def _voucher() -> None:
    op.create_table(
        "voucher",
        _id(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("child_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("run_id", _ID),
        sa.Column("instrument", sa.String(length=16), nullable=False),
        sa.Column("group_id", _ID),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_days", sa.Text(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("kept_working_days", sa.Integer(), nullable=False),
        sa.Column("contract_by_at", sa.BigInteger()),
        sa.Column("contract_by_days", sa.Text()),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("queue_type", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("born", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("closed_at", sa.BigInteger()),
        _one_of("voucher", "state", _VOUCHER_STATES),
        _one_of("voucher", "instrument", ("voucher", "referral")),
        _refers("voucher", "application_id", "application.id"),
        _refers("voucher", "account_id", "account.id"),
        _refers("voucher", "run_id", "distribution_run.number"),
        _refers("voucher", "group_id", "preschool_group.id"),
        sa.PrimaryKeyConstraint("id", name="pk_voucher"),
        sa.UniqueConstraint("number", name="uq_voucher_number"),
    )
    for column in ("application_id", "account_id", "run_id", "group_id"):
        op.create_index(f"ix_voucher_{column}", "voucher", [column])
    op.create_index("uq_voucher_open_application", "voucher", ["application_id"], unique=True, **_where(_VOUCHER_OPEN))
    op.create_index("uq_voucher_open_child", "voucher", ["child_key"], unique=True, **_where(_VOUCHER_OPEN))
    op.create_index("ix_voucher_open_locality", "voucher", ["locality", "id"], **_where(_VOUCHER_OPEN))
    op.create_index("ix_voucher_open", "voucher", ["id"], **_where(_VOUCHER_OPEN))


def _enrolment_request() -> None:
    op.create_table(
        "enrolment_request",
        _id(),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("voucher_id", _ID, nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("preschool_bin", sa.Text(), nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by_at", sa.BigInteger()),
        sa.Column("answer_by_days", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("comment", sa.LargeBinary()),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        _one_of("enrolment_request", "state", _REQUEST_STATES),
        _refers("enrolment_request", "voucher_id", "voucher.id"),
        _refers("enrolment_request", "application_id", "application.id"),
        _refers("enrolment_request", "account_id", "account.id"),
        _refers("enrolment_request", "preschool_bin", "preschool.bin"),
        _refers("enrolment_request", "group_id", "preschool_group.id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment_request"),
        sa.UniqueConstraint("number", name="uq_enrolment_request_number"),
    )
    for column in ("voucher_id", "application_id", "account_id", "group_id"):
        op.create_index(f"ix_enrolment_request_{column}", "enrolment_request", [column])
    by_preschool = ["preschool_bin", "state", "sent_at", "id"]
    op.create_index("ix_enrolment_request_preschool", "enrolment_request", by_preschool)
    open_ = _where(_REQUEST_OPEN)
    op.create_index("uq_enrolment_request_open", "enrolment_request", ["voucher_id"], unique=True, **open_)


def _waiting_place() -> None:
    op.create_table(
        "waiting_place",
        _id(),
        sa.Column("voucher_id", _ID, nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("bin", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger()),
        sa.Column("left_at", sa.BigInteger()),
        _refers("waiting_place", "voucher_id", "voucher.id"),
        _refers("waiting_place", "application_id", "application.id"),
        _refers("waiting_place", "bin", "preschool.bin"),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_place"),
    )
    op.create_index("ix_waiting_place_voucher_id", "waiting_place", ["voucher_id"])
    still = _where("left_at IS NULL")
    op.create_index("uq_waiting_place", "waiting_place", ["bin", "voucher_id"], unique=True, **still)


def _stop_list_rest() -> None:
    op.create_table(
        "stop_list_rest",
        _id(),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("until_days", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("restored", sa.Boolean()),
        _refers("stop_list_rest", "application_id", "application.id"),
        sa.PrimaryKeyConstraint("id", name="pk_stop_list_rest"),
    )
    op.create_index("ix_stop_list_rest_application_id", "stop_list_rest", ["application_id"])
    resting = _where("ended_at IS NULL")
    op.create_index("uq_stop_list_rest_open", "stop_list_rest", ["application_id"], unique=True, **resting)


def _calendar() -> None:
    op.create_table(
        "calendar_override",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name_kk", sa.Text()),
        sa.Column("name_ru", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("date", name="pk_calendar_override"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heartbeat"),
    )
    op.create_table(
        "outage",
        _id(),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outage"),
    )
    op.create_index("ix_outage_ended", "outage", ["ended"])
