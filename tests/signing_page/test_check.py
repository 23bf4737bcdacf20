"""Whoever scans the QR code of a contract learns whether it is signed, and compares a file with what was signed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dialogs.contract_effects import ContractSignatures
from dialogs.effects import DeleteMyData
from enrolment.contract import ContractState
from signing_gateway.package_check import Asked, check_package
from storage.check_codes import check_code
from storage.stored_contract import StoredContract
from tests.handlers.contracts import FATHER_IIN, MOTHER_IIN, contract
from tests.handlers.staff.people import does
from tests.handlers.test_contract_drafting import Typewriter, works
from tests.handlers.test_contract_evidence import files
from tests.signing_page.house import PDF, SHA, Answer, House

pytestmark = pytest.mark.rule("S1-26")


async def page_of(house: House, one: StoredContract, lang: str = "ru") -> Answer:
    async with house.town.database.reading() as uow:
        code = check_code(uow.sealer, one.id)
    assert one.number not in code
    return await house.browser().gets(f"/check/{code}?lang={lang}")


async def half_signed(house: House) -> StoredContract:
    _phone, one, token = await house.to_sign()
    mother = house.browser()
    await mother.opens(token)
    await mother.sends(token, house.certification.signs("mother", PDF))
    await house.town.settle()
    return one


async def signed(house: House) -> StoredContract:
    _saule, one, token = await house.to_countersign()
    head = house.browser()
    await head.opens(token)
    await head.sends(token, house.certification.signs("head", PDF))
    assert await house.state(one) is ContractState.SIGNED
    return one


async def test_both_signatures_are_shown_masked_with_the_digest_of_the_document(house: House) -> None:
    one = await signed(house)
    page = await page_of(house, one)
    page.shows("Подписали обе стороны", one.number, SHA, "Подпись законного представителя", "•••", "Подпись дошкольной")
    page.hides(MOTHER_IIN, FATHER_IIN)
    (await page_of(house, one, "kk")).shows("Екі тарап та қол қойды", SHA)


async def test_the_full_name_of_nobody_is_shown(house: House) -> None:
    one = await signed(house)
    async with house.town.database.reading() as uow:
        kept = await uow.signatures.of(one.id, one.version)
    page = await page_of(house, one)
    assert len(kept) == 2
    for each in kept:
        assert each.signer is not None
        page.hides(each.signer.name, each.signer.name.split()[0], each.signer.iin)


async def test_one_signature_is_told_as_one(house: House) -> None:
    page = await page_of(house, await half_signed(house))
    page.shows("Пока подписал только родитель", SHA).hides("Подпись дошкольной")


async def test_before_anybody_signs_there_is_nothing_to_compare(house: House) -> None:
    _phone, one, _token = await house.to_sign()
    (await page_of(house, one)).shows("ещё никто не подписал", one.number).hides(SHA, "check.js")


async def test_a_file_is_compared_in_the_browser_and_there_is_nowhere_to_send_it(house: House) -> None:
    page = await page_of(house, await half_signed(house))
    page.hides("<form", "<button")
    assert re.search(rf'<input type="file" id="document" accept="application/pdf" data-sha256="{SHA}">', page.html)
    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    script = await house.browser().gets("/static/check.js")
    assert script.status == 200
    assert "fetch(" not in script.html and "XMLHttpRequest" not in script.html


async def test_without_a_script_the_page_tells_how_to_compare_by_hand(house: House) -> None:
    page = await page_of(house, await half_signed(house))
    page.shows("Чтобы сравнить вручную", "certutil -hashfile", "shasum -a 256")
    assert '<div id="compare" hidden>' in page.html


@pytest.mark.parametrize("code", ["x", "a" * 32, "%D1%88"])
async def test_a_code_that_nobody_gave_out_finds_nothing(house: House, code: str) -> None:
    _phone, one, _token = await house.to_sign()
    answer = await house.browser().gets(f"/check/{code}")
    assert answer.status == 404
    answer.shows("документа нет", "құжат жоқ").hides(one.number)


async def test_an_address_is_not_asked_for_without_end(house: House) -> None:
    _phone, one, _token = await house.to_sign()
    async with house.town.database.reading() as uow:
        code = check_code(uow.sealer, one.id)
    browser = house.browser()
    statuses = [(await browser.gets(f"/check/{code}")).status for _time in range(241)]
    assert (statuses[0], statuses[-1]) == (200, 429)


async def test_a_contract_that_came_to_nothing_says_so(house: House) -> None:
    _phone, one, _token = await house.to_sign()
    async with house.town.database.transaction("expired") as uow:
        current = await contract(house.town, one)
        await uow.contracts.save(replace(current, contract=replace(current.contract, state=ContractState.EXPIRED)))
    (await page_of(house, one)).shows("не вступил в силу").hides(SHA)


@pytest.mark.rule("S1-28")
async def test_edge_40_what_proves_a_contract_outlives_the_parents_account(house: House) -> None:
    town, one = house.town, await signed(house)
    mother = town.phone("telegram", "1001")
    gone = await mother.account()
    await does(town, mother, DeleteMyData())
    async with town.database.reading() as uow:
        assert (await uow.accounts.load([gone.id]))[gone.id].iin is None
    (await page_of(house, one)).shows("Подписали обе стороны", SHA, "Подпись законного представителя")
    saule = town.phone("staff", "801")
    await does(town, saule, ContractSignatures(one.id))
    assert {"status": "made"} in await works(town, Typewriter())
    package = (await files(town, saule))[f"{one.number}.zip"]
    found = check_package(package, Asked([house.certification.anchor], town.clock.now(), iin=MOTHER_IIN))
    assert (found.verdict, found.reason) == ("valid", None)
