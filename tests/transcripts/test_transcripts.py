"""Every dialog reads as its golden transcript; `make transcripts` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.channels import TELEGRAM, length
from bot.telegram.render import render
from locales.catalogue import Locale
from tests.dialogs.parents import ENGINE, OUTCOMES, facts
from tests.transcripts.recording import Recording
from tests.transcripts.scenes import SCENES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
@pytest.mark.parametrize("name", SCENES)
def test_the_conversation_reads_as_it_did(name: str, locale: Locale) -> None:
    recording = Recording(ENGINE, facts=facts(), outcomes=dict(OUTCOMES), locale=locale)
    SCENES[name](recording)
    said = "\n".join(recording.lines) + "\n"
    golden = GOLDEN / f"{name}.telegram.{locale}.txt"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


@pytest.mark.parametrize("spoken_in", list(Locale))
@pytest.mark.parametrize("name", SCENES)
def test_every_step_fits_the_channel_in_every_language(name: str, spoken_in: Locale) -> None:
    recording = Recording(ENGINE, facts=facts(), outcomes=dict(OUTCOMES), locale=Locale.RU)
    SCENES[name](recording)
    for message in recording.heard:
        for call in render(message.spoken(spoken_in, "Apply", 123_456), TELEGRAM):
            text = str(call.arguments.get("text") or call.arguments.get("caption") or "")
            assert 0 < length(text) <= TELEGRAM.body
            assert "{" not in text, text
        labels = [choice.label.in_(spoken_in) for choice in (*message.choices, *message.nav)]
        assert all(labels), labels
        assert len(set(labels)) == len(labels), labels


def inputs_of(name: str) -> int:
    """How often the parent has to do something in that conversation."""
    recording = Recording(ENGINE, facts=facts(), outcomes=dict(OUTCOMES), locale=Locale.RU)
    SCENES[name](recording)
    return recording.inputs


def test_the_shortest_way_to_a_sent_application_takes_few_inputs() -> None:
    assert inputs_of("shortest_way") == 20


def test_no_golden_transcript_is_left_over() -> None:
    kept = {path.name.split(".")[0] for path in GOLDEN.glob("*.txt")}
    assert kept == set(SCENES)
