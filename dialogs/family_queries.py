"""What dialogs and pages ask about who else cares for a child, and the records that answer. Edges 8, 9 and 11."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.facts import Query
from dialogs.voucher_queries import VoucherCard
from enrolment.voucher_states import Actor


@dataclass(frozen=True)
class FamilyMember:
    """Somebody who joined: first name and the first letter of the surname.

    `contract` tells that a contract which both have not signed yet is in this person's hands.
    """

    tie: int
    role: Actor
    name: str
    contract: bool = False


@dataclass(frozen=True)
class FamilyCard:
    """Who sees an application; `role` is what the account itself is to it, `mine` its own tie.

    `asking` wait for the applicant to confirm them; `invites` are the roles in which somebody can still be invited.
    """

    application: int
    child: str
    role: Actor
    members: tuple[FamilyMember, ...] = ()
    asking: tuple[FamilyMember, ...] = ()
    invites: tuple[Actor, ...] = ()
    mine: int | None = None


@dataclass(frozen=True)
class MyFamily(Query[FamilyCard | None]):
    """Who sees an application of the account, or one that it was entrusted with; a member sees nobody else."""

    application: int


@dataclass(frozen=True)
class EntrustedCard:
    """A child's application that another family entrusted to the account; nothing of it says in which queue it is.

    Without an application there is only the child; `contract` tells as that of `FamilyMember`.
    """

    tie: int
    role: Actor
    child: str
    application: int | None = None
    state: str = ""
    place: int | None = None
    voucher: VoucherCard | None = None
    child_id: int = 0
    contract: bool = False


@dataclass(frozen=True)
class Entrusted(Query[tuple[EntrustedCard, ...]]):
    """The applications of children whom others have entrusted to the account."""


@dataclass(frozen=True)
class Sibling:
    """Another child of the account."""

    child: int
    name: str


@dataclass(frozen=True)
class TwinsCard:
    """A child, those whose places are offered together with its own, and those who could be linked with it."""

    child: int
    name: str
    linked: tuple[Sibling, ...] = ()
    possible: tuple[Sibling, ...] = ()


@dataclass(frozen=True)
class Twins(Query[TwinsCard | None]):
    """With whom a child of the account is offered a place together; None when it is somebody else's."""

    child: int
