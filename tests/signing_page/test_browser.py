"""The page in a real Chromium: every way signs, a key never leaves, and who comes back from a chat goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import FilePayload, Page, async_playwright

from enrolment.contract import ContractState
from simulator.nca.key_files import OPENED_BY, file_of
from tests.signing_gateway.browser.desk import CHROMIUM, FLAGS, forms_of
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, House

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A fresh one, 360 px wide."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 360, "height": 800})
        page.set_default_timeout(8000)
        yield page
        await browser.close()


async def opens(house: House, page: Page, token: str) -> None:
    await page.goto(house.url(f"/sign/{token}"))
    await page.get_by_role("button", name="Open").click()
    await page.get_by_label("I have read the contract").check()


@pytest.mark.rule("S2-46", "S2-47", "S2-51")
async def test_a_key_file_signs_and_neither_it_nor_its_password_leaves_the_browser(house: House, page: Page) -> None:
    _phone, one, token = await house.to_sign()
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.url.encode() + (request.post_data_buffer or b"")))
    await opens(house, page, token)
    key = file_of(key_of("mother"))
    file = FilePayload(name="RSA256_1.p12", mimeType="application/x-pkcs12", buffer=key)
    await page.get_by_label("Key file").set_input_files(file)
    await page.get_by_label("Password of the key").fill(OPENED_BY)
    await page.locator("#key button").click()
    await page.get_by_text("The contract is sent to the kindergarten").wait_for()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    everything = b"".join(sent)
    assert not [form for form in forms_of(OPENED_BY.encode()) if form in everything]
    assert key[40:80] not in everything
    assert {address.split(b"/")[2] for address in sent} == {house.url("/").split("/")[2].encode()}


async def test_a_wrong_password_is_explained_beside_the_ways(house: House, page: Page) -> None:
    _phone, _one, token = await house.to_sign()
    await opens(house, page, token)
    file = FilePayload(name="RSA256_1.p12", mimeType="x", buffer=file_of(key_of("mother")))
    await page.get_by_label("Key file").set_input_files(file)
    await page.get_by_label("Password of the key").fill("wrong")
    await page.locator("#key button").click()
    await page.get_by_role("alert").get_by_text("The password does not fit this key.").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_the_file_way_needs_no_script(house: House, page: Page) -> None:
    _phone, one, token = await house.to_sign()
    assert page.context.browser is not None
    plain = await page.context.browser.new_page(java_script_enabled=False)
    await opens(house, plain, token)
    signature = house.certification.signs("mother", PDF)
    file = FilePayload(name="contract.cms", mimeType="application/cms", buffer=signature)
    await plain.get_by_label("File with the signature").set_input_files(file)
    await plain.locator("section[data-way=file] button").click()
    await plain.get_by_text("The contract is sent to the kindergarten").wait_for()
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_who_comes_again_from_another_site_goes_on(house: House, page: Page) -> None:
    _phone, _one, token = await house.to_sign()
    await opens(house, page, token)
    address = house.url(f"/sign/{token}")
    chat = f'<a href="{address}">Open</a>'
    await page.route("http://chat.example/", lambda route: route.fulfill(body=chat, content_type="text/html"))
    await page.goto("http://chat.example/")
    await page.get_by_role("link", name="Open").click()
    await page.get_by_label("I have read the contract").wait_for()
