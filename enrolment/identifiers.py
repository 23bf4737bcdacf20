"""IIN, BIN and document numbers: read what a person typed, and say exactly what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from enrolment.letters import as_meant
from enrolment.terms import IdentityDocument, Sex

LENGTH = 12
_FIRST_WEIGHTS = range(1, 12)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_BIN = re.compile(r"\d\d(0[1-9]|1[0-2])[456][0-4]\d{6}")
_DOCUMENT = re.compile(r"[\w/]{3,20}")
_DOCUMENT_FORMS = {
    IdentityDocument.ID_CARD: re.compile(r"[0-9]{9}"),
    IdentityDocument.PASSPORT_KZ: re.compile(r"N[0-9]{8}"),
}


class IdentifierError(ValueError):
    """Something in a typed number that the person can mend."""


class WrongLength(IdentifierError):
    """Too few or too many digits: `got` of `wanted`."""

    def __init__(self, got: int, wanted: int = LENGTH) -> None:
        super().__init__(f"{got} digits instead of {wanted}")
        self.got = got
        self.wanted = wanted


class NotDigits(IdentifierError):
    """A character that is no digit; `character` is the first one met."""

    def __init__(self, character: str) -> None:
        super().__init__("a character that is no digit")
        self.character = character


class WrongChecksum(IdentifierError):
    """The control digit does not fit: at least one digit is mistyped."""


class NotABin(IdentifierError):
    """The control digit fits, but a BIN is built differently."""


class NotADocumentNumber(IdentifierError):
    """Too short, too long, or made of signs that no document number has."""


@dataclass(frozen=True)
class Iin:
    """An IIN that passes the typing check, which proves nothing about a person."""

    value: str = field(repr=False)

    @property
    def birth_date(self) -> date | None:
        """The birth date that the digits suggest, if any: a hint to ask about, never a ground for rights."""
        century = _CENTURIES.get(self.value[6])
        if century is None:
            return None
        try:
            return date(century + int(self.value[:2]), int(self.value[2:4]), int(self.value[4:6]))
        except ValueError:
            return None

    @property
    def sex(self) -> Sex | None:
        """The sex that the seventh digit suggests, if it suggests one."""
        if self.value[6] not in _CENTURIES:
            return None
        return Sex.MALE if int(self.value[6]) % 2 else Sex.FEMALE


@dataclass(frozen=True)
class Bin:
    """A BIN that passes the typing check."""

    value: str


@dataclass(frozen=True)
class DocumentNumber:
    """A document number, tidied; one that does not look right may be kept after a question."""

    kind: IdentityDocument
    value: str = field(repr=False)
    looks_right: bool


def iin_control_digit(first_eleven: str) -> int | None:
    """The twelfth digit that belongs to eleven others; None when such a number is never issued."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        control = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if control < 10:
            return control
    return None


def parse_iin(text: str) -> Iin:
    """The IIN in the text, spaces and dashes ignored; raises NotDigits, WrongLength or WrongChecksum."""
    return Iin(_checked(text))


def parse_bin(text: str) -> Bin:
    """The BIN in the text, spaces and dashes ignored; raises as `parse_iin` does, or NotABin."""
    digits = _checked(text)
    if not _BIN.fullmatch(digits):
        raise NotABin
    return Bin(digits)


def document_number(kind: IdentityDocument, text: str) -> DocumentNumber:
    """The number of an identity document in capitals, without spaces; raises NotADocumentNumber."""
    number = without_separators(text).upper()
    if not _DOCUMENT.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise NotADocumentNumber
    form = _DOCUMENT_FORMS.get(kind)
    return DocumentNumber(kind, number, looks_right=form is None or form.fullmatch(number) is not None)


def without_separators(text: str) -> str:
    """What was typed without spaces, dashes and signs that nobody sees."""
    return re.sub(r"[\s\-‐-―−]", "", as_meant(text))


def _checked(text: str) -> str:
    digits = without_separators(text)
    for character in digits:
        if character not in "0123456789":
            raise NotDigits(character)
    if len(digits) != LENGTH:
        raise WrongLength(len(digits))
    if iin_control_digit(digits[:-1]) != int(digits[-1]):
        raise WrongChecksum
    return digits
