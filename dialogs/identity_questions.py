"""The questions about a parent's identity document, in the contract and in what is kept for the next. C.5, S2-32."""

from __future__ import annotations

from dialogs.contract_fields import ID_TYPES, issued_by_then, odd_day, odd_number
from dialogs.contract_questions import IssuedOn, Issuer, Typed, asking, day_of, of
from dialogs.contract_readers import read_id_number, read_workplace
from dialogs.questions import Choose, Fixed
from enrolment.terms import FormField as Field
from enrolment.terms import IdentityDocument
from locales.text import _


def kind_question() -> Choose[IdentityDocument]:
    """Which document it is."""
    return Choose(
        asking(Field.ID_TYPE, _("Which identity document do you have?")),
        Fixed(IdentityDocument, ID_TYPES),
        of(Field.ID_TYPE),
    )


def number_question() -> Typed:
    """Its number, by the form that those of its kind have."""
    return Typed(
        asking(Field.ID_NUMBER, _("What is the number of the document?")),
        read_id_number,
        of(Field.ID_NUMBER, _("On an identity card it is 9 digits. It is not the IIN."), ("id_type",)),
        odd_number,
    )


def day_question() -> IssuedOn:
    """The day of issue, which is in the past."""
    return IssuedOn(
        asking(Field.ID_ISSUE_DATE, _("On which day was it issued? Type day, month and year.")),
        day_of(Field.ID_ISSUE_DATE, _("For example: 19.07.2021"), ("id_type",)),
        odd_day,
        issued_by_then,
    )


def issuer_question() -> Issuer:
    """Who issued it."""
    return Issuer(
        asking(Field.ID_ISSUER, _("Who issued it?")),
        read_workplace,
        of(Field.ID_ISSUER, _("It stands on the document beside the day of issue."), ("id_type",)),
    )
