"""Phone numbers: from what people type to E.164 and back to what people read (C.6)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_SEPARATORS = re.compile(r"[\s().\-‐-―−/\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NATIONAL_LENGTH = 10
_LONGEST = 15


class PhonePolicy(StrEnum):
    """Whose mobile numbers may register: Kazakhstan's alone, or any country's."""

    KZ_MOBILE = "kz_mobile"
    ANY_MOBILE = "any_mobile"


class PhoneError(ValueError):
    """Something in a typed phone number that the person can mend."""


class NotAPhone(PhoneError):
    """There is no phone number in the text, or nobody can have it."""


class PhoneTooShort(PhoneError):
    """Too few digits: `got` of them."""

    def __init__(self, got: int) -> None:
        super().__init__(f"{got} digits are too few")
        self.got = got


class PhoneTooLong(PhoneError):
    """Too many digits: `got` of them."""

    def __init__(self, got: int) -> None:
        super().__init__(f"{got} digits are too many")
        self.got = got


class ForeignPhone(PhoneError):
    """A number of another country; `region` is its ISO code."""

    def __init__(self, region: str) -> None:
        super().__init__(f"a number of {region}")
        self.region = region


class FixedLine(PhoneError):
    """A fixed line, which receives no message."""


def parse_phone(text: str, policy: PhonePolicy = PhonePolicy.KZ_MOBILE) -> str:
    """The mobile number in E.164: `8…`, `7…`, ten digits and `+…` all mean what people mean by them.

    Raises NotAPhone, PhoneTooShort, PhoneTooLong, ForeignPhone or FixedLine.
    """
    from phonenumbers import PhoneNumberFormat, format_number

    number = _numbered(_international(_SEPARATORS.sub("", text)))
    _check_mobile(number, policy)
    return format_number(number, PhoneNumberFormat.E164)


def parse_any_phone(text: str) -> str:
    """The number of anybody who can be called, a fixed line too, in E.164. Raises as `parse_phone` does."""
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(_numbered(_international(_SEPARATORS.sub("", text))), PhoneNumberFormat.E164)


def shown(phone: str) -> str:
    """An E.164 number as people read it: `+7 (701) 000-00-01` (S3-14)."""
    if phone.startswith("+7") and len(phone) == _NATIONAL_LENGTH + 2:
        return f"+7 ({phone[2:5]}) {phone[5:8]}-{phone[8:10]}-{phone[10:]}"
    from phonenumbers import PhoneNumberFormat, format_number, parse

    return format_number(parse(phone), PhoneNumberFormat.INTERNATIONAL)


def masked(phone: str) -> str:
    """A number that its owner recognises and nobody can dial: all but the operator and the last two digits hidden."""
    if phone.startswith("+7") and len(phone) == _NATIONAL_LENGTH + 2:
        return f"+7 {phone[2:5]} ••• •• {phone[-2:]}"
    return f"{phone[:4]} {'•' * (len(phone) - 6)} {phone[-2:]}"


def _international(typed: str) -> str:
    """The digits after the plus sign, whichever way the country was written."""
    digits = typed.removeprefix("+")
    if not re.fullmatch("[0-9]+", digits):
        raise NotAPhone
    plus = digits != typed
    if len(digits) == _NATIONAL_LENGTH and not plus:
        if digits[0] == "8":
            raise PhoneTooShort(len(digits))
        return f"7{digits}"
    # "+8 701 …" is a habit, not a country.
    if len(digits) == _NATIONAL_LENGTH + 1 and digits.startswith("87" if plus else "8"):
        return f"7{digits[1:]}"
    return digits if plus else digits.removeprefix("00")


def _numbered(digits: str) -> PhoneNumber:
    """The number that the digits make; raises where they are too few, too many or nobody's."""
    from phonenumbers import NumberParseException, is_valid_number, parse

    if digits[:1] == "7" or len(digits) < _NATIONAL_LENGTH:
        _check_length(digits)
    if len(digits) > _LONGEST:
        raise PhoneTooLong(len(digits))
    try:
        number = parse(f"+{digits}")
    except NumberParseException as unknown:
        raise NotAPhone from unknown
    if not is_valid_number(number):
        raise NotAPhone
    return number


def _check_length(digits: str) -> None:
    if len(digits) < _NATIONAL_LENGTH + 1:
        raise PhoneTooShort(len(digits))
    if len(digits) > _NATIONAL_LENGTH + 1:
        raise PhoneTooLong(len(digits))


def _check_mobile(number: PhoneNumber, policy: PhonePolicy) -> None:
    from phonenumbers import PhoneNumberType, number_type, region_code_for_number

    region = region_code_for_number(number) or "001"
    if policy is PhonePolicy.KZ_MOBILE and region != "KZ":
        raise ForeignPhone(region)
    if number_type(number) not in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE):
        raise FixedLine
