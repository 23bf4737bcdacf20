"""Tables of the bulletin of free places: when it was published, and what was free then."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from storage.schema import BigId, Instant, metadata

bulletin = Table(
    "bulletin",
    metadata,
    # The working day in Almaty, such as 2026-11-23: at most one bulletin each.
    Column("day", Text, primary_key=True),
    Column("published_at", Instant, nullable=False),
    Column("open_at", Instant, nullable=False),
)

bulletin_line = Table(
    "bulletin_line",
    metadata,
    Column("day", Text, ForeignKey("bulletin.day"), nullable=False),
    Column("group_id", BigId, ForeignKey("preschool_group.id"), nullable=False, index=True, autoincrement=False),
    Column("bin", Text, ForeignKey("preschool.bin"), nullable=False),
    Column("locality", Text, nullable=False),
    Column("min_age", Float, nullable=False),
    Column("max_age", Float, nullable=False),
    Column("free", Integer, nullable=False),
    PrimaryKeyConstraint("day", "group_id"),
    Index("ix_bulletin_line_place", "day", "locality", "bin"),
)
