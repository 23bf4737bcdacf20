"""What happens to a contract while somebody concludes it: all lock in one order, and nobody is sent away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import FreezeContract
from enrolment.contract import ContractState
from enrolment.voucher_states import Actor
from handlers.contract_drafting import CHANGED, print_contract
from handlers.contract_signing import contract_signed
from handlers.key_checking import eds_checked
from storage.signings import Purpose
from storage.uow import Uow
from tests.handlers.contracts import FATHER_IIN, SHA, begun, contract, frozen, link, valid
from tests.handlers.families import let_in
from tests.handlers.neighbours import tasks
from tests.handlers.staff.people import does
from tests.handlers.test_contract_changes import in_force
from tests.handlers.test_contract_drafting import Typewriter, drafted
from tests.handlers.town import Town
from tests.storage.domain.racing import race, race_with


@pytest.mark.rule("E-8")
@pytest.mark.parametrize("purpose", list(Purpose))
async def test_edge_8_the_father_may_act_while_what_he_signed_is_settled(town: Town, purpose: Purpose) -> None:
    """His turn holds his tie to the child, and then wants the voucher."""
    mother, _saule, one = await begun(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    one = await frozen(town, one, by=Actor.SECOND_PARENT)
    signing, account = await link(town, father, one, purpose), await father.account()

    async def settles(uow: Uow) -> object:
        use_case = eds_checked if purpose is Purpose.CHECK else contract_signed
        return await use_case(uow, town.office, signing, valid(town.clock.now(), iin=FATHER_IIN))

    async def acts(uow: Uow) -> object:
        return await uow.family.role(one.application_id, account.id)

    async def goes_on(uow: Uow) -> object:
        return await uow.vouchers.get(one.voucher_id, lock=True)

    _role, told = await race(town.database, acts, settles, goes_on)
    assert told == {"verdict": "valid"}
    signed = ContractState.DRAFT if purpose is Purpose.CHECK else ContractState.PARENT_SIGNED
    assert (await contract(town, one)).state is signed


@pytest.mark.rule("S2-42")
async def test_C7_what_happens_to_a_contract_and_its_printing_do_not_wait_for_each_other(town: Town) -> None:
    """Whatever happens holds the voucher, and then writes the contract."""
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))
    (task,) = await tasks(town)

    async def happens(uow: Uow) -> object:
        return await uow.vouchers.get(one.voucher_id, lock=True)

    async def goes_on(uow: Uow) -> object:
        return await uow.contracts.save(await contract(town, one))

    office = replace(town.office, press=Typewriter())
    _voucher, printed = await race_with(
        town.database, happens, lambda: print_contract(town.database, office, task), goes_on
    )
    assert printed == CHANGED or town.database.dialect == "sqlite"


async def test_C20_what_is_signed_while_it_should_be_made_anew_stays_and_keeps_no_other_from_it(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)

    async def signed(uow: Uow) -> object:
        return await contract_signed(uow, town.office, signing, valid(town.clock.now()))

    async def happens(uow: Uow) -> object:
        return await uow.vouchers.get(one.voucher_id, lock=True)

    await race_with(town.database, happens, lambda: in_force(town, "unified-2"), signed)
    one = await contract(town, one)
    assert (one.state, one.contract.frozen) == (ContractState.PARENT_SIGNED, SHA)
