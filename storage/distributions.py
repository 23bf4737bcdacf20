"""Distribution runs: one at a time, and for ever afterwards who got what, who was passed over, and why (G.0)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, insert, or_, select

from enrolment.distribution_protocol import Outcome, ProtocolLine
from enrolment.distribution_run import Candidate, Issue, IssueRule, PassedOver, PassReason, Run, Waiting
from enrolment.profile import Profile
from enrolment.queue import QueueKey
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY
from storage.candidates import candidates
from storage.numbers import next_counts
from storage.place_tables import distribution_line, distribution_run

if TYPE_CHECKING:
    from storage.uow import Uow

_EVERY_YEAR = 0


@dataclass(frozen=True, slots=True)
class StoredRun:
    """What a run came to; without a locality all of them took part."""

    number: int
    locality: str | None
    started_by: str
    at: datetime
    profile: str
    profile_version: int
    issued: int
    passed_over: int
    remaining: int
    waiting: tuple[Waiting, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One turn of a run, whose it was, and the group where the voucher names it."""

    application_id: int
    line: ProtocolLine
    group_id: int | None


class Distributions:
    """The runs, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    def candidates(self, locality: str | None) -> AsyncIterator[Candidate]:
        """The queued applications of a locality, or of all, queue by queue in their order."""
        return candidates(self._uow, locality)

    async def begin(self, *localities: str) -> int:
        """The number of a new run; until the end of this transaction no other run begins.

        Nor does anybody who takes a turn give or choose places in these localities. Read candidates and places only
        afterwards.
        """
        (number,) = await next_counts(self._uow, "R", _EVERY_YEAR)
        await self._uow.places.take_turn(*localities)
        return number

    async def add(self, run: Run, profile: Profile, by: str, now: datetime, locality: str | None) -> None:
        """Keeps what the run came to, before the vouchers that name it are added."""
        row = {"number": run.number, "locality": locality, "started_by": by, "at": now}
        row |= {"profile": profile.code, "profile_version": profile.version, **_totals(run)}
        await self._uow.connection.execute(insert(distribution_run).values(row))
        turns: list[Issue | PassedOver] = [*run.issued, *run.passed_over]
        lines = [_columns(run.number, one) for one in turns]
        if lines:
            await self._uow.connection.execute(insert(distribution_line), lines)

    async def get(self, number: int) -> StoredRun | None:
        """One run."""
        row = (await self._uow.connection.execute(select(distribution_run).where(_RUN.number == number))).one_or_none()
        return None if row is None else _run(row)

    async def runs(self, locality: str | None, offset: int, limit: int) -> list[StoredRun]:
        """A page of the runs in which a locality took part, or of all, newest first."""
        there = () if locality is None else (or_(_RUN.locality == locality, _RUN.locality.is_(None)),)
        query = select(distribution_run).where(*there).order_by(_RUN.number.desc()).offset(offset).limit(limit)
        return [_run(row) for row in await self._uow.connection.execute(query)]

    async def lines(self, number: int, offset: int, limit: int) -> list[StoredLine]:
        """A page of the turns of a run in their order, with the applications: for staff alone."""
        query = select(distribution_line).where(_LINE.run_id == number).order_by(_LINE.turn)
        return [_line(row) for row in await self._uow.connection.execute(query.offset(offset).limit(limit))]

    async def public_protocol(self, number: int, offset: int, limit: int) -> list[ProtocolLine]:
        """A page of the turns of a run in their order, and nobody's name: for anyone."""
        return [one.line for one in await self.lines(number, offset, limit)]

    async def lines_of(self, application_id: int) -> list[StoredLine]:
        """What every run so far came to for an application, newest first."""
        query = select(distribution_line).where(_LINE.application_id == application_id)
        return [_line(row) for row in await self._uow.connection.execute(query.order_by(_LINE.run_id.desc()))]

    async def issued_at(self, queue: QueueKey, since: datetime) -> list[datetime]:
        """When places were given to a queue since then, the earliest first, a moment for every place."""
        in_queue: list[ColumnElement[bool]] = [_LINE[name] == value for name, value in queue._asdict().items()]
        query = select(_RUN.at).join(distribution_line, _LINE.run_id == _RUN.number)
        query = query.where(*in_queue, _LINE.outcome == Outcome.ISSUED, _RUN.at >= since).order_by(_RUN.at)
        return list((await self._uow.connection.execute(query)).scalars())


_RUN = distribution_run.c
_LINE = distribution_line.c


def _totals(run: Run) -> dict[str, Any]:
    waiting = [[*one.queue, one.reason, one.children] for one in run.waiting]
    return {
        "issued": len(run.issued),
        "passed_over": len(run.passed_over),
        "remaining": run.remaining,
        "waiting": json.dumps(waiting),
        "absent": json.dumps(run.absent),
    }


def _run(row: Row[Any]) -> StoredRun:
    known = {**row._mapping, "absent": tuple(json.loads(row.absent))}
    return StoredRun(**{**known, "waiting": tuple(_waiting(json.loads(row.waiting)))})


def _waiting(rows: Iterable[tuple[str, str, int, str, int]]) -> Iterable[Waiting]:
    for locality, queue_type, birth_year, reason, children in rows:
        yield Waiting(QueueKey(locality, QueueType(queue_type), birth_year), PassReason(reason), children)


def _columns(number: int, one: Issue | PassedOver) -> dict[str, Any]:
    key = one.candidate.key
    return {
        **one.candidate.queue._asdict(),
        "run_id": number,
        "turn": one.turn,
        "application_id": key.id,
        "iteration": key.iteration,
        "category": key.category,
        "submitted_at": key.submitted_at,
        **_outcome(one),
    }


def _outcome(one: Issue | PassedOver) -> dict[str, Any]:
    if isinstance(one, PassedOver):
        return {"outcome": Outcome.PASSED_OVER, "rule": one.reason, "with_sibling": False, "group_id": None}
    group = None if one.group is None else one.group.id
    return {"outcome": Outcome.ISSUED, "rule": one.rule, "with_sibling": one.with_sibling, "group_id": group}


def _line(row: Row[Any]) -> StoredLine:
    queue = QueueKey(row.locality, QueueType(row.queue_type), row.birth_year)
    outcome = Outcome(row.outcome)
    line = ProtocolLine(
        *(row.run_id, row.turn, queue, row.iteration, row.category),
        row.submitted_at.astimezone(ALMATY).date(),
        outcome,
        IssueRule(row.rule) if outcome is Outcome.ISSUED else PassReason(row.rule),
        row.with_sibling,
    )
    return StoredLine(row.application_id, line, row.group_id)
