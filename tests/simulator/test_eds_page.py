"""The keys and eGov Mobile on the desk's page, in a real browser."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.simulator.desk import Desk
from tests.simulator.egov.site import Site, opened
from tests.simulator.test_page import browser, page

__all__ = ["page"]


@browser
async def test_a_link_is_pasted_the_document_looked_at_and_signed(desk: Desk, page: Page) -> None:
    site = Site()
    server = await opened(site)
    phone = page.get_by_role("region", name="Phone of Айгерім Оспанова")
    await phone.get_by_role("tab", name="eGov").click()
    await phone.get_by_label("Text of the QR code, or the link").fill(f"mobileSign:{site.address}/1")
    await phone.get_by_role("button", name="Scan").click()
    await expect(phone.get_by_role("heading", name="Сад")).to_be_visible()
    await expect(phone.get_by_role("link", name="Look at the document")).to_be_visible()
    await phone.get_by_role("button", name="Sign").click()
    await expect(phone.get_by_role("heading", name="The signature was taken")).to_be_visible()
    await phone.get_by_role("button", name="Scan another code").click()
    await expect(phone.get_by_label("Text of the QR code, or the link")).to_be_visible()
    await server.close()


@browser
async def test_a_key_is_downloaded_and_a_head_has_keys_as_soon_as_the_kindergarten_is_known(
    desk: Desk, page: Page
) -> None:
    await page.get_by_role("heading", name="EDS keys").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="GOST").first.click()
    assert (await download.value).suggested_filename.startswith("GOST512_")
    await desk.post("/sim/nca", {"organisations": [{"bin": "150140000002", "name": "Балабақша"}]})
    await expect(page.get_by_role("link", name="right to sign").first).to_be_visible()
