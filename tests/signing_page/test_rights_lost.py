"""A link of somebody who may not sign any more, or of a contract that waits for nobody, shows nothing of it."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractAction, ContractNeed, ContractState
from enrolment.voucher_states import Actor
from tests.handlers.contracts import moves
from tests.handlers.families import let_in
from tests.handlers.town import Phone
from tests.signing_page.egov_app import scanned
from tests.signing_page.house import PDF, Browser, House
from tests.storage.domain.contracting import standing

NOT_YOURS = {
    "kk": "Бұл құжатқа енді қол қоя алмайсыз.",
    "ru": "Вы больше не можете подписать этот документ.",
    "en": "You may not sign this document any more.",
}
MOVED_ON = {
    "kk": "Жағдай өзгерді: бұл сілтемемен енді қол қоятын ештеңе жоқ.",
    "ru": "Обстоятельства изменились: по этой ссылке подписывать больше нечего.",
    "en": "Something has changed: there is nothing to sign with this link any more.",
}


async def leads_nowhere(browser: Browser, token: str, said: dict[str, str], signature: bytes) -> None:
    """Neither the page nor the document is shown, nothing can be sent, and it says why in each language."""
    for language, words in said.items():
        shown = await browser.gets(f"/sign/{token}?lang={language}")
        assert shown.status in {403, 410}
        shown.shows(words).hides("Арман", "<img")
    for answer in (
        await browser.gets(f"/sign/{token}/document?lang=en"),
        await browser.gets(f"/sign/{token}/page/1.png?lang=en"),
        await browser.sends(token, signature),
        await browser.posts(f"/sign/{token}/egov"),
    ):
        assert answer.status in {403, 410}
        answer.shows(said["en"])


async def dismissed(house: House, employee: Phone) -> None:
    account = await employee.account()
    async with house.town.database.transaction("dismissed") as uow:
        member = await uow.staff.by_account(account.id)
        assert member is not None
        await uow.staff.leave(member.id, house.town.clock.now())


async def test_a_dismissed_employee_reads_no_contract_and_signs_none(house: House) -> None:
    saule, _one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    await dismissed(house, saule)
    await leads_nowhere(browser, token, NOT_YOURS, house.certification.signs("head", PDF))


@pytest.mark.rule("E-26")
async def test_edge_26_what_an_employee_had_signed_counts_though_they_were_dismissed_while_it_waited(
    house: House,
) -> None:
    saule, one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down("ocsp", "crl")
    await browser.sends(token, house.certification.signs("head", PDF))
    await dismissed(house, saule)
    house.town.clock.move(hours=1)
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.SIGNED
    assert (await house.kept(token)).state == "valid"


async def test_what_an_employee_signed_counts_though_they_are_dismissed_while_it_is_being_judged(house: House) -> None:
    saule, one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    signature = house.certification.signs("head", PDF)
    async with house.certification.asked_by(browser.sends(token, signature)) as judged:
        await dismissed(house, saule)
    assert judged.result().status == 303
    assert await house.state(one) is ContractState.SIGNED
    assert (await house.kept(token)).state == "valid"


@pytest.mark.rule("E-8")
async def test_edge_8_a_second_parent_who_is_let_in_no_longer_reads_the_contract_no_longer(house: House) -> None:
    mother, _saule, one = await house.contract()
    father = await let_in(house.town, mother, "1004", Actor.SECOND_PARENT)
    token = await house.link(father, one)
    browser = house.browser()
    await browser.opens(token)
    account = await father.account()
    async with house.town.database.transaction("left") as uow:
        await uow.family.end_all(account.id, house.town.clock.now())
    await leads_nowhere(browser, token, NOT_YOURS, house.certification.signs("father", PDF))


async def test_a_contract_that_was_withdrawn_is_shown_to_nobody_nor_given_to_the_app(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    app = await scanned(house, browser, token)
    await moves(house.town, one, ContractAction.WITHDRAW, there=frozenset({ContractNeed.WITHDRAWAL_CONFIRMED}))
    await leads_nowhere(browser, token, MOVED_ON, house.certification.signs("mother", PDF))
    assert (await app.puts(app.signed("mother")))[0] == 410


async def test_a_link_over_bytes_that_were_frozen_anew_leads_nowhere(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    async with house.town.database.transaction("frozen anew") as uow:
        found = await uow.contracts.get(one.id)
        assert found is not None
        await uow.contracts.save(standing(found, frozen="0b" * 32))
    await leads_nowhere(browser, token, MOVED_ON, house.certification.signs("mother", PDF))
