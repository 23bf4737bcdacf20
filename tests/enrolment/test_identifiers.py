"""What a parent types as an IIN, a BIN or a document number, and what can be told about it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.identifiers import (
    Bin,
    Iin,
    NotABin,
    NotADocumentNumber,
    NotDigits,
    WrongChecksum,
    WrongLength,
    document_number,
    iin_control_digit,
    parse_bin,
    parse_iin,
)
from enrolment.terms import IdentityDocument, Sex


@pytest.mark.parametrize(
    ("typed", "born", "sex"),
    [
        ("220315500000", date(2022, 3, 15), Sex.MALE),
        ("220315500104", date(2022, 3, 15), Sex.MALE),
        ("211102600109", date(2021, 11, 2), Sex.FEMALE),
        ("211102600003", date(2021, 11, 2), Sex.FEMALE),
        ("200229600006", date(2020, 2, 29), Sex.FEMALE),
        ("880719300000", date(1988, 7, 19), Sex.MALE),
        ("880719300107", date(1988, 7, 19), Sex.MALE),
        ("911205400003", date(1991, 12, 5), Sex.FEMALE),
        ("911205400407", date(1991, 12, 5), Sex.FEMALE),
        ("010630600006", date(2001, 6, 30), Sex.FEMALE),
    ],
)
def test_a_right_iin_hints_at_birth_date_and_sex(typed: str, born: date, sex: Sex) -> None:
    iin = parse_iin(typed)
    assert (iin.value, iin.birth_date, iin.sex) == (typed, born, sex)


@pytest.mark.rule("S3-22")
@pytest.mark.parametrize(
    "typed",
    [
        "880719 300107",
        " 880719-300107 ",
        "88-07-19-30-01-07",
        "880719–300107\n",
        "880719\u00a0300107",
        "\u200e880719300107",
    ],
)
def test_spaces_and_dashes_do_not_matter(typed: str) -> None:
    assert parse_iin(typed) == Iin("880719300107")


@pytest.mark.rule("S3-22")
@pytest.mark.parametrize(("typed", "got"), [("22031550000", 11), ("2203155000000", 13), ("", 0), ("  ", 0)])
def test_a_wrong_length_says_how_many_digits_came(typed: str, got: int) -> None:
    with pytest.raises(WrongLength) as caught:
        parse_iin(typed)
    assert (caught.value.got, caught.value.wanted) == (got, 12)


@pytest.mark.parametrize(
    ("typed", "character"),
    [("22O315500000", "O"), ("22О315500000", "О"), ("иин 880719300107", "и"), ("٢٢0315500000", "٢")],
)
def test_a_letter_among_the_digits_is_named(typed: str, character: str) -> None:
    with pytest.raises(NotDigits) as caught:
        parse_iin(typed)
    assert caught.value.character == character


def test_a_wrong_control_digit_means_a_mistyped_digit() -> None:
    with pytest.raises(WrongChecksum):
        parse_iin("220315500001")


@pytest.mark.parametrize("eleven", ["22031550013", "91120540047"])
def test_some_numbers_are_never_issued_with_any_last_digit(eleven: str) -> None:
    assert iin_control_digit(eleven) is None
    for last in range(10):
        with pytest.raises(WrongChecksum):
            parse_iin(f"{eleven}{last}")


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("221315500003", Sex.MALE),
        ("220230600005", Sex.FEMALE),
        ("220315000009", None),
        ("220315700003", None),
    ],
)
def test_an_impossible_date_or_century_is_no_reason_to_refuse(typed: str, sex: Sex | None) -> None:
    iin = parse_iin(typed)
    assert (iin.birth_date, iin.sex) == (None, sex)


@given(st.from_regex(r"\A[0-9]{11}\Z"), st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_among_the_first_ten_is_caught_in_the_first_pass(eleven: str, at: int, shift: int) -> None:
    control = sum(int(digit) * weight for weight, digit in enumerate(eleven, 1)) % 11
    wrong = eleven[:at] + str((int(eleven[at]) + shift) % 10) + eleven[at + 1 :]
    after = sum(int(digit) * weight for weight, digit in enumerate(wrong, 1)) % 11
    if control < 10 and after < 10:
        assert iin_control_digit(wrong) != iin_control_digit(eleven)


def test_a_number_does_not_leak_into_logs() -> None:
    assert "880719300107" not in repr(parse_iin("880719300107"))
    assert "041234567" not in repr(document_number(IdentityDocument.ID_CARD, "041234567"))
    with pytest.raises(NotDigits) as caught:
        parse_iin("88071930010x")
    assert "8" not in str(caught.value)


@pytest.mark.parametrize("typed", ["150140000002", "200141000004", "990240000000", "210560000005", "2105-6000 0005"])
def test_a_right_bin(typed: str) -> None:
    assert parse_bin(typed) == Bin(typed.replace("-", "").replace(" ", ""))


@pytest.mark.parametrize("typed", ["151340000002", "150180000000", "880719300107"])
def test_a_bin_with_an_impossible_structure_is_refused_although_the_control_digit_fits(typed: str) -> None:
    with pytest.raises(NotABin):
        parse_bin(typed)


def test_a_bin_is_checked_as_an_iin_is() -> None:
    with pytest.raises(WrongLength):
        parse_bin("15014000000")
    with pytest.raises(WrongChecksum):
        parse_bin("150140000003")


@pytest.mark.rule("S1-35")
@pytest.mark.parametrize(
    ("kind", "typed", "value", "looks_right"),
    [
        (IdentityDocument.ID_CARD, "041 234 567", "041234567", True),
        (IdentityDocument.ID_CARD, "04123456", "04123456", False),
        (IdentityDocument.PASSPORT_KZ, "n01234567", "N01234567", True),
        (IdentityDocument.PASSPORT_KZ, "01234567", "01234567", False),
        (IdentityDocument.FOREIGN_PASSPORT, "fa-12 34/567", "FA1234/567", True),
    ],
)
def test_a_document_number_is_tidied_and_only_doubted(
    kind: IdentityDocument, typed: str, value: str, looks_right: bool
) -> None:
    number = document_number(kind, typed)
    assert (number.kind, number.value, number.looks_right) == (kind, value, looks_right)


@pytest.mark.parametrize("typed", ["", "12", "passport", "1" * 21, "12345?"])
def test_what_cannot_be_a_document_number_is_refused(typed: str) -> None:
    with pytest.raises(NotADocumentNumber):
        document_number(IdentityDocument.FOREIGN_PASSPORT, typed)
