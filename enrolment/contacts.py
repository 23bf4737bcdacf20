"""Addresses, e-mail, workplace and powers of a legal representative (S2-27…S2-29, C.6, C.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from enrolment.card_numbers import names_a_card
from enrolment.letters import as_meant
from enrolment.terms import Name

SHORTEST_ADDRESS, LONGEST_ADDRESS = 8, 200
LONGEST_LINE = 120
_LONGEST_EMAIL, _LONGEST_LOCAL = 254, 64
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


class Authority(StrEnum):
    """By what right somebody represents the child (S2-28)."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    CUSTODIAN = "custodian"
    FOSTER_PARENT = "foster_parent"
    POWER_OF_ATTORNEY = "power_of_attorney"


AUTHORITY_NAMES: Mapping[Authority, Name] = {
    Authority.PARENT: Name("Ата-ана", "Родитель", "Parent"),
    Authority.GUARDIAN: Name("Қорғаншы", "Опекун", "Guardian"),
    Authority.CUSTODIAN: Name("Қамқоршы", "Попечитель", "Custodian"),
    Authority.FOSTER_PARENT: Name("Патронат тәрбиеші", "Патронатный воспитатель", "Foster parent"),
    Authority.POWER_OF_ATTORNEY: Name("Сенімхат бойынша", "По доверенности", "By power of attorney"),
}


class ContactError(ValueError):
    """Something in what was typed that the person can mend."""


class TooShort(ContactError):
    """Too little to be what was asked for."""


class TooLong(ContactError):
    """More than `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} characters")
        self.most = most


class NoLetters(ContactError):
    """No word in it."""


class HasCardNumber(ContactError):
    """The number of a bank card, which has no place in a contract and is not kept (S2-34)."""


class NotAnEmail(ContactError):
    """Not built like an e-mail address."""


class SamePhone(ContactError):
    """The additional number is the main one again."""


def read_address(text: str) -> str:
    """The address in one line; raises TooShort, TooLong, NoLetters or HasCardNumber (S1-42, S2-27)."""
    line = _line(text, LONGEST_ADDRESS)
    if len(line) < SHORTEST_ADDRESS:
        raise TooShort
    return line


def read_workplace(text: str) -> str:
    """A workplace or a position in one line; raises TooShort, TooLong, NoLetters or HasCardNumber (S2-29)."""
    return _line(text, LONGEST_LINE)


def read_email(text: str) -> str:
    """The address with its domain in small letters; raises NotAnEmail (S2-29)."""
    typed = "".join(as_meant(text).split()).removeprefix("mailto:")
    local, _, domain = typed.rpartition("@")
    if not _EMAIL.fullmatch(typed) or len(typed) > _LONGEST_EMAIL or len(local) > _LONGEST_LOCAL:
        raise NotAnEmail
    if ".." in local or local.startswith(".") or local.endswith("."):
        raise NotAnEmail
    return f"{local}@{domain.lower()}"


def _line(text: str, most: int) -> str:
    line = as_meant(text)
    if not line:
        raise TooShort
    if len(line) > most:
        raise TooLong(most)
    if not any(sign.isalpha() for sign in line):
        raise NoLetters
    if names_a_card(line):
        raise HasCardNumber
    return line
