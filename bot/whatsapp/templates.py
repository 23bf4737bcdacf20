"""Templates for what may be the first message in a day: short, approved by WhatsApp, and silent on what is private.

They stand on a locked screen: none names a queue type, an illness, a surname, or the application's number, whose letter
tells the queue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.reading import NEWS
from bot.whatsapp.contents import Wanted, template_base
from bot.whatsapp.shapes import ALL_SHAPES
from dialogs.notices import ARCHIVED_BECAUSE, PLACE_FREED
from locales.catalogue import Locale
from locales.text import Text, _, say

BUTTON = "button"
OPEN_APPLICATION = _("Open application")
OPEN_CASE = _("Open the case")
_NAMES = re.compile(r"\{(\w+)}")
_SAMPLES: Mapping[str, object] = {
    "child": "Аружан",
    "position": 12,
    "old": 15,
    "new": 12,
    "count": 2,
    "number": "O-2026-000123",
    "reason": PLACE_FREED,
}


@dataclass(frozen=True)
class Template:
    """The words for one purpose, with the `{facts}` that the message names; its only button, and that one's data.

    Without data of its own the button carries that of the message's first choice.
    """

    purpose: str
    text: Text
    button: Text | None = None
    data: str = ""

    def names(self, locale: Locale) -> tuple[str, ...]:
        """What each variable stands for, in their order."""
        facts = tuple(dict.fromkeys(_NAMES.findall(self.text.in_(locale))))
        return (*facts, BUTTON) if self.button is not None and not self.data else facts

    def body(self, locale: Locale) -> str:
        """The words with numbered variables; the button stands beneath them by its number, as in any message."""
        numbers = {name: f"{{{{{number}}}}}" for number, name in enumerate(self.names(locale), start=1)}
        said = _NAMES.sub(lambda found: numbers[found[1]], self.text.in_(locale))
        return f"{said}\n\n1 {self.button.in_(locale)}" if self.button is not None else said

    def wanted(self, locale: Locale) -> Wanted:
        """The content that Twilio is to have."""
        names = self.names(locale)
        samples = {str(number): self._sample(name, locale) for number, name in enumerate(names, start=1)}
        return Wanted(template_base(self.purpose, locale), locale, self._types(locale), samples, names, True)

    def _types(self, locale: Locale) -> dict[str, Any]:
        if self.button is None:
            return {"twilio/text": {"body": self.body(locale)}}
        data = self.data or f"{{{{{len(self.names(locale))}}}}}"
        action = {"type": "QUICK_REPLY", "title": self.button.in_(locale), "id": data}
        return {"twilio/quick-reply": {"body": self.body(locale), "actions": [action]}}

    def _sample(self, name: str, locale: Locale) -> str:
        if name == BUTTON:
            return "!application.1.sample"
        return say(
            ARCHIVED_BECAUSE["age_limit"] if (self.purpose, name) == ("N05", "reason") else _SAMPLES[name], locale
        )


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.purpose: template
        for template in (
            Template(
                "N01",
                _(
                    "Your application is accepted. Child: {child}. Place in the queue: {position}. "
                    "When the turn comes, I will write to you here."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N02",
                _(
                    "Your application is accepted. Child: {child}. The documents are checked first. "
                    "Working days for that: {count}. I will write to you about the result."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N03",
                _(
                    "Your application is confirmed. Child: {child}. Place in the queue: {position}. "
                    "When the turn comes, I will write to you here."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N04",
                _(
                    "The documents of your application were not confirmed. Child: {child}. "
                    "The application tells why and what to do next."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N05",
                _(
                    "The application is now in the archive. Child: {child}. Reason: {reason}. "
                    "The application tells what to do next."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N13",
                _(
                    "The place in the queue has changed. Before: {old}, now: {new}. Child: {child}. Reason: {reason}. "
                    "When the turn comes, I will write to you here."
                ),
                OPEN_APPLICATION,
            ),
            Template(
                "N35",
                _(
                    "Thank you for telling us. The service is free: nobody may ask you for money. "
                    "Your report has number {number}, and an administrator will answer here."
                ),
                OPEN_CASE,
            ),
            Template(
                "case",
                _("There is an answer to your question. Case: {number}. Open the case to read the answer."),
                OPEN_CASE,
            ),
            Template(
                "case_closed",
                _("Your case is closed. Number: {number}. If something is still open, write in it again."),
                OPEN_CASE,
            ),
            Template(
                "iin_lost",
                _(
                    "The owner of the IIN that you typed here has proved it, so your account does not have it any "
                    "more. Your children and applications stay. If this is a mistake, write to support: it is in the "
                    "menu under “Help”."
                ),
            ),
            Template(
                "moved_away",
                _(
                    "Your account was opened in another chat. This chat has no account any more. If it was not you, "
                    "write to support at once: it is in the menu under “Help”."
                ),
            ),
            Template(
                "sms_failed",
                _("The SMS with the code could not be sent. Check the number, or ask for another code in this chat."),
            ),
            Template(
                NEWS,
                _("There is news about the kindergarten for you. Reply to this message, and I will show it."),
                _("Show the news"),
                NEWS,
            ),
        )
    }
)


def wanted_contents() -> dict[str, Wanted]:
    """Every content that Twilio is to have, by its name without a version."""
    shapes = (Wanted(shape.name, Locale.EN, shape.types(), shape.samples()) for shape in ALL_SHAPES.values())
    templates = (template.wanted(locale) for template in TEMPLATES.values() for locale in Locale)
    return {one.base: one for one in (*shapes, *templates)}
