"""The vocabulary of an application: its states, what can happen to it, and what can be in the way (G.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from enrolment.terms import DocumentKind, QueueType, Role


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    DOCS_PENDING = "docs_pending"
    QUEUED = "queued"
    IN_PROCESS = "in_process"
    COMPLETED = "completed"
    STOP_LISTED = "stop_listed"
    ARCHIVED = "archived"


ACTIVE = frozenset(ApplicationState) - {ApplicationState.COMPLETED, ApplicationState.ARCHIVED}


class ArchiveReason(StrEnum):
    """Why an application went to the archive."""

    DOCS_REJECTED = "docs_rejected"
    VOUCHER_UNCONFIRMED = "voucher_unconfirmed"
    VOUCHER_DECLINED = "voucher_declined"
    NOT_ENROLLED = "not_enrolled"
    CONTRACT_REJECTED = "contract_rejected"
    STOP_LIST_ENDED = "stop_list_ended"
    WITHDRAWN = "withdrawn"
    AGE_LIMIT = "age_limit"
    DUPLICATE = "duplicate"
    FALSE_DATA = "false_data"
    CHILD_REMOVED = "child_removed"


class Action(StrEnum):
    """What can happen to an application."""

    ADD = "add"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    REJECT = "reject"
    REVIEW_OVERDUE = "review_overdue"
    ISSUE_VOUCHER = "issue_voucher"
    EXPIRE_UNCONFIRMED = "expire_unconfirmed"
    DECLINE = "decline"
    EXPIRE_UNUSED = "expire_unused"
    RETURN_TO_QUEUE = "return_to_queue"
    CONTRACT_REJECTED = "contract_rejected"
    CONTRACT_SIGNED = "contract_signed"
    RESTORE = "restore"
    STOP_LIST_ENDED = "stop_list_ended"
    WITHDRAW = "withdraw"
    REACH_AGE_LIMIT = "reach_age_limit"
    FIND_DUPLICATE = "find_duplicate"
    FIND_FALSE_DATA = "find_false_data"
    CHANGE = "change"
    REMOVE_CHILD = "remove_child"
    APPLY_AGAIN = "apply_again"


class Need(StrEnum):
    """What must be there before something can happen, besides documents."""

    APPLICANT_DATA = "applicant_data"
    CHILD_DATA = "child_data"
    LOCALITY = "locality"
    INSTRUCTION_LANGUAGE = "instruction_language"
    REHABILITATION_TYPE = "rehabilitation_type"
    SPECIAL_NEED_TYPE = "special_need_type"
    PREFERRED_PRESCHOOL = "preferred_preschool"
    DATA_CONSENT = "data_consent"
    REASON = "reason"
    PARENT_HEARD = "parent_heard"
    AGE_LIMIT_REACHED = "age_limit_reached"


class Bar(StrEnum):
    """What must not be so when something is to happen."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    NOT_THIS_ROLE = "not_this_role"
    OTHER_ACTIVE_APPLICATION = "other_active_application"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    TOO_MANY_PRESCHOOLS = "too_many_preschools"
    OTHER_LOCALITY = "other_locality"
    OWN_RELATIVE = "own_relative"
    VOUCHER_OPEN = "voucher_open"
    TERM_OVER = "term_over"
    RESTORED_BEFORE = "restored_before"


class NotAllowed(Exception):
    """Something cannot happen now; `code` says what is missing (a Need, a DocumentKind) or in the way (a Bar)."""

    def __init__(self, code: Need | DocumentKind | Bar) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class Facts:
    """What is known when something is to happen.

    `role` is the staff role of who acts, None for the parent and for the clock; `there` is what has been given and
    found; `against` is what stands in the way.
    """

    queue_type: QueueType
    privileged: bool = False
    role: Role | None = None
    there: frozenset[Need | DocumentKind] = frozenset()
    against: frozenset[Bar] = frozenset()
    preferred_preschools: int = 0


@dataclass(frozen=True)
class Transition:
    """A step that the rules allow: its row in G.1, the new state, and the notification that tells of it.

    `opens_new` says that the new state is that of a new application, not of the one acted on.
    """

    row: str
    before: ApplicationState | None
    after: ApplicationState
    archive_reason: ArchiveReason | None = None
    notification: str | None = None
    opens_new: bool = False
