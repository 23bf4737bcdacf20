"""What the pages of the education department and of the calendar want to know, and the records that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.facts import Query
from enrolment.terms import Name
from enrolment.voucher_states import VoucherState


@dataclass(frozen=True)
class GroupCard:
    """The places of a group: `free` are neither reserved nor enrolled, `opened` of them are given out.

    `closable` is how many of the open ones no voucher needs; `holders` are the vouchers that could take one here.
    """

    id: int
    bin: str
    preschool: Name
    name: str
    min_age: float
    max_age: float
    places: int
    free: int
    opened: int
    closable: int = 0
    holders: int = 0

    @property
    def openable(self) -> int:
        """The free places that are not open yet."""
        return max(0, self.free - self.opened)


@dataclass(frozen=True)
class GroupsOf(Query[tuple[GroupCard, ...]]):
    """The groups of a preschool of the member's locality, the youngest first; none of any other preschool."""

    bin: str


@dataclass(frozen=True)
class GroupOf(Query[GroupCard | None]):
    """One group with everything that decides how many of its places may be opened or closed."""

    id: int


@dataclass(frozen=True)
class PlacesInAll:
    """A locality at a glance: its open places, and how many open vouchers hold one of them without naming it."""

    opened: int
    held: int


@dataclass(frozen=True)
class PlacesOf(Query[PlacesInAll]):
    """The open places of a locality that is the member's."""

    locality: str


@dataclass(frozen=True)
class HeldRequest:
    """A voucher's open request, with the kindergarten that has it; `contract_sent` tells that it has answered."""

    number: str
    preschool: Name
    group: str
    sent_at: datetime
    contract_sent: bool = False


@dataclass(frozen=True)
class StaffVoucher:
    """A voucher as the department sees it, the child by first name; `request` is the one that annulling ends too."""

    id: int
    number: str
    application: str
    child: str
    state: VoucherState
    issued_at: datetime
    deadline: datetime
    reason: str | None = None
    request: HeldRequest | None = None


@dataclass(frozen=True)
class StaffVoucherOf(Query[StaffVoucher | None]):
    """One voucher of the department's locality."""

    id: int


@dataclass(frozen=True)
class DeclaredDay:
    """A day that an administrator declared off or worked, by which act, and who entered it."""

    on: date
    works: bool
    name: Name | None
    source: str


@dataclass(frozen=True)
class DeclaredDays(Query[tuple[DeclaredDay, ...]]):
    """The declared days from today on, the next first; for administrators only."""
