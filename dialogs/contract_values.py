"""The answers of the contract's form in words, as whoever checks them reads them. S1-56, S2-27…S2-33."""

from __future__ import annotations

from datetime import date

from dialogs.contract_fields import AUTHORITIES, ID_TYPES
from dialogs.contract_readers import bank_with_bic
from dialogs.names import named, phone_shown
from enrolment.contacts import Authority
from enrolment.iban import Iban
from enrolment.identity_documents import ISSUER_NAMES, Issuer
from enrolment.terms import FormField as Field
from enrolment.terms import IdentityDocument
from locales.text import Text, verbatim


def answer_text(code: str, value: str) -> Text:
    """One answer by its code; what a person typed stays as it was typed."""
    match code:
        case Field.AUTHORITY:
            return AUTHORITIES[Authority(value)]
        case Field.ID_TYPE:
            return ID_TYPES[IdentityDocument(value)]
        case Field.ID_ISSUER if value in set(Issuer):
            return named(ISSUER_NAMES[Issuer(value)])
        case Field.ID_ISSUE_DATE:
            return Text("{date}", {"date": date.fromisoformat(value)})
        case Field.BANK:
            return bank_with_bic(value)
        case Field.IBAN:
            return verbatim(Iban(value).shown)
        case Field.PHONE_PRIMARY | Field.PHONE_SECONDARY:
            return phone_shown(value)
    return verbatim(value)
