"""Names that come from the profile and the catalogue, as texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from enrolment.phones import shown
from enrolment.profile import Profile
from enrolment.terms import Name, QueueType
from locales.text import Text, _, trilingual, verbatim


class Coded(Protocol):
    """A row of the profile that has a code and a name."""

    @property
    def code(self) -> str:
        """The code identifier."""

    @property
    def name(self) -> Name:
        """What people call it."""


def named(name: Name) -> Text:
    """A name in whichever language is spoken."""
    return trilingual(name.en, name.kk, name.ru)


def locality_name(profile: Profile, code: str) -> Text:
    """A locality of the profile; the code itself when the profile no longer has it."""
    return next((named(row.name) for row in profile.localities if row.code == code), verbatim(code))


def language_name(profile: Profile, code: str) -> Text:
    """A language of instruction."""
    return next((named(row.name) for row in profile.instruction_languages if row.code == code), verbatim(code))


def queue_name(queue: QueueType) -> Text:
    """A queue by its full name."""
    return QUEUE_NAMES[queue]


def beginning(name: Name) -> Text:
    """The name at the beginning of a line."""
    return trilingual(*(words[:1].upper() + words[1:] for words in (name.en, name.kk, name.ru)))


def coded_name(rows: Iterable[Coded], code: str | None) -> Text:
    """The name of the row with that code in one of the profile's lists."""
    return next((named(row.name) for row in rows if row.code == code), verbatim(code or ""))


def phone_shown(phone: str) -> Text:
    """A phone as people read it."""
    return verbatim(shown(phone))


QUEUE_NAMES = {
    QueueType.GENERAL: _("General queue"),
    QueueType.SANATORIUM: _("Sanatorium queue"),
    QueueType.CORRECTIONAL: _("Correctional queue"),
}
