"""What stands on the phone of somebody who has not written on WhatsApp for a day."""

from __future__ import annotations

import re

from bot.channels import WHATSAPP
from bot.reading import NEWS
from bot.whatsapp.contents import Ready
from bot.whatsapp.template import Template
from bot.whatsapp.templates import TEMPLATES
from bot.whatsapp.window import variables, whole
from dialogs.message import Spoken
from locales.catalogue import Locale
from tests.transcripts.screens import beneath, said

_VARIABLE = re.compile(r"\{\{(\d+)}}")


def asleep(spoken: Spoken) -> list[str]:
    """The template of this message, or the word that something waits."""
    template = TEMPLATES[spoken.purpose] if whole(spoken) else TEMPLATES[NEWS]
    values = variables(spoken, Ready("HX", template.names(spoken.locale)), WHATSAPP)
    assert values is not None, spoken
    body = _VARIABLE.sub(lambda found: values[found[1]], template.body(spoken.locale))
    lines = [*said(body), *beneath(pressed(template, spoken.locale))]
    return [line.rstrip() for line in lines]


def pressed(template: Template, locale: Locale) -> list[str]:
    """Its buttons side by side."""
    labels = " ".join(f"[{button.in_(locale)}]" for button in template.buttons)
    return [labels] if labels else []
