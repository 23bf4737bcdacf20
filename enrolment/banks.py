"""The banks of the country: their names, BICs and the codes inside account numbers (C.4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from enrolment.iban import Iban, IbanError
from enrolment.profile_file import Filled, Like, read_toml
from enrolment.terms import Name

_FILE = Path(__file__).with_name("banks.toml")


class UnknownBank(IbanError):
    """No bank has the code inside the account number: a sign is mistyped, or the list is old."""


class OtherBank(IbanError):
    """The account is with another bank than the one chosen; `bank` is the account's own."""

    def __init__(self, bank: Bank) -> None:
        super().__init__(f"an account of {bank.bic}")
        self.bank = bank


@dataclass(frozen=True)
class Bank:
    """One bank; `known_as` is what people call it besides."""

    bic: Annotated[str, Like("[A-Z]{4}KZ[A-Z0-9]{2}")]
    code: Annotated[str, Like(r"\d{3}")]
    name_kk: str
    name_ru: str
    known_as: tuple[str, ...]

    @property
    def name(self) -> Name:
        """What it is called; the directory has no English."""
        return Name(self.name_kk, self.name_ru, self.name_ru)


@dataclass(frozen=True)
class BankDirectory:
    """All banks in the order to show them, where the list is from and as of when."""

    source: str
    source_date: str
    banks: Annotated[tuple[Bank, ...], Filled()]


@cache
def bank_directory(file: Path = _FILE) -> BankDirectory:
    """The directory that comes with the program; raises ProfileError naming file, line and key."""
    return read_toml(BankDirectory, file)


def bank_by_bic(bic: str) -> Bank | None:
    """The bank of that BIC, None when it is not in the directory."""
    return next((bank for bank in bank_directory().banks if bank.bic == bic), None)


def bank_of(iban: Iban) -> Bank:
    """The bank that keeps the account; raises UnknownBank."""
    for bank in bank_directory().banks:
        if bank.code == iban.bank_code:
            return bank
    raise UnknownBank


def check_bank(iban: Iban, chosen: Bank | None) -> None:
    """Whether the account is with the chosen bank (edge 29); raises UnknownBank or OtherBank."""
    bank = bank_of(iban)
    if bank != chosen:
        raise OtherBank(bank)
