"""A contract's content is printed as it was given or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enrolment.contract_content import Unprintable
from enrolment.letters import as_printed, unprintable
from enrolment.terms import Name
from tests.documents.contracts import full


def test_letters_that_cannot_be_printed_are_named_once_each() -> None:
    assert unprintable("Әбдіқалықова № 5 «Жұлдыз» – ₸ O'Neil Müller") == ""
    assert unprintable("☕ Кофе ☕ 咖啡") == "☕咖啡"
    assert unprintable("a\u202eb\u200bc\x07") == "\u202e\u200b\x07"


def test_a_letter_of_two_signs_becomes_one_and_lines_become_one() -> None:
    assert as_printed("  Ерну\u0306р\n  и\u0306од ") == "Ернўр йод"


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
