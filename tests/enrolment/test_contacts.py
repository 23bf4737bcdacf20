"""Addresses, e-mail, workplace and powers, as people type them (S2-27…S2-29)."""

from __future__ import annotations

import pytest

from enrolment.contacts import (
    AUTHORITY_NAMES,
    LONGEST_ADDRESS,
    Authority,
    ContactError,
    HasCardNumber,
    NoLetters,
    NotAnEmail,
    TooLong,
    TooShort,
    read_address,
    read_email,
    read_workplace,
)

PHONE = "+77010000001"


@pytest.mark.rule("S1-42")
@pytest.mark.rule("X-12")
def test_an_address_is_one_tidy_line() -> None:
    assert read_address("  Алматы,\n Иманбаев   көшесі, 10 үй\u200b ") == "Алматы, Иманбаев көшесі, 10 үй"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", TooShort),
        (" \n ", TooShort),
        ("Алматы", TooShort),
        ("12345678", NoLetters),
        ("ж" * (LONGEST_ADDRESS + 1), TooLong),
        ("Абай 10, карта 4000 0000 0000 0002", HasCardNumber),
    ],
)
def test_what_is_wrong_with_an_address_is_said_exactly(typed: str, error: type[ContactError]) -> None:
    with pytest.raises(error):
        read_address(typed)


@pytest.mark.rule("S1-43")
def test_a_workplace_may_be_short_but_not_endless() -> None:
    assert read_workplace(" ИП ") == "ИП"
    with pytest.raises(TooLong) as caught:
        read_workplace("ж" * 121)
    assert caught.value.most == 120


@pytest.mark.rule("S2-29")
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ana@mail.kz", "ana@mail.kz"),
        (" Ana.B+1@Mail.KZ ", "Ana.B+1@mail.kz"),
        ("mailto:ana@mail.edu.kz", "ana@mail.edu.kz"),
    ],
)
def test_an_email_is_kept_as_it_is_written_but_for_its_domain(typed: str, read: str) -> None:
    assert read_email(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@mail",
        "ana@@mail.kz",
        "ana@-mail.kz",
        "ana..b@mail.kz",
        ".ana@mail.kz",
        "ana.@mail.kz",
        "ана@mail.kz",
        "ana@mail.kz,b@mail.kz",
        f"{'a' * 65}@mail.kz",
        f"ana@{'a.' * 125}kz",
    ],
)
def test_what_is_no_email_is_not_kept(typed: str) -> None:
    with pytest.raises(NotAnEmail):
        read_email(typed)


@pytest.mark.rule("S2-28")
def test_every_power_has_its_name() -> None:
    assert set(AUTHORITY_NAMES) == set(Authority)
    assert AUTHORITY_NAMES[Authority.POWER_OF_ATTORNEY].ru == "По доверенности"
