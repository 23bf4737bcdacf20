"""The answers of the pages "legal representative" and "requisites", and what the profile asks of them (S2-26…S2-34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enrolment.banks import OtherBank, UnknownBank, bank_by_bic, check_bank
from enrolment.contacts import Authority, SamePhone
from enrolment.iban import Iban
from enrolment.identity_documents import IdentityDetails, IssueDateError, check_issue_date
from enrolment.profile import Profile
from enrolment.profile_sections import Requirement
from enrolment.profile_terms import ContractStep, Presence
from enrolment.terms import DocumentKind, FormField, QueueType

_FIRST = ContractStep.REPRESENTATIVE
CHILDS = frozenset({FormField.BIRTH_CERTIFICATE_NUMBER})  # of this child: the contract of a sibling starts without
_PAPER_FIELDS = (FormField.ID_TYPE, FormField.ID_NUMBER)
_BANK_FIELDS = (FormField.BANK, FormField.IBAN)
_REQUISITES = frozenset(
    {*_PAPER_FIELDS, *_BANK_FIELDS, FormField.ID_ISSUER, FormField.ID_ISSUE_DATE, FormField.BANK_BRANCH}
)


@dataclass(frozen=True)
class BankDetails:
    """Where money goes back to; the BIC names the bank (S2-33). The branch is where the bank's office is."""

    bic: str
    iban: Iban
    branch: str | None = None


@dataclass(frozen=True)
class ContractForm:
    """What one legal representative says of himself, and the number of the child's birth certificate (S1-46).

    Whoever he is comes from the registry, not from here.
    """

    authority: Authority | None = None
    registered_address: str | None = field(default=None, repr=False)
    residential_address: str | None = field(default=None, repr=False)
    workplace: str | None = field(default=None, repr=False)
    job_title: str | None = field(default=None, repr=False)
    phone_primary: str | None = field(default=None, repr=False)
    phone_secondary: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    birth_certificate: str | None = field(default=None, repr=False)
    paper: IdentityDetails | None = None
    bank: BankDetails | None = None

    @property
    def answered(self) -> frozenset[FormField]:
        """The fields that have an answer."""
        return frozenset(one for one, value in self._values.items() if value is not None)

    @property
    def _values(self) -> Mapping[FormField, object]:
        paper, bank = self.paper, self.bank
        return {
            FormField.AUTHORITY: self.authority,
            FormField.REGISTERED_ADDRESS: self.registered_address,
            FormField.RESIDENTIAL_ADDRESS: self.residential_address,
            FormField.WORKPLACE: self.workplace,
            FormField.JOB_TITLE: self.job_title,
            FormField.PHONE_PRIMARY: self.phone_primary,
            FormField.PHONE_SECONDARY: self.phone_secondary,
            FormField.EMAIL: self.email,
            FormField.BIRTH_CERTIFICATE_NUMBER: self.birth_certificate,
            **dict.fromkeys(_PAPER_FIELDS, paper),
            FormField.ID_ISSUE_DATE: paper and paper.issued_on,
            FormField.ID_ISSUER: paper and paper.issuer,
            **dict.fromkeys(_BANK_FIELDS, bank),
            FormField.BANK_BRANCH: bank and bank.branch,
        }


@dataclass(frozen=True)
class FormProblem:
    """One field that is missing, or what is wrong with it."""

    field: FormField
    because: ValueError | None = None


def check_form(form: ContractForm, profile: Profile, today: date, born: date | None = None) -> tuple[FormProblem, ...]:
    """Everything that keeps the form from being a contract, in the order in which the profile asks.

    `born` is the representative's birth date as far as it is known.
    """
    wrong = [*_missing(form, profile), *_paper(form.paper, today, born), *_bank(form.bank), *_phones(form)]
    order = [*asked_fields(profile), *FormField]
    return tuple(sorted(wrong, key=lambda problem: order.index(problem.field)))


def asked_fields(profile: Profile) -> Mapping[FormField, Presence]:
    """What the profile asks, in its order: required or optional (X-11…X-13)."""
    asked = {rule.field: rule.presence for rule in profile.contract.fields}
    bank = profile.contract.bank_requisites
    if bank is Presence.HIDDEN:
        return asked
    return {**asked, FormField.BANK: bank, FormField.IBAN: bank, FormField.BANK_BRANCH: Presence.OPTIONAL}


def fields_of(step: ContractStep, profile: Profile) -> tuple[FormField, ...]:
    """The fields of one page, in the order to ask; where requisites have no page, the first one asks everything."""
    both = ContractStep.REQUISITES in profile.contract.steps
    pages = {field: ContractStep.REQUISITES if both and field in _REQUISITES else _FIRST for field in FormField}
    return tuple(field for field in asked_fields(profile) if pages[field] is step)


def hidden_fields(answers: Mapping[str, str], profile: Profile) -> frozenset[FormField]:
    """What is not asked after these answers: it belongs to a workplace or a bank that was not named."""
    hidden = set() if answers.get(FormField.BANK) else {FormField.IBAN, FormField.BANK_BRANCH}
    if asked_fields(profile).get(FormField.JOB_TITLE) is Presence.OPTIONAL and not answers.get(FormField.WORKPLACE):
        hidden.add(FormField.JOB_TITLE)
    return frozenset(hidden)


def missing_documents(
    profile: Profile, queue_type: QueueType, attached: frozenset[DocumentKind]
) -> tuple[DocumentKind, ...]:
    """The documents without which no contract goes to the preschool, in the profile's order (S2-36…S2-39)."""
    return tuple(
        row.kind
        for row in profile.contract_documents(queue_type)
        if row.requirement is Requirement.REQUIRED and row.kind not in attached
    )


def _missing(form: ContractForm, profile: Profile) -> list[FormProblem]:
    required = (field for field, presence in asked_fields(profile).items() if presence is Presence.REQUIRED)
    return [FormProblem(field) for field in required if field not in form.answered]


def _paper(paper: IdentityDetails | None, today: date, born: date | None) -> list[FormProblem]:
    if paper is None or paper.issued_on is None:
        return []
    try:
        check_issue_date(paper.kind, paper.issued_on, today, born)
    except IssueDateError as wrong:
        return [FormProblem(FormField.ID_ISSUE_DATE, wrong)]
    return []


def _bank(details: BankDetails | None) -> list[FormProblem]:
    if details is None:
        return []
    try:
        check_bank(details.iban, bank_by_bic(details.bic))
    except (UnknownBank, OtherBank) as wrong:
        return [FormProblem(FormField.IBAN, wrong)]
    return []


def _phones(form: ContractForm) -> list[FormProblem]:
    if form.phone_secondary is None or form.phone_secondary != form.phone_primary:
        return []
    return [FormProblem(FormField.PHONE_SECONDARY, SamePhone())]
