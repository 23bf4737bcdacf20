"""What must not come, or is missing, is told in words, and nothing of it is judged or kept."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from signing_gateway.forms import LARGEST_BODY
from simulator.nca.key_files import file_of
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, Browser, House


async def opened(house: House) -> tuple[Browser, str]:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    return browser, token


@pytest.mark.rule("S2-50")
async def test_nobody_signs_without_having_read(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    unread = await browser.sends(token, house.certification.signs("mother", PDF), read=False)
    assert unread.status == 422
    unread.shows("First mark that you have read the contract.")
    assert await house.state(one) is ContractState.DRAFT
    assert house.certification.asked == []


@pytest.mark.rule("S2-48")
@pytest.mark.parametrize("name", ["contract.cms", "RSA256_0123456789.p12"])
async def test_a_key_that_is_uploaded_is_recognised_and_not_kept(house: House, name: str) -> None:
    browser, token = await opened(house)
    told = await browser.sends(token, file_of(key_of("mother")), name=name)
    assert told.status == 422
    told.shows("This is the key itself, not a signature. I have not kept it.")


async def test_whoever_sends_the_contract_instead_of_its_signature_keeps_the_link(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    told = await browser.sends(token, b"%PDF-1.7 the contract", name="contract.pdf")
    assert told.status == 422
    told.shows("This is a PDF, not a signature. Choose the file that your program made when it signed")
    await browser.sends(token, house.certification.signs("mother", PDF))
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_an_empty_form_asks_for_the_file(house: House) -> None:
    browser, token = await opened(house)
    (await browser.sends(token, b"")).shows("No signature has come.")


async def test_what_is_larger_than_any_signature_is_not_read(house: House) -> None:
    browser, token = await opened(house)
    assert (await browser.sends(token, b"0" * LARGEST_BODY)).status == 413
    assert (await browser.posts(f"/sign/{token}", b"0" * (1 << 20))).status in {303, 413}


@pytest.mark.parametrize("data", [b"no form", {"way": "file"}], ids=["bytes", "another form"])
async def test_what_the_page_does_not_send_is_refused(house: House, data: object) -> None:
    browser, token = await opened(house)
    assert (await browser.posts(f"/sign/{token}/signature", data)).status == 400


async def test_a_way_that_is_switched_off_takes_nothing(house: House) -> None:
    browser, token = await opened(house)
    signature = house.certification.signs("mother", PDF)
    assert (await browser.sends(token, signature, way="pigeon")).status == 400


@pytest.mark.rule("S2-46")
async def test_the_fitting_way_stands_first(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    computer = await browser.opens(token)
    browser.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"
    phone = await browser.gets(f"/sign/{token}")
    ways = [[part.partition('"')[0] for part in one.html.split('data-way="')[1:]] for one in (computer, phone)]
    assert ways == [["egov_mobile", "ncalayer", "key", "file"], ["egov_mobile", "key", "file"]]


@pytest.mark.parametrize(("lang", "ticked", "sent"), [("kk", "Мен шарттың мазмұнымен таныстым", "Қол қою")])
async def test_the_page_speaks_the_language_that_is_chosen(house: House, lang: str, ticked: str, sent: str) -> None:
    browser, token = await opened(house)
    page = await browser.gets(f"/sign/{token}?lang={lang}")
    page.shows(ticked, sent)
    assert f'<html lang="{lang}">' in page.html
    assert f'href="/sign/{token}?lang=ru"' in page.html
