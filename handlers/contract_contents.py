"""What is known of a contract, gathered from everywhere for its text. S2-43…S2-45, S2-64…S2-66, S1-35…S1-45."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from enrolment.banks import bank_by_bic, bank_of
from enrolment.contacts import AUTHORITY_NAMES
from enrolment.contract_content import (
    Admission,
    AmendedContract,
    BankAccount,
    ChildOfContract,
    ContractContent,
    IdentityPaper,
    PreschoolParty,
    RepresentativeParty,
    SubmittedDocument,
)
from enrolment.contract_form import BankDetails
from enrolment.iban import parse_iban
from enrolment.identifiers import parse_iin
from enrolment.identity_documents import DOCUMENT_NAMES, ISSUER_NAMES, IdentityDetails, Issuer
from enrolment.letters import as_meant
from enrolment.phones import shown
from enrolment.preschools import Preschool
from enrolment.profile import Profile
from enrolment.profile_sections import DocumentRules
from enrolment.terms import FormField, Name, Sex
from enrolment.working_days import ALMATY
from handlers.contract_cards import ISSUER
from handlers.contract_forms import contract_form
from handlers.contract_representatives import representative_of
from storage.applications import Application
from storage.people import full_name
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow

_SEXES: Final = {
    Sex.MALE: Name("ер", "мужской", "male"),
    Sex.FEMALE: Name("әйел", "женский", "female"),
}


class NotKnown(LookupError):
    """Something without which there is no contract; says what, never whose."""


@dataclass(frozen=True)
class Making:
    """By which rules, on which day, and whether it is made to be signed."""

    profile: Profile
    today: date
    final: bool


async def content_of(uow: Uow, one: StoredContract, making: Making) -> ContractContent:
    """Everything that the contract says. Raises NotKnown, and Unprintable for letters that no font has."""
    voucher, application = await uow.vouchers.get(one.voucher_id), await uow.applications.get(one.application_id)
    preschool = await uow.catalogue.get(one.preschool_bin)
    if voucher is None or application is None or preschool is None:
        raise NotKnown("case")
    profile, place = making.profile, making.profile.locality(application.locality).name
    department = Name(f"{ISSUER.kk}, {place.kk}", f"{ISSUER.ru}, {place.ru}", f"{ISSUER.en}, {place.en}")
    return ContractContent(
        number=one.number,
        place=place,
        concluded_on=making.today,
        final=making.final,
        preschool=_preschool(preschool),
        representative=await _representative(uow, one),
        child=await _child(uow, application, (one.form or {}).get(FormField.BIRTH_CERTIFICATE_NUMBER)),
        admission=await _admission(uow, one, voucher, making, department),
        term=profile.contract.term_kind,
        department=department,
        documents=await _documents(uow, one, profile.contract_documents(application.queue_type)),
        fee=preschool.fee,
        amends=await _amended(uow, one),
    )


async def _amended(uow: Uow, one: StoredContract) -> AmendedContract | None:
    """What an additional agreement changes, with the day that stands in that text (C19)."""
    amended = await uow.contracts.amended_by(one)
    if amended is None:
        return None
    signed = await uow.contract_versions.get(amended.id, amended.version)
    if signed is None:
        raise NotKnown("amended contract")
    return AmendedContract(amended.number, signed.made_at.astimezone(ALMATY).date())


def _preschool(one: Preschool) -> PreschoolParty:
    account = None
    if one.iban is not None:
        iban = parse_iban(one.iban)
        bank = bank_of(iban)
        account = BankAccount(bank.name, bank.bic, iban.value)
    phone = shown(one.phone) if one.phone else None
    address = Name(one.address_kk, one.address_ru, one.address_ru)
    return PreschoolParty(one.name, one.bin, address, one.head, phone, account)


async def _representative(uow: Uow, one: StoredContract) -> RepresentativeParty:
    account = await representative_of(uow, one)
    form = contract_form(one.form or {})
    if account is None or account.person is None or account.iin is None or form.paper is None:
        raise NotKnown("representative")
    phone, second = form.phone_primary or account.phone, form.phone_secondary
    return RepresentativeParty(
        as_meant(full_name(account.person)),
        account.iin,
        _paper(form.paper),
        authority=AUTHORITY_NAMES[form.authority] if form.authority else None,
        residential_address=form.residential_address,
        registered_address=form.registered_address,
        phone_primary=shown(phone) if phone else None,
        phone_secondary=shown(second) if second else None,
        email=form.email,
        workplace=form.workplace,
        job_title=form.job_title,
        account=_account(form.bank) if form.bank else None,
    )


def _paper(paper: IdentityDetails) -> IdentityPaper:
    issuer = _issuer(paper.issuer) if paper.issuer else None
    return IdentityPaper(DOCUMENT_NAMES[paper.kind], paper.number.value, paper.issued_on, issuer)


def _issuer(written: Issuer | str) -> Name:
    return ISSUER_NAMES[written] if isinstance(written, Issuer) else Name(written, written, written)


def _account(details: BankDetails) -> BankAccount:
    bank = bank_by_bic(details.bic)
    if bank is None:
        raise NotKnown("bank")
    return BankAccount(bank.name, bank.bic, details.iban.value, details.branch)


async def _child(uow: Uow, application: Application, certificate: str | None) -> ChildOfContract:
    """Where birth date or sex was never asked, the IIN tells them."""
    one = await uow.children.get(application.child_id)
    if one is None:
        raise NotKnown("child")
    iin = parse_iin(one.iin) if one.iin else None
    born = one.person.birth_date or (iin.birth_date if iin else None)
    sex = one.person.sex or (iin.sex if iin else None)
    if born is None:
        raise NotKnown("birth date")
    known = (_SEXES[sex] if sex else None, one.iin, one.document_number, certificate or None)
    return ChildOfContract(as_meant(full_name(one.person)), born, *known)


async def _admission(uow: Uow, one: StoredContract, voucher: StoredVoucher, making: Making, issuer: Name) -> Admission:
    group = await uow.places.group(one.group_id)
    if group is None:
        raise NotKnown("group")
    languages = {row.code: row.name for row in making.profile.instruction_languages}
    return Admission(
        voucher.instrument,
        voucher.number,
        voucher.voucher.issued_at.astimezone(ALMATY).date(),
        issuer,
        voucher.wanted.queue_type,
        (await uow.places.names([one.group_id]))[one.group_id],
        _ages(group.min_age, group.max_age),
        languages[voucher.wanted.language],
    )


def _ages(low: float, high: float) -> Name:
    youngest, oldest = (f"{years:g}".replace(".", ",") for years in (low, high))
    return Name(
        f"{youngest} жастан {oldest} жасқа дейін",
        f"от {youngest} до {oldest} лет",
        f"from {youngest} to {oldest} years",
    )


async def _documents(uow: Uow, one: StoredContract, rows: Iterable[DocumentRules]) -> tuple[SubmittedDocument, ...]:
    """In the profile's order."""
    given = [(row, await uow.papers.get(one.papers[row.kind])) for row in rows if row.kind in one.papers]
    records = await uow.files.get([id_ for _row, paper in given if paper for id_ in paper.file_ids])
    return tuple(
        SubmittedDocument(
            row.name,
            paper.created_at.astimezone(ALMATY).date(),
            tuple(records[id_].sha256.hex() for id_ in paper.file_ids),
            row.form,
        )
        for row, paper in given
        if paper is not None
    )
