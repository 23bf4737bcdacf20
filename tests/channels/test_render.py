"""Messages become Bot API calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import TELEGRAM, length
from bot.splitting import split_text
from bot.telegram.calls import Call
from bot.telegram.keyboards import DataTooLong
from bot.telegram.render import render
from dialogs.message import FileOut, Spoken, SpokenChoice, SpokenLink, Wants
from locales.catalogue import Locale

BACK, CANCEL, MENU = (SpokenChoice(f"apply.3.{word.lower()}", word) for word in ("Back", "Cancel", "Menu"))
PDF = FileOut("contract.pdf", "application/pdf", stored=1)
JPEG = FileOut("page.jpg", "image/jpeg", stored=2)


def choices(*labels: str) -> tuple[SpokenChoice, ...]:
    return tuple(SpokenChoice(f"apply.3.{at}", label) for at, label in enumerate(labels))


def only(calls: list[Call]) -> Call:
    assert len(calls) == 1
    return calls[0]


def buttons(call: Call) -> list[list[str]]:
    rows: list[list[dict[str, Any]]] = call.arguments["reply_markup"]["inline_keyboard"]
    return [[button["text"] for button in row] for row in rows]


def test_a_question_says_where_we_are_what_is_asked_and_what_can_be_answered() -> None:
    spoken = Spoken(
        "In which locality?",
        choices("Kyzylorda", "Baikonur city and villages"),
        header="Application · step 3 of 7",
        hint="It decides which kindergartens you see.",
        nav=(BACK, CANCEL, MENU),
    )
    call = only(render(spoken, TELEGRAM))
    assert call.method == "sendMessage"
    assert call.arguments["text"] == (
        "Application · step 3 of 7\nIn which locality?\nIt decides which kindergartens you see.\n\n"
        "1 Kyzylorda\n2 Baikonur city and villages\n0 Menu"
    )
    assert buttons(call) == [["Kyzylorda"], ["Baikonur city and villages"], ["Back", "Cancel", "Menu"]]
    data = [button["callback_data"] for row in call.arguments["reply_markup"]["inline_keyboard"] for button in row]
    assert data == ["apply.3.0", "apply.3.1", "apply.3.back", "apply.3.cancel", "apply.3.menu"]


PAGE = "https://sign.example.kz/sign/x"


def test_the_signing_page_is_a_mini_app_above_the_choices_and_its_address_stays_in_the_text() -> None:
    spoken = Spoken(f"Sign.\n{PAGE}", choices("New link"), link=SpokenLink("Open the page", PAGE), nav=(MENU,))
    call = only(render(Spoken.from_json(spoken.to_json()), TELEGRAM))
    [first, *others] = call.arguments["reply_markup"]["inline_keyboard"]
    assert first == [{"text": "Open the page", "web_app": {"url": PAGE}}]
    assert [[button["text"] for button in row] for row in others] == [["New link"], ["Menu"]]
    assert call.arguments["text"].startswith(f"Sign.\n{PAGE}\n")


def test_an_address_without_tls_is_no_mini_app() -> None:
    spoken = Spoken("Sign.", choices("New link"), link=SpokenLink("Open the page", "http://127.0.0.1:8083/sign/x"))
    assert buttons(only(render(spoken, TELEGRAM))) == [["New link"]]


def test_what_a_choice_means_stands_beside_it() -> None:
    spoken = Spoken("Which queue?", (SpokenChoice("a.1.s", "Sanatorium", "for children who need treatment"),))
    assert only(render(spoken, TELEGRAM)).arguments["text"].endswith("1 Sanatorium — for children who need treatment")


def test_a_name_with_angle_brackets_is_sent_as_it_is() -> None:
    call = only(render(Spoken("<b>Али</b> & *Co*_"), TELEGRAM))
    assert call.arguments["text"] == "<b>Али</b> & *Co*_"
    assert "parse_mode" not in call.arguments


def test_short_labels_stand_in_two_columns() -> None:
    assert buttons(only(render(Spoken("?", choices("Қазақша", "Русский", "English")), TELEGRAM))) == [
        ["Қазақша", "Русский"],
        ["English"],
    ]


def test_labels_too_long_for_a_phone_become_numbers() -> None:
    long = "№ 12 kindergarten “Balapan”, Auezov street 31, Kyzylorda"
    spoken = Spoken("Which ones?", choices(*[long] * 6), nav=(BACK,))
    call = only(render(spoken, TELEGRAM))
    assert buttons(call) == [["1", "2", "3", "4", "5"], ["6"], ["Back"]]
    assert f"6 {long}" in call.arguments["text"]


@pytest.mark.rule("S3-10")
def test_a_phone_is_asked_for_with_telegrams_own_button() -> None:
    share, other = SpokenChoice("register.1.share", "Send my number"), SpokenChoice("register.1.type", "Other number")
    spoken = Spoken("Please send your number.", (share, other), Wants.CONTACT, nav=(BACK, MENU))
    call = only(render(spoken, TELEGRAM))
    assert call.arguments["reply_markup"] == {
        "keyboard": [
            [{"text": "Send my number", "request_contact": True}],
            [{"text": "Other number"}],
            [{"text": "Back"}, {"text": "Menu"}],
        ],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    assert call.keyboard is True


@pytest.mark.rule("S1-10")
def test_a_place_is_asked_for_with_telegrams_own_button() -> None:
    share, other = SpokenChoice("near.1.share", "Send my location"), SpokenChoice("near.1.found", "Without location")
    call = only(render(Spoken("Where are you?", (share, other), Wants.LOCATION, nav=(BACK,)), TELEGRAM))
    assert call.arguments["reply_markup"]["keyboard"] == [
        [{"text": "Send my location", "request_location": True}],
        [{"text": "Without location"}],
        [{"text": "Back"}],
    ]
    assert call.keyboard is True


def test_the_open_keyboard_goes_before_the_next_buttons() -> None:
    first, second = render(Spoken("IIN?", nav=(BACK,), locale=Locale.EN), TELEGRAM, keyboard_open=True)
    assert first.arguments["text"] == "Got it."
    assert first.arguments["reply_markup"] == {"remove_keyboard": True}
    assert (first.keyboard, second.keyboard) == (False, None)
    assert buttons(second) == [["Back"]]


def test_the_open_keyboard_goes_with_a_message_that_has_no_buttons() -> None:
    call = only(render(Spoken("Wait a moment."), TELEGRAM, keyboard_open=True))
    assert call.arguments["reply_markup"] == {"remove_keyboard": True}
    assert call.keyboard is False


def test_the_keyboard_stays_while_a_phone_is_asked_for_again_or_a_notification_passes() -> None:
    again = Spoken("That was not your own.", choices("Send"), Wants.CONTACT)
    assert only(render(again, TELEGRAM, keyboard_open=True)).keyboard is True
    news = Spoken("The doctor confirmed.", choices("Open"), purpose="N05")
    assert only(render(news, TELEGRAM, keyboard_open=True)).keyboard is None


def test_a_whole_message_with_buttons_stands_instead_of_another() -> None:
    asked = Spoken("Which?", choices("A"), replaces=56)
    assert only(render(asked, TELEGRAM)).replaces == 56
    assert only(render(replace(asked, choices=()), TELEGRAM)).replaces is None
    assert only(render(replace(asked, files=(PDF,)), TELEGRAM)).replaces is None


def test_one_file_carries_its_message_as_caption() -> None:
    call = only(render(Spoken("Application № 45", choices("Confirm"), files=(PDF,)), TELEGRAM))
    assert (call.method, call.files) == ("sendDocument", (PDF,))
    assert call.arguments["caption"] == "Application № 45\n\n1 Confirm"
    assert buttons(call) == [["Confirm"]]


def test_a_picture_goes_as_a_photo() -> None:
    call = only(render(Spoken("", files=(JPEG,)), TELEGRAM))
    assert (call.method, call.arguments) == ("sendPhoto", {"kind": "photo"})


def test_several_files_go_together_by_kind_and_before_the_words() -> None:
    calls = render(Spoken("Documents above.", choices("Confirm"), files=(*[JPEG] * 12, PDF, PDF)), TELEGRAM)
    assert [(call.method, len(call.files)) for call in calls] == [
        ("sendMediaGroup", 10),
        ("sendMediaGroup", 2),
        ("sendMediaGroup", 2),
        ("sendMessage", 0),
    ]
    assert [call.with_photos for call in calls] == [True, True, False, False]


def test_a_caption_too_long_for_a_file_becomes_a_message() -> None:
    calls = render(Spoken("ә" * 1025, files=(PDF,)), TELEGRAM)
    assert [call.method for call in calls] == ["sendDocument", "sendMessage"]


def test_a_long_text_is_cut_between_paragraphs_and_the_buttons_come_last() -> None:
    terms = "\n\n".join(f"{number}. " + "сөз " * 300 for number in range(1, 9))
    calls = render(Spoken(terms, choices("I agree"), replaces=56), TELEGRAM)
    assert len(calls) > 1
    assert all(length(call.arguments["text"]) <= 4096 for call in calls)
    assert all(call.arguments["text"][1:3] == ". " for call in calls)
    assert ["reply_markup" in call.arguments for call in calls] == [False] * (len(calls) - 1) + [True]
    assert not any(call.replaces for call in calls)


def test_button_data_over_64_bytes_is_a_bug() -> None:
    with pytest.raises(DataTooLong):
        render(Spoken("?", (SpokenChoice("apply.1." + "ң" * 29, "x"),)), TELEGRAM)


def test_nothing_to_say_is_no_call() -> None:
    assert render(Spoken(""), TELEGRAM) == []


@given(st.text(st.sampled_from("аә🧒 \n"), max_size=300), st.integers(4, 40))
def test_splitting_keeps_every_word_within_the_limit(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
