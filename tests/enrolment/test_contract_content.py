"""A contract's content is printed as it was given or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.contract_content import Unprintable
from enrolment.letters import OddLetters, as_printed, printable, unprintable
from enrolment.terms import Name
from tests.documents.contracts import full


def test_letters_that_cannot_be_printed_are_named_once_each() -> None:
    assert unprintable("Әбдіқалықова № 5 «Жұлдыз» – ₸ O'Neil Müller") == ""
    assert unprintable("☕ Кофе ☕ 咖啡") == "☕咖啡"
    assert unprintable("a\u202eb\u200bc\x07") == "\u202e\u200b\x07"


def test_a_letter_of_two_signs_becomes_one_and_lines_become_one() -> None:
    assert as_printed("  Ерну\u0306р\n  и\u0306од ") == "Ернўр йод"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ТОО\u00adБота", "ТООБота"),
        ("10\u200b үй\u2060\ufeff\u200e, 5\u202c\x07", "10 үй, 5"),
        ("Алматы,\n Абай\u00a010", "Алматы, Абай 10"),
        ("Ａ１２３　№ ５", "A123 № 5"),
        ("Кафе № 3 ½ м²…", "Кафе № 3 ½ м²…"),
        ("ﬁliya Ⅳ", "filiya IV"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Ерну\u0306р\ufe0f", "Ернўр"),
    ],
)
def test_what_nobody_sees_is_dropped_and_what_looks_wide_is_what_was_meant(typed: str, meant: str) -> None:
    assert printable(typed) == meant


@pytest.mark.parametrize(
    ("typed", "odd"),
    [
        ("Школа № 3 👍🏽👍", "👍🏽"),
        ("Мектеп «Λogos»", "Λ"),
        ("ТОО ❤\ufe0f Бота", "❤"),
        ("Ма\u0301ма и ба\u0301ба", "а\u0301"),
        ("AB王123", "王"),
        ("٢٢", "٢"),
        ("\ufdfc", "\ufdfc"),
    ],
)
def test_a_letter_that_cannot_be_printed_is_named_as_it_was_typed(typed: str, odd: str) -> None:
    with pytest.raises(OddLetters) as caught:
        printable(typed)
    assert caught.value.letters == odd
    assert odd not in str(caught.value)


def test_a_content_says_which_of_its_texts_cannot_be_printed() -> None:
    content = full()
    with pytest.raises(Unprintable) as caught:
        replace(content, representative=replace(content.representative, workplace="☕"))
    assert (caught.value.path, caught.value.letters) == ("representative.workplace", "☕")
    with pytest.raises(Unprintable) as caught:
        replace(content, documents=(*content.documents[:1], replace(content.documents[1], kind=Name("а", "б😀", "c"))))
    assert (caught.value.path, caught.value.letters) == ("documents.1.kind.ru", "😀")


def test_the_exception_keeps_what_it_is_about_to_itself() -> None:
    with pytest.raises(Unprintable) as caught:
        replace(full(), number="№ 1 😀")
    assert "😀" not in str(caught.value)


def test_the_digest_tells_contents_apart_but_not_their_day_nor_a_draft_from_its_final_text() -> None:
    content = full()
    assert replace(content, concluded_on=date(2027, 1, 2), final=not content.final).digest == content.digest
    others = (
        replace(content, preschool=replace(content.preschool, head="Ахметова Дана")),
        replace(content, representative=replace(content.representative, email=None)),
        replace(content, documents=content.documents[1:]),
        replace(content, number="01-11.26.002"),
    )
    assert len({content.digest, *(other.digest for other in others)}) == 5
