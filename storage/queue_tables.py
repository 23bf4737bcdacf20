"""Tables of how queues are kept: when places are given out by themselves, and which categories there are."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from storage.schema import Instant, metadata

run_schedule = Table(
    "run_schedule",
    metadata,
    Column("locality", Text, primary_key=True),
    # A JSON list of times, such as "monday 10:00"; NULL while the department leaves them to the profile.
    Column("slots", Text),
    Column("paused", Boolean, nullable=False),
    # For which time a run is wanted that has not been carried out yet.
    Column("wanted_at", Instant),
    Column("changed_by", String(64), nullable=False),
    Column("changed_at", Instant, nullable=False),
)

category_list = Table(
    "category_list",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("valid_from", Instant, nullable=False),
    Column("categories", Text, nullable=False),
    Column("entered_by", String(64), nullable=False),
    Column("entered_at", Instant, nullable=False),
)
