"""Whether a group has what a child needs, and in which order to show the groups that do (G.0, E1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from enrolment.ages import age_in_months
from enrolment.distance import Point, nearest
from enrolment.terms import InstructionLanguage, QueueType

_MONTHS = 12


class Wanted(NamedTuple):
    """What a child needs of a group."""

    locality: str
    queue_type: QueueType
    language: InstructionLanguage
    born: date


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group of a preschool with its free places; ages in years, the lower one included, the upper one not."""

    id: int
    preschool: str
    locality: str
    queue_types: tuple[QueueType, ...]
    languages: tuple[InstructionLanguage, ...]
    min_age: float
    max_age: float
    free: int
    point: Point | None = None

    def takes_age(self, months: int) -> bool:
        """Whether a child of so many months belongs into the group."""
        return round(self.min_age * _MONTHS) <= months < round(self.max_age * _MONTHS)

    def suits(self, wanted: Wanted, on: date) -> bool:
        """Whether it is a group for the child on that day, be it full or not."""
        return (
            wanted.locality == self.locality
            and wanted.queue_type in self.queue_types
            and wanted.language in self.languages
            and self.takes_age(age_in_months(wanted.born, on))
        )


class Misfit(StrEnum):
    """Why a group is not one for the child."""

    OTHER_LOCALITY = "other_locality"
    OTHER_QUEUE_TYPE = "other_queue_type"
    OTHER_LANGUAGE = "other_language"
    OTHER_AGE = "other_age"
    NO_FREE_PLACE = "no_free_place"


def misfits(group: OpenGroup, wanted: Wanted, on: date) -> frozenset[Misfit]:
    """Everything in which the group is not what the child needs on the day of enrolment."""
    found = {
        Misfit.OTHER_LOCALITY: group.locality != wanted.locality,
        Misfit.OTHER_QUEUE_TYPE: wanted.queue_type not in group.queue_types,
        Misfit.OTHER_LANGUAGE: wanted.language not in group.languages,
        Misfit.OTHER_AGE: not group.takes_age(age_in_months(wanted.born, on)),
        Misfit.NO_FREE_PLACE: group.free < 1,
    }
    return frozenset(misfit for misfit, is_so in found.items() if is_so)


def suggestions(
    groups: Iterable[OpenGroup], wanted: Wanted, on: date, preferred: Sequence[str] = (), here: Point | None = None
) -> list[OpenGroup]:
    """The groups that fit: the preferred preschools first in their order, then the nearest to here (S3-49)."""
    fitting = [one for one in groups if one.free > 0 and one.suits(wanted, on)]
    fitting.sort(key=lambda one: (one.preschool, one.id))
    if here is not None:
        fitting = nearest(here, fitting, lambda one: one.point)
    wish = {preschool: rank for rank, preschool in enumerate(preferred)}
    return sorted(fitting, key=lambda one: wish.get(one.preschool, len(wish)))
