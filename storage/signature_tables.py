"""Tables of signatures with everything by which they can be checked again; what several share is kept once."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, PrimaryKeyConstraint, String, Table

from enrolment.signature_evidence import Proof, Side
from storage.flow_tables import one_of
from storage.schema import BigId, Instant, metadata

SIGNATURE_STATES = ("valid", "pending", "refused")

signature = Table(
    "signature",
    metadata,
    Column("signing_id", BigId, ForeignKey("signing.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("side", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", String(32)),
    Column("received_at", Instant, nullable=False),
    Column("stamped_at", Instant),
    Column("checked_at", Instant, nullable=False),
    # Who signed, with which certificate, and what was found step by step.
    Column("found", LargeBinary, nullable=False),
    one_of("side", *map(str, Side)),
    one_of("state", *SIGNATURE_STATES),
)

proof = Table(
    "proof",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

signature_proof = Table(
    "signature_proof",
    metadata,
    Column("signing_id", BigId, ForeignKey("signature.signing_id", ondelete="CASCADE"), autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("position", Integer, autoincrement=False),
    Column("sha256", String(64), ForeignKey("proof.sha256"), nullable=False, index=True),
    PrimaryKeyConstraint("signing_id", "kind", "position"),
    one_of("kind", *map(str, Proof)),
)
