"""What a parent types as an account number, and what can be told about it (C.3)."""

from __future__ import annotations

from string import digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enrolment.card_numbers import is_card_number, luhn, names_a_card
from enrolment.iban import (
    CardNumber,
    NotAnAccount,
    NotKazakhstan,
    WrongCheckDigits,
    parse_iban,
)
from enrolment.identifiers import WrongLength

RIGHT = {
    "KZ456010000000000001": "601",
    "KZ257220000000000001": "722",
    "KZ659650000000000001": "965",
    "KZ758560000000000001": "856",
    "KZ869980000000000001": "998",
    "KZ68601TEST000000001": "601",
}
CARD = "4000000000000002"


@pytest.mark.rule("S2-33")
@pytest.mark.parametrize("iban", RIGHT)
def test_a_right_account_number_tells_its_bank(iban: str) -> None:
    read = parse_iban(iban)
    assert (read.value, read.bank_code) == (iban, RIGHT[iban])
    assert iban not in repr(read)


@pytest.mark.parametrize(
    "typed",
    [
        "KZ25 7220 0000 0000 0001",
        " kz257220000000000001\n",
        "KZ25-7220-0000-0000-0001",
        "IBAN: KZ257220000000000001",
        "КZ257220000000000001",
        "257220000000000001",
        "KZ25\u00a07220\u00a00000\u00a00000\u00a00001",
    ],
)
def test_spaces_small_and_cyrillic_letters_and_a_forgotten_country_are_forgiven(typed: str) -> None:
    assert parse_iban(typed).value == "KZ257220000000000001"


def test_an_account_number_is_shown_in_fours_and_masked() -> None:
    read = parse_iban("KZ68601TEST000000001")
    assert (read.shown, read.masked) == ("KZ68 601T EST0 0000 0001", "KZ68 •••• 0001")


@pytest.mark.rule("S2-34")
@pytest.mark.rule("E-29")
@pytest.mark.parametrize(
    "typed",
    [CARD, "4000 0000 0000 0002", "4000-0000-0000-0002", "4000000000000003", "5555555555554444", "378282246310005"],
)
def test_edge_29_the_number_of_a_card_is_told_from_that_of_an_account_and_not_repeated(typed: str) -> None:
    with pytest.raises(CardNumber) as caught:
        parse_iban(typed)
    assert str(caught.value) == ""


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("DE89370400440532013000", NotKazakhstan),
        ("hello", NotKazakhstan),
        ("", NotKazakhstan),
        ("1234567890", NotKazakhstan),
        ("25ABC0000000000001", NotKazakhstan),
        ("KZ25722000000000000", WrongLength),
        ("KZ2572200000000000012", WrongLength),
        ("KZ25ABC0000000000001", NotAnAccount),
        ("KZAB7220000000000001", NotAnAccount),
        ("KZ25722000000000000Ж", NotAnAccount),
        ("KZ267220000000000001", WrongCheckDigits),
    ],
)
def test_what_is_wrong_is_said_exactly(typed: str, error: type[ValueError]) -> None:
    with pytest.raises(error) as caught:
        parse_iban(typed)
    assert typed not in str(caught.value) or not typed


def test_a_wrong_length_says_how_many_signs_there_are() -> None:
    with pytest.raises(WrongLength) as caught:
        parse_iban("KZ25722000000000000")
    assert (caught.value.got, caught.value.wanted) == (19, 20)


@given(st.sampled_from(sorted(RIGHT)), st.integers(2, 19), st.sampled_from(digits))
def test_any_one_digit_that_is_changed_is_noticed(iban: str, at: int, digit: str) -> None:
    assume(iban[at].isdigit() and iban[at] != digit)
    with pytest.raises(WrongCheckDigits):
        parse_iban(f"{iban[:at]}{digit}{iban[at + 1 :]}")


def check_digits(bank_code: str, account: str) -> str:
    """By ISO 7064 (mod 97-10), with a letter as its place in the alphabet after the nine digits."""
    return f"{98 - int(''.join(str(int(sign, 36)) for sign in f'{bank_code}{account}KZ00')) % 97:02}"


@given(st.from_regex(r"[0-9]{3}", fullmatch=True), st.from_regex(r"[A-Z0-9]{13}", fullmatch=True))
def test_check_digits_make_an_account_number_right(bank_code: str, account: str) -> None:
    iban = f"KZ{check_digits(bank_code, account)}{bank_code}{account}"
    assert parse_iban(iban).bank_code == bank_code


def test_check_digits_that_no_bank_gives_are_refused_even_if_they_fit() -> None:
    account = next(f"{number:013}" for number in range(1000) if check_digits("601", f"{number:013}") == "98")
    assert parse_iban(f"KZ98601{account}").bank_code == "601"
    with pytest.raises(WrongCheckDigits):
        parse_iban(f"KZ01601{account}")


def test_cards_are_known_by_their_last_digit() -> None:
    assert luhn(CARD) and not luhn("4000000000000003")
    for number in ("378282246310005", CARD, "6304000000000000000"[:18] + "0"):
        assert is_card_number(number) is (luhn(number) or len(number) == 16)
    assert not is_card_number("220315500000") and not is_card_number("KZ257220000000000001")


@pytest.mark.rule("S2-34")
@pytest.mark.parametrize("text", [f"card {CARD}", "4000 0000 0000 0002", "№4000-0000-0000-0002."])
def test_a_card_is_found_inside_a_text(text: str) -> None:
    assert names_a_card(text)


@pytest.mark.parametrize("text", ["87010000001", "220315500000", "KZ257220000000000001", "4000000000000003", "10 12"])
def test_other_numbers_are_no_cards(text: str) -> None:
    assert not names_a_card(text)
