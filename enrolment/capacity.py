"""How many vouchers the open places can bear while every parent is still free to choose (G.0).

A voucher that names no preschool holds a place of some group that fits. Which one may change until the parent
chooses; that there is one for each voucher may not.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, pairwise

from enrolment.ages import age_in_months
from enrolment.fitting import OpenGroup, Wanted
from enrolment.terms import InstructionLanguage, QueueType

Kind = tuple[int, ...]


class GroupIndex:
    """Finds the groups that fit a child, by their positions in the list of all."""

    def __init__(self, groups: Sequence[OpenGroup], on: date) -> None:
        self.groups = groups
        self._on = on
        self._by_kind: dict[tuple[str, QueueType, InstructionLanguage], dict[tuple[float, float], list[int]]] = {}
        self._by_preschool: dict[str, list[int]] = {}
        self._fitting: dict[tuple[object, ...], Kind] = {}
        self._of_ages: dict[tuple[object, ...], Kind] = {}
        for position, group in enumerate(groups):
            self._by_preschool.setdefault(group.preschool, []).append(position)
            for queue_type in group.queue_types if group.free > 0 else ():
                for language in group.languages:
                    of_an_age = self._by_kind.setdefault((group.locality, queue_type, language), {})
                    of_an_age.setdefault((group.min_age, group.max_age), []).append(position)

    def fitting(self, wanted: Wanted) -> Kind:
        """The groups with a free place at first that fit the child in everything."""
        kind, months = wanted[:3], age_in_months(wanted.born, self._on)
        if (*kind, months) not in self._fitting:
            of_an_age = self._by_kind.get(kind, {})
            ages = tuple(age for age, ones in of_an_age.items() if self.groups[ones[0]].takes_age(months))
            if (*kind, *ages) not in self._of_ages:
                self._of_ages[*kind, *ages] = tuple(sorted(chain(*(of_an_age[age] for age in ages))))
            self._fitting[*kind, months] = self._of_ages[*kind, *ages]
        return self._fitting[*kind, months]

    def has_kind(self, wanted: Wanted) -> bool:
        """Whether a group with a free place at first fits the child in everything but age."""
        return wanted[:3] in self._by_kind

    def of_preschool(self, preschool: str) -> Sequence[int]:
        """All groups of a preschool."""
        return self._by_preschool.get(preschool, ())


class Capacity:
    """The open places and the vouchers that hold them; a place is found by moving earlier ones if need be."""

    def __init__(self, index: GroupIndex) -> None:
        self.index = index
        self.free = [max(0, group.free) for group in index.groups]
        self.left = sum(self.free)
        self._holders: list[dict[Kind, int]] = [{} for _ in index.groups]
        self._exhausted: set[Kind] = set()

    def hold(self, wanted: Wanted, preferred: Sequence[str] = ()) -> int | None:
        """Hold a place for one more voucher, at a preferred preschool if nobody holds it; says at which group.

        None when not all held so far could keep a place.
        """
        kind = self.index.fitting(wanted)
        if kind in self._exhausted:
            return None
        wished = (one for bin_ in preferred for one in self.index.of_preschool(bin_) if one in kind)
        unheld = next((one for one in chain(wished, kind) if self.free[one]), None)
        return self._move_for(kind) if unheld is None else self._take(kind, unheld)

    def hold_all(self, family: Iterable[tuple[Wanted, Sequence[str]]]) -> tuple[int, ...] | None:
        """Hold a place for each of them as `hold` does, or for none."""
        exhausted, held = set(self._exhausted), list[tuple[Kind, int]]()
        for wanted, preferred in family:
            position = self.hold(wanted, preferred)
            if position is None:
                self._give_back(held, exhausted)
                return None
            held.append((self.index.fitting(wanted), position))
        return tuple(position for _, position in held)

    def hold_many(self, vouchers: Iterable[Wanted]) -> int:
        """Hold a place for as many of them as the places can bear, wherever there is one; says for how many."""
        kinds = Counter(map(self.index.fitting, vouchers))
        # Whoever fits few groups first: then hardly anybody has to move.
        return sum(self._hold_many(kind, kinds[kind]) for kind in sorted(kinds, key=len))

    def bearing(self) -> set[int]:
        """The groups of which one more may take a place so that all held so far keep one."""
        holders = {kind for held in self._holders for kind in held}
        found, more = set[int](), {group for group, free in enumerate(self.free) if free}
        while more:
            found |= more
            movable = {kind for kind in holders if not found.isdisjoint(kind)}
            holders -= movable
            more = {group for kind in movable for group in kind if kind in self._holders[group]} - found
        return found

    def _hold_many(self, kind: Kind, count: int) -> int:
        left = count
        for group in kind:
            here = min(left, self.free[group])
            if here:
                self._take(kind, group, here)
                left -= here
        while left and kind not in self._exhausted and self._move_for(kind) is not None:
            left -= 1
        return count - left

    def _move_for(self, kind: Kind) -> int | None:
        """Move earlier vouchers until there is a place."""
        way = self._way(kind)
        if way is None:
            # Whom the places cannot bear now they cannot bear later: from here on there are only more vouchers.
            self._exhausted.add(kind)
            return None
        for (mover, to), (_, source) in pairwise(way):
            self._count(mover, source, -1)
            self.free[source] += 1
            self._count(mover, to, +1)
            self.free[to] -= 1
        return self._take(*way[-1])

    def _take(self, kind: Kind, group: int, count: int = 1) -> int:
        self._count(kind, group, count)
        self.free[group] -= count
        self.left -= count
        return group

    def _way(self, kind: Kind) -> list[tuple[Kind, int]] | None:
        """Who goes where, from the free place back to the newcomer; None when no move makes room."""
        came: dict[int, tuple[Kind, int | None]] = dict.fromkeys(kind, (kind, None))
        queue, asked = deque(kind), {kind}
        while queue:
            group = queue.popleft()
            if self.free[group]:
                return self._back(came, group)
            for holder in self._holders[group]:
                if holder not in asked:
                    asked.add(holder)
                    fresh = [other for other in holder if other not in came]
                    came.update((other, (holder, group)) for other in fresh)
                    queue.extend(fresh)
        return None

    def _back(self, came: dict[int, tuple[Kind, int | None]], group: int | None) -> list[tuple[Kind, int]]:
        way = []
        while group is not None:
            mover, source = came[group]
            way.append((mover, group))
            group = source
        return way

    def _give_back(self, held: list[tuple[Kind, int]], exhausted: set[Kind]) -> None:
        for kind, _ in held:
            group = next(one for one in kind if kind in self._holders[one])
            self._count(kind, group, -1)
            self.free[group] += 1
            self.left += 1
        if held:
            # What could not be borne beside them may be borne without them.
            self._exhausted = exhausted

    def _count(self, kind: Kind, group: int, by: int) -> None:
        holders = self._holders[group]
        holders[kind] = holders.get(kind, 0) + by
        if not holders[kind]:
            del holders[kind]


def choosable(groups: Sequence[OpenGroup], mine: Wanted, others: Iterable[Wanted], on: date) -> tuple[OpenGroup, ...]:
    """The groups that fit and that a parent may take so that every other open voucher still has a place.

    `others` are the vouchers without an enrolment request; a place that is reserved for a request is not free.
    """
    capacity = Capacity(GroupIndex(groups, on))
    capacity.hold_many(others)
    bearing = capacity.bearing()
    return tuple(groups[one] for one in capacity.index.fitting(mine) if one in bearing)
