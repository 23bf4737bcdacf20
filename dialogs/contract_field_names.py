"""What the fields of the contract form are called (S2-27…S2-33, S1-35…S1-46)."""

from __future__ import annotations

from collections.abc import Mapping

from enrolment.terms import FormField
from locales.text import Text, _

FIELD_NAMES: Mapping[FormField, Text] = {
    FormField.AUTHORITY: _("authority of the representative"),
    FormField.REGISTERED_ADDRESS: _("registered address"),
    FormField.RESIDENTIAL_ADDRESS: _("residential address"),
    FormField.WORKPLACE: _("workplace"),
    FormField.JOB_TITLE: _("position"),
    FormField.PHONE_PRIMARY: _("main phone"),
    FormField.PHONE_SECONDARY: _("second phone"),
    FormField.EMAIL: _("e-mail"),
    FormField.ID_TYPE: _("type of the identity document"),
    FormField.ID_NUMBER: _("number of the identity document"),
    FormField.ID_ISSUE_DATE: _("issue date of the identity document"),
    FormField.ID_ISSUER: _("issuer of the identity document"),
    FormField.BANK: _("bank"),
    FormField.BANK_BRANCH: _("place of the bank’s branch"),
    FormField.IBAN: _("account number (IBAN)"),
    FormField.PARENT_NAME: _("name of the parent"),
    FormField.CHILD_NAME: _("name of the child"),
}
