"""Tables of giving out places: vouchers, distribution runs, enrolment requests, waiting lists, and what was opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from enrolment.enrolment_request_states import OPEN_REQUEST, RequestState
from enrolment.voucher_states import OPEN, VoucherState
from storage.flow_tables import is_one_of, one_of
from storage.schema import BigId, Instant, metadata


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=False)


def _of(table: str, key: str = "id", **options: Any) -> Column[int]:
    options = {"nullable": False, "index": True, **options}
    return Column(f"{table}_id", BigId, ForeignKey(f"{table}.{key}"), **options)


def _run(**options: Any) -> Column[int]:
    return Column("run_id", BigId, ForeignKey("distribution_run.number"), **options)


def _group(**options: Any) -> Column[int]:
    return Column("group_id", BigId, ForeignKey("preschool_group.id"), **options)


def _term(name: str, **options: Any) -> tuple[Column[Any], Column[str]]:
    """The last second of a term, and the days that led to it as JSON, so that it explains itself."""
    return Column(f"{name}_at", Instant, **options), Column(f"{name}_days", Text, **options)


def _only(name: str, where: Any, *columns: Any, unique: bool = False) -> None:
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


distribution_run = Table(
    "distribution_run",
    metadata,
    Column("number", BigId, primary_key=True, autoincrement=False),
    # Empty: all localities of the profile took part.
    Column("locality", Text),
    Column("started_by", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("passed_over", Integer, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("waiting", Text, nullable=False),
    Column("absent", Text, nullable=False),
)

distribution_line = Table(
    "distribution_line",
    metadata,
    _run(autoincrement=False),
    Column("turn", Integer, autoincrement=False),
    _of("application"),
    Column("locality", Text, nullable=False),
    Column("queue_type", Text, nullable=False),
    Column("birth_year", Integer, nullable=False),
    Column("iteration", Integer, nullable=False),
    Column("category", Integer, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("rule", String(32), nullable=False),
    Column("with_sibling", Boolean, nullable=False),
    _group(),
    PrimaryKeyConstraint("run_id", "turn"),
    one_of("outcome", "issued", "passed_over"),
    Index("ix_distribution_line_queue", "locality", "queue_type", "birth_year", "outcome", "run_id"),
)

voucher = Table(
    "voucher",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _of("application"),
    _of("account"),
    Column("child_key", LargeBinary(16), nullable=False),
    _run(index=True),
    Column("instrument", String(16), nullable=False),
    _group(index=True),
    Column("state", String(32), nullable=False),
    Column("issued_at", Instant, nullable=False),
    *_term("deadline", nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("kept_working_days", Integer, nullable=False),
    *_term("contract_by"),
    # What the child needs of a group, as it was when the voucher was issued; the day of birth is sealed.
    Column("locality", Text, nullable=False),
    Column("queue_type", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("born", LargeBinary, nullable=False),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("reason", Text),
    Column("closed_at", Instant),
    one_of("state", *map(str, VoucherState)),
    one_of("instrument", "voucher", "referral"),
)
voucher_open = is_one_of(voucher.c.state, *sorted(OPEN))
_only("uq_voucher_open_application", voucher_open, voucher.c.application_id, unique=True)
_only("uq_voucher_open_child", voucher_open, voucher.c.child_key, unique=True)
_only("ix_voucher_open_locality", voucher_open, voucher.c.locality, voucher.c.id)
_only("ix_voucher_open", voucher_open, voucher.c.id)

enrolment_request = Table(
    "enrolment_request",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    _of("voucher"),
    _of("application"),
    _of("account"),
    Column("preschool_bin", Text, ForeignKey("preschool.bin"), nullable=False),
    _group(nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("sent_at", Instant, nullable=False),
    *_term("answer_by"),
    Column("reason", Text),
    Column("comment", LargeBinary),
    Column("rev", Integer, nullable=False),
    Column("closed_at", Instant),
    one_of("state", *map(str, RequestState)),
    Index("ix_enrolment_request_preschool", "preschool_bin", "state", "sent_at", "id"),
)
request_open = is_one_of(enrolment_request.c.state, *sorted(OPEN_REQUEST))
_only("uq_enrolment_request_open", request_open, enrolment_request.c.voucher_id, unique=True)

waiting_place = Table(
    "waiting_place",
    metadata,
    _id(),
    _of("voucher"),
    _of("application", index=False),
    Column("bin", Text, ForeignKey("preschool.bin"), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("told_at", Instant),
    Column("left_at", Instant),
)
still_waits = waiting_place.c.left_at.is_(None)
_only("uq_waiting_place", still_waits, waiting_place.c.bin, waiting_place.c.voucher_id, unique=True)

place_opening = Table(
    "place_opening",
    metadata,
    _id(),
    _group(nullable=False),
    # Below zero: so many were closed again.
    Column("count", Integer, nullable=False),
    Column("entered_by", String(64), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_place_opening_group", "group_id", "at"),
)

place_turn = Table("place_turn", metadata, Column("locality", Text, primary_key=True))

stop_list_rest = Table(
    "stop_list_rest",
    metadata,
    _id(),
    _of("application"),
    Column("since", Instant, nullable=False),
    *_term("until", nullable=False),
    Column("ended_at", Instant),
    Column("restored", Boolean),
    # The version of the profile under which it began; empty in a rest that is older than this column.
    Column("profile", Text),
    Column("profile_version", Integer),
)
rests = stop_list_rest.c.ended_at.is_(None)
_only("uq_stop_list_rest_open", rests, stop_list_rest.c.application_id, unique=True)
