"""Reading what is typed into the contract's form; what the rules refuse is said in words that help. C.3–C.7, S2-34."""

from __future__ import annotations

from datetime import date

from dialogs.names import named
from dialogs.questions.question import Problem
from dialogs.readers import read_printable
from enrolment import contacts, iban, identifiers, phones
from enrolment.banks import OtherBank, UnknownBank, bank_by_bic, check_bank
from enrolment.identity_documents import IssuedBeforeBirth, IssuedInFuture, IssuedTooEarly, check_issue_date
from enrolment.terms import IdentityDocument
from locales.text import Text, _, joined, n_, verbatim

CARD = _(
    "This is the number of a card, and I have not kept it. The account has another number: it begins with KZ. "
    "You find it in the bank's app, or ask at the bank."
)
NO_CARDS_HERE = _("There is a card number in it. It has no place in a contract, and I have not kept it.")
NO_ADDRESS = _("This is too short for an address. Type the town, the street, the house and the flat.")
NOT_A_NUMBER = _("I do not see a phone number here. Type it like this: 8 701 123 45 67.")


def read_address(text: str) -> str:
    """One line with an address (S1-42, S2-27)."""
    try:
        return contacts.read_address(read_printable(text))
    except contacts.TooShort:
        raise Problem(NO_ADDRESS) from None
    except contacts.NoLetters:
        raise Problem(_("I see no street here. Type the town, the street, the house and the flat.")) from None
    except (contacts.TooLong, contacts.HasCardNumber) as wrong:
        raise line_problem(wrong) from None


def read_workplace(text: str) -> str:
    """One line with a workplace, a position, a bank's branch or an issuer (S2-29, S2-33)."""
    try:
        return contacts.read_workplace(read_printable(text))
    except contacts.ContactError as wrong:
        raise line_problem(wrong) from None


def line_problem(wrong: contacts.ContactError) -> Problem:
    """What is wrong with a line of words."""
    match wrong:
        case contacts.HasCardNumber():
            return Problem(NO_CARDS_HERE)
        case contacts.TooLong(most=most):
            return Problem(n_("Please keep to {count} character.", "Please keep to {count} characters.", most))
    return Problem(_("I need at least one word here. Please type it in letters."))


def read_email(text: str) -> str:
    """An e-mail address (S2-29)."""
    try:
        return contacts.read_email(text)
    except contacts.NotAnEmail:
        raise Problem(_("This is no e-mail address. It has a name, the sign @ and a site: aliya@example.kz.")) from None


def read_any_phone(text: str) -> str:
    """The number of anybody who can be called, a landline too, in E.164 (S2-29)."""
    try:
        return phones.parse_any_phone(text)
    except phones.PhoneTooShort:
        raise Problem(_("This number is too short. Type it like this: 8 701 123 45 67.")) from None
    except phones.PhoneTooLong:
        raise Problem(_("This number is too long. Type it like this: 8 701 123 45 67.")) from None
    except phones.PhoneError:
        raise Problem(NOT_A_NUMBER) from None


def read_certificate_number(text: str) -> str:
    """The number of a birth certificate, with its series if it has one (S1-46)."""
    return read_id_number(text.replace("№", " "))


def read_id_number(text: str) -> str:
    """The number of an identity document, in capitals (C.5, S1-41)."""
    typed = read_printable(text)
    try:
        identifiers.parse_iin(typed)
    except identifiers.IdentifierError:
        pass
    else:
        raise Problem(_("This is an IIN. The number of the document is another one: type that."))
    try:
        return identifiers.document_number(IdentityDocument.FOREIGN_PASSPORT, typed).value
    except identifiers.NotADocumentNumber:
        raise Problem(
            _("This does not look like a document number. Type letters and digits as in the document.")
        ) from None


def check_issued_on(kind: IdentityDocument, issued_on: date, today: date, born: date | None) -> None:
    """Whether the document can have been issued on that day (S2-32)."""
    try:
        check_issue_date(kind, issued_on, today, born)
    except IssuedInFuture:
        raise Problem(_("This date has not come yet. Check the year.")) from None
    except IssuedBeforeBirth:
        raise Problem(_("This day is before your birth. Type the day when the document was issued.")) from None
    except IssuedTooEarly:
        raise Problem(_("Such documents did not exist then. Look at the date on the document once more.")) from None


def read_iban(text: str) -> str:
    """An account number of Kazakhstan; a card number is explained and never kept (C.3, S2-34, edge 29)."""
    try:
        return iban.parse_iban(text).value
    except iban.CardNumber:
        raise Problem(CARD) from None
    except iban.NotKazakhstan:
        raise Problem(_("An account number begins with KZ. You find it in the bank's app, not on the card.")) from None
    except identifiers.WrongLength as wrong:
        raise Problem(
            n_(
                "Here is {count} sign, but an account number has 20. Copy it from the bank's app once more.",
                "Here are {count} signs, but an account number has 20. Copy it from the bank's app once more.",
                wrong.got,
            )
        ) from None
    except iban.IbanError:
        raise Problem(_("One of the signs seems to be mistyped. Copy the number from the bank's app.")) from None


def check_account(value: str, bic: str) -> None:
    """Whether the account is with the chosen bank (edge 29)."""
    chosen = bank_by_bic(bic)
    try:
        if chosen is not None:
            check_bank(iban.Iban(value), chosen)
    except OtherBank as other:
        raise Problem(
            _(
                "This account is not with the bank that you chose. Its bank: {bank}. Type another account, or go back "
                "and choose that bank.",
                bank=bank_name(other.bank.bic),
            )
        ) from None
    except UnknownBank:
        raise Problem(_("I know no bank with this account. Compare the digits with the bank's app.")) from None


def bank_name(bic: str) -> Text:
    """The bank of that BIC; the BIC itself when the directory has it no more."""
    bank = bank_by_bic(bic)
    return named(bank.name) if bank else verbatim(bic)


def bic_shown(bic: str) -> Text:
    """The bank's identifier, which nobody has to type (S2-33)."""
    return _("BIC: {bic}", bic=bic)


def bank_with_bic(bic: str) -> Text:
    """The bank with its identifier."""
    return joined(bank_name(bic), bic_shown(bic), separator=", ")
