"""What is asked to be done about members of staff, and what the dialogs want to know of them. Edge 39."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Effect
from dialogs.facts import Query
from dialogs.queries import Member
from enrolment.terms import Role


@dataclass(frozen=True)
class OpenWork:
    """What is open with a member who may leave, and who of the same role could take it.

    `reviews` and `cases` are claimed by them; `requests` wait at their kindergarten for any employee; `last` tells that
    nobody else has the role there.
    """

    member: Member
    reviews: int = 0
    cases: int = 0
    requests: int = 0
    colleagues: tuple[Member, ...] = ()
    last: bool = False

    @property
    def claimed(self) -> int:
        """What somebody has to take over."""
        return self.reviews + self.cases


@dataclass(frozen=True)
class WorkOf(Query[OpenWork | None]):
    """What is open with this member; for an administrator within reach and for the member alone."""

    member: int


@dataclass(frozen=True)
class EndMembership(Effect):
    """Somebody stops working here: what is open with them goes to that colleague, or waits for all the others."""

    member: int
    to: int | None = None


@dataclass(frozen=True)
class Appoint(Effect):
    """Give a member another role or place; what is open with them and is theirs no more waits for the others."""

    member: int
    role: Role
    locality: str | None
    preschool: str | None = None


@dataclass(frozen=True)
class InviteColleague(Effect):
    """Make a code that admits one person to this role."""

    role: Role
    locality: str | None
    preschool: str | None = None
