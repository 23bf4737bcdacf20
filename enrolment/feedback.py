"""What parents say of a kindergarten: the states of a review, and what may never be published in one. S1-09."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

SHORTEST_WORDS, LONGEST_WORDS = 10, 400
"""Characters."""

_LONG_NUMBER = re.compile(r"\d(?:[\s\-().+/]{0,3}\d){8,}|\d{7,}|(?<!\d)\d{3}[- ]\d{2}[- ]\d{2}(?!\d)")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?<!\w)@\w{4,}|https?://|www\.|\b(?:t|wa)\.me/", re.IGNORECASE)


class FeedbackState(StrEnum):
    """Nothing is published before the administrator approved it; a newer approved one replaces an older one."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"


class Unfit(StrEnum):
    """Why words may not be published; the person who wrote them can mend it."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NUMBER = "number"
    ADDRESS = "address"


@dataclass(frozen=True)
class Rating:
    """The mean of the published stars, to one decimal, and how many there are."""

    average: Decimal
    count: int


def unfit(words: str) -> Unfit | None:
    """Why these words may not be published: their length, or a number or address by which somebody can be reached.

    Phone numbers and IINs are refused however they are written; years, dates and sums of money are not.
    """
    if len(words) < SHORTEST_WORDS:
        return Unfit.TOO_SHORT
    if len(words) > LONGEST_WORDS:
        return Unfit.TOO_LONG
    if _LONG_NUMBER.search(words):
        return Unfit.NUMBER
    return Unfit.ADDRESS if _ADDRESS.search(words) else None


def rating(stars: int, count: int) -> Rating:
    """The rating where so many reviews gave so many stars together; `count` is at least 1."""
    return Rating((Decimal(stars) / count).quantize(Decimal("0.1"), ROUND_HALF_UP), count)
