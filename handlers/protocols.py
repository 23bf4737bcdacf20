"""The protocols of distribution runs: for anyone without names, for the department with application numbers. G.0."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.protocol_queries import (
    LINES,
    RUNS,
    NumberedLine,
    ProtocolSheet,
    PublicProtocol,
    RunCard,
    Runs,
    RunSheet,
    StaffProtocol,
)
from enrolment.terms import Role
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.desk import Desk
from handlers.staff.reach import my_membership
from storage.distributions import StoredLine, StoredRun
from storage.uow import Uow


@answers(Runs)
async def runs(desk: Desk, query: Runs) -> RunSheet:
    """The runs of a locality, newest first; they are public."""
    found = await desk.uow.distributions.runs(query.locality, query.at * RUNS, RUNS + 1)
    return RunSheet(tuple(run_card(one) for one in found[:RUNS]), len(found) > RUNS)


@answers(PublicProtocol)
async def public_protocol(desk: Desk, query: PublicProtocol) -> ProtocolSheet | None:
    """The turns of a run without anybody's name."""
    run = await desk.uow.distributions.get(query.run)
    if run is None:
        return None
    lines = await desk.uow.distributions.public_protocol(run.number, query.at * LINES, LINES + 1)
    return ProtocolSheet(run_card(run), tuple(map(NumberedLine, lines[:LINES])), len(lines) > LINES)


@answers(StaffProtocol)
async def staff_protocol(desk: Desk, query: StaffProtocol) -> ProtocolSheet | None:
    """The same with application numbers, for the department of that locality."""
    run, member = await desk.uow.distributions.get(query.run), await my_membership(desk)
    if run is None or member is None or member.role is not Role.EDUCATION_DEPARTMENT:
        return None
    if member.locality not in {None, run.locality}:
        return None
    lines = await desk.uow.distributions.lines(run.number, query.at * LINES, LINES + 1)
    return ProtocolSheet(run_card(run), await _numbered(desk.uow, lines[:LINES]), len(lines) > LINES)


def run_card(run: StoredRun) -> RunCard:
    """A run as pages show it."""
    at = run.at.astimezone(ALMATY)
    return RunCard(run.number, at, run.locality, run.issued, run.passed_over, run.remaining, run.waiting)


async def _numbered(uow: Uow, lines: Sequence[StoredLine]) -> tuple[NumberedLine, ...]:
    applications = await uow.applications.load([one.application_id for one in lines])
    numbers = {id_: application.number for id_, application in applications.items()}
    return tuple(NumberedLine(one.line, numbers.get(one.application_id)) for one in lines)
