"""The options of an application, from the profile, the catalogue and the parent's own children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialogs.enrol_words import place_count
from dialogs.names import QUEUE_NAMES, named
from dialogs.queries import MyChildren, PreschoolCard, Preschools
from dialogs.questions.options import Numbers, Option, Options, Words
from enrolment.ages import age_in_months
from enrolment.terms import InstructionLanguage, QueueType
from locales.text import Text, _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.apply import Apply
    from dialogs.change_privilege import OtherPrivilege
    from dialogs.change_wishes import Wishes

QUEUE_HINTS = {
    QueueType.GENERAL: _("an ordinary kindergarten"),
    QueueType.SANATORIUM: _("by a phthisiatrician's conclusion"),
    QueueType.CORRECTIONAL: _("by a PMPC conclusion"),
}


class QueueTypes(Options[QueueType]):
    """The queues that the profile offers."""

    def __call__(self, dialog: Apply) -> Sequence[Option[QueueType]]:
        return [Option(kind, QUEUE_NAMES[kind], QUEUE_HINTS[kind]) for kind in dialog.facts.profile.queue_types]

    def value(self, key: str) -> QueueType:
        return QueueType(key)


class Children(Numbers):
    """The parent's children, by first name and birth date."""

    def __call__(self, dialog: Apply) -> Sequence[Option[int]]:
        return [
            Option(child.id, verbatim(child.person.first_name), _("born {date}", date=child.birth_date))
            for child in dialog.facts[MyChildren()]
        ]


class RehabilitationTypes(Words):
    """The profile's dictionary of rehabilitation types (B.8)."""

    def __call__(self, dialog: Apply) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.rehabilitation_types]


class SpecialNeeds(Words):
    """The profile's dictionary of special needs (B.8)."""

    def __call__(self, dialog: Apply) -> Sequence[Option[str]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.special_need_types]


class Privileges(Words):
    """No privilege first, then the profile's privileges with the proof each wants (B.2, B.3)."""

    def __call__(self, dialog: Apply | OtherPrivilege) -> Sequence[Option[str]]:
        rows = dialog.facts.profile.privileges
        none = Option("none", _("No privilege"))
        return [none, *(Option(row.code.value, named(row.name), named(row.proof)) for row in rows)]


class PreferredPreschools(Words):
    """The catalogue's preschools for this queue and city; the address tells them apart."""

    def __call__(self, dialog: Apply | Wishes) -> Sequence[Option[str]]:
        return [
            Option(card.bin, named(card.name), joined(named(card.address), place_count(card.free), separator=", "))
            for card in preschools_for(dialog)
        ]


class InstructionLanguages(Options[InstructionLanguage]):
    """The profile's languages of instruction."""

    def __call__(self, dialog: Apply) -> Sequence[Option[InstructionLanguage]]:
        return [Option(row.code, named(row.name)) for row in dialog.facts.profile.instruction_languages]

    def value(self, key: str) -> InstructionLanguage:
        return InstructionLanguage(key)


def preschools_for(apply: Apply | Wishes) -> tuple[PreschoolCard, ...]:
    """The catalogue's preschools for this queue and city, with the places that are free at the child's age."""
    facts = apply.facts
    born = next((one.birth_date for one in facts[MyChildren()] if one.id == apply.child), None)
    months = max(0, age_in_months(born, facts.today)) if born else None
    return facts[Preschools(apply.locality, apply.queue, months)]


def which_preschools(apply: Apply | Wishes) -> Text:
    """The question, which names the kindergarten where there is but one."""
    cards = preschools_for(apply)
    if len(cards) == 1:
        return _("There is one kindergarten for this queue here: {name}. Would you like it?", name=named(cards[0].name))
    return _("Which kindergartens would you like? The first one is the most wanted.")


def how_many_preschools(apply: Apply | Wishes) -> tuple[int, int]:
    """The fewest and the most preschools to name; nobody has to name more than the catalogue has."""
    profile = apply.facts.profile
    exist = len(preschools_for(apply))
    return min(profile.fewest_preschools(apply.queue), exist), profile.application.preferred_preschools.max
