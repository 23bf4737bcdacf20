"""What the fields of the contract's form offer, and what is odd or wrong about an answer. S2-27…S2-34, C.4, C.5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dialogs.contract_facts import kind_of, optional, value
from dialogs.contract_questions import SKIP
from dialogs.contract_readers import bank_name, bic_shown, check_account, check_issued_on
from dialogs.names import named
from dialogs.queries import MyProfile
from dialogs.questions import Option, Problem
from dialogs.questions.options import Words
from enrolment.banks import Bank, bank_directory
from enrolment.contacts import AUTHORITY_NAMES, Authority
from enrolment.identifiers import document_number
from enrolment.identity_documents import may_have_expired
from enrolment.terms import FormField, IdentityDocument
from locales.text import Text, _

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

Kind = IdentityDocument
AUTHORITIES: Mapping[Authority, Text] = {code: named(name) for code, name in AUTHORITY_NAMES.items()}
ID_TYPES: Mapping[IdentityDocument, Text] = {
    Kind.ID_CARD: _("Identity card"),
    Kind.PASSPORT_KZ: _("Kazakh passport"),
    Kind.RESIDENCE_PERMIT: _("Residence permit"),
    Kind.STATELESS_ID: _("Stateless person"),
    Kind.REFUGEE_ID: _("Refugee"),
    Kind.FOREIGN_PASSPORT: _("Foreign passport"),
}


class Banks(Words):
    """The banks of the country with their BICs (C.4)."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        none = [Option(SKIP, _("Skip"))] if optional(dialog, FormField.BANK) else []
        return [*(_option(one) for one in bank_directory().banks), *none]


def _option(bank: Bank) -> Option[str]:
    return Option(bank.bic, bank_name(bank.bic), bic_shown(bank.bic), bank.known_as)


def has_bank(form: Dialog) -> bool:
    """Whether there is a bank to which the other details belong."""
    return value(form, FormField.BANK) not in {"", SKIP}


def odd_number(form: Dialog, number: str) -> Text | None:
    """A number of another form than those of its kind mostly have (C.5)."""
    kind = kind_of(form) or IdentityDocument.ID_CARD
    if document_number(kind, number).looks_right:
        return None
    return _("Numbers of this document mostly look different. Compare it with the document.")


def odd_address(form: Dialog, address: str) -> Text | None:
    """No house number in it."""
    if any(sign.isdigit() for sign in address):
        return None
    return _("I see no number of a house here.")


def odd_day(form: Dialog, issued_on: date) -> Text | None:
    """An identity card so old that it has probably ended."""
    kind = kind_of(form)
    if kind is None or not may_have_expired(kind, issued_on, form.facts.today):
        return None
    return _("An identity card is good for ten years, and this one is older. Did you type the right day?")


def issued_by_then(form: Dialog, issued_on: date) -> None:
    """The day of issue has come, and is neither before the birth nor before such documents existed (S2-32)."""
    profile = form.facts[MyProfile()]
    born = profile.person.birth_date if profile else None
    check_issued_on(kind_of(form) or Kind.ID_CARD, issued_on, form.facts.today, born)


def another_phone(form: Dialog, phone: str) -> None:
    """The second number is not the main one again (S2-29)."""
    if phone == value(form, FormField.PHONE_PRIMARY):
        raise Problem(_("This is your main number. Type another one, or skip it."))


def of_this_bank(form: Dialog, iban: str) -> None:
    """The account is with the bank that was chosen (edge 29)."""
    check_account(iban, value(form, FormField.BANK))
