"""What the dialogs and pages of the contract want to know, and the records that answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.contract_effects import Documents, Fields
from dialogs.facts import Query
from dialogs.message import EMPTY
from enrolment.profile import Profile
from enrolment.terms import DocumentKind, Name, QueueType
from locales.text import Text


@dataclass(frozen=True)
class ContractToFill:
    """A draft or returned contract that the account is to fill in and sign.

    `known` are answers that need no question (the phone, saved requisites, what was signed before) by their codes;
    `prepared` are documents that were sent in advance, `attached` those that the draft has already. `draft` is the
    version of the newest draft, `frozen` that of what is to be signed: where these are others than the parent has
    read, a draft is made and read anew (C20). `marks` tell by its code why a document or field is to be replaced,
    reason and comment together; `replaced` are the codes of what was. `corrections_left` tells how often the contract
    can still be returned, `return_counts` whether this correction is one of them.
    `agreement` says that it changes a contract in force, whose documents it keeps (C19). `profile` is the version by
    which the contract is judged, where it is not that of today (edge 43).
    """

    id: int
    number: str
    state: str
    child: str
    queue: QueueType
    preschool: Name
    voucher_number: str
    sign_by: datetime
    days_left: int
    known: Fields = field(default_factory=dict)
    prepared: Documents = field(default_factory=dict)
    attached: Documents = field(default_factory=dict)
    draft: int | None = None
    frozen: int | None = None
    marks: Mapping[str, Text] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()
    corrections_left: int = 0
    return_counts: bool = True
    agreement: bool = False
    profile: Profile | None = None


@dataclass(frozen=True)
class FillContract(Query[ContractToFill | None]):
    """One contract that the account may fill in and sign now; None for any other."""

    contract: int


@dataclass(frozen=True)
class ContractTerms:
    """The main terms of a contract (S2-64, S2-65); a missing date is None and is never shown (S2-58).

    `place` is where it is concluded, `amount` what the parent pays a month in tenge; it runs on from `ends_on`, and
    without that day it is indefinite.
    """

    place: Name | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    effective_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Admission:
    """On what the admission rests (S2-66): the voucher or referral, who issued it, and the group with its ages."""

    voucher: int
    number: str
    issued_on: date
    issuer: Name
    group: str
    min_age: float
    max_age: float


@dataclass(frozen=True)
class CheckedDocument:
    """A document of the contract: its pages, and what was said of it; `accepted` is None before a verdict.

    `replaced` tells that the parent sent it anew after it had been marked.
    """

    kind: DocumentKind
    name: Name
    pages: int
    accepted: bool | None = None
    reason: str = ""
    comment: str = ""
    replaced: bool = False


@dataclass(frozen=True)
class ContractCard:
    """A contract as the parent sees it.

    `state` and `end` are codes of the contract's machine. `sign_by` is until when the parent has to sign,
    with `days_left` working days; `sent_at` when the parent signed, `signed_at` when the kindergarten did, and
    `confirmed_by` who did so for the parent. `pages` counts those of the newest version, 0 where there is none.
    `marks` tell by its code why a document or field is to be replaced, reason and comment together; `reason` and
    `comment` why the contract ended.
    `documents` are those that belong to it; `fills` is false where only the other parent, who signed, goes on;
    `frozen` tells that only the signature is missing, `signs` that it is this parent's, who fixed the text;
    `evidence` that both signatures are kept, to be sent; `amends` is the number of the contract that an additional
    agreement changes (C19); `keeps_place` that whoever withdraws keeps the place that the referral names;
    `return_counts` that a contract that came back did so for more than changed data (C18).
    """

    id: int
    number: str
    state: str
    child: str
    preschool: Name
    created_at: datetime
    admission: Admission
    terms: ContractTerms = ContractTerms()
    sign_by: datetime | None = None
    days_left: int = 0
    sent_at: datetime | None = None
    signed_at: datetime | None = None
    confirmed_by: str = ""
    pages: int = 0
    paper: bool = False
    marks: Mapping[str, Text] = field(default_factory=dict)
    corrections_left: int = 0
    return_counts: bool = True
    end: str | None = None
    reason: Text = EMPTY
    comment: str = ""
    cancellable: bool = False
    keeps_place: bool = False
    fills: bool = True
    frozen: bool = False
    signs: bool = True
    documents: tuple[CheckedDocument, ...] = ()
    evidence: bool = False
    amends: str = ""


@dataclass(frozen=True)
class MyContracts(Query[tuple[ContractCard, ...]]):
    """The account's contracts, newest first."""


@dataclass(frozen=True)
class MyContract(Query[ContractCard | None]):
    """One contract of the account; None when it is somebody else's."""

    id: int


@dataclass(frozen=True)
class TextSheet:
    """A sheet of the contract's text, at most 3,000 characters in each language, and how many sheets there are."""

    kk: str
    ru: str
    total: int


@dataclass(frozen=True)
class ContractText(Query[TextSheet | None]):
    """The text of the account's contract to read in the chat; `at` counts the sheets from 0 (S2-63)."""

    contract: int
    at: int = 0


# Employees


@dataclass(frozen=True)
class CheckedField:
    """An answer of the form by its code, and what was said of it."""

    code: str
    value: str
    accepted: bool | None = None
    reason: str = ""
    comment: str = ""
    replaced: bool = False


@dataclass(frozen=True)
class PreschoolContract:
    """A contract as the kindergarten's employees see it: no surname, no IIN.

    `corrections_left` tells how often it can still be returned, `return_counts` whether that uses one up; `check_by`
    until when it should be decided, with `days_left` working days; `version` is that of the document to sign, with so
    many `pages`. `changed` are the codes of what is different since it was signed, `amendable` whether an agreement
    about it can be asked for now (C19), `amends` the number of the contract that it changes where it is one itself;
    and `says_anew` the codes of what it says otherwise; `evidence` that both signatures are kept, to be sent.
    """

    id: int
    number: str
    state: str
    child: str
    born: date
    group: str
    sent_at: datetime | None
    check_by: datetime | None = None
    days_left: int = 0
    documents: tuple[CheckedDocument, ...] = ()
    fields: tuple[CheckedField, ...] = ()
    corrections_left: int = 0
    return_counts: bool = True
    version: int | None = None
    pages: int = 0
    paper: bool = False
    signed_at: datetime | None = None
    changed: tuple[str, ...] = ()
    amendable: bool = False
    amends: str = ""
    says_anew: tuple[str, ...] = ()
    evidence: bool = False

    @property
    def items(self) -> tuple[CheckedDocument | CheckedField, ...]:
        """Everything that can be marked."""
        return (*self.documents, *self.fields)

    @property
    def unjudged(self) -> int:
        """How many documents have no verdict yet."""
        return sum(one.accepted is None for one in self.documents)

    @property
    def anew(self) -> int:
        """How many answers were given anew and have no verdict yet."""
        return sum(one.replaced and one.accepted is None for one in self.fields)

    @property
    def judged(self) -> bool:
        """Whether everything is looked at that has to be."""
        return not self.unjudged and not self.anew

    @property
    def returnable(self) -> bool:
        """Whether it can go back now: something is marked, all is looked at, a correction is left or not used (C18)."""
        return bool(self.wrong) and self.judged and (self.corrections_left > 0 or not self.return_counts)

    @property
    def wrong(self) -> int:
        """How many documents and fields are marked."""
        return sum(one.accepted is False for one in self.items)


@dataclass(frozen=True)
class ContractSheet:
    """One sheet of a list of contracts, how many there are in all, and how many of the own family it leaves out.

    `children` counts them without the agreements, of which each only changes a contract (C19).
    """

    cards: tuple[PreschoolContract, ...] = ()
    total: int = 0
    own: int = 0
    children: int = 0


@dataclass(frozen=True)
class ContractsToCheck(Query[ContractSheet]):
    """Contracts that parents have signed and nobody decided, longest waiting first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class SignedContracts(Query[ContractSheet]):
    """Contracts of the children who are admitted, the newest first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class StaffContract(Query[PreschoolContract | None]):
    """One contract of the employee's kindergarten; None for any other and for a relative's (edge 45)."""

    id: int


@dataclass(frozen=True)
class OwnContract(Query[bool]):
    """Whether the contract is of the employee's own family, or of a child whom they declared a relative (edge 45)."""

    contract: int
