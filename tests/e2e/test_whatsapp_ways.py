"""What is different on WhatsApp: people without a number, buttons that stay, and a chat that falls asleep."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.reading import NEWS
from bot.whatsapp.templates import TEMPLATES
from dialogs.remarks import OUT_OF_DATE
from locales.catalogue import Locale
from locales.text import _
from tests.e2e.desk import Program, Simulator, until
from tests.e2e.journey import MOTHER_IIN, MOTHER_USER, Journey
from tests.e2e.phone import Phone, call

pytestmark = pytest.mark.xdist_group("e2e")
ALMOST_A_DAY_S = 23 * 3600 + 59 * 60


def arrives(journey: Journey, phone: Phone) -> Phone:
    """A new person chooses language and city."""
    phone.starts().hears("Сәлеметсіз бе!").taps(f".{journey.locale}")
    phone.hears(journey.said(_("In which city do you look for a kindergarten?"))).taps(".almaty")
    return phone.hears(journey.said(_("Menu")))


@pytest.mark.rule("S3-16")
def test_who_shows_no_number_proves_one_by_a_code(simulator: Simulator, program: Callable[..., Program]) -> None:
    running = program(channels=["whatsapp"])
    running.start()
    journey = Journey(simulator, running, Locale.KK, "", "whatsapp")
    user = simulator.user("Айгерім", bot="whatsapp", username_only=True)
    mother = arrives(journey, simulator.phone("whatsapp", user)).taps(".register")
    mother.hears(journey.said(_("Type your mobile number. I will send a code to it."))).says("8 701 000 00 01")
    mother.hears("+7 (701) 000-00-01").says(code_sent(simulator, "+77010000001"))
    mother.hears(journey.said(_("Type your IIN: the 12 digits on your identity card."))).says(MOTHER_IIN)
    mother.hears(journey.said(_("I agree"))).taps(".agree").hears("Оспанова Айгерім").taps(".confirm")
    mother.hears(journey.said(_("Type the child's IIN. It is on the birth certificate.")))


def code_sent(simulator: Simulator, phone: str) -> str:
    """The six digits of the last SMS."""
    sent = call(f"{simulator.url}/sim/sms?to={phone.replace('+', '%2B')}")["sms"]
    return str(re.findall(r"\b\d{6}\b", sent[-1]["text"])[0])


@pytest.mark.rule("E-4")
def test_an_old_button_explains_itself_and_shows_the_present_question(
    simulator: Simulator, program: Callable[..., Program]
) -> None:
    running = program(channels=["whatsapp"])
    running.start()
    journey = Journey(simulator, running, Locale.RU, "", "whatsapp")
    mother = arrives(journey, simulator.phone("whatsapp", MOTHER_USER)).taps(".how")
    mother.hears(journey.said(_("How it works"))).taps(".almaty")
    mother.hears(journey.said(OUT_OF_DATE), journey.said(_("How it works")))


def test_who_wrote_while_we_were_away_and_fell_silent_is_told_that_there_is_an_answer(
    simulator: Simulator, program: Callable[..., Program]
) -> None:
    simulator.moves_clock(now="2026-11-23T10:00:00+05:00", frozen=True)
    running = program(channels=["whatsapp"])
    running.start()
    journey = Journey(simulator, running, Locale.RU, "", "whatsapp")
    mother = arrives(journey, simulator.phone("whatsapp", MOTHER_USER))
    journey.all_is_sent()
    running.stop()
    mother.says("Как это работает")
    until(lambda: mother.chat()[-1]["status"] == "lost", lambda: False)
    simulator.moves_clock(forward_seconds=ALMOST_A_DAY_S)
    running.start()
    mother.hears(journey.said(TEMPLATES[NEWS].text)).taps(NEWS)
    mother.hears(journey.said(_("How it works")), journey.said(_("What to prepare")))
    mother.hears(journey.said(_("Menu")), journey.said(_("Register")))
    journey.all_is_sent()
    assert mother.refused() == []
