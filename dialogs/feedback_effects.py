"""What is asked to be done about reviews by parents. S1-09."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Effect


@dataclass(frozen=True)
class WriteFeedback(Effect):
    """Send a review of the kindergarten that the child of this application goes to; it waits for the administrator."""

    application: int
    stars: int
    words: str
    signed: bool


@dataclass(frozen=True)
class WithdrawFeedback(Effect):
    """Take one's own review back, published or not."""

    feedback: int


@dataclass(frozen=True)
class DecideFeedback(Effect):
    """Publish a review or its answer as it was read (`rev`), or decline it for a reason that its author reads."""

    feedback: int
    rev: int
    answer: bool
    reason: str | None = None


@dataclass(frozen=True)
class AnswerFeedback(Effect):
    """The kindergarten's one answer to a review; it waits for the administrator."""

    feedback: int
    words: str
