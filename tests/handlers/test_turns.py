"""Turns: one that fails harms nobody else, old buttons explain themselves, and who shut the bot out is left alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
import structlog

from dialogs.effects import OpenCase, SetLanguage
from dialogs.inputs import Fine
from handlers import book
from handlers.desk import Desk
from tests.handlers.neighbours import does, newcomer, registered
from tests.handlers.town import Phone, Town


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Choosing Kazakh raises; everything else works."""
    works = book._PERFORMERS[SetLanguage]

    async def fails(desk: Desk, effect: SetLanguage) -> Any:
        if effect.locale == "kk":
            raise RuntimeError("a bug")
        return await works(desk, effect)

    monkeypatch.setitem(book._PERFORMERS, SetLanguage, fails)


async def asks_for_another_language(town: Town, chat: str) -> Phone:
    phone = await newcomer(town, chat)
    await phone.says("language")
    return phone


@pytest.mark.usefixtures("broken")
async def test_a_turn_that_fails_keeps_the_answers_and_tells_a_number(town: Town) -> None:
    phone = await asks_for_another_language(town, "1001")
    with structlog.testing.capture_logs() as logs:
        await phone.picks("Қазақша")
    phone.hears("Something went wrong on our side. Your answers are kept.")
    reference = re.search(r"number: ([0-9A-F]{8})", phone.last)
    assert reference is not None
    (failed,) = [line for line in logs if line["event"] == "turn.failed"]
    assert failed["reference"] == reference[1]
    await phone.says("2")
    assert (await phone.account()).locale == "ru"


@pytest.mark.usefixtures("broken")
async def test_the_turns_of_others_are_taken_all_the_same(town: Town) -> None:
    first, second = [await asks_for_another_language(town, chat) for chat in ("1001", "1002")]
    await first.writes({"said": "1"})
    await second.writes({"said": "2"})
    await first.writes({"said": "2"})
    with structlog.testing.capture_logs():
        await town.settle()
    first.hears("Something went wrong on our side.")
    assert (await second.account()).locale == "ru"
    assert (await first.account()).locale == "ru"


async def test_an_effect_that_leads_to_itself_for_ever_is_a_bug_and_said_to_be_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.talk.MOST_STEPS", 0)
    phone = town.phone("telegram", "1001")
    with structlog.testing.capture_logs() as logs:
        await phone.says("/start")
    assert [line["event"] for line in logs] == ["turns.one_by_one", "turn.failed"]
    assert phone.heard[-1].purpose == "error"


@pytest.mark.rule("E-4")
async def test_a_notification_button_works_from_anywhere_and_a_forged_one_explains_itself(town: Town) -> None:
    phone = await registered(town)
    assert isinstance(await does(town, phone, OpenCase("money", "?")), Fine)
    button = phone.heard[-1].choices[0].data
    await phone.says("language")
    await phone.sends({"tapped": button})
    phone.hears("Question No. H-2026-000001")
    await phone.sends({"tapped": button[:-1] + ("A" if button[-1] != "A" else "B")})
    phone.hears("That message is out of date.")
    stranger = await newcomer(town, "1002")
    await stranger.sends({"tapped": button})
    stranger.hears("That message is out of date.").hears_not("H-2026")


async def test_who_shut_the_bot_out_is_not_written_to_until_they_come_back(town: Town) -> None:
    phone = await registered(town)
    await phone.forgets().sends({"blocked": True})
    await does(town, phone, OpenCase("money", "?"))
    assert phone.heard == []
    await phone.sends({"blocked": False})
    await does(town, phone, OpenCase("money", "?"))
    phone.hears("H-2026-000002")


async def test_a_page_stands_where_its_button_was_pressed_whatever_was_restarted_since(town: Town) -> None:
    phone = await newcomer(town, "1001")
    pressed = next(one.data for one in phone.heard[-1].choices if one.label == "Help")
    await phone.sends({"tapped": pressed, "message": 56})
    assert phone.heard[-1].replaces == 56
    await phone.says("language")
    assert phone.heard[-1].replaces is None
