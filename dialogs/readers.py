"""Reading what people type: each reader returns a value or raises a Problem that says how to do it right."""

from __future__ import annotations

import re
from datetime import date

from dialogs.questions.question import Problem
from enrolment import identifiers, phones
from enrolment.letters import OddLetters, printable
from locales.dates import month_called
from locales.text import Text, _, n_

MOST_TEXT = 2000
_NAME = re.compile(r"[^\W\d_]+(?:[-’' .][^\W\d_]+)*\.?")
_DAY_MONTH = r"(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]+)"
_DATES = (
    re.compile(r"(?P<day>\d{1,2})[.\-/ ](?P<month>\d{1,2})[.\-/ ](?P<year>\d{4})"),
    re.compile(rf"{_DAY_MONTH}\s+(?P<year>\d{{4}})(?:\s*(?:года|год|г\.?))?"),
    re.compile(rf"(?P<year>\d{{4}})\s+(?:жылғы|жылы|ж\.)\s*{_DAY_MONTH}"),
)


def read_iin(text: str) -> str:
    """Twelve digits of an IIN with the right control digit (C.1)."""
    try:
        return identifiers.parse_iin(text).value
    except identifiers.WrongLength as wrong:
        raise Problem(
            n_(
                "Here is {count} digit, but an IIN has 12. Check it and type it again; everything else is kept.",
                "Here are {count} digits, but an IIN has 12. Check it and type it again; everything else is kept.",
                wrong.got,
            )
        ) from None
    except identifiers.NotDigits as wrong:
        raise Problem(
            _(
                "“{character}” is not a digit. An IIN is 12 digits without letters. Type it again.",
                character=wrong.character,
            )
        ) from None
    except identifiers.WrongChecksum:
        raise Problem(
            _("One of the digits seems to be mistyped. Compare the IIN with the document and type it again.")
        ) from None


def is_iin(text: str) -> bool:
    """Whether the text is an IIN as far as typing can tell."""
    try:
        identifiers.parse_iin(text)
    except identifiers.IdentifierError:
        return False
    return True


def read_phone(text: str) -> str:
    """A mobile number of Kazakhstan in E.164 (C.6)."""
    if is_iin(text):
        raise Problem(_("This is an IIN. Here I need a phone number. Type it like this: 8 701 123 45 67."))
    try:
        return phones.parse_phone(text)
    except phones.PhoneTooShort:
        raise Problem(_("This number is too short. Type it like this: 8 701 123 45 67.")) from None
    except phones.PhoneTooLong:
        raise Problem(_("This number is too long. Type it like this: 8 701 123 45 67.")) from None
    except phones.ForeignPhone:
        raise Problem(_("This is a number of another country. I need a mobile number of Kazakhstan.")) from None
    except phones.FixedLine:
        raise Problem(_("This is a landline and cannot receive a code. Type a mobile number.")) from None
    except phones.PhoneError:
        raise Problem(_("I do not see a phone number here. Type it like this: 8 701 123 45 67.")) from None


def read_code(text: str) -> str:
    """The digits of a code from an SMS."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        raise Problem(_("Type the digits of the code from the SMS."))
    return digits[:12]


def read_printable(text: str) -> str:
    """What may end in a contract: one line, as it was meant, in letters that a contract can print (S2-42)."""
    try:
        return printable(text)
    except OddLetters as odd:
        raise Problem(odd_letters(odd.letters)) from None


def odd_letters(letters: str) -> Text:
    """What no contract can print, and what to type instead."""
    return _(
        "This cannot stand in a contract: {letters}. Leave it out, or write it in Kazakh, Russian or Latin letters.",
        letters=letters,
    )


def read_name(text: str) -> dict[str, str]:
    """Surname, given name and perhaps a patronymic in one line, as on the identity card."""
    words = read_printable(text).split()
    if not all(_NAME.fullmatch(word) for word in words):
        raise Problem(_("A name consists of letters only. Type surname, name and patronymic, as in the document."))
    if len(words) < 2:
        raise Problem(_("I need at least the surname and the name, with a space between them."))
    if len(words) > 5 or len(text) > 120:
        raise Problem(_("This is too long for a name. Type only surname, name and patronymic."))
    last, first, *middle = words
    return {"last_name": last, "first_name": first, "middle_name": " ".join(middle)}


def read_date(text: str) -> date:
    """A calendar date typed as day, month, year, in digits or as dates are said here: «1 марта 2021 года»."""
    typed = text.strip().lower()
    found = next((match for form in _DATES if (match := form.fullmatch(typed))), None)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        raise Problem(_("Type the date as day, month and year."))
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        raise Problem(_("There is no such day in the calendar. Check the day and the month.")) from None


def _month(word: str) -> int | None:
    return int(word) if word.isdecimal() else month_called(word)


def read_document_number(text: str) -> str:
    """The number of a child's identity document (C.5)."""
    number = re.sub(r"[\s№#-]", "", read_printable(text)).upper()
    if is_iin(number):
        raise Problem(_("This is an IIN. Go back and type it as the child's IIN."))
    if not re.fullmatch(r"[\w/]{3,20}", number) or not any(sign.isdigit() for sign in number):
        raise Problem(_("This does not look like a document number. Type letters and digits as in the document."))
    return number


def read_words(text: str) -> str:
    """Free text, up to 2,000 characters."""
    words = text.strip()
    if not words:
        raise Problem(_("The message is empty. Please type a few words."))
    if len(words) > MOST_TEXT:
        raise Problem(n_("Please keep to {count} character.", "Please keep to {count} characters.", MOST_TEXT))
    return words
