"""What holds in every dialog: old buttons, back, cancel, menu, language, files in the wrong place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import (
    ChangePerson,
    ChangePhone,
    DeleteMyData,
    ExportMyData,
    OpenCase,
    SayInCase,
    SetLanguage,
    SetLocality,
)
from dialogs.inputs import Located, Unreadable
from locales.catalogue import Locale
from tests.dialogs.parents import CHILD_IIN, GUEST, PARENT_IIN, application, guest, parent


def test_an_old_button_explains_and_shows_the_current_question() -> None:
    talk = guest().picks("Register")
    rev = talk.conversation.rev
    talk.shares_contact().taps("Register", rev, "type").hears("out of date", "step 2 of")
    assert not talk.done


def test_the_same_tap_twice_is_heard_once() -> None:
    talk = parent().starts().picks("Apply")
    rev, heard = talk.conversation.rev, len(talk.heard)
    talk.taps("Apply", rev, "general").taps("Apply", rev, "general")
    assert len(talk.heard) == heard + 1
    assert talk.silent


def test_the_same_old_tap_later_on_is_explained() -> None:
    talk = parent().starts().picks("Apply")
    rev = talk.conversation.rev
    talk.taps("Apply", rev, "general").says("menu").taps("Apply", rev, "general").hears("out of date", "Menu")


def test_buttons_that_no_message_carries_do_nothing() -> None:
    talk = parent().starts().picks("Apply")
    talk.taps("Apply", talk.conversation.rev, "nonsense").hears("no longer available", "Which queue?")
    talk.taps("Apply", talk.conversation.rev, "q-../../x").hears("no longer available")
    talk.taps("menu", talk.conversation.rev, "apply").hears("out of date")


def test_back_and_forward_restores_the_answers() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).hears("step 3 of")
    talk.says("назад").hears("step 2 of", f"Now: {PARENT_IIN}", "Leave as it is")
    talk.says("артқа").hears("step 1 of", "Now: +7 (701) 000-00-01").says("next").hears("step 3 of")
    talk.picks("Back").picks("Leave as it is").hears("step 3 of")


def test_back_from_the_first_question_leaves_and_keeps_everything() -> None:
    talk = parent().starts().picks("Apply").picks("Back").hears("Menu", "1 Continue — Application")
    talk.picks("Continue").hears("Which queue?")


def test_the_menu_at_any_time_sets_the_dialog_aside() -> None:
    talk = guest().picks("Register").shares_contact().says("0").hears("Menu", "Continue — Registration")
    talk.picks("Continue").hears("step 2 of", "Type your IIN").starts().picks("Continue").hears("step 2 of")


def test_cancel_asks_first() -> None:
    talk = guest().picks("Register").shares_contact().says("отмена").hears("answers of this section will be lost")
    talk.says("what?").hears("Please choose").says("back").hears("Type your IIN")
    talk.picks("Cancel").picks("Go on").hears("Type your IIN").picks("Cancel").picks("Yes, stop")
    talk.hears("Stopped. Nothing was sent.", "Menu").hears_not("Continue")


def test_cancel_at_the_menu_is_the_menu() -> None:
    parent().starts().says("cancel").hears("Menu")


@pytest.mark.rule("E-37", "S1-11")
def test_edge_37_the_language_changes_in_the_middle_and_nothing_is_lost() -> None:
    talk = guest().picks("Register").shares_contact().says("/language").hears("Қазақша").says("2")
    talk.does(SetLanguage(Locale.RU)).hears("step 2 of", "Type your IIN")


def test_help_is_a_word_away() -> None:
    talk = parent().starts().picks("Apply").says("помощь").hears("Help", "EDS key", "Write to support")
    talk.picks("EDS key").hears("Never send the key file").picks("Back").picks("Back").hears("Continue — Application")


def test_a_file_where_none_is_expected_is_not_kept() -> None:
    parent().starts().sends().hears("did not expect a file", "Menu")
    parent().starts().picks("Apply").sends().hears("Please choose one of the options", "Which queue?")
    parent().starts().picks("My children").picks("Add").sends().hears("type the answer")


def test_stickers_and_places_are_explained() -> None:
    talk = parent().starts().picks("Apply")
    talk.send(Unreadable("voice")).hears("Please choose one of the options", "Which queue?")
    talk.send(Unreadable("sticker")).hears("I am always glad to help", "Which queue?")
    talk.send(Located(43.2, 76.9)).hears("Please choose one of the options")
    talk.shares_contact().hears("Please choose one of the options")
    parent().starts().send(Unreadable("voice")).hears("Please choose")


@pytest.mark.rule("S2-48")
def test_an_eds_key_is_refused_anywhere() -> None:
    talk = parent().starts().picks("Apply").sends_refused("Never send the key.", secret=True)
    talk.hears("Never send the key.", "Which queue?")
    parent().starts().sends_refused("Never send the key.", secret=True).hears("Never send the key.", "Menu")


@pytest.mark.rule("S2-48")
def test_an_eds_key_as_the_first_word_is_refused_and_the_first_question_asked() -> None:
    newcomer = parent(replace(GUEST, locale=None))
    newcomer.sends_refused("Never send the key.", secret=True).hears("Never send the key.", "Русский").picks("Русский")


def test_a_late_result_goes_to_the_dialog_that_waits_for_it() -> None:
    talk = parent(children=()).starts().picks("Add a child").says(CHILD_IIN).says("menu")
    heard = len(talk.heard)
    talk.hears_from_outside({"status": "unknown"})
    assert talk.silent
    assert len(talk.heard) == heard
    talk.picks("Continue").hears("surname, name and patronymic")
    talk.hears_from_outside({"status": "found"}, token=999)
    assert talk.silent


def test_a_notification_button_works_from_anywhere() -> None:
    talk = parent(applications=(application(),)).starts().picks("Apply").acts("application", "21").hears("place 13")
    talk.picks("Menu").hears("Continue — Application")


@pytest.mark.rule("S2-70", "S3-17")
def test_support_is_asked_in_one_message_and_read_in_the_chat() -> None:
    talk = (
        parent()
        .starts()
        .picks("Help")
        .picks("Write to support")
        .says("How long?")
        .does(OpenCase("question", "How long?"))
    )
    talk.starts().picks("Help").picks("My questions").picks("No. 0001").hears("You,", "Support,")
    talk.picks("Write more").says("Thank you").does(SayInCase(31, "Thank you"))
    talk.starts().picks("Help").picks("Asked for money").hears("The service is free").says("  ").hears("empty")
    talk.says("x" * 2001).hears("2000 characters").says("A man at the gate").does(
        OpenCase("money", "A man at the gate")
    )


@pytest.mark.rule("S1-65")
def test_the_profile_shows_changes_exports_and_deletes() -> None:
    talk = parent().starts().picks("Profile").hears("Серікова Әлия", f"IIN: {PARENT_IIN}", "+7 (701) 000-00-01")
    talk.picks("Download").does(ExportMyData()).hears("Profile")
    talk.picks("Change name").says("Serikova Aliya").says("05.12.1991").does(ChangePerson)
    talk.starts().picks("Profile").picks("Change phone").shares_contact("+77010000009").does(
        ChangePhone("+77010000009")
    )
    talk.starts().picks("Profile").picks("Delete").picks("Keep").hears("Profile")
    talk.picks("Delete").picks("Delete").picks("Yes, delete").does(DeleteMyData())
    talk.starts().picks("Profile").picks("Language and city").picks("Change city").picks("Astana").does(
        SetLocality("astana")
    )


@pytest.mark.rule("S1-07", "S2-10", "S2-11", "S2-12", "S2-13", "S3-03")
def test_the_catalogue_is_open_to_everybody() -> None:
    talk = guest().picks("Kindergartens").hears("There are 3 kindergartens.", "Kindergartens · Almaty")
    talk.picks("Show the list").hears("There are 3 kindergartens.", "3 free places").picks("Kindergarten 2")
    talk.hears("2 Abai Ave", "State-owned", "from 2 to 6", "Fee: 15 000 tenge").picks("Back")
    talk.hears("There are 3 kindergartens.")


@pytest.mark.rule("S1-17", "S2-67", "S2-69", "S2-77", "S3-62", "S1-04", "S3-02", "S3-03")
def test_before_registering_one_can_read_what_it_is_about() -> None:
    guest().picks("How it works").hears("You register", "For the sanatorium queue").picks("What to prepare").hears(
        "identity card"
    )
    guest().picks("Help").hears("Contact centre").picks("Card and account").hears("IBAN")


@pytest.mark.rule("X-21")
def test_a_guest_finds_on_the_first_pages_all_that_the_guides_show_there() -> None:
    talk = guest().hears("How it works", "What to prepare", "Help").picks("Kindergartens")
    talk.hears("Show the list", "Bulletin of places", "Who got places", "Statistics")
    talk.picks("Show the list").picks("Kindergarten 2").hears("Parents give it", "What parents say")


@pytest.mark.rule("S1-65")
def test_notifications_can_be_read_again() -> None:
    parent().starts().picks("Notifications").hears("News", "23 November")
