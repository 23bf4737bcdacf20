"""The commands behind the menu button of a chat, told to Telegram at the start in the languages of the product."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol

import structlog

from bot.delivery import Undelivered
from bot.loops import unless
from locales.catalogue import Locale
from locales.text import Text, _

AGAIN_AFTER_S = 5.0
COMMANDS: Mapping[str, Text] = {
    "menu": _("To the menu"),
    "back": _("Go one step back"),
    "cancel": _("Stop what has been begun"),
    "language": _("Another language"),
    "help": _("Questions and answers"),
}
LANGUAGES: Mapping[str, Locale] = {"": Locale.RU, "kk": Locale.KK, "ru": Locale.RU}
"""By the language of the phone; without one, of any other phone."""
log = structlog.get_logger()


class Commanded(Protocol):
    """A bot's connection."""

    async def show_commands(self, commands: Mapping[str, str], language: str) -> None:
        """Have these commands shown on phones of that language. Raises `Undelivered`."""


async def offer_commands(channel: str, telegram: Commanded, stop: asyncio.Event) -> None:
    """Tell the commands in every language, again after a while where Telegram does not answer, until `stop`."""
    for language, locale in LANGUAGES.items():
        said = {command: words.in_(locale) for command, words in COMMANDS.items()}
        while not stop.is_set():
            try:
                await telegram.show_commands(said, language)
            except Undelivered as error:
                log.warning("commands.not_told", channel=channel, error=str(error))
                await unless(stop, asyncio.sleep(AGAIN_AFTER_S))
            else:
                break
