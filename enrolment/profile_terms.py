"""The parts of a process profile that the voucher, the enrolment and the contract read (A.4, A.5)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from enrolment.profile_file import Contradiction, Filled, Like, Within
from enrolment.profile_sections import Count, WorkingDays
from enrolment.terms import FormField

# The registry tells the names, and `bank_requisites` whether a bank is asked for.
_NOT_ASKED = (FormField.PARENT_NAME, FormField.CHILD_NAME, FormField.BANK, FormField.IBAN, FormField.BANK_BRANCH)
_PAPER = (FormField.ID_TYPE, FormField.ID_NUMBER)
NumberPattern = Annotated[str, Like(r"[^{}]*(\{(preschool|mm|yy|yyyy|seq|seq3)\}[^{}]*)+")]


class DayUnit(StrEnum):
    """In which days a term is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Fallback(StrEnum):
    """Where an application goes when its voucher comes to nothing."""

    STOP_LIST = "stop_list"
    ARCHIVE = "archive"


class StartEvent(StrEnum):
    """From what moment the enrolment term runs (X-01)."""

    ISSUED = "issued"
    CONFIRMED = "confirmed"


class Goal(StrEnum):
    """What must have happened when the enrolment term ends (X-02)."""

    CONTRACT_SENT_TO_PARENT = "contract_sent_to_parent"
    PARENT_SIGNED = "parent_signed"
    BOTH_SIGNED = "both_signed"


class Restore(StrEnum):
    """How an application leaves the stop-list (B.5)."""

    AUTO = "auto"
    MANUAL = "manual"
    BOTH = "both"


class StopListEnd(StrEnum):
    """Where an application goes when its time on the stop-list is over."""

    QUEUE = "queue"
    ARCHIVE = "archive"


class ContractStarter(StrEnum):
    """Who begins the contract."""

    PRESCHOOL = "preschool"
    PARENT = "parent"


class ContractStep(StrEnum):
    """The pages of the contract dialog (S2-16…S2-54)."""

    INFO = "info"
    EDS_CHECK = "eds_check"
    REPRESENTATIVE = "representative"
    REQUISITES = "requisites"
    DOCUMENTS = "documents"
    CONFIRMATION = "confirmation"


class Presence(StrEnum):
    """Whether a part of the contract form is asked (X-11)."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


class OnReject(StrEnum):
    """What follows a contract that was finally rejected (A13)."""

    CHOOSE_AGAIN = "choose_again"
    ARCHIVE = "archive"


class TermKind(StrEnum):
    """For how long a contract is concluded (X-22)."""

    INDEFINITE = "indefinite"
    ONE_YEAR_PROLONGED = "one_year_prolonged"


@dataclass(frozen=True)
class InterestConfirmation:
    """Whether and how soon a voucher must be confirmed (S3-41…S3-43)."""

    enabled: bool
    working_days: WorkingDays
    on_no_confirmation: Fallback
    on_decline: Fallback


@dataclass(frozen=True)
class EnrolmentTerm:
    """The term to find a place and conclude the contract (S3-46, S3-48)."""

    working_days: WorkingDays
    start_event: StartEvent
    goal: Goal
    choose_preschool: bool
    min_after_return_working_days: WorkingDays
    on_not_enrolled: Fallback


@dataclass(frozen=True)
class Extension:
    """The extension of the enrolment term, offered from that working day of it (S3-47)."""

    enabled: bool
    unit: DayUnit
    amount: Count
    offer_from_day: WorkingDays
    max_times: Count


@dataclass(frozen=True)
class StopList:
    """How long an application rests on the stop-list and how it comes back (B.5)."""

    duration: Count
    unit: DayUnit
    restore: Restore
    restore_limit: Annotated[int, Within(0, 100)]
    on_end: StopListEnd
    keep_date: bool


@dataclass(frozen=True)
class FieldRules:
    """A field of the contract form, and whether it may stay empty."""

    field: FormField
    presence: Presence


@dataclass(frozen=True)
class ContractRules:
    """The contract: who begins it, its steps and form, its terms in working days, its number.

    `changed_data_counts` says whether a return for nothing but data that changed after the signing is a correction.
    `fields` are what is asked of the representative, in this order; what is not there is not asked (S1-30, S2-27).
    """

    starter: ContractStarter
    steps: Annotated[tuple[ContractStep, ...], Filled()]
    eds_precheck: bool
    fields: Annotated[tuple[FieldRules, ...], Filled()]
    bank_requisites: Presence
    sign_working_days: WorkingDays
    correction_working_days: WorkingDays
    max_corrections: Annotated[int, Within(0, 10)]
    changed_data_counts: bool
    on_reject: OnReject
    number: NumberPattern
    term_kind: TermKind

    def __post_init__(self) -> None:
        if self.eds_precheck is not (ContractStep.EDS_CHECK in self.steps):
            raise Contradiction("eds_precheck", "must be true when eds_check is among the steps, and only then")
        if (self.bank_requisites is Presence.HIDDEN) is (ContractStep.REQUISITES in self.steps):
            raise Contradiction(
                "bank_requisites", "must be hidden when requisites is not among the steps, and only then"
            )
        if not {"{seq}", "{seq3}"} & set(re.findall(r"{\w+}", self.number)):
            raise Contradiction("number", "must have {seq} or {seq3}, or contracts would share a number")
        self._check_fields()

    def _check_fields(self) -> None:
        asked = [rule.field for rule in self.fields]
        for field in _NOT_ASKED:
            if field in asked:
                raise Contradiction("fields", f"must not name {field}, which is never asked here")
        for field in asked:
            if asked.count(field) > 1:
                raise Contradiction("fields", f"names {field} twice")
        if not set(_PAPER) <= set(asked):
            raise Contradiction("fields", "must name id_type and id_number: the contract says who signs it")


@dataclass(frozen=True)
class Reminders:
    """When a voucher's holder is reminded: at that time of day, and so many hours before the end (V1)."""

    at: dt.time
    hours_before_end: Annotated[int, Within(1, 24)]


@dataclass(frozen=True)
class Notifications:
    """After how many minutes a notification that has not arrived goes to the parent's other chat."""

    fallback_minutes: Annotated[int, Within(1, 1440)]


@dataclass(frozen=True)
class StaffTerms:
    """How long a preschool may take to answer a request, and to check a contract, in working days; when it is reminded.

    E2, V7.
    """

    contract_working_days: WorkingDays
    remind_at: dt.time


@dataclass(frozen=True)
class Bulletin:
    """When the bulletin of vacant places is published and opened (B.6)."""

    publish_at: dt.time
    open_at: dt.time


@dataclass(frozen=True)
class Outage:
    """For how many hours after an outage an act still counts that the outage prevented in time (G.6 edge 6)."""

    grace_hours: Annotated[int, Within(0, 72)]
