"""A key that is checked late, when services answer again, opens the step that waits for it and takes nothing. C3."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from enrolment.voucher_states import Actor
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import FATHER_IIN, contract, known_by
from tests.handlers.families import let_in
from tests.handlers.town import Phone
from tests.handlers.vouchers import moment, told
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, SHA, Answer, House
from tests.signing_page.test_received_first import database_url, opened, submits

__all__ = ["database_url"]
pytestmark = pytest.mark.rule("S2-24")


async def checks(house: House, token: str, whose: str = "mother") -> Answer:
    browser = await opened(house, token)
    document = (await browser.gets(f"/sign/{token}/document")).body
    return await browser.sends(token, house.certification.signs(whose, document))


async def fixed_with_a_newer_key(house: House) -> tuple[Phone, StoredContract, str]:
    """A check that waits, and a contract whose text was fixed since, after a newer check."""
    mother, one, first = await house.to_check()
    house.certification.down("ocsp", "crl")
    await checks(house, first)
    house.certification.down()
    await checks(house, await house.link(mother, one, Purpose.CHECK))
    one = await house.freezes(await contract(house.town, one))
    return mother, one, first


async def test_a_key_that_opened_the_step_before_leaves_what_was_fixed_since(house: House) -> None:
    _mother, one, first = await fixed_with_a_newer_key(house)
    await house.looks_again()
    assert (await house.kept(first)).state == "valid"
    one = await contract(house.town, one)
    assert (one.state, one.contract.frozen) == (ContractState.DRAFT, SHA)


async def test_a_key_that_is_checked_late_says_that_it_works_though_the_contract_is_signed(house: House) -> None:
    mother, one, first = await fixed_with_a_newer_key(house)
    token = await house.link(mother, one)
    await (await opened(house, token)).sends(token, house.certification.signs("mother", PDF))
    await house.looks_again()
    assert (await house.kept(first)).state == "valid"
    assert await house.state(one) is ContractState.PARENT_SIGNED
    mother.hears("Your EDS has been checked: it works.").hears_not("Open the contract and go on with it.")


@pytest.mark.rule("E-8")
@pytest.mark.parametrize("later", [True, False])
async def test_edge_8_of_two_parents_keys_the_later_one_counts_whichever_is_judged_first(
    house: House, *, later: bool
) -> None:
    mother, one, hers = await house.to_check()
    father = await fathers(house, mother)
    if later:
        await checks(house, hers)
    house.certification.down("ocsp", "crl")
    his = await house.link(father, one, Purpose.CHECK)
    await checks(house, his, "father")
    house.certification.down()
    house.town.clock.move(minutes=1)
    if not later:
        await checks(house, hers)
    await house.looks_again()
    assert (await house.kept(his)).state == ("valid" if later else "refused")
    await house.town.settle()
    father.hears("and go on with it." if later else "The contract has moved on meanwhile.")
    father.hears_not("signature")
    one = await contract(house.town, one)
    assert one.contract.representative is (Actor.SECOND_PARENT if later else Actor.PARENT)


@pytest.mark.rule("E-26")
@pytest.mark.parametrize(
    ("revoked", "says"),
    [(False, "Your EDS has been checked: it works."), (True, "The EDS was revoked.")],
)
async def test_edge_26_who_was_told_that_the_key_will_be_checked_is_written_to_once(
    house: House, revoked: bool, says: str
) -> None:
    mother, _one, token = await house.to_check()
    house.certification.down("ocsp", "crl")
    (await checks(house, token)).shows("I will check it myself", "The time to sign runs on").hides("Your term is kept")
    await house.looks_again()
    assert "N33a" not in await told(house.town, mother), "they are still silent"
    house.certification.down()
    if revoked:
        house.certification.revoked[key_of("mother").certificate.serial] = moment(20)
    for _twice in range(2):
        await house.looks_again()
    await house.town.settle()
    mother.hears(says)
    assert (await told(house.town, mother)).count("N33a") == 1


async def test_whoever_hears_at_once_what_became_of_the_key_is_not_written_to(house: House) -> None:
    mother, _one, token = await house.to_check()
    await checks(house, token)
    await house.town.settle()
    assert "N33a" not in await told(house.town, mother)


@pytest.mark.rule("E-26")
async def test_edge_26_a_signature_that_nobody_judged_at_once_is_told_when_it_does_not_count(house: House) -> None:
    """The process ended meanwhile: the contract never waited, and no dialog may be open."""
    mother, one, token = await house.to_sign()
    await opened(house, token)
    async with house.certification.asked_by(submits(house, token, house.certification.signs("mother", PDF))) as judged:
        judged.cancel()
    house.town.clock.move(minutes=2)
    house.certification.revoked[key_of("mother").certificate.serial] = moment(20)
    await house.looks_again()
    assert await house.state(one) is ContractState.DRAFT
    mother.hears("Your signature does not count.", "The EDS was revoked.", "Sign the contract again")
    assert (await told(house.town, mother)).count("N32") == 1


async def fathers(house: House, mother: Phone) -> Phone:
    father = await let_in(house.town, mother, "1002", Actor.SECOND_PARENT)
    await known_by(house.town, father, FATHER_IIN)
    return father
