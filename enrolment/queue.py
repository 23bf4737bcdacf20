"""What a queue is, who is ahead in it, and why a place changed (G.0)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from enrolment.terms import QueueType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


class QueueKey(NamedTuple):
    """One queue: the children of a locality, a queue type and a year of birth."""

    locality: str
    queue_type: QueueType
    birth_year: int


class Bucket(NamedTuple):
    """The applications of one category that came on one day of one iteration; lower buckets go first.

    `day` counts days since 1970 in UTC: the country's own days repeat an hour when its clock is set back.
    """

    iteration: int
    category: int
    day: int


class OrderKey(NamedTuple):
    """The place of an application in its queue; lower goes first, and no two are equal."""

    iteration: int
    category: int
    submitted_at: datetime
    id: int

    @property
    def bucket(self) -> Bucket:
        """The counter to which the application belongs."""
        return Bucket(self.iteration, self.category, day_number(self.submitted_at))


@dataclass(frozen=True)
class Ahead:
    """How many are ahead, by the number of their category."""

    by_category: Mapping[int, int]

    @property
    def total(self) -> int:
        """How many are ahead in all."""
        return sum(self.by_category.values())

    @property
    def position(self) -> int:
        """The place in the queue; the first is 1 (S3-36)."""
        return self.total + 1


@dataclass(frozen=True)
class Explanation:
    """A place in words: so many of other categories, lowest number first, and so many of one's own who came earlier."""

    position: int
    others: tuple[tuple[int, int], ...]
    earlier: int


class PlaceChange(StrEnum):
    """Why a place is another one than before (N13)."""

    REFRESHED = "refreshed"
    CATEGORY_MOVED = "category_moved"
    PRIVILEGED_AHEAD = "privileged_ahead"
    FEWER_AHEAD = "fewer_ahead"
    PRIVILEGE_CONFIRMED = "privilege_confirmed"
    PRIVILEGE_DROPPED = "privilege_dropped"


@dataclass(frozen=True)
class Standing:
    """Where an application stood at one moment."""

    iteration: int
    category: int
    position: int


def queue_of(locality: str, queue_type: QueueType, born: date) -> QueueKey:
    """The queue in which a child born on that day stands."""
    return QueueKey(locality, queue_type, born.year)


def day_number(moment: datetime) -> int:
    """The days since 1970 in UTC on which a moment falls, as the counters name their days."""
    return (moment - _EPOCH) // _DAY


def ahead(counts: Mapping[Bucket, int], own: Bucket, earlier_in_own: int) -> Ahead:
    """Who is ahead: everybody in earlier buckets, and those of one's own bucket who came earlier.

    `counts` may hold the whole queue; what is not earlier does not matter.
    """
    found: Counter[int] = Counter()
    for bucket, count in counts.items():
        if bucket < own:
            found[bucket.category] += count
    found[own.category] += earlier_in_own
    return Ahead({category: found[category] for category in sorted(found) if found[category]})


def explain(found: Ahead, own_category: int) -> Explanation:
    """The place with its reasons: "13th: ahead are 3 first-priority children and 9 who came earlier" (S3-39)."""
    others = tuple((category, count) for category, count in found.by_category.items() if category != own_category)
    return Explanation(found.position, others, found.by_category.get(own_category, 0))


def why_changed(before: Standing, after: Standing) -> PlaceChange | None:
    """The main reason for a change of place; None when it did not change."""
    if before.position == after.position:
        return None
    if before.iteration != after.iteration:
        return PlaceChange.REFRESHED
    if before.category != after.category:
        return PlaceChange.CATEGORY_MOVED
    return PlaceChange.PRIVILEGED_AHEAD if after.position > before.position else PlaceChange.FEWER_AHEAD
