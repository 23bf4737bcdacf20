"""What a contract says is not so any more: data that changed after the signing, and a new model form. C18, C20."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from dialogs import contract_notices as words
from dialogs.contract_effects import Fields
from enrolment.contract import WITH_PARENT, WITH_PRESCHOOL, ContractAction, ContractFacts, ContractState
from enrolment.contract_changes import OF_THE_ACCOUNT
from enrolment.contract_form import asked_fields
from enrolment.terms import FormField
from enrolment.voucher_states import Actor
from enrolment.working_days import ALMATY
from handlers.contract_acts import ContractAct, ContractMoved, contract_subject, under_its_rules
from handlers.contract_moves import move_contract, waits_for_signature
from handlers.contract_representatives import party_of
from handlers.contract_starting import in_force, said_by
from handlers.contract_telling import about_contract, item_names, tell, until_signed
from handlers.office import Office
from handlers.staff.contract_telling import tell_data_changed
from handlers.telling import Moment, Occasion, notify, post
from handlers.voucher_acts import SYSTEM
from handlers.working_calendar import up_to_date
from storage.database import Database
from storage.stored_contract import StoredContract
from storage.uow import Uow

AT_ONCE = 50
REBUILT: Final = "contract_rebuilt"
EVENING: Final = time(21)
"""The last reminder of a day comes three hours before midnight; what is no reminder waits then."""
Pause = Callable[[], Awaitable[object]]
_SIGNED = WITH_PRESCHOOL | {ContractState.SIGNATURE_PENDING, ContractState.SIGNED}


async def note_changed_data(
    at: Occasion, account_id: int, changed: frozenset[FormField], by: str, *, besides: int | None = None
) -> None:
    """The account's data changed: what it signed stays, and the kindergarten sees what is different (C18, C19).

    What it has not signed yet is made anew, because it says the old data; an agreement in force stands in what it
    changed. What is as the contract says again is different no more. `besides` is the voucher whose contract has just
    been given these data.
    """
    said = await said_by(at, account_id)
    for one in await _filled_by(at, account_id):
        news = await _news(at, one, changed, said)
        if one.voucher_id == besides or not (news.changed or news.as_said):
            continue
        facts = ContractFacts(Actor.PARENT, at.now, changed=news.changed, as_said=news.as_said)
        moved = await move_contract(at, one.id, ContractAct(ContractAction.NOTE_CHANGED_DATA, by, facts))
        if moved.transition.notification is not None:
            await _made_anew(at, moved, account_id, news.changed)
        elif news.changed and await _is_told(at, one):
            await post(at.uow, await tell_data_changed(at, one))


async def _made_anew(at: Occasion, moved: ContractMoved, account_id: int, changed: frozenset[FormField]) -> None:
    """Nobody can sign the old version any more; the parent is told how the new one comes about."""
    one = moved.contract
    await at.uow.contract_versions.drop_drafts(one.id)
    about, ends = await about_contract(at, one), until_signed(at, one, moved.voucher)
    told = words.says_the_old(about, item_names(at, changed), ends, asks_for_it=changed != OF_THE_ACCOUNT)
    await post(at.uow, await notify(at, account_id, told, contract_subject(one.id)))


async def _filled_by(at: Occasion, account_id: int) -> list[StoredContract]:
    """What that parent fills in or has signed, whoever applied."""
    children = [await at.uow.children.get(tie.child_id) for tie in await at.uow.family.of_member(account_id)]
    applicants = {account_id, *(child.account_id for child in children if child is not None)}
    found = [one for applicant in sorted(applicants) for one in await at.uow.contracts.of_account(applicant)]
    return [one for one in found if await _is_of(at, one, account_id)]


async def _is_told(at: Occasion, one: StoredContract) -> bool:
    """Whether the kindergarten can do something about it: it has the contract, and nobody is asked for an agreement."""
    if one.state is ContractState.SIGNED:
        return await at.uow.contracts.open_of_voucher(one.voucher_id) is None
    return one.state in WITH_PRESCHOOL


@dataclass(frozen=True)
class _News:
    """What the contract says otherwise now, as far as that is not known yet, and what it says as it is again."""

    changed: frozenset[FormField] = frozenset()
    as_said: frozenset[FormField] = frozenset()


async def _news(at: Occasion, one: StoredContract, changed: frozenset[FormField], said: Fields) -> _News:
    """Held against the contract's own form: what it never asked is no news of it. The name stands in no form."""
    asked = {*asked_fields(under_its_rules(at, one).office.profile), *OF_THE_ACCOUNT}
    form = (await in_force(at, one)).form or {}
    same = frozenset(code for code in changed - OF_THE_ACCOUNT if said.get(code, "") == form.get(code, ""))
    other = (changed & asked) - same
    if one.state is ContractState.DRAFT:
        return _News(other) if await _has_text(at, one) else _News()
    again = same & one.contract.changed
    if one.state is ContractState.RETURNED:
        # What came back asks for nothing but what was marked; the name it takes from the account.
        name = other & OF_THE_ACCOUNT if await _has_text(at, one) else frozenset[FormField]()
        return _News(name | other - OF_THE_ACCOUNT - one.contract.changed, again)
    if one.state not in _SIGNED or (one.state is ContractState.SIGNED and one.amends_id is not None):
        return _News()
    # An agreement that is under way may say what was so in between: both have signed it before that is told.
    under_way = one.state is ContractState.SIGNED and await at.uow.contracts.open_of_voucher(one.voucher_id)
    return _News(other - one.contract.changed, frozenset() if under_way else again)


async def _has_text(at: Occasion, one: StoredContract) -> bool:
    """Whether there is a draft to read, or what is fixed to be signed."""
    drafts = [version for version in await at.uow.contract_versions.of(one.id) if version.frozen_at is None]
    return one.contract.frozen is not None or bool(drafts)


async def _is_of(at: Occasion, one: StoredContract, account_id: int) -> bool:
    parent = await party_of(at.uow, one)
    return parent is not None and parent.id == account_id


async def rebuild_drafts(database: Database, office: Office, pause: Pause | None = None) -> int:
    """What was made from another edition of the model form than today's is to be read again (C20); how many there were.

    What is signed stays. Looked for at every start and every day, since an edition comes into force on a day; each in
    a transaction of its own, so that it may be begun again after a stop. Between strides the work waits for `pause`.
    """
    if office.press is None:
        return 0
    rebuilt, last, page = 0, 0, AT_ONCE
    while page == AT_ONCE:
        async with database.reading() as uow:
            template = await office.press.template(uow)
            found = await uow.contracts.with_parents_after(last, AT_ONCE)
            older = [one for one in found if await _is_older(uow, one, template)]
        for one in older:
            async with database.transaction("draft rebuilt") as uow:
                rebuilt += await _rebuild(Moment(uow, await up_to_date(uow, office), office.clock.now()), one, template)
        page, last = len(found), found[-1].id if found else last
        if pause is not None:
            await pause()
    return rebuilt


async def _is_older(uow: Uow, one: StoredContract, template: str) -> bool:
    """Whether there is a text to read or to sign, made from another edition."""
    made = await uow.contract_versions.get(one.id, one.version)
    if made is None or made.template == template:
        return False
    return made.frozen_at is None or one.contract.frozen is not None


async def _rebuild(at: Occasion, found: StoredContract, template: str) -> bool:
    """Whether it is to be read again; what has been signed since it was found stays."""
    await at.uow.vouchers.get(found.voucher_id, lock=True)
    one = await at.uow.contracts.get(found.id)
    if one is None or one.state not in WITH_PARENT or not await _is_older(at.uow, one, template):
        return False
    if await waits_for_signature(at, one):
        return False
    facts = ContractFacts(Actor.TIMER, at.now)
    await move_contract(at, one.id, ContractAct(ContractAction.CHANGE_TEMPLATE, SYSTEM, facts))
    await at.uow.contract_versions.drop_drafts(one.id)
    morning = by_day(at.office, at.now)
    if morning > at.now:
        await at.uow.deadlines.set(contract_subject(one.id), REBUILT, morning)
    else:
        await tell_rebuilt(at, one.id)
    return True


async def tell_rebuilt(at: Occasion, contract_id: int) -> None:
    """N28, unless the contract has ended or was read anew in the meantime."""
    one = await at.uow.contracts.get(contract_id)
    voucher = await at.uow.vouchers.get(one.voucher_id) if one else None
    if one is None or voucher is None or one.state not in WITH_PARENT or await _has_text(at, one):
        return
    message = words.changed(await about_contract(at, one), [], until_signed(at, one, voucher))
    await post(at.uow, await tell(at, one, message))


def by_day(office: Office, now: datetime) -> datetime:
    """Now, or when the night is over: nobody is woken by what can wait."""
    local = now.astimezone(ALMATY)
    if office.profile.reminders.at <= local.time() < EVENING:
        return now
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, office.profile.reminders.at, ALMATY)
