"""Contracts as the employees of a kindergarten see them: no surname, no IIN, no relative's. S1-50, edge 45."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dialogs.contract_effects import ShowStaffContract
from dialogs.contract_queries import (
    CheckedField,
    ContractSheet,
    ContractsToCheck,
    OwnContract,
    PreschoolContract,
    SignedContracts,
    StaffContract,
)
from dialogs.inputs import Fine
from dialogs.page import PER_PAGE, Finish, Go
from enrolment.contract import WITH_PRESCHOOL, ContractKind, ContractState, attempts_left, return_counts
from enrolment.profile import Profile
from enrolment.terms import FormField
from handlers.book import Outcome, answers, performs
from handlers.contract_acts import under_its_rules
from handlers.contract_documents import contract_documents, said_of
from handlers.contract_starting import in_force
from handlers.contract_telling import about_contract
from handlers.desk import Desk
from handlers.signature_keeping import has_both_signatures
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.contract_telling import is_own
from handlers.staff.reach import my_membership
from storage.contracts import ContractCount
from storage.stored_contract import StoredContract


@answers(ContractsToCheck)
async def contracts_to_check(desk: Desk, query: ContractsToCheck) -> ContractSheet:
    """One sheet of what parents have signed and nobody has decided."""
    member = await my_membership(desk)
    if member is None or member.preschool_bin is None:
        return ContractSheet()
    page = await desk.uow.contracts.to_check_by(member, query.at * PER_PAGE, PER_PAGE)
    return await _sheet(desk, page, await desk.uow.contracts.count_for(member, WITH_PRESCHOOL))


@answers(SignedContracts)
async def signed_contracts(desk: Desk, query: SignedContracts) -> ContractSheet:
    """One sheet of the contracts that are in force, the newest first."""
    member = await my_membership(desk)
    if member is None or member.preschool_bin is None:
        return ContractSheet()
    page = await desk.uow.contracts.signed_for(member, query.at * PER_PAGE, PER_PAGE)
    return await _sheet(desk, page, await desk.uow.contracts.count_for(member, {ContractState.SIGNED}))


@answers(StaffContract)
async def staff_contract(desk: Desk, query: StaffContract) -> PreschoolContract | None:
    """The card of a contract within reach."""
    member = await my_membership(desk)
    one = await contract_within_reach(desk, member, query.id) if member else None
    return await _card(desk, one) if one else None


@answers(OwnContract)
async def own_contract(desk: Desk, query: OwnContract) -> bool:
    """Whether a contract of the member's kindergarten is closed to them because it is of their own family."""
    member, one = await my_membership(desk), await desk.uow.contracts.get(query.contract)
    if member is None or one is None or one.preschool_bin != member.preschool_bin:
        return False
    return await is_own(desk, member, one)


@performs(ShowStaffContract)
async def show_staff_contract(desk: Desk, effect: ShowStaffContract) -> Outcome:
    """The card, which says what has become of it."""
    return Fine(Finish(then=Go("contract", {"id": effect.contract})))


async def _sheet(desk: Desk, page: Iterable[StoredContract], count: ContractCount) -> ContractSheet:
    return ContractSheet(tuple([await _card(desk, one) for one in page]), count.others, count.own, count.children)


async def _card(desk: Desk, one: StoredContract) -> PreschoolContract:
    voucher = await desk.uow.vouchers.get(one.voucher_id)
    assert voucher is not None
    profile = under_its_rules(desk, one).office.profile
    version = await desk.uow.contract_versions.get(one.id, one.version)
    check_by, about = _check_by(desk, one, profile), await about_contract(desk, one)
    return PreschoolContract(
        one.id,
        one.number,
        one.state,
        about.child,
        voucher.wanted.born,
        (await desk.uow.places.names([one.group_id]))[one.group_id],
        one.sent_at,
        check_by,
        desk.office.calendar.working_days_left(desk.now, check_by) if check_by else 0,
        documents=await contract_documents(desk, one, one.contract.marks),
        fields=checked_fields(one),
        corrections_left=attempts_left(one.contract, profile),
        return_counts=return_counts(one.contract, profile),
        version=one.version or None,
        pages=version.pages if version else 0,
        paper=one.contract.kind is ContractKind.PAPER,
        signed_at=one.signed_at,
        changed=tuple(sorted(one.contract.changed)),
        amendable=await _amendable(desk, one),
        amends=about.amends,
        says_anew=await _says_anew(desk, one),
        evidence=await has_both_signatures(desk.uow, one),
    )


async def _says_anew(desk: Desk, one: StoredContract) -> tuple[str, ...]:
    """The answers in which an agreement that is to be checked differs from what is in force (C19)."""
    if one.amends_id is None or one.state not in WITH_PRESCHOOL:
        return ()
    amended = await desk.uow.contracts.get(one.amends_id)
    before, now = (await in_force(desk, amended)).form or {} if amended else {}, one.form or {}
    return tuple(field for field in FormField if before.get(field, "") != now.get(field, ""))


async def _amendable(desk: Desk, one: StoredContract) -> bool:
    """Whether there is something to agree on anew, and nobody has been asked to (C19)."""
    if one.state is not ContractState.SIGNED or one.amends_id is not None or not one.contract.changed:
        return False
    return await desk.uow.contracts.open_of_voucher(one.voucher_id) is None


def _check_by(desk: Desk, one: StoredContract, profile: Profile) -> datetime | None:
    """Until when to decide: as long as the profile gives a kindergarten to answer, from the parent's signature (V7)."""
    if one.state not in WITH_PRESCHOOL or one.sent_at is None:
        return None
    return desk.office.calendar.deadline(one.sent_at, profile.staff.contract_working_days).at


def checked_fields(one: StoredContract) -> tuple[CheckedField, ...]:
    """The answers of the form, what was marked and left out then (S1-57), and the parent's other name (C18)."""
    form, told = one.form or {}, ({FormField.PARENT_NAME} & one.contract.changed) | set(one.contract.marks)
    shown = [field for field in FormField if form.get(field) or field in told]
    return tuple(CheckedField(field, str(form.get(field, "")), *said_of(one, field)) for field in shown)
