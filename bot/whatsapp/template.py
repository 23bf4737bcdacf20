"""One template: its words in each language, with numbered variables and buttons, as Twilio keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.whatsapp.contents import Wanted, template_base
from dialogs.family_notices import STATUSES
from dialogs.notices import ARCHIVED_BECAUSE, PLACE_FREED
from locales.catalogue import Locale
from locales.deadlines import deadline
from locales.text import Text, say

_NAMES = re.compile(r"\{(\w+)}")
_SAMPLES: Mapping[str, object] = {
    "child": "Аружан",
    "position": 12,
    "old": 15,
    "new": 12,
    "count": 2,
    "number": "O-2026-000123",
    "chat": "Telegram +7 *** *** 00 01",
    "deadline": deadline(datetime(2026, 11, 26, 18, 59, tzinfo=UTC), 2),
    "reason": PLACE_FREED,
    "name": "Әлия",
    "status": STATUSES["N02"],
}


@dataclass(frozen=True)
class Template:
    """The words for one purpose, with the `{facts}` that the message names, and the buttons in its order.

    A button carries the data of the message's own, unless the template has `data` for its only one.
    """

    purpose: str
    text: Text
    buttons: tuple[Text, ...] = ()
    data: str = ""

    def names(self, locale: Locale) -> tuple[str, ...]:
        """What each variable stands for, in their order."""
        facts = tuple(dict.fromkeys(_NAMES.findall(self.text.in_(locale))))
        pressed = () if self.data else tuple(button_name(number) for number in range(1, len(self.buttons) + 1))
        return (*facts, *pressed)

    def body(self, locale: Locale) -> str:
        """The words with numbered variables; the buttons stand beneath them by number, as in any message."""
        said = _NAMES.sub(lambda found: self._variable(found[1], locale), self.text.in_(locale))
        options = [f"{number} {button.in_(locale)}" for number, button in enumerate(self.buttons, start=1)]
        return "\n\n".join(part for part in (said, "\n".join(options)) if part)

    def wanted(self, locale: Locale) -> Wanted:
        """The content that Twilio is to have."""
        names = self.names(locale)
        samples = {str(number): self._sample(name, locale) for number, name in enumerate(names, start=1)}
        return Wanted(template_base(self.purpose, locale), locale, self._types(locale), samples, names, True)

    def _types(self, locale: Locale) -> dict[str, Any]:
        if not self.buttons:
            return {"twilio/text": {"body": self.body(locale)}}
        actions = [
            {
                "type": "QUICK_REPLY",
                "title": button.in_(locale),
                "id": self.data or self._variable(button_name(number), locale),
            }
            for number, button in enumerate(self.buttons, start=1)
        ]
        return {"twilio/quick-reply": {"body": self.body(locale), "actions": actions}}

    def _variable(self, name: str, locale: Locale) -> str:
        return f"{{{{{self.names(locale).index(name) + 1}}}}}"

    def _sample(self, name: str, locale: Locale) -> str:
        if name.startswith(button_name(1)):
            return "!application.1.sample"
        return say(
            ARCHIVED_BECAUSE["age_limit"] if (self.purpose, name) == ("N05", "reason") else _SAMPLES[name], locale
        )


def button_name(number: int) -> str:
    """What the variable with the data of that button is called."""
    return "button" if number == 1 else f"button{number}"
