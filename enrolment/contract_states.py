"""The vocabulary of a contract: its states, what can happen to it, and what can be in the way (G.4)."""

from __future__ import annotations

from enum import StrEnum


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    SIGNATURE_PENDING = "signature_pending"
    PARENT_SIGNED = "parent_signed"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    SIGNED = "signed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ARCHIVED = "archived"


WITH_PARENT = frozenset({ContractState.DRAFT, ContractState.RETURNED})
WITH_PRESCHOOL = frozenset({ContractState.PARENT_SIGNED, ContractState.UNDER_REVIEW})
OPEN_CONTRACT = WITH_PARENT | WITH_PRESCHOOL | {ContractState.SIGNATURE_PENDING}


class ContractTab(StrEnum):
    """The subsections of "Contracts" (S1-60…S1-62)."""

    IN_PROGRESS = "in_progress"
    SIGNED = "signed"
    ARCHIVE = "archive"


def tab_of(state: ContractState) -> ContractTab:
    """Under which heading a contract in that state stands."""
    if state in OPEN_CONTRACT:
        return ContractTab.IN_PROGRESS
    return ContractTab.SIGNED if state is ContractState.SIGNED else ContractTab.ARCHIVE


class ContractKind(StrEnum):
    """How a contract is concluded, or that it changes one which is in force (C19)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    ADDITIONAL_AGREEMENT = "additional_agreement"


class ContractEnd(StrEnum):
    """Why a contract stands in the archive."""

    CORRECTIONS_EXHAUSTED = "corrections_exhausted"
    REFUSED = "refused"
    TERM_OVER = "term_over"
    VOUCHER_EXPIRED = "voucher_expired"
    WITHDRAWN = "withdrawn"
    REQUEST_ENDED = "request_ended"
    CHILD_REMOVED = "child_removed"


class ContractAction(StrEnum):
    """What can happen to a contract."""

    START = "start"
    RECORD_ON_PAPER = "record_on_paper"
    READ_INFO = "read_info"
    CHECK_EDS = "check_eds"
    FILL_REPRESENTATIVE = "fill_representative"
    FILL_REQUISITES = "fill_requisites"
    ATTACH_DOCUMENTS = "attach_documents"
    FREEZE = "freeze"
    SIGN = "sign"
    SETTLE_SIGNATURE = "settle_signature"
    REPLACE = "replace"
    OPEN_REVIEW = "open_review"
    MARK = "mark"
    RETURN = "return"
    REJECT = "reject"
    COUNTERSIGN = "countersign"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    END = "end"
    REMOVE_CHILD = "remove_child"
    NOTE_CHANGED_DATA = "note_changed_data"
    AMEND = "amend"
    CHANGE_TEMPLATE = "change_template"
    LOSE_REPRESENTATIVE = "lose_representative"


class ContractNeed(StrEnum):
    """What must be there before something can happen to a contract."""

    EARLIER_STEPS = "earlier_steps"
    ANSWERS = "answers"
    DOCUMENTS = "documents"
    READ_ACK = "read_ack"
    FROZEN_DOCUMENT = "frozen_document"
    SIGNATURE = "signature"
    MARKED_ITEMS_REPLACED = "marked_items_replaced"
    ALL_JUDGED = "all_judged"
    SOMETHING_WRONG = "something_wrong"
    REASON = "reason"
    COMMENT = "comment"
    REMOVAL_DATE = "removal_date"
    CHANGED_FIELDS = "changed_fields"
    CONTRACT_SCAN = "contract_scan"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"


class ContractBar(StrEnum):
    """What must not be so when something is to happen to a contract."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    ALREADY_DONE = "already_done"
    NOT_THIS_ACTOR = "not_this_actor"
    OWN_RELATIVE = "own_relative"
    OTHER_REPRESENTATIVE = "other_representative"
    SIGNED_BY_THE_OTHER = "signed_by_the_other"
    VOUCHER_NOT_RUNNING = "voucher_not_running"
    REQUEST_NOT_ANSWERED = "request_not_answered"
    REQUEST_STILL_OPEN = "request_still_open"
    TERM_OVER = "term_over"
    TOO_EARLY = "too_early"
    NOT_ASKED = "not_asked"
    SIGNATURE_REFUSED = "signature_refused"
    SIGNATURE_PENDING = "signature_pending"
    OTHER_DOCUMENT = "other_document"
    NOT_MARKED = "not_marked"
    NOT_PART_OF_IT = "not_part_of_it"
    NOT_CHANGED = "not_changed"
    UNKNOWN_REASON = "unknown_reason"
    SOMETHING_WRONG = "something_wrong"
    CORRECTIONS_EXHAUSTED = "corrections_exhausted"


class ContractNotAllowed(Exception):
    """Something cannot happen to a contract now; `code` says what is missing or in the way."""

    def __init__(self, code: ContractNeed | ContractBar) -> None:
        super().__init__(code.value)
        self.code = code
