"""WhatsApp beside Telegram: news after the day in which one can write, and a journey begun here and finished there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.whatsapp.templates import OPEN_APPLICATION, TEMPLATES
from handlers.linking import ASKED, WELCOME
from locales.catalogue import Locale
from locales.text import Text, _
from tests.e2e.desk import Program, Simulator
from tests.e2e.journey import MOTHER_USER, REHABILITATION, Journey
from tests.e2e.phone import Phone
from tests.e2e.test_journey import DOCTOR

pytestmark = pytest.mark.xdist_group("e2e")
TYPE_CODE = _("Type the code from your other chat: 8 letters and digits.")
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.mark.parametrize("locale", [Locale.KK, Locale.RU])
def test_after_a_day_the_place_comes_as_a_template_and_is_read_by_answering(
    simulator: Simulator, program: Callable[..., Program], locale: Locale
) -> None:
    simulator.moves_clock(now="2026-11-23T10:00:00+05:00")
    running = program(channels=["whatsapp"])
    journey = Journey(simulator, running, locale, running.command(*DOCTOR), "whatsapp")
    running.start()
    doctor, mother = journey.doctor_joins(), journey.mother
    journey.registers(mother)
    journey.adds_the_child(mother)
    journey.begins_to_apply(mother)
    journey.goes_on_to_apply(mother)
    journey.all_is_sent()
    running.stop()
    simulator.moves_clock(forward="25 hours")
    running.start()
    journey.confirms(doctor)
    told = Text(TEMPLATES["N03"].text.source, {"child": "Алихан", "position": 1})
    mother.hears(journey.said(told), journey.said(OPEN_APPLICATION))
    assert mother.read[-1]["template"] == f"balapan_n03_{locale}"
    assert mother.read[-1]["window"]["open"] is False
    mother.taps_action("application").hears(journey.said(_("In the queue: place {place}", place=1)))
    assert mother.read[-1]["template"] is None
    journey.all_is_sent()
    assert mother.refused() == []


@pytest.mark.rule("E-38")
def test_edge_38_what_was_begun_on_telegram_is_finished_on_whatsapp(
    simulator: Simulator, program: Callable[..., Program]
) -> None:
    running = program(channels=["parent", "whatsapp"])
    journey = Journey(simulator, running, Locale.RU, running.command(*DOCTOR))
    running.start()
    doctor, telegram = journey.doctor_joins(), journey.mother
    whatsapp = simulator.phone("whatsapp", MOTHER_USER)
    journey.registers(telegram)
    journey.adds_the_child(telegram)
    journey.begins_to_apply(telegram)
    connects(journey, telegram, whatsapp)
    whatsapp.starts().hears(journey.said(_("Continue"))).taps(".resume-0")
    whatsapp.hears(journey.said(REHABILITATION))
    journey.goes_on_to_apply(whatsapp)
    journey.confirms(doctor)
    journey.reads_the_place(whatsapp)
    assert not any("место в очереди" in text.lower() for text in telegram.from_bot())
    telegram.starts().hears(journey.said(_("Menu"))).taps(".applications")
    telegram.hears(journey.said(_("In the queue: place {place}", place=1)))


def connects(journey: Journey, old: Phone, new: Phone) -> None:
    """A code of the old chat is typed in the new one, and the old one says that it is the same person."""
    old.starts().hears(journey.said(_("Menu"))).taps(".profile").hears(journey.said(_("Profile"))).taps(".chats")
    old.hears(journey.said(_("My chats"))).taps(".connect").hears("WhatsApp").taps(".issue")
    old.hears(journey.said(_("Give it to nobody: whoever joins sees your children and documents.")))
    code = CODE.search(str(old.read[-1]["text"]))
    assert code is not None
    new.starts().hears("Здравствуйте!").taps(f".{journey.locale}")
    new.hears(journey.said(_("In which city do you look for a kindergarten?"))).taps(".almaty")
    new.hears(journey.said(_("Menu"))).taps(".account").hears(journey.said(_("I have a code"))).taps(".code")
    new.hears(journey.said(TYPE_CODE)).says(code[0].lower()).hears(journey.said(ASKED))
    old.hears("WhatsApp +7 701 ••• •• 01").taps_action("link").hears("WhatsApp +7 701 ••• •• 01")
    new.hears(journey.said(WELCOME))
