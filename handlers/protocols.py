"""The protocols of distribution runs: for anyone without names, for the department with application numbers. G.0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

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
from enrolment.terms import Name, Role
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.desk import Desk
from handlers.staff.reach import my_membership
from storage.category_lists import CategoryList
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
    shown = tuple(map(NumberedLine, lines[:LINES]))
    return ProtocolSheet(run_card(run), shown, len(lines) > LINES, await _categories(desk, run))


@answers(StaffProtocol)
async def staff_protocol(desk: Desk, query: StaffProtocol) -> ProtocolSheet | None:
    """The same with application numbers, for the department of that locality."""
    run, member = await desk.uow.distributions.get(query.run), await my_membership(desk)
    if run is None or member is None or member.role is not Role.EDUCATION_DEPARTMENT:
        return None
    if member.locality not in {None, run.locality}:
        return None
    lines = await desk.uow.distributions.lines(run.number, query.at * LINES, LINES + 1)
    shown = await _numbered(desk.uow, lines[:LINES])
    return ProtocolSheet(run_card(run), shown, len(lines) > LINES, await _categories(desk, run))


async def _categories(desk: Desk, run: StoredRun) -> dict[int, Name]:
    """What the categories were called by the list that held at the run: one that was entered, or the profile's own."""
    begun = [one for one in await desk.uow.categories.all() if one.valid_from <= run.at]
    if begun:
        return {one.number: one.name for one in max(begun, key=_begins).categories}
    now, versions = desk.office.profile, desk.office.versions
    own = versions.of(now.code, now.version) if versions is not None else None
    return {one.number: one.name for one in (own or now).categories}


def _begins(one: CategoryList) -> tuple[datetime, int]:
    return one.valid_from, one.version


def run_card(run: StoredRun) -> RunCard:
    """A run as pages show it."""
    at = run.at.astimezone(ALMATY)
    return RunCard(run.number, at, run.locality, run.issued, run.passed_over, run.remaining, run.waiting)


async def _numbered(uow: Uow, lines: Sequence[StoredLine]) -> tuple[NumberedLine, ...]:
    applications = await uow.applications.load([one.application_id for one in lines])
    numbers = {id_: application.number for id_, application in applications.items()}
    return tuple(NumberedLine(one.line, numbers.get(one.application_id)) for one in lines)
