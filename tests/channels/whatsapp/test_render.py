"""Messages as WhatsApp shows them: buttons, a list, or numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import WHATSAPP, length
from bot.whatsapp.render import Part, SentFile, SentRich, SentText, render
from bot.whatsapp.shapes import ALL_SHAPES, every_shape
from dialogs.message import FileOut, Spoken, SpokenChoice, Wants
from locales.catalogue import Locale

SHAPES = every_shape()
NAMES = {sid: name for name, sid in SHAPES.items()}
BACK, CANCEL, MENU = (SpokenChoice(f"apply.3.{word.lower()}", word) for word in ("Back", "Cancel", "Menu"))
PDF = FileOut("contract.pdf", "application/pdf", stored=1)
JPEG = FileOut("page.jpg", "image/jpeg", stored=2)
CSV = FileOut("log.csv", "text/csv", content="a,b")


def choices(*labels: str) -> tuple[SpokenChoice, ...]:
    return tuple(SpokenChoice(f"apply.3.{at}", label) for at, label in enumerate(labels))


def shown(spoken: Spoken, shapes: Mapping[str, str] = SHAPES) -> list[Part]:
    return render(spoken, WHATSAPP, shapes)


def rich(spoken: Spoken) -> SentRich:
    [part] = shown(spoken)
    assert isinstance(part, SentRich)
    return part


def text(spoken: Spoken) -> str:
    [part] = shown(spoken)
    assert isinstance(part, SentText)
    return part.body


def as_twilio_fills_it(part: SentRich) -> dict[str, object]:
    """The shape with its variables in place."""
    [(_type, content)] = ALL_SHAPES[NAMES[part.sid]].types().items()

    def fill(value: object) -> object:
        if isinstance(value, str):
            return re.sub(r"\{\{(\d+)}}", lambda found: part.variables[found[1]], value)
        if isinstance(value, list):
            return [fill(one) for one in value]
        return {key: fill(one) for key, one in value.items()} if isinstance(value, dict) else value

    filled = fill(content)
    assert isinstance(filled, dict)
    return filled


def test_three_buttons_are_pressed_under_the_question() -> None:
    spoken = Spoken("Is it right?", choices("Yes", "No"), header="Application · step 3 of 7", nav=(MENU,))
    part = rich(spoken)
    assert NAMES[part.sid] == "balapan_quick_2_3_3"
    assert as_twilio_fills_it(part) == {
        "body": "Application · step 3 of 7\nIs it right?\n\n1 Yes\n2 No\n0 Menu",
        "actions": [
            {"type": "QUICK_REPLY", "title": "Yes", "id": "apply.3.0"},
            {"type": "QUICK_REPLY", "title": "No", "id": "apply.3.1"},
            {"type": "QUICK_REPLY", "title": "Menu", "id": "apply.3.menu"},
        ],
    }
    assert part.body == "Application · step 3 of 7\nIs it right?\n\n1 Yes\n2 No\n0 Menu"
    assert part.buttons[0] == ("apply.3.0", "Yes")


@pytest.mark.parametrize(("locale", "opens"), [(Locale.RU, "Выбрать"), (Locale.KK, "Таңдау"), (Locale.EN, "Choose")])
def test_up_to_ten_stand_in_a_list(locale: Locale, opens: str) -> None:
    spoken = Spoken("Which?", choices(*"abcdefg"), nav=(BACK, CANCEL, MENU), locale=locale)
    part = rich(spoken)
    assert NAMES[part.sid] == "balapan_list_1_8_10"
    content = as_twilio_fills_it(part)
    assert content["button"] == opens
    assert length(opens) <= 20
    items = content["items"]
    assert isinstance(items, list)
    assert items[0] == {"item": "a", "id": "apply.3.0"}
    assert items[-1] == {"item": "Menu", "id": "apply.3.menu"}


def test_what_an_option_means_stands_beside_its_number() -> None:
    spoken = Spoken("Which queue?", (SpokenChoice("a.1.s", "Sanatorium", "for children who need treatment"),))
    assert rich(spoken).body.endswith("1 Sanatorium — for children who need treatment")


@pytest.mark.parametrize(
    ("label", "kind"), [("ә" * 20, "quick"), ("ә" * 21, "list"), ("ә" * 24, "list"), ("ә" * 25, None)]
)
def test_a_label_decides_by_its_width(label: str, kind: str | None) -> None:
    [part] = shown(Spoken("?", choices(label, "b")))
    assert (part.kind if isinstance(part, SentRich) else None) == kind


def test_more_than_ten_are_typed_by_number() -> None:
    spoken = Spoken("Which?", choices(*"abcdefgh"), nav=(BACK, CANCEL, MENU), locale=Locale.RU)
    assert text(spoken).splitlines()[-3:] == ["8 h", "0 Menu", "Можно также написать: Back, Cancel."]


def test_words_alone_tell_the_way_back_too() -> None:
    spoken = Spoken("ә" * 300, nav=(BACK,))
    assert text(spoken).endswith("ә\n\n0 Back")
    assert text(replace(spoken, nav=(BACK, MENU))).endswith("ә\n\n0 Menu\nYou can also write: Back.")


def test_every_way_back_has_a_number_under_buttons_too() -> None:
    assert rich(Spoken("Nothing here yet.", nav=(BACK,))).body == "Nothing here yet.\n\n0 Back"
    assert rich(Spoken("Right?", choices("Yes"), nav=(BACK, MENU))).body == "Right?\n\n1 Yes\n0 Menu"


def test_a_single_wide_label_is_typed() -> None:
    assert text(Spoken("Agree?", choices("I agree to all of it and more"))).endswith("1 I agree to all of it and more")


def test_two_buttons_of_one_name_are_typed() -> None:
    assert text(Spoken("Which child?", choices("Айша", "Айша"))).endswith("1 Айша\n2 Айша")


@pytest.mark.parametrize("data", ["", "x" * 201])
def test_data_that_no_button_carries_leaves_the_number(data: str) -> None:
    assert text(Spoken("?", (SpokenChoice(data, "Yes"),))) == "?\n\n1 Yes"


@pytest.mark.parametrize("said", ["ә" * 256, "\n".join(f"line {n}" for n in range(13)), "\n".join(["слово " * 40] * 5)])
def test_what_no_shape_takes_is_typed(said: str) -> None:
    assert text(Spoken(said, choices("Yes"))).endswith("\n\n1 Yes")


def test_without_the_shape_at_twilio_it_is_typed() -> None:
    assert shown(Spoken("Right?", choices("Yes")), {}) == [SentText("Right?\n\n1 Yes")]


def test_every_rich_message_can_be_said_plainly() -> None:
    assert rich(Spoken("Right?", choices("Yes"), nav=(MENU,))).plain == (SentText("Right?\n\n1 Yes\n0 Menu"),)


def test_gaps_that_no_variable_holds_are_closed() -> None:
    part = rich(Spoken("a\tb      c\n\n  d \r\n\x0b\n1\xa0000 тг", choices("Yes")))
    assert part.body == "a b c\nd\n1\xa0000 тг\n\n1 Yes"


def test_a_phone_is_asked_for_with_plain_choices() -> None:
    spoken = Spoken("Your number?", choices("Type it"), Wants.CONTACT, nav=(MENU,))
    assert [label for _data, label in rich(spoken).buttons] == ["Type it", "Menu"]


def test_nothing_to_press_is_plain_text() -> None:
    assert shown(Spoken("Wait a moment.")) == [SentText("Wait a moment.")]
    assert shown(Spoken("")) == []


def test_a_long_text_comes_in_parts_of_1600() -> None:
    terms = "\n\n".join(f"{number}. " + "сөз " * 150 for number in range(1, 9))
    parts = shown(Spoken(terms, choices("I agree"), nav=(MENU,)))
    assert len(parts) > 2
    assert all(isinstance(part, SentText) and length(part.body) <= 1600 for part in parts)
    last = parts[-1]
    assert isinstance(last, SentText)
    assert last.body.endswith("1 I agree\n0 Menu")


def test_a_picture_carries_its_words_and_a_document_does_not() -> None:
    assert shown(Spoken("The map.", files=(JPEG,))) == [SentFile(JPEG, "The map.")]
    assert shown(Spoken("Your contract.", files=(PDF,))) == [SentFile(PDF), SentText("Your contract.")]
    assert shown(Spoken("", files=(PDF,))) == [SentFile(PDF)]


def test_a_file_that_whatsapp_does_not_take_is_a_link() -> None:
    assert shown(Spoken("The log.", files=(CSV,))) == [SentFile(CSV, "The log.", linked=True)]
    assert shown(Spoken("", files=(CSV, CSV))) == [SentFile(CSV, linked=True)] * 2


def test_files_come_one_by_one_before_the_words_and_their_buttons() -> None:
    first, second, words = shown(Spoken("Two pages.", choices("Confirm"), files=(JPEG, PDF)))
    assert (first, second) == (SentFile(JPEG), SentFile(PDF))
    assert isinstance(words, SentRich)
    picture, question = shown(Spoken("Is it readable?", choices("Yes"), files=(JPEG,)))
    assert picture == SentFile(JPEG)
    assert isinstance(question, SentRich)


def test_shapes_are_within_what_twilio_takes() -> None:
    for name, shape in ALL_SHAPES.items():
        assert re.fullmatch(r"[a-z0-9_]{1,64}", name)
        assert len(shape.samples()) <= 100
        [content] = shape.types().values()
        used = set(re.findall(r"\{\{(\d+)}}", str(content)))
        assert used == set(shape.samples())
        assert all(shape.samples().values())
    assert len(set(every_shape().values())) == len(ALL_SHAPES) < 500


LINES = st.lists(st.text(st.sampled_from("аә🧒 \t*"), max_size=280), max_size=14).map("\n".join)
LABELS = st.lists(st.text(st.sampled_from("абв "), max_size=26), max_size=12)


@given(LINES, LABELS, st.integers(0, 3))
def test_whatever_is_said_arrives_whole_and_within_the_limits(said: str, labels: list[str], ways: int) -> None:
    spoken = Spoken(said, choices(*labels), nav=(BACK, CANCEL, MENU)[:ways], locale=Locale.KK)
    for part in shown(replace(spoken)):
        if isinstance(part, SentText):
            assert length(part.body) <= 1600
        elif isinstance(part, SentRich):
            assert length(part.body) <= 1024
            assert as_twilio_fills_it(part)["body"] == part.body
            assert all(0 < length(value) <= 255 for value in part.variables.values())
            assert not any(re.search(r"[\n\t]| {5}", value) for value in part.variables.values())
            assert "".join(said.split()) in "".join(part.body.split())
