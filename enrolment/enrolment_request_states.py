"""The vocabulary of an enrolment request: its states, what can happen to it, and what can be in the way (G.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from enrolment.term_ends import Outage
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from enrolment.working_days import Deadline


class RequestState(StrEnum):
    """Where an enrolment request stands."""

    SENT = "sent"
    CONTRACT_SENT = "contract_sent"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN_REQUEST = frozenset({RequestState.SENT, RequestState.CONTRACT_SENT})


class RequestAction(StrEnum):
    """What can happen to an enrolment request."""

    SEND = "send"
    START_CONTRACT = "start_contract"
    SEND_CONTRACT = "send_contract"
    REFUSE = "refuse"
    LOSE_PRESCHOOL = "lose_preschool"
    ANSWER_OVERDUE = "answer_overdue"
    CANCEL = "cancel"
    RETURN_CHOICE = "return_choice"
    EXPIRE = "expire"
    SIGN_CONTRACT = "sign_contract"
    REJECT_CONTRACT = "reject_contract"
    CONTRACT_EXPIRED = "contract_expired"
    WITHDRAW_CONTRACT = "withdraw_contract"
    ADMIT_ON_PAPER = "admit_on_paper"


class ContractChannel(StrEnum):
    """How a preschool concludes its contracts (X-15)."""

    ELECTRONIC = "electronic"
    BOTH = "both"
    PAPER = "paper"


class PlaceEffect(StrEnum):
    """What a step does to the place in the group."""

    RESERVED = "reserved"
    KEPT = "kept"
    RELEASED = "released"
    TAKEN = "taken"


class RequestNeed(StrEnum):
    """What must be there before something can happen to a request."""

    REASON = "reason"
    COMMENT = "comment"
    CONTRACT_SCAN = "contract_scan"


class RequestBar(StrEnum):
    """What must not be so when something is to happen to a request; a misfit of the group has the same name."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    NOT_THIS_ACTOR = "not_this_actor"
    VOUCHER_NOT_RUNNING = "voucher_not_running"
    VOUCHER_STILL_OPEN = "voucher_still_open"
    OTHER_REQUEST_OPEN = "other_request_open"
    PRESCHOOL_CLOSED = "preschool_closed"
    OTHER_PRESCHOOL = "other_preschool"
    OTHER_LOCALITY = "other_locality"
    OTHER_QUEUE_TYPE = "other_queue_type"
    OTHER_LANGUAGE = "other_language"
    OTHER_AGE = "other_age"
    NO_FREE_PLACE = "no_free_place"
    PARENT_SIGNED = "parent_signed"
    OWN_RELATIVE = "own_relative"
    ELECTRONIC_ONLY = "electronic_only"
    PAPER_ONLY = "paper_only"
    UNKNOWN_REASON = "unknown_reason"
    TOO_EARLY = "too_early"


class RequestNotAllowed(Exception):
    """Something cannot happen to a request now; `code` says what is missing or in the way."""

    def __init__(self, code: RequestNeed | RequestBar) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class RequestFacts:
    """Who acts when, on which voucher and preschool, what has been given, and what stands in the way.

    `voucher` is the state of the voucher after its own timer has had its turn (`voucher.overdue`); `sent_at` is when
    the request was sent; `reason` is the code of a refusal; `outages` are the times in which nobody could act.
    """

    actor: Actor
    now: datetime
    voucher: VoucherState
    channel: ContractChannel = ContractChannel.ELECTRONIC
    sent_at: datetime | None = None
    reason: str | None = None
    there: frozenset[RequestNeed] = frozenset()
    against: frozenset[RequestBar] = frozenset()
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True)
class RequestTransition:
    """A step that the rules allow, with its row in G.3.

    `voucher` is what happens to the voucher in the same transaction; where that step names a notification of its
    own, it is the same one. `answer_by` is the end of the staff's term.
    """

    row: str
    before: RequestState | None
    after: RequestState
    place: PlaceEffect
    notification: str | None = None
    voucher: VoucherAction | None = None
    answer_by: Deadline | None = None
