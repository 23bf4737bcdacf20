"""What a parent types as a phone number, and what becomes of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.phones import (
    FixedLine,
    ForeignPhone,
    NotAPhone,
    PhoneError,
    PhonePolicy,
    PhoneTooLong,
    PhoneTooShort,
    masked,
    parse_phone,
    shown,
)


@pytest.mark.rule("S3-14")
@pytest.mark.parametrize(
    "typed",
    [
        "+77010000001",
        "77010000001",
        "87010000001",
        "7010000001",
        "+7 (701) 000-00-01",
        "8 701 000 00 01",
        "8-701-000-00-01",
        "+8 701 000 00 01",
        "0077010000001",
        " +7\u00a0701\u200e 000.00.01\n",
    ],
)
def test_every_usual_way_to_write_a_number_means_the_same(typed: str) -> None:
    assert parse_phone(typed) == "+77010000001"


@pytest.mark.parametrize(
    "prefix", "700 701 702 705 706 707 708 747 760 761 762 763 764 771 775 776 777 778 785".split()
)
def test_every_mobile_prefix_of_kazakhstan_registers(prefix: str) -> None:
    assert parse_phone(f"8{prefix}0000001") == f"+7{prefix}0000001"


@pytest.mark.parametrize(
    "typed", ["", "  ", "мой телефон", "8701abc0001", "+", "++77010000001", "77300000001", "+210123456789"]
)
def test_what_is_nobodys_number_is_no_phone(typed: str) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(typed)


@pytest.mark.parametrize(("typed", "got"), [("8701000000", 10), ("701000000", 9), ("+7701000000", 10), ("1", 1)])
def test_too_few_digits_are_counted(typed: str, got: int) -> None:
    with pytest.raises(PhoneTooShort) as caught:
        parse_phone(typed)
    assert caught.value.got == got


@pytest.mark.parametrize(("typed", "got"), [("770100000012", 12), ("+7 701 000 00 01 23", 13), ("9" * 16, 16)])
def test_too_many_digits_are_counted(typed: str, got: int) -> None:
    with pytest.raises(PhoneTooLong) as caught:
        parse_phone(typed)
    assert caught.value.got == got


@pytest.mark.parametrize(
    ("typed", "region"),
    [("+7 916 123-45-67", "RU"), ("89161234567", "RU"), ("+996 555 123 456", "KG"), ("996555123456", "KG")],
)
def test_a_foreign_mobile_registers_only_where_the_profile_allows(typed: str, region: str) -> None:
    with pytest.raises(ForeignPhone) as caught:
        parse_phone(typed)
    assert caught.value.region == region
    assert parse_phone(typed, PhonePolicy.ANY_MOBILE).startswith("+")


def test_a_number_of_no_country_is_foreign_too() -> None:
    with pytest.raises(ForeignPhone) as caught:
        parse_phone("+800 1234 5678")
    assert caught.value.region == "001"


@pytest.mark.parametrize("typed", ["8 (7272) 34-56-78", "87172000001"])
def test_a_fixed_line_receives_no_code(typed: str) -> None:
    with pytest.raises(FixedLine):
        parse_phone(typed)


@pytest.mark.rule("S3-14")
def test_a_number_is_shown_in_the_mask_of_the_guide() -> None:
    assert shown("+77010000001") == "+7 (701) 000-00-01"
    assert shown("+996555123456") == "+996 555 123 456"


def test_a_masked_number_keeps_what_its_owner_needs() -> None:
    assert masked("+77010000001") == "+7 701 ••• •• 01"
    assert masked("+996555123456") == "+996 ••••••• 56"


@given(st.text(max_size=30) | st.text("+0123456789 ()-", max_size=24))
def test_any_text_is_a_number_or_an_explained_error(typed: str) -> None:
    try:
        phone = parse_phone(typed, PhonePolicy.ANY_MOBILE)
    except PhoneError:
        return
    assert parse_phone(phone, PhonePolicy.ANY_MOBILE) == phone
    assert parse_phone(shown(phone), PhonePolicy.ANY_MOBILE) == phone


def test_importing_the_rules_does_not_import_the_heavy_libraries() -> None:
    code = (
        "import sys, enrolment.phones, enrolment.working_days; print({'phonenumbers', 'holidays'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
