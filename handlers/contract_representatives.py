"""Which of the parents fills a contract in and signs it. S2-57, edge 8."""

from __future__ import annotations

from dialogs.contract_effects import Fields
from enrolment.contract import ContractState
from enrolment.profile_terms import ContractStep
from enrolment.voucher_states import Actor
from storage.accounts import Account
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def representative_of(uow: Uow, one: StoredContract) -> Account | None:
    """The account of that parent; None before anybody has begun, and where the parent is not there any more."""
    audience = await uow.family.audience(one.application_id)
    if audience is None or one.contract.representative is None:
        return None
    others = [tie.member_id for tie in audience.ties if tie.role is one.contract.representative]
    parent = audience.applicant if one.contract.representative is Actor.PARENT else next(iter(others), None)
    return (await uow.accounts.load([parent])).get(parent) if parent is not None else None


def answered_by(one: StoredContract, role: Actor | None) -> Fields:
    """What this parent answered for the contract: what the other parent did counts only once it was signed (edge 8)."""
    theirs = one.contract.representative is role and ContractStep.REPRESENTATIVE in one.contract.done
    return (one.form or {}) if theirs or one.state is ContractState.RETURNED else {}
