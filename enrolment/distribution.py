"""One distribution run: the order is walked once, and every child gets a place or the reason why not (G.0).

Linked siblings are served together at the turn of the first of them when there is a place for each. When there is
not, nobody gives way for nothing: the first is served alone, and the others wait for their own turns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enrolment.ages import AgeProblem, age_problem
from enrolment.capacity import GroupIndex
from enrolment.distribution_places import Finder, Found, HeldPlaces, NamedPlaces
from enrolment.distribution_run import (
    Candidate,
    Issue,
    IssueRule,
    PassedOver,
    PassReason,
    Places,
    Run,
    RunRules,
    Waiting,
    run_rules,
)
from enrolment.queue import QueueKey
from enrolment.terms import InstructionLanguage

__all__ = [
    "Candidate",
    "Issue",
    "IssueRule",
    "PassReason",
    "PassedOver",
    "Places",
    "Run",
    "RunRules",
    "Waiting",
    "distribute",
    "run_rules",
]


def distribute(candidates: Iterable[Candidate], places: Places, rules: RunRules) -> Run:
    """Give the open places to the candidates in the order of their keys, whatever order they come in.

    The same candidates, places and rules give the same run. Passed over is who stands ahead of a child of the same
    queue that got a place; who stands behind the last such child waits.
    """
    return _Walk(sorted(candidates, key=lambda one: one.key), places, rules).run()


class _Line(NamedTuple):
    """What a child's turn came to: a place, or the reason why none."""

    candidate: Candidate
    came_to: Found | PassReason
    with_sibling: bool = False


class _Walk:
    """The state of one walk through the order."""

    def __init__(self, in_order: Sequence[Candidate], places: Places, rules: RunRules) -> None:
        self._rules = rules
        self._index = GroupIndex(sorted(places.groups, key=lambda one: (one.preschool, one.id)), rules.on)
        self._finder = _finder(self._index, places, rules)
        open_in = {group.locality for group, free in zip(self._index.groups, self._finder.free, strict=True) if free}
        self._absent = sorted({one.wanted.locality for one in in_order} - open_in)
        self._in_order = [one for one in in_order if one.wanted.locality in open_in]
        self._families: dict[int, list[Candidate]] = defaultdict(list)
        for one in self._in_order:
            if one.family is not None and rules.siblings_together:
                self._families[one.family].append(one)
        self._issued: set[int] = set()
        self._children: set[int] = set()
        self._alone: set[int] = set()
        self._lines: list[_Line] = []

    def run(self) -> Run:
        """Walk the order once."""
        for candidate in self._in_order:
            if candidate.key.id not in self._issued:
                self._turn(candidate)
        return self._result()

    def _turn(self, candidate: Candidate) -> None:
        barred = self._barred(candidate)
        if barred is not None:
            self._lines.append(_Line(candidate, barred))
            return
        siblings = self._siblings(candidate)
        if siblings and self._serve((candidate, *siblings)):
            return
        if not self._serve((candidate,)):
            self._lines.append(_Line(candidate, self._why_none(candidate)))
        elif siblings and candidate.family is not None:
            self._alone.add(candidate.family)

    def _serve(self, family: tuple[Candidate, ...]) -> bool:
        found = self._finder.find(family)
        if found is None:
            return False
        for one, place in zip(family, found, strict=True):
            self._lines.append(_Line(one, place, with_sibling=one is not family[0]))
            self._issued.add(one.key.id)
            self._children.add(one.child)
        return True

    def _siblings(self, candidate: Candidate) -> list[Candidate]:
        """The linked children who come later in the order and could get a place, each once."""
        if candidate.family is None:
            return []
        found: dict[int, Candidate] = {}
        for one in self._families[candidate.family]:
            if one.key > candidate.key and one.child != candidate.child and self._barred(one) is None:
                found.setdefault(one.child, one)
        return list(found.values())

    def _barred(self, candidate: Candidate) -> PassReason | None:
        if candidate.voucher_open:
            return PassReason.VOUCHER_OPEN
        if candidate.child in self._children:
            return PassReason.SERVED_IN_OTHER_QUEUE
        problem = age_problem(candidate.wanted.born, self._rules.on, self._rules.age)
        if problem is None:
            return None
        return PassReason.TOO_OLD if problem is AgeProblem.TOO_OLD else PassReason.TOO_YOUNG

    def _why_none(self, candidate: Candidate) -> PassReason:
        if candidate.family in self._alone:
            return PassReason.SIBLING_SERVED_ALONE
        wanted = candidate.wanted
        if self._index.fitting(wanted):
            return PassReason.PLACES_TAKEN
        if self._index.has_kind(wanted):
            return PassReason.NO_PLACE_FOR_AGE
        others = (wanted._replace(language=language) for language in InstructionLanguage)
        return (
            PassReason.NO_PLACE_IN_LANGUAGE if any(map(self._index.has_kind, others)) else PassReason.NO_PLACE_OF_TYPE
        )

    def _result(self) -> Run:
        last = self._last_served()
        issued, passed_over, waiting = list[Issue](), list[PassedOver](), Counter[tuple[QueueKey, PassReason]]()
        for at, (candidate, came_to, with_sibling) in enumerate(self._lines):
            turn = len(issued) + len(passed_over) + 1
            if isinstance(came_to, Found):
                issued.append(Issue(turn, candidate, came_to.rule, came_to.group, with_sibling))
            elif at < last.get(candidate.queue, 0):
                passed_over.append(PassedOver(turn, candidate, came_to))
            else:
                waiting[candidate.queue, came_to] += 1
        return Run(
            self._rules.number,
            tuple(issued),
            tuple(passed_over),
            self._finder.left,
            tuple(Waiting(*key, waiting[key]) for key in sorted(waiting)),
            tuple(self._absent),
        )

    def _last_served(self) -> dict[QueueKey, int]:
        served = ((at, line.candidate.queue) for at, line in enumerate(self._lines) if isinstance(line.came_to, Found))
        return {queue: at for at, queue in served}


def _finder(index: GroupIndex, places: Places, rules: RunRules) -> Finder:
    return NamedPlaces(index) if rules.names_preschool else HeldPlaces(index, places.outstanding)
