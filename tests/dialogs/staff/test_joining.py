"""Joining: language, code, name; a stranger learns nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.effects import JoinStaff, NameStaff, SetLanguage
from dialogs.facts import Me
from dialogs.inputs import Fine, Refused, Started
from dialogs.queries import MyStaff
from locales.catalogue import Locale
from locales.text import verbatim
from tests.dialogs.staff.colleagues import DOCTOR, ENGINE, OUTCOMES, facts, staff
from tests.dialogs.talk import Talk

REVEALING = ("kindergarten", "application", "review", "queue", "doctor", "parent", "child")


def newcomer(code: str = "RIGHTCODE") -> Talk:
    """Somebody who writes for the first time; the code given is the right one."""
    talk = Talk(ENGINE, Me(1), facts(None), dict(OUTCOMES))

    def speak(effect: SetLanguage) -> Fine:
        talk.me = replace(talk.me, locale=effect.locale)
        return Fine()

    def join(effect: JoinStaff) -> Fine | Refused:
        if effect.code != code:
            return Refused(verbatim("This code does not work."))
        talk.facts = facts(replace(DOCTOR, name=""))
        return Fine("used")

    def name(effect: NameStaff) -> Any:
        talk.facts = facts(replace(DOCTOR, name=effect.name))
        return OUTCOMES[NameStaff]

    talk.outcomes = {**OUTCOMES, SetLanguage: speak, JoinStaff: join, NameStaff: name}
    return talk


def test_a_newcomer_chooses_a_language_and_is_asked_for_the_code_in_it() -> None:
    (
        newcomer()
        .says("hello")
        .hears("Choose the language", "1 Қазақша", "2 Русский", "3 English")
        .picks("English")
        .does(SetLanguage(Locale.EN))
        .hears("This chat is for staff with an invitation. Send the invite code.")
    )


def test_a_link_brings_the_code_and_nothing_has_to_be_typed_but_the_name() -> None:
    talk = newcomer().send(Started("RIGHTCODE")).hears("Choose the language").picks("English")
    talk.hears("You are invited to work here.", "1 Join", "2 Not now").hears_not(*REVEALING).picks("Join")
    talk.does(JoinStaff("RIGHTCODE")).hears("What is your surname and name?").says("Ахметова Дана")
    talk.does(NameStaff("Ахметова Дана")).hears("Ахметова Дана · Phthisiatrician · Almaty")


def test_a_link_whose_code_does_not_work_lets_nobody_in() -> None:
    talk = newcomer().send(Started("USEDCODE")).picks("English").picks("Join").hears("This code does not work.")
    talk.picks("Not now").hears("This chat is for staff with an invitation.").hears_not(*REVEALING)
    assert [effect for effect in talk.done if isinstance(effect, JoinStaff)] == [JoinStaff("USEDCODE")]


def test_a_member_who_follows_a_link_sees_the_menu_and_the_code_stays_good() -> None:
    talk = staff(DOCTOR).send(Started("RIGHTCODE")).hears("Ахметова Дана · Phthisiatrician · Almaty")
    assert talk.done == []
    newcomer().send(Started("X" * 101)).hears("Choose the language").picks("English").hears("Send the invite code.")


def test_nothing_that_a_stranger_can_reach_tells_what_the_chat_is_for() -> None:
    talk = newcomer().starts().picks("English")
    for words in ("WRONG", "0", "help", "menu", "/start", "back", "cancel", "1", "2", "language"):
        talk.says(words).hears_not(*REVEALING)
    for action in ("review", "confirm", "case"):
        talk.acts(action, "21").hears_not(*REVEALING)


def test_a_wrong_code_is_asked_again_and_a_right_one_leads_to_the_name_and_the_menu() -> None:
    (
        newcomer()
        .starts()
        .picks("English")
        .says("WRONGCODE")
        .hears("This code does not work.")
        .says(" RIGHTCODE ")
        .does(JoinStaff("RIGHTCODE"))
        .hears("What is your surname and name?", "parents whose documents you reject")
        .says("Ахметова")
        .hears("at least the surname and the name")
        .says("Ахметова Дана")
        .does(NameStaff("Ахметова Дана"))
        .hears("Ахметова Дана · Phthisiatrician · Almaty")
    )


def test_the_code_is_not_kept_in_the_conversation() -> None:
    talk = newcomer("SECRETCODE").starts().picks("English").says("SECRETCODE")
    assert "SECRETCODE" not in str(talk.conversation.to_json())


def test_a_message_that_is_no_code_is_not_tried_as_one() -> None:
    talk = newcomer().starts().picks("English").says("a" * 101)
    talk.hears("too long for an invite code")
    assert not [effect for effect in talk.done if isinstance(effect, JoinStaff)]


def test_somebody_whose_membership_ended_sees_what_a_stranger_sees() -> None:
    (
        staff(None)
        .starts()
        .hears("This chat is for staff with an invitation.", "1 Enter the code")
        .hears_not(*REVEALING)
        .picks("Enter the code")
        .hears("Send the invite code.")
    )


def test_a_returning_member_keeps_the_name() -> None:
    talk = staff(None).starts().picks("Enter the code")
    talk.outcomes = {**OUTCOMES, JoinStaff: Fine("used")}
    talk.facts = {**talk.facts, MyStaff: DOCTOR}
    talk.says("CODE").does(NameStaff("Ахметова Дана"))


def test_a_member_changes_name_and_language() -> None:
    (
        staff(DOCTOR)
        .starts()
        .picks("My name")
        .says("Ахметова Дана Ерланқызы")
        .does(NameStaff("Ахметова Дана Ерланқызы"))
        .picks("Language")
        .picks("Қазақша")
        .does(SetLanguage(Locale.KK))
    )


def test_a_city_that_names_no_employees_says_so() -> None:
    talk = staff(DOCTOR)
    talk.profile = "indigo_karaganda_astana"
    shown = talk.known_facts().profile.privacy.show_employee_name
    expected = "parents whose documents you reject" if shown else "Only colleagues see it"
    talk.starts().picks("My name").hears(expected)
