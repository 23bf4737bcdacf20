"""On the check page a chosen file is compared with what was signed inside the browser; nothing of it goes anywhere."""

from __future__ import annotations

import pytest
from playwright.async_api import Request

from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium, payload
from tests.signing_page.browser.states import check_path
from tests.signing_page.house import PDF
from tests.signing_page.test_check import half_signed

pytestmark = in_chromium
SAME = {"kk": "Иә: қол қойылған құжат – дәл осы.", "ru": "Да: подписан именно этот документ."}
OTHER = {"kk": "Жоқ: бұл басқа құжат немесе ол өзгертілген.", "ru": "Нет: это другой документ, или его изменили."}


@pytest.mark.rule("S1-26")
@in_both_languages
async def test_the_signed_file_is_known_again_and_another_is_not_and_neither_is_sent(screen: Screen, lang: str) -> None:
    one = await half_signed(screen.house)
    await screen.goes(await check_path(screen, one), lang)
    sent: list[Request] = []

    def noted(request: Request) -> None:
        sent.append(request)

    screen.page.on("request", noted)
    for content, told in ((PDF, SAME), (PDF + b" ", OTHER)):
        await screen.page.locator("#document").set_input_files(payload("contract.pdf", content))
        await screen.page.locator("#outcome").get_by_text(told[lang]).wait_for()
    assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
    assert sent == []
