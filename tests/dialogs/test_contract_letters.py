"""A letter that no contract can print is named where it is typed, not after the last step. S2-42."""

from __future__ import annotations

import pytest

from dialogs.contract_readers import read_address, read_certificate_number, read_email, read_iban, read_id_number
from dialogs.questions.question import Problem
from dialogs.readers import read_document_number, read_iin, read_name
from locales.catalogue import Locale
from tests.dialogs.contracts import correcting


@pytest.mark.parametrize(
    ("field", "typed", "named"),
    [
        ("workplace", "Школа № 3 👍", "👍"),
        ("workplace", "Мектеп «Λogos»", "Λ"),
        ("residential_address", "Алматы, 长安 10", "长安"),
        ("id_number", "AB王123", "王"),
        ("id_number", "Ν1234567", "Ν"),
        ("birth_certificate_number", "№ Ж٣123456", "٣"),
    ],
)
def test_a_letter_that_no_contract_has_is_named_and_the_question_stays(field: str, typed: str, named: str) -> None:
    talk = correcting(field).picks("Correct").says(typed)
    talk.hears(f"This cannot stand in a contract: {named}. Leave it out", "step 2 of ")


def test_signs_that_nobody_sees_are_dropped_without_a_word() -> None:
    talk = correcting("workplace").picks("Correct").says("ТОО «Бо\u00adта»\u200b 👍")
    talk.hears("This cannot stand in a contract: 👍.").says("ТОО «Бо\u00adта»\u200b").hears("Workplace: ТОО «Бота»")


def test_an_issuer_and_a_branch_are_asked_for_letters_too() -> None:
    for field in ("id_issuer", "bank_branch"):
        correcting(field).picks("Correct").says("Алматы ☕").hears("This cannot stand in a contract: ☕.")


def test_wide_digits_are_digits_wherever_they_are_typed() -> None:
    assert read_id_number("Ａ１２３") == "A123"
    assert read_document_number("Ｎ１２３４５６７８") == "N12345678"
    assert read_certificate_number("№ ０１２３４５６") == "0123456"
    assert read_iin("８８０７１９３００１０７") == "880719300107"
    assert read_iban("ＫＺ25 7220 0000 0000 0001") == "KZ257220000000000001"
    assert read_email("ａｎａ＠mail.kz\u00ad") == "ana@mail.kz"
    assert read_address("Алматы, Абай １０") == "Алматы, Абай 10"


@pytest.mark.parametrize("read", [read_name, read_document_number, read_id_number, read_address])
def test_a_hieroglyph_is_named_in_either_language(read: object) -> None:
    assert callable(read)
    with pytest.raises(Problem) as caught:
        read("王五 N1234567")
    assert "王五" in caught.value.text.in_(Locale.RU)
    assert "қазақ, орыс не латын" in caught.value.text.in_(Locale.KK)
