"""The answers of the contract's dialog as the rules know them, each read once more. S2-27…S2-34."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from enrolment.contacts import Authority, read_address
from enrolment.contract_form import BankDetails, ContractForm
from enrolment.iban import parse_iban
from enrolment.identifiers import document_number
from enrolment.identity_documents import IdentityDetails, Issuer
from enrolment.letters import as_meant
from enrolment.terms import FormField, IdentityDocument


class UnreadableAnswer(ValueError):
    """An answer that no dialog would have taken; `field` says which."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field.value)
        self.field = field


def contract_form(answers: Mapping[str, str]) -> ContractForm:
    """The form; what was skipped is empty. Raises UnreadableAnswer."""
    said = {field: as_meant(answers.get(field, "")) for field in FormField}
    given = {field: answer for field, answer in said.items() if answer}
    return ContractForm(
        authority=_authority(given),
        registered_address=_address(given, FormField.REGISTERED_ADDRESS),
        residential_address=_address(given, FormField.RESIDENTIAL_ADDRESS),
        workplace=given.get(FormField.WORKPLACE),
        job_title=given.get(FormField.JOB_TITLE),
        phone_primary=given.get(FormField.PHONE_PRIMARY),
        phone_secondary=given.get(FormField.PHONE_SECONDARY),
        email=given.get(FormField.EMAIL),
        birth_certificate=given.get(FormField.BIRTH_CERTIFICATE_NUMBER),
        paper=_paper(given),
        bank=_bank(given),
    )


Given = Mapping[FormField, str]


def _authority(given: Given) -> Authority | None:
    try:
        return Authority(given[FormField.AUTHORITY]) if FormField.AUTHORITY in given else None
    except ValueError:
        raise UnreadableAnswer(FormField.AUTHORITY) from None


def _address(given: Given, field: FormField) -> str | None:
    try:
        return read_address(given[field]) if field in given else None
    except ValueError:
        raise UnreadableAnswer(field) from None


def _paper(given: Given) -> IdentityDetails | None:
    if FormField.ID_NUMBER not in given:
        return None
    kind, issuer = given.get(FormField.ID_TYPE, IdentityDocument.ID_CARD), given.get(FormField.ID_ISSUER)
    try:
        number = document_number(IdentityDocument(kind), given[FormField.ID_NUMBER])
    except ValueError:
        raise UnreadableAnswer(FormField.ID_NUMBER) from None
    known = Issuer(issuer) if issuer in set(Issuer) else issuer
    return IdentityDetails(number, known, _day(given, FormField.ID_ISSUE_DATE))


def _day(given: Given, field: FormField) -> date | None:
    try:
        return date.fromisoformat(given[field]) if field in given else None
    except ValueError:
        raise UnreadableAnswer(field) from None


def _bank(given: Given) -> BankDetails | None:
    if FormField.IBAN not in given or FormField.BANK not in given:
        return None
    try:
        return BankDetails(given[FormField.BANK], parse_iban(given[FormField.IBAN]), given.get(FormField.BANK_BRANCH))
    except ValueError:
        raise UnreadableAnswer(FormField.IBAN) from None
