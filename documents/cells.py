"""Reads one cell of the catalogue: a value, or in plain words what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TypeVar

from enrolment.banks import bank_of
from enrolment.iban import IbanError, parse_iban
from enrolment.identifiers import IdentifierError, NotABin, NotDigits, WrongChecksum, WrongLength, parse_bin
from enrolment.letters import OddLetters, printable
from enrolment.phones import PhoneError, parse_any_phone
from locales.text import Text, _

Choice = TypeVar("Choice", bound=StrEnum)
_LONGEST_SHOWN = 40
_BETWEEN = re.compile(r"[;|,\s]+")


class Unfit(Exception):
    """A cell that cannot be read; `text` tells the administrator why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.source)
        self.text = text


def _shown(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_SHOWN else f"{cell[:_LONGEST_SHOWN]}…"


def present(cell: str) -> str:
    """A cell that must not be empty. Raises `Unfit`."""
    if not cell:
        raise Unfit(_("The cell is empty."))
    return cell


def words(cell: str) -> str:
    """Words that contracts print, as they print them. Raises `Unfit`."""
    try:
        return present(printable(cell))
    except OddLetters as odd:
        raise Unfit(
            _(
                "This cannot stand in a contract: {letters}. "
                "Leave it out, or write it in Kazakh, Russian or Latin letters.",
                letters=odd.letters,
            )
        ) from None


def name(cell: str) -> str:
    """Words in a language; question marks in place of letters mean that the file was saved without Kazakh letters."""
    if "??" in present(cell) or re.search(r"\w\?\w", cell):
        raise Unfit(_("Letters were lost when the file was saved. Save it as “CSV UTF-8”, or as XLSX."))
    return words(cell)


def provider_bin(cell: str) -> str:
    """The BIN, checked. Raises `Unfit`."""
    try:
        return parse_bin(present(cell)).value
    except NotDigits as error:
        raise Unfit(_("A BIN has only digits, and here is “{character}”.", character=error.character)) from None
    except WrongLength as error:
        raise Unfit(
            _("A BIN has {wanted} digits, and here are {got}. Leading zeros count.", wanted=error.wanted, got=error.got)
        ) from None
    except WrongChecksum:
        raise Unfit(_("The control digit of this BIN does not fit: at least one digit is mistyped.")) from None
    except (NotABin, IdentifierError):
        raise Unfit(_("This is not the BIN of an organisation.")) from None


def phone(cell: str) -> str:
    """A number that one can call, fixed lines among them, in E.164. Raises `Unfit`."""
    try:
        return parse_any_phone(cell)
    except PhoneError:
        raise Unfit(_("“{cell}” is not a phone number. Write it like +7 (700) 000-00-00.", cell=_shown(cell))) from None


def iban(cell: str) -> str:
    """The number of a bank account in Kazakhstan, without spaces. Raises `Unfit`."""
    try:
        found = parse_iban(cell)
        bank_of(found)
    except (IbanError, IdentifierError):
        raise Unfit(_("“{cell}” is not an account number (IBAN) of a known bank.", cell=_shown(cell))) from None
    return found.value


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """A reader of a cell that holds one of these codes."""

    def read(cell: str) -> str:
        if present(cell).lower() not in known:
            raise Unfit(
                _("“{cell}” is not known. Possible: {known}.", cell=_shown(cell), known=", ".join(sorted(known)))
            )
        return cell.lower()

    return read


def some_of(known: type[Choice]) -> Callable[[str], tuple[Choice, ...]]:
    """A reader of one or several codes between “;”, “|”, commas or spaces; they come in the order of `known`."""
    read_one = one_of(list(known))

    def read(cell: str) -> tuple[Choice, ...]:
        said = {read_one(part) for part in _BETWEEN.split(present(cell)) if part}
        if not said:
            raise Unfit(_("The cell is empty."))
        return tuple(choice for choice in known if choice in said)

    return read


def number(low: float, high: float) -> Callable[[str], float]:
    """A reader of a number within bounds, with a decimal point or comma."""

    def read(cell: str) -> float:
        try:
            value = float(present(cell).replace(",", "."))
        except ValueError:
            raise Unfit(_("“{cell}” is not a number.", cell=_shown(cell))) from None
        if not low <= value <= high:
            raise Unfit(
                _("{cell} is not between {low} and {high}.", cell=_shown(cell), low=f"{low:g}", high=f"{high:g}")
            )
        return value

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of a whole number within bounds."""
    read_number = number(low, high)

    def read(cell: str) -> int:
        value = read_number(re.sub(r"(?<=\d)[\s\u00a0](?=\d{3})", "", cell))
        if not value.is_integer():
            raise Unfit(_("{cell} is not a whole number.", cell=_shown(cell)))
        return int(value)

    return read
