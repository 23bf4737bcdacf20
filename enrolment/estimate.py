"""How long a place in the queue may take: an honest range, or the admission that nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil, sqrt
from statistics import fmean, variance

from enrolment.working_days import ALMATY

WEEKS_OF_HISTORY = 26
_FEWEST_WEEKS = 8
_FEWEST_PLACES = 5
_LONGEST_WEEKS = 156
_FOUR_OF_FIVE = 1.2816
_WEEK = timedelta(weeks=1)


class CannotSay(StrEnum):
    """Why there is no estimate."""

    TOO_SHORT = "too_short"
    TOO_FEW_PLACES = "too_few_places"


@dataclass(frozen=True)
class Estimate:
    """Weeks until a voucher, as it would come in four of five such cases; no upper end when it may take years."""

    from_weeks: int
    to_weeks: int | None


@dataclass(frozen=True)
class Pace:
    """By how many places a week a queue moves on, how much that varies, and over how many weeks it was seen."""

    mean: float
    variance: float
    weeks: int

    def moved(self, weeks: int, certainty: float) -> float:
        """By how much the queue moves in so many weeks; `certainty` counts standard deviations, negative for less.

        Both the weeks to come and the few that were seen may have been unlike the usual one.
        """
        spread = sqrt(self.variance * weeks * (1 + weeks / self.weeks))
        return self.mean * weeks + certainty * spread


@dataclass(frozen=True)
class Outlook:
    """Where a place may be on a day, at best and at worst; 0 is a voucher."""

    on: date
    best: int
    worst: int


@dataclass(frozen=True)
class PlaceOn:
    """The place at the end of a day."""

    on: date
    place: int


def pace(history: Sequence[int]) -> Pace | CannotSay:
    """The pace of a queue from by how much it moved on each week: places issued, less who came in ahead."""
    recent = history[-WEEKS_OF_HISTORY:]
    if len(recent) < _FEWEST_WEEKS:
        return CannotSay.TOO_SHORT
    if sum(recent) < _FEWEST_PLACES:
        return CannotSay.TOO_FEW_PLACES
    return Pace(fmean(recent), variance(recent), len(recent))


def estimate(place: int, history: Sequence[int]) -> Estimate | CannotSay:
    """In how many weeks that place (the first is 1) gets a voucher if the queue moves on as it did."""
    found = pace(history)
    if isinstance(found, CannotSay):
        return found
    soonest = _weeks_until(place, found, _FOUR_OF_FIVE)
    return Estimate(_LONGEST_WEEKS if soonest is None else soonest, _weeks_until(place, found, -_FOUR_OF_FIVE))


def outlook(place: int, history: Sequence[int], now: datetime, weeks: int = WEEKS_OF_HISTORY) -> tuple[Outlook, ...]:
    """Where the place may be at the end of each of the coming weeks, for a picture; empty when nobody can say.

    It stops with the week in which a voucher is there even at worst.
    """
    found = pace(history)
    days: list[Outlook] = []
    if isinstance(found, CannotSay):
        return ()
    for week in range(1, weeks + 1):
        best = place - found.moved(week, _FOUR_OF_FIVE)
        worst = min(place - found.moved(week, -_FOUR_OF_FIVE), days[-1].worst if days else place)
        on = (now + week * _WEEK).astimezone(ALMATY).date()
        days.append(Outlook(on, max(0, ceil(best)), max(0, ceil(worst))))
        if not days[-1].worst:
            break
    return tuple(days)


def _weeks_until(place: int, found: Pace, certainty: float) -> int | None:
    return next((week for week in range(1, _LONGEST_WEEKS + 1) if found.moved(week, certainty) >= place), None)
