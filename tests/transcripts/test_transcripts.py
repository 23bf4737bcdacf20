"""Every dialog reads as its golden transcript on every channel; `make transcripts` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bot.channels import TELEGRAM, length
from bot.telegram.render import render
from dialogs.dialog import Dialog
from dialogs.parent_engine import DIALOGS, PAGES
from dialogs.questions import Given, Question
from locales.catalogue import Locale
from tests.transcripts.asleep import asleep
from tests.transcripts.notices import UNASKED
from tests.transcripts.playing import recorded, scenes_of
from tests.transcripts.screens import SCREENS

GOLDEN = Path(__file__).parent / "golden"
ASLEEP = "asleep"
PLAYED = [(channel, name) for channel in SCREENS for name in scenes_of(channel)]


def golden(channel: str, locale: Locale, name: str) -> Path:
    """Where the transcript is kept."""
    return GOLDEN / channel / str(locale) / f"{name}.txt"


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
@pytest.mark.parametrize(("channel", "name"), PLAYED)
def test_the_conversation_reads_as_it_did(channel: str, name: str, locale: Locale) -> None:
    reads_as_kept(recorded(name, channel, locale).lines, golden(channel, locale, name))


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
def test_what_is_told_to_somebody_who_has_not_written_for_a_day_reads_as_it_did(locale: Locale) -> None:
    lines = [line for notice in UNASKED.values() for line in asleep(notice.spoken(locale))]
    reads_as_kept(lines, golden("whatsapp", locale, ASLEEP))


def reads_as_kept(lines: list[str], kept: Path) -> None:
    """The lines are those of the file, which is written anew where that is asked for."""
    said = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(said)
    assert said == kept.read_text()


@pytest.mark.parametrize("spoken_in", list(Locale))
@pytest.mark.parametrize("name", scenes_of("telegram"))
def test_every_step_fits_telegram_in_every_language(name: str, spoken_in: Locale) -> None:
    for message in recorded(name, "telegram", Locale.RU).heard:
        for call in render(message.spoken(spoken_in, "Apply", 123_456), TELEGRAM):
            text = str(call.arguments.get("text") or call.arguments.get("caption") or "")
            assert 0 < length(text) <= TELEGRAM.body
            assert "{" not in text, text
        labels = [choice.label.in_(spoken_in) for choice in (*message.choices, *message.nav)]
        assert all(labels), labels
        assert len(set(labels)) == len(labels), labels


@pytest.mark.parametrize("channel", SCREENS)
def test_every_question_and_every_page_is_in_a_transcript(channel: str) -> None:
    declared = {
        (dialog.dialog_name, question.name): declared_by(dialog, question)
        for dialog in DIALOGS
        for question in asked_by(dialog)
    }
    shown = {one for name in scenes_of(channel) for one in recorded(name, channel, Locale.RU).asked}
    pages = {("page", page) for page in PAGES}
    assert {declared.get(one, one) for one in shown} == {*declared.values(), *pages}


def asked_by(dialog: type[Dialog]) -> list[Question[Any]]:
    """The questions that people see."""
    return [question for question in dialog.questions if not isinstance(question, Given)]


def declared_by(dialog: type[Dialog], question: Question[Any]) -> tuple[str, str]:
    """The question and the dialog that declares it: what another one takes over need not be seen twice."""
    owner = next(kind for kind in dialog.__mro__ if vars(kind).get(question.name) is question)
    assert issubclass(owner, Dialog)
    return owner.dialog_name, question.name


@pytest.mark.parametrize(("channel", "most"), [("telegram", 20), ("whatsapp", 20)])
def test_the_shortest_way_to_a_sent_application_takes_few_inputs(channel: str, most: int) -> None:
    assert recorded("shortest_way", channel, Locale.RU).inputs == most


def test_no_golden_transcript_is_left_over() -> None:
    played = [*PLAYED, ("whatsapp", ASLEEP)]
    kept = {golden(channel, locale, name) for channel, name in played for locale in (Locale.KK, Locale.RU)}
    assert set(GOLDEN.rglob("*.txt")) == kept
