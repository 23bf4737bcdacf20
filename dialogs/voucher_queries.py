"""What dialogs and pages ask about vouchers, and the records that answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.facts import Query
from dialogs.queries import Happening
from enrolment.application_states import Bar
from enrolment.contract_states import ContractState
from enrolment.family import FamilyAct, may
from enrolment.terms import Name, PlaceInstrument
from enrolment.voucher_states import RUNNING, Actor, VoucherState
from enrolment.working_days import Deadline


@dataclass(frozen=True)
class VoucherCard:
    """A voucher or referral as its family sees it.

    `days_left` are working days up to the deadline's day; `over` tells that the deadline has passed; `changed_at` is
    when it came into its state. `adds` is by how many days it can be extended now, None when it cannot;
    `waiting` tells that a preschool has not answered yet, since `asked_at`, and `answer_by` until when it has to;
    `contract_by` is until when a contract is to be signed; `contract` is the open one, in `contract_state`, and
    `fills` is false where the other parent goes on, who signed it or is about to (C11), `frozen`
    tells that only the signature is missing, and
    `startable` tells that the family can begin one (E7); `others` counts the child's other active applications.
    `rest_until` is until when a lost application can or could be restored, `rest_bar` what is against it;
    `role` is what the account is to it: a delegate's card names neither kindergarten nor reason.
    """

    id: int
    number: str
    application: int
    child: str
    state: VoucherState
    instrument: PlaceInstrument
    issued_at: datetime
    changed_at: datetime
    deadline: Deadline
    days_left: int
    over: bool = False
    adds: int | None = None
    waiting: bool = False
    asked_at: datetime | None = None
    answer_by: Deadline | None = None
    answer_days_left: int = 0
    answer_late: bool = False
    contract_by: Deadline | None = None
    contract_days_left: int = 0
    contract: int | None = None
    contract_state: ContractState | None = None
    fills: bool = True
    frozen: bool = False
    startable: bool = False
    preschool: Name | None = None
    others: int = 0
    reason: str | None = None
    rest_until: datetime | None = None
    rest_days_left: int = 0
    rest_bar: Bar | None = None
    role: Actor = Actor.PARENT
    child_id: int = 0

    @property
    def answerable(self) -> bool:
        """Whether it waits to be accepted or declined."""
        return self.state is VoucherState.ISSUED and not self.over

    @property
    def running(self) -> bool:
        """Whether a preschool can be chosen and the contract concluded with it."""
        return self.state in RUNNING and not self.over

    @property
    def waits(self) -> bool:
        """Whether the family has to do something by the deadline."""
        return self.answerable or (self.running and not self.waiting)

    @property
    def due(self) -> Deadline:
        """The deadline that the card shows: the kindergarten's, that of the contract, or the voucher's own."""
        if self.waiting and self.answer_by is not None:
            return self.answer_by
        return self.contract_by if self.running and self.contract_by is not None else self.deadline

    @property
    def dated(self) -> bool:
        """Whether there is a day to put into a calendar."""
        return self.waits or (self.waiting and self.answer_by is not None and not self.answer_late)

    @property
    def restorable(self) -> bool:
        """Whether the family can bring the application back from the stop-list now."""
        return self.rest_until is not None and self.rest_bar is None and may(self.role, FamilyAct.RESTORE)


@dataclass(frozen=True)
class MyVouchers(Query[tuple[VoucherCard, ...]]):
    """The account's vouchers, newest first."""


@dataclass(frozen=True)
class MyVoucher(Query[VoucherCard | None]):
    """One voucher of the account, or entrusted to it; None when it is somebody else's."""

    id: int


@dataclass(frozen=True)
class VoucherOf(Query[VoucherCard | None]):
    """The newest voucher of an application that was entrusted to the account."""

    application: int


@dataclass(frozen=True)
class VoucherHistory(Query[tuple[Happening, ...]]):
    """What happened to a voucher of the account, oldest first."""

    voucher: int
