"""The table of who else cares for a child: invited by a code, confirmed by the applicant, ended by either."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table

from storage.flow_tables import is_one_of, one_of
from storage.schema import BigId, Instant, metadata

family_tie = Table(
    "family_tie",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("child_id", BigId, ForeignKey("child.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code_hash", LargeBinary(16), nullable=False),
    Column("member_id", BigId, ForeignKey("account.id"), index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("joined_at", Instant),
    Column("settled_at", Instant),
    one_of("role", "second_parent", "delegate"),
    one_of("state", "issued", "asked", "joined", "refused", "expired", "ended"),
)
tie_issued = is_one_of(family_tie.c.state, "issued")
tie_joined = is_one_of(family_tie.c.state, "joined")
tie_open = is_one_of(family_tie.c.state, "issued", "asked", "joined")
Index("uq_family_tie_code", family_tie.c.code_hash, unique=True, sqlite_where=tie_issued, postgresql_where=tie_issued)
Index(
    "uq_family_tie_member",
    family_tie.c.child_id,
    family_tie.c.member_id,
    unique=True,
    sqlite_where=tie_joined,
    postgresql_where=tie_joined,
)
