"""What the dialogs and pages of choosing and enrolling want to know, and the records that answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.facts import Query
from dialogs.queries import PreschoolCard
from enrolment.enrolment_request_states import ContractChannel
from locales.text import Text


@dataclass(frozen=True)
class OfferedGroup:
    """A group that fits the child in everything; `free` are the places that this parent may take now, perhaps none."""

    id: int
    name: str
    min_age: float
    max_age: float
    preschool: PreschoolCard
    free: int = 0


@dataclass(frozen=True)
class Offer:
    """What a voucher that runs may be used for, the wanted preschools first; `waiting` are the lists it is on.

    `refused` tells, by its BIN, why a preschool has refused a request of this voucher.
    """

    voucher: int
    application: int
    child: str
    deadline: datetime
    days_left: int
    groups: tuple[OfferedGroup, ...] = ()
    waiting: tuple[str, ...] = ()
    refused: Mapping[str, Text] = field(default_factory=dict)

    @property
    def only_refusers(self) -> bool:
        """Whether there are places, but in preschools alone that have refused."""
        return bool(self.open) and all(one.bin in self.refused for one in self.open)

    @property
    def open(self) -> tuple[PreschoolCard, ...]:
        """The preschools with a place for the child, in their order."""
        return tuple(dict.fromkeys(one.preschool for one in self.groups if one.free))

    @property
    def full(self) -> tuple[PreschoolCard, ...]:
        """The preschools that fit and have no place now."""
        open_now = {one.preschool.bin for one in self.groups if one.free}
        return tuple(dict.fromkeys(one.preschool for one in self.groups if one.preschool.bin not in open_now))

    def groups_of(self, bin_: str) -> tuple[OfferedGroup, ...]:
        """The preschool's groups that fit the child, also those without a place."""
        return tuple(one for one in self.groups if one.preschool.bin == bin_)

    def places(self, bin_: str) -> int:
        """How many places the preschool has for the child."""
        return sum(one.free for one in self.groups_of(bin_))


@dataclass(frozen=True)
class Offers(Query[Offer | None]):
    """What can be chosen with a voucher of the account; None where nothing can be chosen with it now."""

    voucher: int


@dataclass(frozen=True)
class Chooser:
    """A voucher with which a kindergarten can be chosen now, by the child's first name."""

    voucher: int
    application: int
    child: str


@dataclass(frozen=True)
class Choosers(Query[tuple[Chooser, ...]]):
    """The account's vouchers with which a kindergarten can be chosen now."""


@dataclass(frozen=True)
class RequestCard:
    """An enrolment request as the parent sees it; `cancellable` tells that the choice can be changed now."""

    id: int
    number: str
    voucher: int
    application: int
    state: str
    sent_at: datetime
    preschool: PreschoolCard
    group: str
    cancellable: bool = False


@dataclass(frozen=True)
class MyRequests(Query[tuple[RequestCard, ...]]):
    """The open enrolment requests of the account."""


# Staff


@dataclass(frozen=True)
class PreschoolRequest:
    """An enrolment request as the kindergarten's employees see it: no surname, no IIN.

    `channel` tells how the kindergarten concludes its contracts.
    """

    id: int
    number: str
    state: str
    child: str
    born: date
    sex: str | None
    language: str
    group: str
    sent_at: datetime
    answer_by: datetime | None
    days_left: int = 0
    channel: ContractChannel = ContractChannel.ELECTRONIC

    @property
    def undecided(self) -> bool:
        """Whether the kindergarten has not answered yet."""
        return self.state == "sent"


@dataclass(frozen=True)
class RequestSheet:
    """One sheet of a list of requests, how many there are in all, and how many of the own family it leaves out."""

    cards: tuple[PreschoolRequest, ...] = ()
    total: int = 0
    own: int = 0


@dataclass(frozen=True)
class WaitingRequests(Query[RequestSheet]):
    """Requests to the employee's kindergarten without an answer, longest waiting first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class AnsweredRequests(Query[RequestSheet]):
    """Requests whose contract is on its way and not back to be checked, longest waiting first; `at` is the sheet."""

    at: int = 0


@dataclass(frozen=True)
class StaffRequest(Query[PreschoolRequest | None]):
    """One request to the employee's kindergarten; None for any other and for a relative's."""

    id: int
