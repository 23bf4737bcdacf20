"""The directory of banks, and whether an account is with the chosen one (C.4)."""

from __future__ import annotations

import pytest

from enrolment.banks import OtherBank, UnknownBank, bank_by_bic, bank_directory, bank_of, check_bank
from enrolment.iban import parse_iban

KASPI = parse_iban("KZ257220000000000001")


def test_the_directory_says_where_and_when_it_is_from() -> None:
    directory = bank_directory()
    assert directory.source and directory.source_date == "2026"
    assert len(directory.banks) == 24


def test_no_two_banks_share_a_bic_or_a_code() -> None:
    banks = bank_directory().banks
    assert len({bank.bic for bank in banks}) == len({bank.code for bank in banks}) == len(banks)


@pytest.mark.rule("S2-33")
@pytest.mark.parametrize(
    ("iban", "bic"),
    [
        ("KZ456010000000000001", "HSBKKZKX"),
        ("KZ257220000000000001", "CASPKZKA"),
        ("KZ659650000000000001", "IRTYKZKA"),
        ("KZ758560000000000001", "KCJBKZKX"),
        ("KZ869980000000000001", "TSESKZKA"),
    ],
)
def test_an_account_number_fills_in_the_bank_and_its_bic(iban: str, bic: str) -> None:
    bank = bank_of(parse_iban(iban))
    assert bank.bic == bic
    assert bank_by_bic(bic) == bank
    assert bank.name.kk == bank.name_kk and bank.name.ru == bank.name.en == bank.name_ru


@pytest.mark.rule("E-29")
def test_edge_29_an_account_with_another_bank_than_the_chosen_one_names_its_own() -> None:
    check_bank(KASPI, bank_of(KASPI))
    with pytest.raises(OtherBank) as caught:
        check_bank(KASPI, bank_of(parse_iban("KZ456010000000000001")))
    assert caught.value.bank.bic == "CASPKZKA"
    assert bank_by_bic("CASPKZKZ") is None


def test_a_code_that_no_bank_has_is_said_so() -> None:
    stray = parse_iban("KZ699990000000000001")
    with pytest.raises(UnknownBank):
        check_bank(stray, bank_of(KASPI))
