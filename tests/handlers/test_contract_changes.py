"""What changes under a contract, and what happens to it at one moment. C18, C20, edge 5."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from dialogs.contract_effects import CancelContract
from enrolment.contract import ContractState
from enrolment.terms import FormField
from enrolment.voucher import VoucherState
from enrolment.voucher_states import Actor
from handlers import keeping
from handlers.contract_changes import note_changed_data, rebuild_drafts
from handlers.contract_signing import contract_signed
from handlers.telling import Moment
from storage.stored_contract import StoredContract
from tests.handlers.contracts import begun, contract, frozen, link, rows_of_contract, sent, signs, valid
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_drafting import Typewriter
from tests.handlers.town import Town
from tests.handlers.vouchers import fires, moment, passes, told, voucher_of

CHANGED = frozenset({FormField.PHONE_PRIMARY})


async def in_force(town: Town, form: str) -> int:
    """That edition of the model form is today's; how many contracts are to be read again."""
    return await rebuild_drafts(town.database, replace(town.office, press=Typewriter(form)))


async def changes(town: Town, one: StoredContract) -> None:
    """The parent has another phone now."""
    async with town.database.transaction("changed") as uow:
        account = (await uow.accounts.load([one.account_id]))[one.account_id]
        if account.phone != "+77010000011":
            await uow.accounts.save(replace(account, phone="+77010000011"))
        at = Moment(uow, town.office, town.clock.now())
        await note_changed_data(at, one.account_id, CHANGED, "account:1")
    await town.deliver()


async def test_C18_the_kindergarten_hears_once_that_data_changed_after_the_signing(town: Town) -> None:
    _phone, saule, one = await sent(town)
    frozen_as = one.contract.frozen
    for _twice in range(2):
        await changes(town, one)
    one = await contract(town, one)
    assert (one.contract.changed, one.contract.frozen) == (CHANGED, frozen_as)
    assert (await rows_of_contract(town, one)).count("C18") == 1
    saule.hears("The parent’s data have changed since contract")


async def test_C18_a_draft_is_made_of_the_new_data_anyway(town: Town) -> None:
    _phone, saule, one = await begun(town)
    await changes(town, one)
    assert "C18" not in await rows_of_contract(town, one)
    saule.hears_not("data have changed")


async def test_C20_a_new_model_form_lets_the_draft_be_read_again_and_leaves_what_is_signed(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    assert await rebuild_drafts(town.database, town.office) == 0
    assert await in_force(town, "unified-1") == 0
    assert await in_force(town, "unified-2") == 1
    await town.deliver()
    one = await contract(town, one)
    assert (one.state, one.contract.frozen) == (ContractState.DRAFT, None)
    assert (await told(town, phone))[-1] == "N28"
    phone.hears("The contract has changed and is to be read again. Child: Арман.")
    one = await signs(town, phone, await frozen(town, one))
    assert one.state is ContractState.PARENT_SIGNED
    assert await in_force(town, "unified-3") == 0


async def test_C20_is_looked_for_at_the_start_and_every_day(town: Town) -> None:
    _phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    town.office = replace(town.office, press=Typewriter("unified-2"))
    await keeping.rebuild_contracts(town.database, town.office)
    assert (await contract(town, one)).contract.frozen is None
    assert keeping.rebuild_contracts in keeping.JOBS


async def test_a_timer_and_a_signature_at_once_come_to_one_end(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await passes(town, moment(27, 0, 0, second=10), timers=False)

    async def page() -> None:
        async with town.database.transaction("page") as uow:
            await contract_signed(uow, town.office, signing, valid(moment(26, 23, 59, second=59)))

    town.clock.moment = moment(27, 0, 0, second=10)
    await asyncio.gather(fires(town), page())
    await town.settle()
    one = await contract(town, one)
    state = (await voucher_of(town, one.application_id)).voucher.state
    assert (one.state, state) in {
        (ContractState.PARENT_SIGNED, VoucherState.HELD),
        (ContractState.EXPIRED, VoucherState.CONFIRMED),
    }


async def test_a_signature_and_a_withdrawal_of_the_other_parent_at_once_come_to_one_end(town: Town) -> None:
    phone, _saule, one = await begun(town)
    father = await let_in(town, phone, "1002", Actor.SECOND_PARENT)
    one = await frozen(town, one)
    signing = await link(town, phone, one)

    async def page() -> None:
        async with town.database.transaction("page") as uow:
            await contract_signed(uow, town.office, signing, valid(town.clock.now()))

    await asyncio.gather(does(town, father, CancelContract(one.id)), page())
    await town.settle()
    one = await contract(town, one)
    state = (await voucher_of(town, one.application_id)).voucher.state
    assert (one.state, state) in {
        (ContractState.PARENT_SIGNED, VoucherState.HELD),
        (ContractState.CANCELLED, VoucherState.CONFIRMED),
    }
