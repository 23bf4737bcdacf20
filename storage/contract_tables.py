"""Tables of contracts: versions, documents, fields, one-time links for signing, and editions of the model form."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    or_,
)

from enrolment.contract_marks import Judgement
from enrolment.contract_states import OPEN_CONTRACT, ContractKind, ContractState
from storage.flow_tables import is_one_of, one_of
from storage.schema import BigId, Instant, metadata


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=False)


def _of(name: str, table: str | None = None, *, index: bool = True) -> Column[int]:
    return Column(f"{name}_id", BigId, ForeignKey(f"{table or name}.id"), nullable=False, index=index)


contract = Table(
    "contract",
    metadata,
    _id(),
    Column("number", Text, nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    # An additional agreement changes this one (C19).
    Column("amends_id", BigId, ForeignKey("contract.id"), index=True),
    _of("voucher"),
    _of("request", "enrolment_request"),
    _of("application"),
    _of("account"),
    Column("preschool_bin", Text, ForeignKey("preschool.bin"), nullable=False),
    _of("group", "preschool_group"),
    Column("state", String(32), nullable=False),
    Column("representative", String(32)),
    Column("begun_at", Instant, nullable=False),
    Column("sign_by_at", Instant),
    Column("sign_by_days", Text),
    Column("corrections", Integer, nullable=False),
    # A signature that cannot be judged yet: where it leads when it is refused, and what was left of the term.
    Column("pending_from", String(32)),
    Column("kept_working_days", Integer, nullable=False),
    Column("done", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # SHA-256 in hex of the version that is to be signed or is signed.
    Column("frozen", String(64)),
    Column("form", LargeBinary),
    Column("sent_at", Instant),
    Column("signed_at", Instant),
    Column("closed_at", Instant),
    Column("ended_because", String(32)),
    Column("reason", Text),
    Column("comment", LargeBinary),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
    one_of("kind", *map(str, ContractKind)),
    one_of("state", *map(str, ContractState)),
    Index("ix_contract_preschool", "preschool_bin", "state", "sent_at", "id"),
)
contract_open = is_one_of(contract.c.state, *sorted(OPEN_CONTRACT))
came_to_nothing = ~or_(contract_open, is_one_of(contract.c.state, "signed", "archived"))
Index(
    "uq_contract_open",
    contract.c.voucher_id,
    unique=True,
    sqlite_where=contract_open,
    postgresql_where=contract_open,
)

contract_version = Table(
    "contract_version",
    metadata,
    Column("contract_id", BigId, ForeignKey("contract.id"), autoincrement=False),
    Column("version", Integer, autoincrement=False),
    _of("file", "stored_file"),
    # The same as text to be read in chat; a scan of a paper contract has none.
    Column("text_id", BigId),
    Column("sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("template", Text, nullable=False),
    Column("form", LargeBinary),
    Column("made_at", Instant, nullable=False),
    # Empty: a draft to read, which nobody can sign.
    Column("frozen_at", Instant),
    Column("parent_signed_at", Instant),
    Column("preschool_signed_at", Instant),
    PrimaryKeyConstraint("contract_id", "version"),
)

contract_item = Table(
    "contract_item",
    metadata,
    _id(),
    _of("contract", index=False),
    Column("item", String(32), nullable=False),
    # The document that was given; a field has none.
    Column("paper_id", BigId, ForeignKey("paper.id"), index=True),
    Column("judgement", String(16)),
    Column("reason", Text),
    Column("comment", LargeBinary),
    one_of("judgement", *map(str, Judgement)),
    UniqueConstraint("contract_id", "item"),
)

contract_count = Table(
    "contract_count",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

signing = Table(
    "signing",
    metadata,
    _id(),
    Column("token_hash", LargeBinary(16), nullable=False, unique=True),
    _of("contract"),
    _of("account"),
    Column("purpose", String(16), nullable=False),
    Column("version", Integer),
    Column("sha256", String(64)),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    one_of("purpose", "check", "sign"),
)

requisites = Table(
    "requisites",
    metadata,
    Column("account_id", BigId, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("form", LargeBinary, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

form_edition = Table(
    "form_edition",
    metadata,
    _id(),
    Column("since", Date, nullable=False),
    Column("texts", Text, nullable=False),
    Column("published_by", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("withdrawn_by", String(64)),
    Column("withdrawn_at", Instant),
)
