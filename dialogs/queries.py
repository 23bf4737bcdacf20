"""The declared queries of all dialogs and pages, and the records that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.effects import Person
from dialogs.facts import Query
from enrolment.application import ApplicationState
from enrolment.distance import Point
from enrolment.terms import Name, QueueType, Role
from enrolment.voucher_states import Actor
from enrolment.working_days import Deadline


@dataclass(frozen=True)
class Profile:
    """The account's own data; the IIN is shown to its owner only."""

    person: Person
    phone: str
    iin: str
    iin_proof: str
    registered_at: datetime


@dataclass(frozen=True)
class MyProfile(Query[Profile | None]):
    """The account's own data, None before registration."""


@dataclass(frozen=True)
class ChatCard:
    """A chat of the account: its channel's name, its number with the middle hidden, and when it last wrote."""

    id: int
    channel: str
    phone: str | None
    seen: datetime
    here: bool = False

    @property
    def name(self) -> str:
        """What the owner knows it by."""
        return " ".join(part for part in (self.channel, self.phone) if part)


@dataclass(frozen=True)
class Chats:
    """The chats of the account, oldest first, and the one that was chosen for notifications."""

    cards: tuple[ChatCard, ...]
    notified: int | None = None

    def card(self, id_: int | None) -> ChatCard | None:
        """The chat of that id, while it belongs to the account."""
        return next((card for card in self.cards if card.id == id_), None)


@dataclass(frozen=True)
class MyChats(Query[Chats]):
    """The chats through which this account is reached."""


@dataclass(frozen=True)
class ChildCard:
    """A child of the account; `active` is how many applications of the child are under way."""

    id: int
    person: Person
    birth_date: date
    iin: str | None
    document_number: str | None
    proof: str
    active: int = 0

    @property
    def name(self) -> str:
        """First and last name."""
        return " ".join(part for part in (self.person.first_name, self.person.last_name) if part)


@dataclass(frozen=True)
class MyChildren(Query[tuple[ChildCard, ...]]):
    """The account's children, oldest record first."""


@dataclass(frozen=True)
class PreschoolCard:
    """A preschool of the catalogue as lists and cards show it; `free` counts free places in all groups."""

    bin: str
    name: Name
    address: Name
    locality: str
    ownership: str
    languages: tuple[str, ...]
    queue_types: tuple[str, ...]
    min_age: int
    max_age: int
    places: int
    free: int
    contract_channel: str
    fee: int | None = None
    phone: str | None = None
    point: Point | None = None


@dataclass(frozen=True)
class Wished:
    """A preschool that an application names."""

    bin: str
    name: Name


@dataclass(frozen=True)
class Preschools(Query[tuple[PreschoolCard, ...]]):
    """The open preschools of a locality, for one queue type or for all, by name.

    With an age in `months` only the free places for that age are counted.
    """

    locality: str
    queue: QueueType | None = None
    months: int | None = None


@dataclass(frozen=True)
class Preschool(Query[PreschoolCard | None]):
    """One preschool by its BIN."""

    bin: str


@dataclass(frozen=True)
class Place:
    """A place in the queue: position from 1, and who is ahead by category number (earlier ones of the own included)."""

    position: int
    ahead: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Happening:
    """One line of an application's history; `role` is whose comment it is.

    `of` tells what it happened to: the application, its voucher or referral, or a request to that preschool.
    `places` are the place in the queue before and after, where that is what changed.
    """

    at: datetime
    from_state: str | None
    to_state: str
    reason: str | None = None
    comment: str | None = None
    role: str | None = None
    of: str = "application"
    preschool: Name | None = None
    places: tuple[int, int] | None = None


@dataclass(frozen=True)
class ApplicationCard:
    """An application as its owner and the reviewers see it; `role` is what the account is to it.

    `privilege_asked` is another privilege whose proof is being checked while the application waits.
    """

    id: int
    number: str
    queue: QueueType
    state: str
    child: ChildCard
    locality: str
    preschools: tuple[Wished, ...]
    language: str
    submitted_at: datetime
    category: int
    archive_reason: str | None = None
    rehabilitation: str | None = None
    special_need: str | None = None
    privilege: str | None = None
    privilege_asked: str | None = None
    place: Place | None = None
    pages: int = 0
    rejection: str | None = None
    rejection_comment: str | None = None
    rejected_as: str | None = None
    rejected_by: str | None = None
    restore_until: Deadline | None = None
    restore_days_left: int = 0
    role: Actor = Actor.PARENT


@dataclass(frozen=True)
class MyApplications(Query[tuple[ApplicationCard, ...]]):
    """The account's applications, newest first, archived ones included."""


@dataclass(frozen=True)
class MyApplication(Query[ApplicationCard | None]):
    """One application of the account, or of which it is the second parent; None when it is somebody else's."""

    id: int


@dataclass(frozen=True)
class History(Query[tuple[Happening, ...]]):
    """What happened to an application of the account, oldest first."""

    application: int


@dataclass(frozen=True)
class Notice:
    """A notification that was sent: when, and its words at that time."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Notices:
    """One sheet of the notifications, newest first, and how many there are in all."""

    notices: tuple[Notice, ...]
    total: int


@dataclass(frozen=True)
class MyNotices(Query[Notices]):
    """Notifications sent to the account; `at` is the sheet, from 0, five on each."""

    at: int = 0


@dataclass(frozen=True)
class CaseLine:
    """One message of a support case."""

    at: datetime
    by_parent: bool
    text: str


@dataclass(frozen=True)
class CaseCard:
    """A support case: its number, what it is about, where it stands, and what was said."""

    id: int
    number: str
    kind: str
    state: str
    opened_at: datetime
    lines: tuple[CaseLine, ...] = ()


@dataclass(frozen=True)
class MyCases(Query[tuple[CaseCard, ...]]):
    """The account's support cases, newest first, without their messages."""


@dataclass(frozen=True)
class MyCase(Query[CaseCard | None]):
    """One support case of the account with its messages."""

    id: int


# Staff


@dataclass(frozen=True)
class Member:
    """A member of staff; without a locality the role holds in all of them."""

    id: int
    role: Role
    locality: str | None
    preschool: str | None
    name: str = ""


@dataclass(frozen=True)
class MyStaff(Query[Member | None]):
    """The account's staff membership, None for a stranger."""


@dataclass(frozen=True)
class StaffMembers(Query[tuple[Member, ...]]):
    """Everybody who works here within the administrator's locality, by role."""


@dataclass(frozen=True)
class ReviewCard:
    """An application as staff see it, without the child's surname and IIN.

    `by` took it at `taken_at`, or decided it at `decided_at`; `decides` tells whether the member may decide it,
    `oversees` whether they watch over it; `days_left` are working days until `due_at`; `twin` tells that another
    active application to the same queue names the same child.
    """

    application: ApplicationCard
    waiting_since: datetime
    due_at: datetime
    days_left: int
    decides: bool = False
    oversees: bool = False
    taken_by_me: bool = False
    by: Member | None = None
    taken_at: datetime | None = None
    decided_at: datetime | None = None
    decision: str | None = None
    twin: bool = False

    @property
    def taken_by_other(self) -> bool:
        """Whether a colleague has taken it and not decided yet."""
        return self.by is not None and not self.taken_by_me and self.decision is None

    @property
    def decidable(self) -> bool:
        """Whether the member can confirm or reject it now."""
        return self.waits and self.decides and not self.taken_by_other

    @property
    def waits(self) -> bool:
        """Whether there is something to decide: the documents of a new application, or the proof of a privilege."""
        one = self.application
        pending = one.state == ApplicationState.DOCS_PENDING or one.privilege_asked is not None
        return pending and self.decision is None


@dataclass(frozen=True)
class ReviewSheet:
    """One sheet of a list of reviews, and how many there are in all."""

    cards: tuple[ReviewCard, ...]
    total: int


@dataclass(frozen=True)
class WaitingReviews(Query[ReviewSheet]):
    """Reviews of the member's role and locality that nobody has taken, longest waiting first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class MyReviews(Query[ReviewSheet]):
    """Reviews that the member has taken and not decided, longest waiting first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class ReviewCounts:
    """How many reviews wait for the member's role and locality, and how many the member has taken."""

    waiting: int
    mine: int


@dataclass(frozen=True)
class MyReviewCounts(Query[ReviewCounts]):
    """How much there is to review, for the menu."""


@dataclass(frozen=True)
class Review(Query[ReviewCard | None]):
    """One application within the member's role and locality."""

    application: int


@dataclass(frozen=True)
class OpenCases(Query[tuple[CaseCard, ...]]):
    """Support cases that wait for an administrator, oldest first."""


@dataclass(frozen=True)
class StaffCase(Query[CaseCard | None]):
    """One support case with its messages, for an administrator."""

    id: int


@dataclass(frozen=True)
class CatalogueSize(Query[int]):
    """How many preschools are open."""
