"""Two ways to find places for a child and its siblings: a place held, or a preschool named (G.0, X-07)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from enrolment.capacity import Capacity, GroupIndex
from enrolment.distance import Point, nearest
from enrolment.distribution_run import Candidate, IssueRule
from enrolment.fitting import OpenGroup, Wanted


class Found(NamedTuple):
    """By which rule a place was found, and where when the voucher names it."""

    rule: IssueRule
    group: OpenGroup | None


class Finder(Protocol):
    """The open places of a run."""

    @property
    def free(self) -> list[int]:
        """The free places of each group."""

    @property
    def left(self) -> int:
        """The free places of all groups."""

    def find(self, family: Sequence[Candidate]) -> tuple[Found, ...] | None:
        """Take a place for each of them, in their order; None, and nothing taken, when one gets none."""


class HeldPlaces:
    """Parents choose afterwards: a voucher holds a place of any group that fits."""

    def __init__(self, index: GroupIndex, outstanding: Iterable[Wanted]) -> None:
        self._capacity = Capacity(index)
        for wanted in outstanding:
            self._capacity.hold(wanted)

    @property
    def free(self) -> list[int]:
        """The places of each group that nobody holds."""
        return self._capacity.free

    @property
    def left(self) -> int:
        """The places of all groups that nobody holds."""
        return self._capacity.left

    def find(self, family: Sequence[Candidate]) -> tuple[Found, ...] | None:
        """Hold a place for each of them, or for none."""
        held = self._capacity.hold_all((one.wanted, one.preferred) for one in family)
        if held is None:
            return None
        groups = self._capacity.index.groups
        return tuple(
            Found(IssueRule.PREFERRED if groups[at].preschool in one.preferred else IssueRule.ANY_FITTING, None)
            for one, at in zip(family, held, strict=True)
        )


class NamedPlaces:
    """The referral names the preschool: the first preferred one with a place, else the nearest that fits."""

    def __init__(self, index: GroupIndex) -> None:
        self._index = index
        self.free = [max(0, group.free) for group in index.groups]
        self._points = {group.preschool: group.point for group in index.groups if group.point is not None}

    @property
    def left(self) -> int:
        """The free places of all groups."""
        return sum(self.free)

    def find(self, family: Sequence[Candidate]) -> tuple[Found, ...] | None:
        """Places in one preschool for all of them if there is one, else wherever each finds its own."""
        if len(family) > 1:
            for preschool in self._preschools(family[0]):
                together = self._take(family, preschool)
                if together is not None:
                    return together
        return self._take(family, None)

    def _take(self, family: Sequence[Candidate], preschool: str | None) -> tuple[Found, ...] | None:
        taken: list[int] = []
        for candidate in family:
            position = next((one for one in self._open(candidate) if self._is(one, preschool)), None)
            if position is None:
                for one in taken:
                    self.free[one] += 1
                return None
            self.free[position] -= 1
            taken.append(position)
        return tuple(self._found(candidate, one) for candidate, one in zip(family, taken, strict=True))

    def _found(self, candidate: Candidate, position: int) -> Found:
        group = self._index.groups[position]
        preferred = group.preschool in candidate.preferred
        return Found(IssueRule.PREFERRED if preferred else IssueRule.NEAREST, group)

    def _is(self, position: int, preschool: str | None) -> bool:
        return preschool is None or self._index.groups[position].preschool == preschool

    def _preschools(self, candidate: Candidate) -> list[str]:
        return list(dict.fromkeys(self._index.groups[one].preschool for one in self._open(candidate)))

    def _open(self, candidate: Candidate) -> Iterable[int]:
        """The groups with a place for the child; a preschool that has refused it is named again only as the last."""
        if not candidate.refused:
            return self._wanted(candidate)
        groups = self._index.groups
        return sorted(self._wanted(candidate), key=lambda one: groups[one].preschool in candidate.refused)

    def _wanted(self, candidate: Candidate) -> Iterator[int]:
        """Preferred first, then by distance, then by the preschool's BIN."""
        groups = self._index.groups
        found = [one for one in self._index.fitting(candidate.wanted) if self.free[one]]
        for bin_ in candidate.preferred:
            yield from (one for one in found if groups[one].preschool == bin_)
        others = [one for one in found if groups[one].preschool not in candidate.preferred]
        here = self._here(candidate)
        yield from others if here is None else nearest(here, others, lambda one: groups[one].point)

    def _here(self, candidate: Candidate) -> Point | None:
        """Near which point a place is looked for: the home, else the most preferred preschool that has one."""
        if candidate.home is not None:
            return candidate.home
        return next((self._points[bin_] for bin_ in candidate.preferred if bin_ in self._points), None)
