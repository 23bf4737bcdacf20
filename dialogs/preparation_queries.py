"""What dialogs and pages ask about the documents that were sent ahead of a contract, and the records that answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.facts import Query
from dialogs.inputs import Page
from enrolment.profile import Profile
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor


@dataclass(frozen=True)
class Prepared:
    """A document that is there, `mine` when the account itself sent it.

    A delegate sees neither its pages nor the day of its issue (edge 9).
    """

    kind: DocumentKind
    sent_at: datetime
    mine: bool = True
    pages: tuple[Page, ...] = ()
    issued_on: date | None = None


@dataclass(frozen=True)
class Preparation:
    """What is there for a child, as the account may see it in its role; `queues` are those the child stands in.

    `contract_on` is the earliest likely day of a contract, None where nobody can tell; `offered` tells that a voucher
    is open. For a delegate `queues` is empty. `marked` are documents that a kindergarten wants anew (C11) and that the
    account may bring though another has signed, `brought` those that it has sent in their place. `profile` is the
    version by which an open contract asks for documents, where it is not that of today (edge 43).
    """

    child: int
    name: str
    role: Actor
    queues: tuple[QueueType, ...] = ()
    documents: tuple[Prepared, ...] = ()
    contract_on: date | None = None
    offered: bool = False
    marked: frozenset[DocumentKind] = frozenset()
    brought: frozenset[DocumentKind] = frozenset()
    profile: Profile | None = None

    def of(self, kind: DocumentKind) -> Prepared | None:
        """The document of that kind, if it is there."""
        return next((one for one in self.documents if one.kind is kind), None)


@dataclass(frozen=True)
class PreparedDocuments(Query[Preparation | None]):
    """The documents that are there for a child; None when the child is not the account's nor entrusted to it."""

    child: int
