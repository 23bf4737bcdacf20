"""What happens to a contract while somebody concludes it: all lock in one order, and nobody is sent away."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from enrolment.voucher_states import Actor
from handlers.contract_signing import contract_signed
from handlers.key_checking import eds_checked
from storage.signings import Purpose
from storage.uow import Uow
from tests.handlers.contracts import FATHER_IIN, begun, contract, frozen, link, valid
from tests.handlers.families import let_in
from tests.handlers.town import Town
from tests.storage.domain.racing import race


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
