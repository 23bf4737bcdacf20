"""Account numbers (IBAN, ИИК): read what a person typed, and say exactly what is wrong with it (C.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from enrolment.card_numbers import is_card_number
from enrolment.identifiers import WrongLength, without_separators

LENGTH = 20
_COUNTRY = "KZ"
_BUILT = re.compile(r"KZ\d{2}\d{3}[A-Z0-9]{13}")
_CHECK_DIGITS = range(2, 99)
_A = ord("A") - 10
# The Cyrillic letters that look like those of an account number.
_LATIN = str.maketrans("АВЕКМНОРСТХУІ", "ABEKMHOPCTXYI")


class IbanError(ValueError):
    """Something in a typed account number that the person can mend."""


class CardNumber(IbanError):
    """The number on a card, which is not that of the account (S2-34); it is neither told nor kept."""


class NotKazakhstan(IbanError):
    """An account of another country, or none: it has to begin with KZ."""


class NotAnAccount(IbanError):
    """Signs that no account number has at that place."""


class WrongCheckDigits(IbanError):
    """The check digits do not fit: at least one sign is mistyped."""


@dataclass(frozen=True)
class Iban:
    """An account number that passes the typing check."""

    value: str = field(repr=False)

    @property
    def bank_code(self) -> str:
        """The three digits of the bank."""
        return self.value[4:7]

    @property
    def shown(self) -> str:
        """In groups of four, as banks print it."""
        return " ".join(self.value[start : start + 4] for start in range(0, LENGTH, 4))

    @property
    def masked(self) -> str:
        """What its owner recognises and nobody can use."""
        return f"{self.value[:4]} •••• {self.value[-4:]}"


def parse_iban(text: str) -> Iban:
    """The account number in the text: spaces, small and Cyrillic letters, a forgotten KZ are all forgiven.

    Raises CardNumber, NotKazakhstan, WrongLength, NotAnAccount or WrongCheckDigits.
    """
    typed = without_separators(text).upper().removeprefix("IBAN").removeprefix(":").translate(_LATIN)
    with_country = f"{_COUNTRY}{typed}"
    if len(typed) == LENGTH - len(_COUNTRY) and typed[:2].isdigit() and _fits(with_country):
        return Iban(with_country)
    if is_card_number(typed):
        raise CardNumber
    if not typed.startswith(_COUNTRY):
        raise NotKazakhstan
    if len(typed) != LENGTH:
        raise WrongLength(len(typed), LENGTH)
    if not _BUILT.fullmatch(typed):
        raise NotAnAccount
    if not _fits(typed):
        raise WrongCheckDigits
    return Iban(typed)


def _fits(iban: str) -> bool:
    if not _BUILT.fullmatch(iban):
        return False
    return int(iban[2:4]) in _CHECK_DIGITS and _remainder(iban) == 1


def _remainder(iban: str) -> int:
    moved = iban[4:] + iban[:4]
    return int("".join(sign if sign.isdigit() else str(ord(sign) - _A) for sign in moved)) % 97
