"""Candidates and open groups that the tests of distribution begin with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from enrolment.capacity import GroupIndex
from enrolment.distance import Point
from enrolment.distribution import Candidate, Places, Run, RunRules, distribute, run_rules
from enrolment.fitting import OpenGroup, Wanted
from enrolment.profile import load_profile
from enrolment.queue import OrderKey
from enrolment.terms import InstructionLanguage, QueueType

TODAY = date(2026, 11, 20)
MORNING = datetime(2026, 1, 5, 4, tzinfo=UTC)
GENERAL, SANATORIUM = QueueType.GENERAL, QueueType.SANATORIUM
KAZAKH, RUSSIAN = InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN
HOLDS: RunRules = run_rules(load_profile(), 7, TODAY)
NAMES: RunRules = run_rules(load_profile("indigo_karaganda_astana"), 7, TODAY)


def wants(
    age: float = 3, language: InstructionLanguage = KAZAKH, queue_type: QueueType = GENERAL, locality: str = "almaty"
) -> Wanted:
    """What a child of that age in years needs."""
    return Wanted(locality, queue_type, language, TODAY - timedelta(days=round(age * 365.25) + 30))


def child(
    id_: int,
    wanted: Wanted | None = None,
    *,
    category: int = 3,
    preferred: Sequence[str] = (),
    family: int | None = None,
    home: Point | None = None,
) -> Candidate:
    """The application of that number, submitted on as many days after the first; the child has the same number."""
    key = OrderKey(1, category, MORNING + timedelta(days=id_), id_)
    return Candidate(key, id_, wanted or wants(), tuple(preferred), family, home=home)


def group(
    id_: int,
    free: int = 1,
    ages: tuple[float, float] = (3, 4),
    *,
    preschool: str | None = None,
    languages: tuple[InstructionLanguage, ...] = (KAZAKH,),
    queue_types: tuple[QueueType, ...] = (GENERAL,),
    locality: str = "almaty",
    point: Point | None = None,
) -> OpenGroup:
    """An open group of preschool p1, p2, … as its own number says, unless it is told another one."""
    return OpenGroup(id_, preschool or f"p{id_}", locality, queue_types, languages, *ages, free, point)


def run(candidates: Sequence[Candidate], *groups: OpenGroup, rules: RunRules = HOLDS) -> Run:
    """A run over these candidates and groups."""
    return distribute(candidates, Places(groups), rules)


def numbers(run_: Run) -> list[int]:
    """Who got a place, in order."""
    return [issue.candidate.key.id for issue in run_.issued]


def can_all_be_seated(wanted: Sequence[Wanted], groups: Sequence[OpenGroup]) -> bool:
    """Whether there is a place for each at once, found the plain way: place by place."""
    index = GroupIndex(groups, TODAY)
    seats = [position for position, one in enumerate(groups) for _ in range(one.free)]
    sits: dict[int, int] = {}

    def seat(who: int, tried: set[int]) -> bool:
        for number, position in enumerate(seats):
            if position in index.fitting(wanted[who]) and number not in tried:
                tried.add(number)
                if number not in sits or seat(sits[number], tried):
                    sits[number] = who
                    return True
        return False

    return all(seat(who, set()) for who in range(len(wanted)))
