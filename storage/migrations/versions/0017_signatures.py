"""Signatures with everything by which they can be checked again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("signature", "challenge", "ocsp", "time_stamp", "revocation_list", "certificate")


def upgrade() -> None:
    """None is kept yet: nobody could sign before."""
    op.create_table(
        "signature",
        sa.Column("signing_id", _ID, autoincrement=False, nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("stamped_at", sa.BigInteger()),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=False),
        _one_of("signature", "side", ("parent", "preschool")),
        _one_of("signature", "state", ("valid", "pending", "refused")),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signing.id"], name="fk_signature_signing_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signing_id", name="pk_signature"),
    )
    op.create_index("ix_signature_state", "signature", ["state"])
    op.create_table(
        "proof",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_proof"),
    )
    _signature_proof()


def downgrade() -> None:
    """Without them."""
    for gone in ("signature_proof", "proof", "signature"):
        op.drop_table(gone)


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=op.f(f"ck_{table}_{column}"))


def _signature_proof() -> None:
    op.create_table(
        "signature_proof",
        sa.Column("signing_id", _ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        _one_of("signature_proof", "kind", _KINDS),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["signature.signing_id"], name="fk_signature_proof_signing_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["proof.sha256"], name="fk_signature_proof_sha256"),
        sa.PrimaryKeyConstraint("signing_id", "kind", "position", name="pk_signature_proof"),
    )
    op.create_index("ix_signature_proof_sha256", "signature_proof", ["sha256"])
