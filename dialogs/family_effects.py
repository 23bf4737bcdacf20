"""What a family does to let somebody in, or to be offered places together. Edges 8, 9 and 11."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Effect
from enrolment.voucher_states import Actor


@dataclass(frozen=True)
class InviteMember(Effect):
    """A one-time code by which somebody may ask to join in that role; five an hour."""

    application: int
    role: Actor


@dataclass(frozen=True)
class JoinFamily(Effect):
    """Ask the applicant who gave this code to be let in; five wrong ones an hour."""

    code: str


@dataclass(frozen=True)
class AnswerJoining(Effect):
    """What the applicant says to whoever wants to join."""

    tie: int
    yes: bool


@dataclass(frozen=True)
class EndTie(Effect):
    """End somebody's access, or one's own; `application` is on whose card it was pressed."""

    tie: int
    application: int | None = None


@dataclass(frozen=True)
class LinkChildren(Effect):
    """Offer the places of these two children together."""

    child: int
    other: int


@dataclass(frozen=True)
class UnlinkChild(Effect):
    """Offer this child a place by itself again."""

    child: int
