"""The process profile: everything that a city decides, read from one versioned file (A.5, A.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from enrolment import profile_sections as sections
from enrolment import profile_terms as terms
from enrolment.profile_file import Contradiction, Filled, ProfileError, Within, read_toml
from enrolment.terms import DocumentKind, FormField, Name, PlaceInstrument, Privilege, QueueType
from enrolment.working_days import Calendar, Override

__all__ = ["Profile", "ProfileError", "known_profiles", "load_profile", "profile_path"]

_FOLDER = Path(__file__).with_name("profiles")
DEFAULT = "unified"
_NEEDED_REASONS = {
    "rejection_reasons": (),
    "refusal_reasons": ("no_vacancy", "preschool_closed", "other"),
    "annulment_reasons": ("other",),
    "correction_reasons": ("other",),
    "answer_reasons": ("data_changed", "other"),
    "removal_reasons": ("other",),
}


@dataclass(frozen=True)
class Profile:
    """One process profile; a case keeps the version under which its deadline was set."""

    code: sections.Code
    version: Annotated[int, Within(1, 10_000)]
    valid_from: dt.date
    name: Name
    place_instrument: PlaceInstrument
    labels: sections.Labels
    localities: Annotated[tuple[sections.NamedCode, ...], Filled()]
    instruction_languages: Annotated[tuple[sections.Language, ...], Filled()]
    queues: Annotated[tuple[sections.QueueRules, ...], Filled()]
    queue: sections.QueueOrder
    distribution: sections.DistributionRules
    categories: Annotated[tuple[sections.Category, ...], Filled()]
    privileges: tuple[sections.PrivilegeRules, ...]
    rehabilitation_types: tuple[sections.NamedCode, ...]
    special_need_types: tuple[sections.NamedCode, ...]
    documents: sections.DocumentSets
    application: sections.ApplicationRules
    age: sections.AgeLimits
    review: sections.ReviewRules
    rejection_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    refusal_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    annulment_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    correction_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    answer_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    removal_reasons: Annotated[tuple[sections.NamedCode, ...], Filled()]
    files: sections.FileRules
    contact_centre: sections.ContactCentre
    verification_code: sections.VerificationCode
    limits: sections.Limits
    privacy: sections.Privacy
    calendar: sections.CalendarRules
    interest_confirmation: terms.InterestConfirmation
    enrolment_term: terms.EnrolmentTerm
    extension: terms.Extension
    stop_list: terms.StopList
    contract: terms.ContractRules
    reminders: terms.Reminders
    notifications: terms.Notifications
    staff: terms.StaffTerms
    bulletin: terms.Bulletin
    outage: terms.Outage

    def __post_init__(self) -> None:
        for key in ("localities", "instruction_languages", "privileges", "rehabilitation_types", "special_need_types"):
            _once(key, [row.code for row in getattr(self, key)])
        for key, needed in _NEEDED_REASONS.items():
            codes = [row.code for row in getattr(self, key)]
            _once(key, codes)
            _needed(key, codes, needed)
        _once("queues", [queue.type for queue in self.queues])
        _check_categories(self.categories, [privilege.code for privilege in self.privileges])
        _check_dictionaries(self)

    @property
    def queue_types(self) -> tuple[QueueType, ...]:
        """The queue types on offer, in the order to show them."""
        return tuple(queue.type for queue in self.queues)

    def queue_rules(self, queue_type: QueueType) -> sections.QueueRules:
        """The rules of a queue type; raises KeyError when the profile does not offer it."""
        for queue in self.queues:
            if queue.type is queue_type:
                return queue
        raise KeyError(queue_type)

    def locality(self, code: str) -> sections.NamedCode:
        """The locality of that code; raises KeyError when it is not the profile's."""
        return _row(self.localities, code)

    def privilege(self, code: Privilege) -> sections.PrivilegeRules:
        """The rules of a privilege; raises KeyError when the profile does not know it."""
        for privilege in self.privileges:
            if privilege.code is code:
                return privilege
        raise KeyError(code)

    def reasons_to_mark(self, item: DocumentKind | FormField) -> tuple[sections.NamedCode, ...]:
        """Why that document or answer of a contract can be marked as wrong, in the order to show them."""
        return self.correction_reasons if isinstance(item, DocumentKind) else self.answer_reasons

    def reasons_marked(self, item: DocumentKind | FormField) -> tuple[sections.NamedCode, ...]:
        """What a kept mark may name: its own list first, then the other, for both were once a single one."""
        return (*self.reasons_to_mark(item), *self.correction_reasons, *self.answer_reasons)

    def category(self, number: int) -> sections.Category:
        """The queue category of that number; raises KeyError when there is none."""
        for category in self.categories:
            if category.number == number:
                return category
        raise KeyError(number)

    def rejection_reason(self, code: str) -> sections.NamedCode:
        """The reason that a reviewer chose; raises KeyError when the profile does not know it."""
        return _row(self.rejection_reasons, code)

    def application_documents(self, queue_type: QueueType, *, privileged: bool) -> tuple[sections.DocumentRules, ...]:
        """The documents that an application to this queue asks for; the proof only of a privileged family."""
        return tuple(
            row
            for row in self.documents.application
            if queue_type in row.queue_types
            and (privileged or row.requirement is not sections.Requirement.WITH_PRIVILEGE)
        )

    def contract_documents(self, queue_type: QueueType) -> tuple[sections.DocumentRules, ...]:
        """The documents that a contract with a child of this queue asks for, in the order to ask."""
        return tuple(row for row in self.documents.contract if queue_type in row.queue_types)

    def fewest_preschools(self, queue_type: QueueType) -> int:
        """How many preschools an application to this queue must name at least; 0 when the question may be skipped."""
        wish = self.application.preferred_preschools
        return wish.min if queue_type in wish.required_for_queue_types else 0

    def working_calendar(self, overrides: Sequence[Override] = ()) -> Calendar:
        """The profile's working week with an administrator's overrides."""
        return Calendar(overrides, self.calendar.working_week, self.calendar.cut_off)


def known_profiles() -> tuple[str, ...]:
    """The names of the profiles that come with the program."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml") if "." not in file.stem))


def load_profile(name_or_path: str | Path = DEFAULT) -> Profile:
    """A profile by its name or from a file ending in `.toml`; raises ProfileError naming file, line and key."""
    return read_toml(Profile, profile_path(name_or_path))


def profile_path(name_or_path: str | Path) -> Path:
    """Where the profile of that name lies, or the path itself where it ends in `.toml`; raises ProfileError."""
    path = Path(name_or_path)
    if path.suffix == ".toml":
        return path
    if str(name_or_path) not in known_profiles():
        problem = f"no such profile; there are {', '.join(known_profiles())}, or a path ending in .toml"
        raise ProfileError(str(name_or_path), 1, "", problem)
    return _FOLDER / f"{name_or_path}.toml"


def _row(rows: Sequence[sections.NamedCode], code: str) -> sections.NamedCode:
    for row in rows:
        if row.code == code:
            return row
    raise KeyError(code)


def _needed(key: str, codes: Sequence[str], needed: Sequence[str]) -> None:
    """What the program itself gives as a reason has to have its words."""
    for code in needed:
        if code not in codes:
            raise Contradiction(key, f"must have the code {code}")


def _once(key: str, codes: Sequence[object]) -> None:
    twice = [code for index, code in enumerate(codes) if code in codes[:index]]
    if twice:
        raise Contradiction(key, f"names {twice[0]} twice")


def _check_categories(categories: Sequence[sections.Category], privileges: Sequence[Privilege]) -> None:
    numbers = [category.number for category in categories]
    if numbers != sorted(set(numbers)):
        raise Contradiction("categories", "must be in the order of their numbers, each number once")
    if [category for category in categories if not category.privileges] != [categories[-1]]:
        raise Contradiction("categories", "must end with the one category that names no privilege")
    placed = [privilege for category in categories for privilege in category.privileges]
    if sorted(placed) != sorted(privileges):
        raise Contradiction("categories", "must place each privilege of the profile once")


def _check_dictionaries(profile: Profile) -> None:
    for queue in profile.queues:
        if queue.asks_rehabilitation_type and not profile.rehabilitation_types:
            raise Contradiction("rehabilitation_types", f"are asked for in the {queue.type} queue, and there are none")
        if queue.asks_special_need_type and not profile.special_need_types:
            raise Contradiction("special_need_types", f"are asked for in the {queue.type} queue, and there are none")
        if queue.privilege_reviewer is not None and not profile.privileges:
            raise Contradiction("privileges", f"are reviewed in the {queue.type} queue, and there are none")
