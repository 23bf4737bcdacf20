"""Conclude the contract: the six steps from what it is about to the signature. S2-16…S2-54, S1-17…S1-34, C2–C8."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.bank_questions import account_question, asks_of_bank, bank_question, branch_question
from dialogs.contract_answers import documents_given, fields_given
from dialogs.contract_documents import Document
from dialogs.contract_effects import FreezeContract, MakeDraft, ShowContract, SigningPurpose, StartSigning
from dialogs.contract_facts import filling, found, heading, optional, rows_of, rules_of, value
from dialogs.contract_fields import (
    AUTHORITIES,
    another_phone,
    odd_address,
)
from dialogs.contract_questions import HomeAddress, Phone, Typed, asking, of
from dialogs.contract_readers import (
    read_address,
    read_any_phone,
    read_certificate_number,
    read_email,
    read_workplace,
)
from dialogs.contract_reading import ReadDraft, draft_text
from dialogs.contract_texts import about_contract, before_sending, check_key, sign_here
from dialogs.contract_words import AGREEMENT
from dialogs.contract_work import Making, Signing
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.identity_questions import day_question, issuer_question, kind_question, number_question
from dialogs.phone_question import EXAMPLE
from dialogs.questions import Choose, Fixed, Given, Question, Review, Told
from dialogs.questions.question import Common
from dialogs.readers import read_phone
from dialogs.signature_words import KEY_WAITS
from enrolment.contacts import Authority
from enrolment.contract_form import fields_of
from enrolment.contract_states import ContractState
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind as Kind
from enrolment.terms import FormField as Field
from locales.text import Text, _, verbatim

CONFIRMATION = ("review", "draft", "read", "send", "frozen", "signature")
FORM = tuple(one.value for one in (*Field, *Kind))


def draft_of(form: ConcludeContract) -> tuple[int, int, int]:
    """The contract, the version of its draft, and how many pages that has."""
    return form.contract, form.draft["version"], form.draft["pages"]


class ConcludeContract(Dialog):
    """From the kindergarten's contract to the parent's signature, in the profile's order of steps and fields."""

    title = _("Contract")
    contract = Given[int]()
    about = Told(about_contract, _("Next"))
    eds_check = Signing(check_key, lambda form: StartSigning(form.contract, SigningPurpose.CHECK), waits=KEY_WAITS)
    authority = Choose(
        asking(Field.AUTHORITY, _("Who are you to the child?")),
        Fixed(Authority, AUTHORITIES),
        of(Field.AUTHORITY),
    )
    registered_address = Typed(
        asking(Field.REGISTERED_ADDRESS, _("At which address are you registered?")),
        read_address,
        of(Field.REGISTERED_ADDRESS, _("For example: Almaty, 10 Abai Ave, flat 5")),
        odd_address,
    )
    residential_address = HomeAddress(
        asking(Field.RESIDENTIAL_ADDRESS, _("At which address do you live?")),
        read_address,
        of(Field.RESIDENTIAL_ADDRESS),
        odd_address,
    )
    phone_primary = Phone(
        asking(Field.PHONE_PRIMARY, _("At which number should the kindergarten call you?")),
        read_phone,
        of(Field.PHONE_PRIMARY, EXAMPLE),
    )
    phone_secondary = Phone(
        asking(Field.PHONE_SECONDARY, _("Which other number is there, if nobody answers?")),
        read_any_phone,
        of(Field.PHONE_SECONDARY, _("A number of the other parent or of a grandmother, for example.")),
        check=another_phone,
    )
    email = Typed(
        asking(Field.EMAIL, _("What is your e-mail address?")),
        read_email,
        of(Field.EMAIL, _("For example: aliya@example.kz")),
    )
    workplace = Typed(
        asking(Field.WORKPLACE, _("Where do you work?")),
        read_workplace,
        of(Field.WORKPLACE),
    )
    job_title = Typed(
        asking(Field.JOB_TITLE, _("What is your position there?")),
        read_workplace,
        of(Field.JOB_TITLE),
    )
    birth_certificate_number = Typed(
        asking(Field.BIRTH_CERTIFICATE_NUMBER, _("What is the number of the child's birth certificate?")),
        read_certificate_number,
        of(
            Field.BIRTH_CERTIFICATE_NUMBER,
            _("It is printed on the certificate. On older ones a series stands before the number: type both."),
        ),
    )
    id_type = kind_question()
    id_number = number_question()
    id_issue_date = day_question()
    id_issuer = issuer_question()
    bank = bank_question()
    bank_branch = branch_question()
    iban = account_question()
    child_photo = Document(Kind.CHILD_PHOTO)
    birth_certificate = Document(Kind.BIRTH_CERTIFICATE)
    id_card = Document(Kind.ID_CARD)
    health_passport = Document(Kind.HEALTH_PASSPORT)
    health_certificate = Document(Kind.HEALTH_CERTIFICATE)
    vaccination_card = Document(Kind.VACCINATION_CARD)
    certificate_027 = Document(Kind.CERTIFICATE_027)
    pmpc_conclusion = Document(Kind.PMPC_CONCLUSION)
    review = Review(_("Is everything right?"), _("All is right"), Common(depends=FORM))
    draft = Making(
        _("I am making the draft of the contract. It takes a few seconds."),
        lambda form: MakeDraft(form.contract, fields_given(form), documents_given(form)),
        Common(depends=FORM),
    )
    read = ReadDraft(
        lambda form: draft_text(filling(form).number, form.draft["pages"], agreement=filling(form).agreement),
        draft_of,
        Common(depends=("draft",)),
    )
    send = Told(before_sending, _("Yes, send it"), Common(depends=("draft",)))
    frozen = Making(
        _("I am fixing the text of the contract, so that nobody can change it. One moment."),
        lambda form: FreezeContract(form.contract, form.draft["version"]),
        Common(depends=("draft",)),
    )
    signature = Signing(
        sign_here,
        lambda form: StartSigning(form.contract, SigningPurpose.SIGN, form.frozen["version"]),
        Common(depends=("frozen",)),
    )

    def done(self) -> Effect:
        return ShowContract(self.contract)

    def heading(self) -> Text:
        return heading(self, AGREEMENT, self.title)

    def whom(self) -> Text:
        contract = found(self)
        return verbatim(contract.child) if contract else super().whom()

    def path(self) -> list[Question[Any]]:
        return [self.question(name) for names in self.ways().values() for name in names if self.asks(name)]

    def stands(self, question: Question[Any]) -> tuple[int, int] | None:
        ways = [names for names in self.ways().values() if any(map(self.asks, names))]
        at = next((number for number, names in enumerate(ways, 1) if question.name in names), 0)
        return at, len(ways)

    def ways(self) -> Mapping[ContractStep, tuple[str, ...]]:
        """The names of the questions of each step, in the profile's order; none where nothing can be filled in."""
        if not self.open():
            return {}
        steps = rules_of(self).contract.steps
        return {step: self.questions_of(step) for step in steps}

    def questions_of(self, step: ContractStep) -> tuple[str, ...]:
        """The names of the questions of one step."""
        match step:
            case ContractStep.INFO:
                return ("about",)
            case ContractStep.EDS_CHECK:
                return ("eds_check",)
            case ContractStep.DOCUMENTS:
                kept = filling(self).agreement and filling(self).state == ContractState.DRAFT
                return () if kept else tuple(row.kind.value for row in rows_of(self))
            case ContractStep.CONFIRMATION:
                return CONFIRMATION
        return tuple(field.value for field in fields_of(step, rules_of(self)))

    def next_open(self) -> Question[Any] | None:
        return self.question("draft") if self.outdated() else super().next_open()

    def outdated(self) -> bool:
        """Whether what was read or fixed is not what the contract says any more (C20)."""
        if "draft" not in self.answers or not self.open():
            return False
        if "frozen" in self.answers:
            return bool(filling(self).frozen != self.frozen["version"])
        return bool(filling(self).draft != self.draft["version"])

    def open(self) -> bool:
        """Whether this dialog may fill the contract in now."""
        contract = found(self)
        return contract is not None and contract.state == ContractState.DRAFT

    def asks(self, name: str) -> bool:
        """Whether the question applies to these answers."""
        if name == Field.JOB_TITLE and optional(self, name) and not value(self, Field.WORKPLACE):
            return False
        return asks_of_bank(self, name)
