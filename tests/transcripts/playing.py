"""Plays a scene in a chat of one channel, in one language."""

from __future__ import annotations

from dialogs.facts import Me
from locales.catalogue import Locale
from tests.dialogs.parents import ENGINE, OUTCOMES, facts
from tests.transcripts.recording import Recording
from tests.transcripts.scenes import ONLY_ON, SCENES
from tests.transcripts.screens import SCREENS


def scenes_of(channel: str) -> list[str]:
    """The scenes that can be played there."""
    return [name for name in SCENES if ONLY_ON.get(name, channel) == channel]


def recorded(scene: str, channel: str, locale: Locale) -> Recording:
    """The whole scene."""
    screen = SCREENS[channel]
    me = Me(1, chat=screen.chat)
    return SCENES[scene](Recording(ENGINE, me, facts(), dict(OUTCOMES), locale=locale, screen=screen))
