"""A chosen file is compared with what was signed inside the browser; nothing of it goes anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Request, async_playwright, expect

from storage.check_codes import check_code
from tests.signing_gateway.browser.desk import CHROMIUM, FLAGS
from tests.signing_page.house import PDF, House
from tests.signing_page.test_check import half_signed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.rule("S1-26"),
]


async def test_the_signed_file_is_known_again_and_another_is_not_and_neither_is_sent(
    house: House, tmp_path: Path
) -> None:
    one = await half_signed(house)
    async with house.town.database.reading() as uow:
        code = check_code(uow.sealer, one.id)
    for name, content in (("same.pdf", PDF), ("other.pdf", PDF + b" ")):
        (tmp_path / name).write_bytes(content)
    sent: list[Request] = []

    def noted(request: Request) -> None:
        sent.append(request)

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await chromium.new_page(viewport={"width": 360, "height": 740})
        await page.goto(house.url(f"/check/{code}?lang=ru"))
        page.on("request", noted)
        await page.set_input_files("#document", tmp_path / "same.pdf")
        await expect(page.locator("#outcome")).to_contain_text("Да: подписан именно этот документ")
        await page.set_input_files("#document", tmp_path / "other.pdf")
        await expect(page.locator("#outcome")).to_contain_text("Нет: это другой документ")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await chromium.close()
    assert sent == []
