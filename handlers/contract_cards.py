"""Contracts as the family sees them: cards, tabs, and what is to be filled in. S1-59…S1-62, S2-56…S2-66."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.contract_queries import (
    Admission,
    ContractCard,
    ContractTerms,
    ContractToFill,
    FillContract,
    MyContract,
    MyContracts,
)
from dialogs.contract_words import reason_with
from enrolment.contract import (
    WITH_PARENT,
    ContractEnd,
    ContractKind,
    ContractState,
    attempts_left,
    fills,
    first_year_ends,
    signs,
)
from enrolment.contract_changes import return_counted
from enrolment.contract_marks import replaced_items, wrong_items
from enrolment.family import FamilyAct, may
from enrolment.terms import FormField, Name
from enrolment.voucher_states import Actor
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.contract_acts import under_its_rules
from handlers.contract_cancelling import cancellable
from handlers.contract_documents import attached_to, contract_documents
from handlers.contract_representatives import answered_by, papers_for, representative_of
from handlers.contract_seen import version_to_read
from handlers.contract_starting import in_force
from handlers.contract_telling import reason_named, sign_until
from handlers.desk import Desk
from handlers.family_access import entrusted, role_in
from handlers.preparations import documents_for
from handlers.signature_keeping import has_both_signatures
from handlers.voucher_telling import preschool_name
from locales.text import Text
from storage.applications import Application
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher

_SEE = FamilyAct.SEE_DOCUMENTS
ISSUER = Name("Білім басқармасы", "Управление образования", "Education department")


@answers(MyContracts)
async def my_contracts(desk: Desk, query: MyContracts) -> tuple[ContractCard, ...]:
    """One's own contracts, and those of the children of whom one is a second parent."""
    found = await desk.uow.contracts.of_account(desk.account.id)
    for _tie, application in await entrusted(desk, _SEE):
        found += await desk.uow.contracts.of_application(application.id) if application else []
    return tuple([await _card(desk, one) for one in sorted(found, key=lambda one: one.begun_at, reverse=True)])


@answers(MyContract)
async def my_contract(desk: Desk, query: MyContract) -> ContractCard | None:
    """One contract that the account may see."""
    one = await contract_for(desk, query.id, _SEE)
    return await _card(desk, one) if one else None


@answers(FillContract)
async def fill_contract(desk: Desk, query: FillContract) -> ContractToFill | None:
    """What is known of a contract that the account may fill in and sign now."""
    one = await contract_for(desk, query.contract, FamilyAct.SIGN)
    role = await role_in(desk, one.application_id) if one else None
    if one is None or one.state not in WITH_PARENT or not fills(one.contract, role):
        return None
    voucher, application = await _case(desk, one)
    ends, rules = sign_until(desk, one, voucher), under_its_rules(desk, one).office.profile
    assert ends is not None
    return ContractToFill(
        one.id,
        one.number,
        one.state,
        await _child(desk, application),
        application.queue_type,
        await _preschool(desk, one),
        voucher.number,
        ends,
        desk.office.calendar.working_days_left(desk.now, ends),
        await _known(desk, one),
        await documents_for(desk, application.child_id, rules.contract_documents(application.queue_type)),
        await attached_to(desk, replace(one, papers=papers_for(one, role))),
        await _draft(desk, one),
        one.version if signs(one.contract, role) else None,
        _marks(desk, one),
        frozenset(map(str, replaced_items(one.contract.marks))),
        attempts_left(one.contract, rules),
        return_counts=return_counted(one.contract, rules),
        agreement=one.amends_id is not None,
        profile=rules,
    )


async def contract_for(desk: Desk, contract_id: int, act: FamilyAct) -> StoredContract | None:
    """The contract, where the account may do that with it."""
    one = await desk.uow.contracts.get(contract_id)
    role = await role_in(desk, one.application_id) if one else None
    return one if may(role, act) else None


async def _card(desk: Desk, one: StoredContract) -> ContractCard:
    voucher, application = await _case(desk, one)
    ends, profile = sign_until(desk, one, voucher), under_its_rules(desk, one).office.profile
    amended = await desk.uow.contracts.amended_by(one)
    card = ContractCard(
        one.id,
        one.number,
        one.state,
        await _child(desk, application),
        await _preschool(desk, one),
        one.begun_at,
        await _admission(desk, one, voucher),
        await _terms(desk, application, one, amended),
        ends,
        desk.office.calendar.working_days_left(desk.now, ends) if ends else 0,
        one.sent_at,
        one.signed_at,
    )
    version = await version_to_read(desk.uow, one)
    role = await role_in(desk, one.application_id)
    return replace(
        card,
        confirmed_by=await _signed_by(desk, one),
        pages=version.pages if version else 0,
        paper=one.contract.kind is ContractKind.PAPER,
        amends=amended.number if amended else "",
        marks=_marks(desk, one) if one.state is ContractState.RETURNED else {},
        corrections_left=attempts_left(one.contract, profile),
        return_counts=return_counted(one.contract, profile),
        end=one.contract.end,
        reason=_reason(desk, one),
        comment=one.comment or "",
        cancellable=await cancellable(desk, one),
        keeps_place=voucher.group_id is not None,
        frozen=one.contract.frozen is not None and one.state in WITH_PARENT,
        fills=fills(one.contract, role),
        signs=signs(one.contract, role),
        documents=await contract_documents(desk, one),
        evidence=await has_both_signatures(desk.uow, one),
    )


async def _case(desk: Desk, one: StoredContract) -> tuple[StoredVoucher, Application]:
    voucher = await desk.uow.vouchers.get(one.voucher_id)
    application = await desk.uow.applications.get(one.application_id)
    assert voucher is not None and application is not None
    return voucher, application


async def _child(desk: Desk, application: Application) -> str:
    child = await desk.uow.children.get(application.child_id)
    return child.person.first_name if child else ""


async def _preschool(desk: Desk, one: StoredContract) -> Name:
    found = await preschool_name(desk, one.preschool_bin)
    assert found is not None
    return found


async def _terms(
    desk: Desk, application: Application, one: StoredContract, amended: StoredContract | None
) -> ContractTerms:
    """By the profile under which it was concluded; in force since both have signed (S2-61, S2-62, S2-64, S2-65).

    An agreement runs as long as the contract that it changes (C19).
    """
    profile = under_its_rules(desk, one).office.profile
    preschool = await desk.uow.catalogue.get(one.preschool_bin)
    begins_on = _signed_on(amended or one)
    ends_on = first_year_ends(profile.contract.term_kind, begins_on)
    return ContractTerms(
        profile.locality(application.locality).name,
        begins_on if ends_on else None,
        ends_on,
        _signed_on(one),
        preschool.fee if preschool else None,
    )


def _signed_on(one: StoredContract) -> date | None:
    return one.signed_at.astimezone(ALMATY).date() if one.signed_at else None


async def _admission(desk: Desk, one: StoredContract, voucher: StoredVoucher) -> Admission:
    group = await desk.uow.places.group(one.group_id)
    assert group is not None
    issued_on = voucher.voucher.issued_at.astimezone(ALMATY).date()
    name = (await desk.uow.places.names([one.group_id]))[one.group_id]
    return Admission(voucher.id, voucher.number, issued_on, ISSUER, name, group.min_age, group.max_age)


async def _known(desk: Desk, one: StoredContract) -> dict[str, str]:
    """What need not be asked: what this parent answered for it, else for an earlier one, and the account's phone."""
    role = await role_in(desk, one.application_id)
    kept = answered_by(one, role) or await _before(desk, one, role)
    phone = {FormField.PHONE_PRIMARY.value: desk.account.phone} if desk.account.phone else {}
    return {**phone, **{name: str(value) for name, value in kept.items()}}


async def _before(desk: Desk, one: StoredContract, role: Actor | None) -> dict[str, object]:
    """What was answered for an earlier contract; for an agreement what that parent signed last, as it is now (C19)."""
    kept: dict[str, object] = dict(await desk.uow.requisites.of(desk.account.id))
    amended = await desk.uow.contracts.amended_by(one)
    signed = [] if amended is None else [amended, await in_force(desk, amended)]
    said = [one.form or {} for one in signed if one.contract.representative is role]
    if amended is None or not said:
        return kept
    now = {**kept, FormField.PHONE_PRIMARY: desk.account.phone or ""}
    return {**said[0], **said[-1], **{code: now[code] for code in amended.contract.changed if code in now}}


async def _draft(desk: Desk, one: StoredContract) -> int | None:
    drafts = [version for version in await desk.uow.contract_versions.of(one.id) if version.frozen_at is None]
    return drafts[-1].version if drafts else None


async def _signed_by(desk: Desk, one: StoredContract) -> str:
    """The parent who signed, by name (S2-57)."""
    if one.sent_at is None:
        return ""
    account = await representative_of(desk.uow, one)
    person = account.person if account else None
    return f"{person.last_name} {person.first_name}" if person else ""


def _reason(desk: Desk, one: StoredContract) -> Text:
    profile = desk.office.profile
    removed = one.contract.end is ContractEnd.CHILD_REMOVED
    return reason_named(profile.removal_reasons if removed else profile.refusal_reasons, one.reason)


def _marks(desk: Desk, one: StoredContract) -> dict[str, Text]:
    """Why each marked one is to be replaced, with what the employee wrote of it (S1-56)."""
    marks, found = one.contract.marks, {}
    for item in sorted(wrong_items(marks)):
        reason = reason_named(desk.office.profile.reasons_marked(item), marks[item].reason)
        found[str(item)] = reason_with(reason, marks[item].comment, marks[item].reason)
    return found
