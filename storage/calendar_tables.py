"""Tables of time itself: days that an administrator declared off or worked, and times in which nobody could act."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, Text

from storage.schema import BigId, Instant, metadata

calendar_override = Table(
    "calendar_override",
    metadata,
    Column("date", Date, primary_key=True),
    Column("works", Boolean, nullable=False),
    Column("name_kk", Text),
    Column("name_ru", Text),
    Column("source", Text, nullable=False),
    Column("entered_by", String(64), nullable=False),
    Column("entered_at", Instant, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    # One row: when any process of the instance last said that it is there.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
)

outage = Table(
    "outage",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("began", Instant, nullable=False),
    Column("ended", Instant, nullable=False, index=True),
)
