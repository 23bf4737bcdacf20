"""The staff's conversations read as their golden transcripts in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels import TELEGRAM, length
from bot.telegram.render import render
from locales.catalogue import Locale
from tests.transcripts.staff_scenes import STAFF_SCENES
from tests.transcripts.test_transcripts import reads_as_kept

KEPT = Path(__file__).parent / "staff_golden"


def golden(locale: Locale, name: str) -> Path:
    """Where the transcript is kept."""
    return KEPT / str(locale) / f"{name}.txt"


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
@pytest.mark.parametrize("name", STAFF_SCENES)
def test_the_conversation_of_staff_reads_as_it_did(name: str, locale: Locale) -> None:
    lines = [line.replace("parent > ", "staff  > ", 1) for line in STAFF_SCENES[name](locale).lines]
    reads_as_kept(lines, golden(locale, name))


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("name", STAFF_SCENES)
def test_every_step_of_staff_fits_telegram(name: str, locale: Locale) -> None:
    for message in STAFF_SCENES[name](Locale.RU).heard:
        for call in render(message.spoken(locale, "Annul", 123_456), TELEGRAM):
            text = str(call.arguments.get("text") or call.arguments.get("caption") or "")
            assert 0 < length(text) <= TELEGRAM.body
            assert "{" not in text, text


def test_no_transcript_of_staff_is_left_over() -> None:
    kept = {golden(locale, name) for name in STAFF_SCENES for locale in (Locale.KK, Locale.RU)}
    assert set(KEPT.rglob("*.txt")) == kept
