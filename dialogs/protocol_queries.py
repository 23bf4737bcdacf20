"""What is known of distribution runs: to anyone without names, to the department with application numbers. G.0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dialogs.facts import Query
from enrolment.distribution_protocol import ProtocolLine
from enrolment.distribution_run import Waiting
from enrolment.terms import Name

LINES = 10
RUNS = 7


@dataclass(frozen=True)
class RunCard:
    """What a run came to; `remaining` are open places that nobody holds after it."""

    number: int
    at: datetime
    locality: str | None
    issued: int
    passed_over: int
    remaining: int
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class RunSheet:
    """One sheet of the runs, newest first, and whether there are more."""

    runs: tuple[RunCard, ...]
    more: bool


@dataclass(frozen=True)
class Runs(Query[RunSheet]):
    """The runs in which a locality took part; `at` is the sheet, from 0, seven on each."""

    locality: str
    at: int = 0


@dataclass(frozen=True)
class NumberedLine:
    """One turn of a run; the application's number is for staff only."""

    line: ProtocolLine
    number: str | None = None


@dataclass(frozen=True)
class ProtocolSheet:
    """One sheet of the turns of a run, whether there are more, and the categories of that time by their numbers."""

    run: RunCard
    lines: tuple[NumberedLine, ...]
    more: bool
    categories: Mapping[int, Name] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicProtocol(Query[ProtocolSheet | None]):
    """The turns of a run without anybody's name, for anyone; `at` is the sheet, from 0, ten on each."""

    run: int
    at: int = 0


@dataclass(frozen=True)
class StaffProtocol(Query[ProtocolSheet | None]):
    """The turns of a run of the department's locality, with application numbers."""

    run: int
    at: int = 0


@dataclass(frozen=True)
class PreviewSheet:
    """One sheet of a preview: what a run would come to now; `at` is when it was worked out."""

    kept: int
    run: RunCard
    lines: tuple[NumberedLine, ...]
    more: bool


@dataclass(frozen=True)
class Preview(Query[PreviewSheet | None]):
    """A preview that was kept for this member; None when it is gone."""

    kept: int
    at: int = 0
