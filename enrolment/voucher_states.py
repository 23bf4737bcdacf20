"""The vocabulary of a voucher: its states, who does what to it, and what can be in the way (G.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from enrolment.application_states import Action
from enrolment.term_ends import Outage
from enrolment.working_days import Deadline


class VoucherState(StrEnum):
    """Where a voucher stands."""

    ISSUED = "issued"
    CONFIRMED = "confirmed"
    EXTENDED = "extended"
    HELD = "held"
    REDEEMED = "redeemed"
    DECLINED = "declined"
    EXPIRED_UNCONFIRMED = "expired_unconfirmed"
    EXPIRED_UNUSED = "expired_unused"
    ANNULLED = "annulled"


RUNNING = frozenset({VoucherState.CONFIRMED, VoucherState.EXTENDED})
OPEN = RUNNING | {VoucherState.ISSUED, VoucherState.HELD}
EXPIRED = frozenset({VoucherState.EXPIRED_UNCONFIRMED, VoucherState.EXPIRED_UNUSED})


class Actor(StrEnum):
    """Who acts; the parent is the one who applied, a former parent has signed a contract and was let in no longer."""

    PARENT = "parent"
    SECOND_PARENT = "second_parent"
    FORMER_PARENT = "former_parent"
    DELEGATE = "delegate"
    DISTRIBUTION = "distribution"
    TIMER = "timer"
    DEPARTMENT = "education_department"
    PRESCHOOL = "preschool_employee"


PARENTS = frozenset({Actor.PARENT, Actor.SECOND_PARENT})
FAMILY = PARENTS | {Actor.DELEGATE}


class VoucherAction(StrEnum):
    """What can happen to a voucher."""

    ISSUE = "issue"
    CONFIRM = "confirm"
    DECLINE = "decline"
    EXPIRE = "expire"
    EXTEND = "extend"
    START_CONTRACT = "start_contract"
    SIGN = "sign"
    CONTRACT_SENT = "contract_sent"
    REQUEST_REFUSED = "request_refused"
    REQUEST_CANCELLED = "request_cancelled"
    PRESCHOOL_LOST = "preschool_lost"
    CONTRACT_RETURNED = "contract_returned"
    CONTRACT_REJECTED = "contract_rejected"
    CONTRACT_WITHDRAWN = "contract_withdrawn"
    SIGNATURE_REFUSED = "signature_refused"
    CONTRACT_SIGNED = "contract_signed"
    ADMITTED_ON_PAPER = "admitted_on_paper"
    ANNUL = "annul"
    REACH_AGE_LIMIT = "reach_age_limit"
    JOIN_WAITING_LIST = "join_waiting_list"
    LEAVE_WAITING_LIST = "leave_waiting_list"
    PLACE_FREED = "place_freed"


class VoucherNeed(StrEnum):
    """What must be there before something can happen to a voucher."""

    DECLINE_CONFIRMED = "decline_confirmed"
    REASON = "reason"


class VoucherBar(StrEnum):
    """What must not be so when something is to happen to a voucher."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    ALREADY_DONE = "already_done"
    NOT_THIS_ACTOR = "not_this_actor"
    TERM_OVER = "term_over"
    TOO_EARLY = "too_early"
    NO_EXTENSION = "no_extension"
    EXTENDED_BEFORE = "extended_before"
    OTHER_VOUCHER_OPEN = "other_voucher_open"
    OTHERS_UNWARNED = "others_unwarned"


class VoucherNotAllowed(Exception):
    """Something cannot happen to a voucher now; `code` says what is missing or in the way."""

    def __init__(self, code: VoucherNeed | VoucherBar) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class Voucher:
    """One voucher or referral.

    `deadline` is that of the confirmation while it is issued (D1), of the enrolment afterwards (D2), and the one
    that ran last while it is held; `kept_working_days` is what was left when the clock stopped.
    """

    state: VoucherState
    issued_at: datetime
    deadline: Deadline
    extensions: int = 0
    kept_working_days: int = 0


@dataclass(frozen=True)
class OpenRequest:
    """The voucher's open enrolment request; it is answered once the preschool has sent the contract."""

    sent_at: datetime
    answered: bool = False


@dataclass(frozen=True)
class VoucherFacts:
    """Who acts when, what has been given, what stands in the way, and what else decides.

    `request` is the voucher's open enrolment request, never left out when there is one; `outages` are the times in
    which nobody could act; `parent_at_fault` is what the department found (V12).
    """

    actor: Actor
    now: datetime
    there: frozenset[VoucherNeed] = frozenset()
    against: frozenset[VoucherBar] = frozenset()
    request: OpenRequest | None = None
    outages: tuple[Outage, ...] = ()
    parent_at_fault: bool = False


@dataclass(frozen=True)
class VoucherTransition:
    """A step that the rules allow, with its row in G.2.

    `application` is what happens to the application in the same transaction; where that step names a notification
    of its own, that one is sent instead of `notification`. `returns_to_queue` says that the application goes back
    to its old place. `deadline` is the new one, None when it stays; `contract_by` is the end of the term to sign
    the contract or its correction. `profile_version` is that of the rules that set them.
    """

    row: str
    before: VoucherState | None
    after: VoucherState
    profile_version: int
    application: Action | None = None
    notification: str | None = None
    deadline: Deadline | None = None
    contract_by: Deadline | None = None
    kept_working_days: int = 0
    extends: bool = False
    returns_to_queue: bool = False
