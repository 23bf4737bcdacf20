"""Thanks, stickers and second thoughts: answered kindly, and nothing is lost by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import OpenCase, Register
from dialogs.inputs import Unreadable
from dialogs.thanks import means_thanks
from tests.dialogs.parents import ARMAN, PARENT_IIN, PERSON_FOUND, application, guest, parent

GLAD = "I am always glad to help."


@pytest.mark.parametrize(
    "words",
    [
        *("рахмет", "Рақмет!", "көп рахмет сізге", "Жақсы, рахмет", "Спасибо большое!!!", "ок", "Окей, спасибо"),
        *(
            "спасибо вам за помощь",
            "Хорошо.",
            "понятно",
            "Thank you very much",
            "OK",
            "thx",
            "👍",
            "👍🏽👍🏽",
            "🙏 ❤️",
            "рахмет 🌹",
        ),
    ],
)
def test_thanks_in_any_language_is_thanks(words: str) -> None:
    assert means_thanks(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "!",
        "да",
        "нет",
        "👎",
        "🙂👎",
        "спасибо, а когда?",
        "рахмет 5",
        "не понятно",
        "1",
        "за помощь",
        "ок" * 9,
    ],
)
def test_anything_more_is_not(words: str) -> None:
    assert not means_thanks(words)


def test_thanks_at_the_menu_is_answered_in_one_line_above_the_menu() -> None:
    talk = parent().starts()
    talk.says("Рахмет!").hears(f"{GLAD} Here is where we are.", "Menu", "Next step: apply for a place.", "1 Apply")
    talk.says("👍").hears(GLAD).hears_not("Please choose one")


def test_who_has_every_child_admitted_is_not_urged_to_apply() -> None:
    admitted, urged = application("completed"), "Next step: apply for a place."
    parent(applications=(admitted,)).starts().hears("What would you like to do?").hears_not(urged)
    sister = replace(ARMAN, id=ARMAN.id + 1)
    parent(children=(ARMAN, sister), applications=(admitted,)).starts().hears(urged)
    parent(applications=(application("archived"),)).starts().hears(urged)


def test_thanks_in_a_dialog_repeats_the_question_and_changes_nothing() -> None:
    talk = guest().picks("Register").shares_contact()
    before = talk.conversation.stack
    talk.says("спасибо").hears(GLAD, "Type your IIN").hears_not("digits are missing")
    assert talk.conversation.stack == before
    talk.says(PARENT_IIN).hears("Do you agree").says("ok").hears(GLAD, "1 I agree")
    talk.picks("I agree").says("рахмет").hears(GLAD, "One moment").hears_from_outside(PERSON_FOUND)
    talk.says("хорошо").hears(GLAD, "1 Register")
    assert Register not in map(type, talk.done)


def test_a_search_in_a_long_list_does_not_look_for_thanks() -> None:
    talk = parent(count=20).starts().picks("Apply").picks("sanatorium").picks("tb_contact").sends().picks("done")
    talk.says("ok").hears(GLAD, "Which kindergartens")
    talk.says("1").hears("✓")


def test_what_support_is_told_may_be_thanks() -> None:
    parent().starts().picks("Help").picks("Write to support").says("Большое спасибо").does(OpenCase)


def test_thanks_while_leaving_asks_again_whether_to_stop() -> None:
    talk = guest().picks("Register").says("cancel").says("спасибо").hears(GLAD, "Stop here?")
    talk.says("?").hears("Please choose one", "Stop here?")


@pytest.mark.parametrize("kind", ["sticker", "animation", "dice"])
def test_a_sticker_at_the_menu_gets_a_kind_word_and_the_menu(kind: str) -> None:
    talk = parent().starts()
    talk.send(Unreadable(kind)).hears(GLAD, "1 Apply").hears_not("Please choose one")


def test_a_voice_message_is_no_answer() -> None:
    parent().starts().send(Unreadable("voice")).hears("Please choose one").hears_not(GLAD)


def test_a_sticker_instead_of_a_photo_is_explained() -> None:
    talk = parent().starts().picks("Apply").picks("sanatorium").picks("tb_contact")
    talk.send(Unreadable("sticker")).hears("Here I need a photo or a PDF.")


def test_a_guest_who_began_to_register_only_goes_on() -> None:
    talk = guest().picks("Register").shares_contact().says("0")
    talk.hears("1 Continue — Registration", "2 How it works").hears_not("2 Register", "1 Register")
    talk.says("1").hears("You began this before", "press “Cancel”", "Type your IIN")


def test_whoever_goes_on_can_begin_anew_inside() -> None:
    talk = guest().picks("Register").shares_contact().says(PARENT_IIN).says("0").picks("Continue")
    talk.picks("cancel").hears("Stop here?", "1 Go on", "2 Start anew", "3 Yes, stop")
    talk.picks("Start anew").hears("Registration · step 1 of 4", "Send my number")
    assert talk.conversation.stack[0].answers == {}
    talk.shares_contact().hears("step 2 of 4").says("cancel").picks("Go on").hears("step 2 of 4")
    talk.says("cancel").picks("Yes, stop").hears("1 Register").hears_not("Continue")


def test_several_that_can_be_continued_are_told_apart_by_their_buttons() -> None:
    talk = parent().starts().picks("Apply").picks("general").says("menu").picks("My children").picks("c-11")
    talk.picks("Remove").says("menu").hears(" — Continue")
    labels = [str(choice.label) for choice in talk.heard[-1].choices]
    assert len(set(labels)) == len(labels)
    assert "Application: Арман" in labels


def test_where_nothing_was_answered_no_answers_are_said_to_be_kept() -> None:
    talk = parent().starts().picks("My children").picks("c-11").picks("Remove").says("menu").picks("Continue")
    talk.hears("Remove this child").hears_not("You began this before")


def test_begun_anew_a_dialog_keeps_what_it_is_about() -> None:
    talk = parent().starts().picks("My children").picks("c-11").picks("Remove").says("cancel").picks("Start anew")
    assert talk.conversation.stack[0].answers == {"child": 11}
    talk.hears("Remove this child")


def test_start_anew_is_no_button_of_any_other_screen() -> None:
    talk = guest().picks("Register")
    talk.taps("Register", talk.conversation.rev, "anew").hears("Press “Send my number”")


def test_a_parent_may_press_either_and_goes_on() -> None:
    talk = parent().starts().picks("Apply").picks("general").starts()
    talk.hears("1 Continue — Application", "2 Apply").picks("apply").hears("You began this before")
