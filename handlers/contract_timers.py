"""Timers of contracts: fired late or twice they change nothing. C15, N07, edge 5."""

from __future__ import annotations

from dialogs import contract_notices as words
from enrolment.contract import (
    WITH_PARENT,
    ContractAction,
    ContractBar,
    ContractFacts,
    ContractNotAllowed,
)
from enrolment.enrolment_request import RequestNotAllowed
from enrolment.reminders import ReminderKind
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, ContractMoved, under_its_rules
from handlers.contract_changes import REBUILT, tell_rebuilt
from handlers.contract_clocks import END, contract_reminder
from handlers.contract_moves import move_contract, waits_for_signature
from handlers.contract_telling import about_contract, sign_until, tell
from handlers.outages import counted
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import post
from handlers.unheard import SOON, unheard
from handlers.voucher_acts import SYSTEM
from handlers.voucher_clocks import JUST_AFTER
from handlers.voucher_telling import until
from locales.text import Text
from storage.stored_contract import StoredContract


async def end(fired: Fired) -> None:
    """The term to sign or to correct is over; where the voucher's own term is over too, that ends the contract."""
    one = await _with_parent(fired)
    if one is None or one.contract.sign_by is None:
        return
    ends = await counted(under_its_rules(fired, one), one.contract.sign_by)
    if await unheard(fired, one.application_id, ends):
        await fired.uow.deadlines.set(fired.deadline.subject, END, fired.now + SOON)
        return
    if await waits_for_signature(fired, one):
        return
    facts = ContractFacts(Actor.TIMER, fired.now)
    try:
        moved = await move_contract(fired, one.id, ContractAct(ContractAction.EXPIRE, SYSTEM, facts))
    except ContractNotAllowed as not_allowed:
        if not_allowed.code is ContractBar.TOO_EARLY:
            await fired.uow.deadlines.set(fired.deadline.subject, END, max(ends.at, fired.now) + JUST_AFTER)
        return
    except (VoucherNotAllowed, RequestNotAllowed):
        return
    message = words.expired(await about_contract(fired, moved.contract), ends.at, _next_step(fired, moved))
    await post(fired.uow, await tell(fired, moved.contract, message))


async def remind(fired: Fired) -> None:
    """N07, while the parent can still sign."""
    one = await _with_parent(fired)
    voucher = await fired.uow.vouchers.get(one.voucher_id) if one else None
    ends = sign_until(fired, one, voucher) if one and voucher else None
    if one is None or ends is None or ends < fired.now:
        return
    message = words.sign_soon(await about_contract(fired, one), until(fired, ends))
    await post(fired.uow, await tell(fired, one, message))


async def tell_by_day(fired: Fired) -> None:
    """A new model form came into force at night (C20)."""
    await tell_rebuilt(fired, fired.subject_id)


def _next_step(fired: Fired, moved: ContractMoved) -> Text:
    """Another kindergarten, or the same place again where a referral names it; nothing where a child is admitted."""
    if moved.contract.amends_id is not None:
        return words.AS_BEFORE
    if moved.voucher.group_id is not None:
        return words.START_AGAIN
    return words.choose_again(until(fired, moved.voucher.voucher.deadline.at))


async def _with_parent(fired: Fired) -> StoredContract | None:
    """The contract while its parent has to sign, and nobody has set its term anew since."""
    one = await fired.uow.contracts.get(fired.subject_id)
    if one is None or one.state not in WITH_PARENT:
        return None
    timers = await fired.uow.deadlines.of(fired.deadline.subject)
    if any(timer.kind == END and timer.id > fired.deadline.id for timer in timers if fired.deadline.kind == END):
        return None
    return one


FIRES[END] = end
FIRES[REBUILT] = tell_by_day
FIRES |= {contract_reminder(kind): remind for kind in (ReminderKind.LAST_DAY, ReminderKind.LAST_HOURS)}
