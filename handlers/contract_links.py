"""One-time links to the signing page: to check a key, or to sign exactly these bytes. C3, C8, C11, C14."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from dialogs.contract_effects import SigningPurpose, StartSigning
from dialogs.inputs import Fine
from dialogs.page import Go
from enrolment.contract import (
    WITH_PARENT,
    ContractAction,
    ContractFacts,
    ContractNotAllowed,
    ContractState,
    fills,
    signs,
)
from enrolment.family import FamilyAct
from enrolment.profile_terms import ContractStep
from enrolment.terms import Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.book import Outcome, performs
from handlers.contract_acts import ContractAct, under_its_rules
from handlers.contract_clocks import in_time
from handlers.contract_moves import move_contract
from handlers.contract_words import NO_PAGE, NOT_YOURS, TERM_OVER, TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, let_in
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.reach import my_membership
from handlers.telling import Occasion
from storage.applications import Changed
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract

LINK_LIVES: Final = timedelta(hours=1)
SIGNING: Final = "signing"
"""Where the signing page is, among the links of the office."""


@performs(StartSigning)
@let_in(NOT_YOURS, Go("contracts"))
async def start_signing(desk: Desk, effect: StartSigning) -> Outcome:
    """The link for whoever may sign now: the parent who fills the contract, or an employee who checked it."""
    one = await desk.uow.contracts.get(effect.contract)
    if one is None:
        raise NotForYou(None)
    if SIGNING not in desk.office.links:
        return elsewhere(NO_PAGE, Go("contract", {"id": one.id}))
    if desk.account.kind == "staff":
        return await _for_staff(desk, one)
    role = await acts_as(desk, one.application_id, FamilyAct.SIGN)
    if one.state in WITH_PARENT and not await in_time(desk, one):
        return elsewhere(TERM_OVER, Go("contract", {"id": one.id}))
    try:
        await _ready(desk, one, effect, role)
    except (ContractNotAllowed, VoucherNotAllowed, Changed):
        return elsewhere(TOO_LATE, Go("contract", {"id": one.id}))
    return Fine(await give_link(desk, one, desk.account.id, Purpose(effect.purpose)))


async def give_link(at: Occasion, one: StoredContract, account_id: int, purpose: Purpose) -> dict[str, Any]:
    """A new link, in place of the one that this account has not used: its id as the token of the answer, and itself."""
    token = secrets.token_urlsafe(32)
    over = (one.version, one.contract.frozen) if purpose is Purpose.SIGN else (None, None)
    signing = Signing(one.id, account_id, purpose, at.now, at.now + LINK_LIVES, *over)
    await at.uow.signings.issue(signing, token)
    return {"token": signing.id, "link": f"{at.office.links[SIGNING]}/sign/{token}"}


async def _ready(desk: Desk, one: StoredContract, effect: StartSigning, role: Actor) -> None:
    """What leads to the page is done; raises ContractNotAllowed, VoucherNotAllowed and Changed where nothing can be."""
    if not fills(one.contract, role):
        raise Changed
    if effect.purpose is SigningPurpose.SIGN:
        if effect.version != one.version or not signs(one.contract, role):
            raise Changed
        return
    steps = under_its_rules(desk, one).office.profile.contract.steps
    if ContractStep.INFO in steps and ContractStep.INFO not in one.contract.done:
        facts = ContractFacts(role, desk.now)
        await move_contract(desk, one.id, ContractAct(ContractAction.READ_INFO, desk.actor, facts))


async def _for_staff(desk: Desk, one: StoredContract) -> Outcome:
    member = await my_membership(desk)
    found = await contract_within_reach(desk, member, one.id) if member else None
    if found is None or member is None or member.role is not Role.PRESCHOOL_EMPLOYEE:
        raise NotForYou(NOT_YOURS)
    if found.state is not ContractState.UNDER_REVIEW:
        return elsewhere(TOO_LATE, Go("contract", {"id": one.id}))
    return Fine(await give_link(desk, found, desk.account.id, Purpose.SIGN))
