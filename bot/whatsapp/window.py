"""The day after a person wrote, in which WhatsApp takes anything; outside it, approved templates only (63016)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels import Capabilities, length
from bot.letters import Letter
from bot.whatsapp.contents import Ready
from bot.whatsapp.render import tidy
from bot.whatsapp.template import button_name
from bot.whatsapp.templates import TEMPLATES
from dialogs.message import Spoken

WINDOW = timedelta(hours=24)
# A message may stand in Twilio's queue for a while before WhatsApp looks at the window.
MARGIN = timedelta(minutes=2)


def is_open(seen_at: datetime | None, now: datetime) -> bool:
    """Whether the person, who wrote last at `seen_at`, can be sent anything now."""
    return seen_at is not None and now - seen_at < WINDOW - MARGIN


def has_news(letter: Letter) -> bool:
    """Whether the person was told since writing last that something waits."""
    if letter.news_at is None:
        return False
    return letter.seen_at is None or letter.news_at > letter.seen_at


def variables(spoken: Spoken, ready: Ready, capabilities: Capabilities) -> Mapping[str, str] | None:
    """The values of a template for this message; None where it names something that the message does not tell."""
    pressed = {button_name(number): choice.data for number, choice in enumerate(spoken.choices, start=1)}
    told = {name: tidy(value) for name, value in spoken.named.items()} | pressed
    values = [told.get(name, "") for name in ready.names]
    if not all(0 < length(value) <= capabilities.value for value in values):
        return None
    return {str(number): value for number, value in enumerate(values, start=1)}


def whole(spoken: Spoken) -> bool:
    """Whether a template can say all of it: it carries no file, and no more buttons than its own."""
    template = TEMPLATES.get(spoken.purpose)
    return template is not None and not spoken.files and len(spoken.choices) == len(template.buttons)
