"""What is known of reviews by parents: to anybody, to their author, and to the staff that decides or answers. S1-09."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.facts import Query
from enrolment.feedback import FeedbackState, Rating
from enrolment.terms import Name

SHEET = 3


@dataclass(frozen=True)
class Said:
    """A published review; no name where the author signs as a parent; `answer` is the kindergarten's."""

    stars: int
    words: str
    name: str | None
    at: datetime
    answer: str | None = None


@dataclass(frozen=True)
class Own:
    """The reader's own review, whatever its state; `reason` is why it was declined."""

    id: int
    stars: int
    words: str
    state: FeedbackState
    reason: str | None = None


@dataclass(frozen=True)
class SaidSheet:
    """One sheet of what is said of a kindergarten, newest first; `writes`: the reader may write a review."""

    name: Name
    rating: Rating | None
    said: tuple[Said, ...]
    more: bool
    writes: bool = False
    own: tuple[Own, ...] = ()


@dataclass(frozen=True)
class SaidOf(Query[SaidSheet | None]):
    """What is said of a kindergarten, for anybody; `at` is the sheet, from 0, three on each."""

    bin: str
    at: int = 0


@dataclass(frozen=True)
class Attending:
    """A child of the reader that goes to a kindergarten, by the application that led there."""

    application: int
    child: str


@dataclass(frozen=True)
class MyAttending(Query[tuple[Attending, ...]]):
    """The reader's own children who go to this kindergarten."""

    bin: str


@dataclass(frozen=True)
class FeedbackCard:
    """A review as staff see it, with the answer and where both stand."""

    id: int
    rev: int
    preschool: Name
    stars: int
    words: str
    name: str | None
    state: FeedbackState
    at: datetime
    answer: str | None = None
    answer_state: FeedbackState | None = None
    answer_rev: int = 0
    answer_reason: str | None = None


@dataclass(frozen=True)
class WaitingFeedback(Query[tuple[FeedbackCard, ...]]):
    """Reviews and answers that wait for the administrator, the longest waiting first, at most fifty of each."""


@dataclass(frozen=True)
class WaitingFeedbackCount(Query[int]):
    """How many of them wait."""


@dataclass(frozen=True)
class FeedbackSheet:
    """One sheet of a kindergarten's published reviews for its employees, and how many there are."""

    cards: tuple[FeedbackCard, ...]
    more: bool
    total: int


@dataclass(frozen=True)
class OurFeedback(Query[FeedbackSheet]):
    """What is published of the employee's own kindergarten; `at` is the sheet, from 0."""

    at: int = 0


@dataclass(frozen=True)
class OneFeedback(Query[FeedbackCard | None]):
    """One review, as far as the member may see it."""

    id: int
