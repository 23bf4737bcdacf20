"""The parts of a process profile that registration, application and review read (A.5, A.6)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from enrolment.phones import PhonePolicy
from enrolment.profile_file import Contradiction, Filled, Like, Within
from enrolment.run_schedule import read_slot
from enrolment.terms import DocumentKind, InstructionLanguage, Name, Priority, Privilege, QueueType, Role, WorkingWeek

Code = Annotated[str, Like("[a-z][a-z0-9_]*")]
Count = Annotated[int, Within(1, 1000)]
WorkingDays = Annotated[int, Within(1, 60)]
Bytes = Annotated[int, Within(1, 2**30)]


class Requirement(StrEnum):
    """When a document has to be there."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    WITH_PRIVILEGE = "with_privilege"


class FileFormat(StrEnum):
    """Formats of files that people send or that are kept."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"


class QueueGroups(StrEnum):
    """By what children of one locality and queue type are told apart (G.0)."""

    BIRTH_YEAR = "birth_year"


@dataclass(frozen=True)
class NamedCode:
    """A row of a dictionary: what is stored, and what people read."""

    code: Code
    name: Name


@dataclass(frozen=True)
class Language:
    """A language of instruction on offer (S3-31)."""

    code: InstructionLanguage
    name: Name


@dataclass(frozen=True)
class QueueRules:
    """A queue type on offer, who checks its applications, and what it asks beyond the common questions."""

    type: QueueType
    name: Name
    reviewer: Role | None
    privilege_reviewer: Role | None
    asks_rehabilitation_type: bool
    asks_special_need_type: bool


@dataclass(frozen=True)
class Category:
    """A queue category; lower numbers go first. The last one is everybody's and names no privilege."""

    number: Annotated[int, Within(1, 99)]
    priority: Priority
    name: Name
    privileges: tuple[Privilege, ...]


@dataclass(frozen=True)
class PrivilegeRules:
    """A privileged ground, the paper that proves it, and for how many days from its issue that paper is good."""

    code: Privilege
    name: Name
    proof: Name
    proof_valid_days: Count | None


@dataclass(frozen=True)
class DocumentRules:
    """A document asked for at one stage; the form's number is an attribute, never the identity (X-09)."""

    kind: DocumentKind
    name: Name
    form: str | None
    requirement: Requirement
    queue_types: Annotated[tuple[QueueType, ...], Filled()]
    valid_days: Count | None
    max_pages: Count

    @property
    def form_to_say(self) -> Name | None:
        """The form's number where the name does not hold it already; in Kazakh it ends in «/е», not in «/у»."""
        form = self.form or ""
        number = form.partition("/")[0]
        if not number or number in self.name.ru:
            return None
        return Name(kk=f"{form.removesuffix('/у')}/е" if form.endswith("/у") else form, ru=form, en=form)


@dataclass(frozen=True)
class DocumentSets:
    """The documents of each stage (X-08)."""

    application: tuple[DocumentRules, ...]
    contract: tuple[DocumentRules, ...]

    def __post_init__(self) -> None:
        for stage, rows in (("application", self.application), ("contract", self.contract)):
            asked = Counter((row.kind, queue_type) for row in rows for queue_type in row.queue_types)
            for (kind, queue_type), times in asked.items():
                if times > 1:
                    raise Contradiction(stage, f"asks twice for {kind} in the {queue_type} queue")


@dataclass(frozen=True)
class PreferredPreschools:
    """How many preschools a parent names in an application (X-07)."""

    min: Count
    max: Count
    required_for_queue_types: tuple[QueueType, ...]

    def __post_init__(self) -> None:
        if self.min > self.max:
            raise Contradiction("min", f"must not be more than max, which is {self.max}")


@dataclass(frozen=True)
class ApplicationRules:
    """What an application needs besides its documents."""

    preferred_preschools: PreferredPreschools


@dataclass(frozen=True)
class AgeLimits:
    """Who may stand in a queue: from so many whole months, until the birthday that makes so many years."""

    from_months: Annotated[int, Within(0, 72)]
    until_years: Annotated[int, Within(1, 8)]


@dataclass(frozen=True)
class ReviewRules:
    """How long a review may wait, in working days, before its reviewer is reminded and somebody else is told (A8)."""

    working_days: WorkingDays
    remind_after_working_days: WorkingDays
    escalate_after_working_days: WorkingDays
    escalate_to: Role

    def __post_init__(self) -> None:
        if self.remind_after_working_days > self.escalate_after_working_days:
            raise Contradiction("remind_after_working_days", "must not come after the escalation")


@dataclass(frozen=True)
class QueueOrder:
    """How children are grouped, which iteration runs, and on which days of the year (MM-DD) the next one begins."""

    groups: QueueGroups
    iteration: Count
    refresh_days: tuple[Annotated[str, Like(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")], ...]


@dataclass(frozen=True)
class SlotText:
    """A check: the text names a time for a distribution run."""

    def problem(self, value: str) -> str | None:
        try:
            read_slot(value)
        except ValueError as wrong:
            return str(wrong)
        return None


@dataclass(frozen=True)
class DistributionRules:
    """When places are given out by themselves, and whether linked siblings are served together (G.0)."""

    schedule: tuple[Annotated[str, SlotText()], ...]
    siblings_together: bool


@dataclass(frozen=True)
class IncomingFiles:
    """What people may send."""

    formats: Annotated[tuple[FileFormat, ...], Filled()]
    max_bytes: Bytes
    max_pages: Count


@dataclass(frozen=True)
class KeptFiles:
    """What is kept: images page by page, or PDFs where the profile keeps them; sizes in bytes."""

    formats: Annotated[tuple[FileFormat, ...], Filled()]
    page_max_bytes: Bytes
    pdf_max_bytes: Bytes | None

    def __post_init__(self) -> None:
        if (FileFormat.PDF in self.formats) is (self.pdf_max_bytes is None):
            raise Contradiction("pdf_max_bytes", "must be given when PDF is kept, and only then")


@dataclass(frozen=True)
class FileRules:
    """What comes in and what it becomes (X-10)."""

    incoming: IncomingFiles
    kept: KeptFiles


@dataclass(frozen=True)
class ContactCentre:
    """Where people answer; shown as written (S3-62)."""

    phones: tuple[str, ...]
    whatsapp: tuple[str, ...]
    hours: Name
    eds_phone: str


@dataclass(frozen=True)
class VerificationCode:
    """The code that proves a phone (S3-16, S3-18); tries count across resends, sends per phone."""

    lifetime_seconds: Annotated[int, Within(30, 3600)]
    length: Annotated[int, Within(4, 10)]
    tries: Count
    sends_per_hour: Count
    sends_per_day: Count


@dataclass(frozen=True)
class Limits:
    """How often one person may try what could be used to find out about others."""

    recovery_tries_per_day: Count
    child_lookups_per_hour: Count


@dataclass(frozen=True)
class Privacy:
    """Versions of what people agree to, days that messages are kept, whose phones may register."""

    data_policy_version: str
    terms_version: str
    retention_days: Annotated[int, Within(1, 3650)]
    phone_policy: PhonePolicy
    show_employee_name: bool


@dataclass(frozen=True)
class CalendarRules:
    """The working week and the time of day at which terms end."""

    working_week: WorkingWeek
    cut_off: dt.time


@dataclass(frozen=True)
class Labels:
    """Words in which the operators' guides differ (X-16, X-17, X-19)."""

    preschool: Name
    place_instrument: Name
    place_instruments: Name
    admitted: Name
