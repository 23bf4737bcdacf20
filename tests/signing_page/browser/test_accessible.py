"""Every state of both pages by WCAG 2.2 AA: what axe-core finds, 320 pixels, the keyboard alone, slow networks."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from enrolment.contract import ContractState
from simulator.nca.key_files import OPENED_BY, file_of
from storage.signings import Signing
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium, payload
from tests.signing_page.browser.states import WALKS
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF

pytestmark = in_chromium
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def violations(page: Page) -> list[str]:
    """What axe-core finds against the rules, and where."""
    await page.evaluate(AXE_SCRIPT)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: dict[str, Any] = await page.evaluate("(options) => axe.run(document, options)", options)
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


async def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than a screen of 320, which is one of 1280 at 400 %."""
    await page.set_viewport_size({"width": 320, "height": 640})
    over: int = await page.evaluate("document.documentElement.scrollWidth - 320")
    await page.set_viewport_size({"width": 360, "height": 800})
    return over


@pytest.mark.parametrize("walk", WALKS)
@in_both_languages
async def test_no_state_of_the_pages_keeps_anybody_out(screen: Screen, walk: str, lang: str) -> None:
    found: dict[str, list[str] | int] = {}
    async for state in WALKS[walk](screen, lang):
        found[state] = await violations(screen.page) or await too_wide(screen.page)
        assert await screen.page.evaluate("document.documentElement.lang") in {lang, "kk"}
    assert found == dict.fromkeys(found, 0)


async def focused(page: Page) -> tuple[str, bool]:
    """What has the focus, by its id, way or words, and whether a ring shows it."""
    found: list[Any] = await page.evaluate(
        """() => { const it = document.activeElement, style = getComputedStyle(it);
        const name = it.id || it.getAttribute("aria-label") || it.textContent.trim();
        return [name, style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2]; }"""
    )
    return str(found[0]), bool(found[1])


async def tabs_to(page: Page, name: str) -> list[str]:
    """Press Tab until that has the focus; everything that had it on the way, each with a ring around it."""
    passed: list[str] = []
    while not passed or passed[-1] != name:
        await page.keyboard.press("Tab")
        here, ringed = await focused(page)
        assert ringed, f"nothing shows that {here!r} has the focus"
        assert len(passed) < 40, f"{name!r} is not reached: {passed}"
        passed.append(here)
    return passed


@pytest.mark.rule("S2-47", "S2-50")
async def test_the_keyboard_alone_is_enough_to_sign(screen: Screen) -> None:
    house, page = screen.house, screen.page
    # Playwright catches the dialog for files once somebody listens, and takes a moment to begin with it.
    page.on("filechooser", lambda _chooser: None)
    _phone, one, token = await house.to_sign()
    await screen.goes(f"/sign/{token}", "ru")
    assert await tabs_to(page, "Открыть") == ["Қазақша", "Русский", "English", "Открыть"]
    await page.keyboard.press("Enter")
    await page.locator("section[data-way=key]").wait_for()
    past = ["Қазақша", "Русский", "English", "Перейти к подписанию"]
    assert await tabs_to(page, "Перейти к подписанию") == past
    await page.keyboard.press("Enter")
    assert await tabs_to(page, "read_ack") == ["read_ack"], "the pages are gone past"
    await page.keyboard.press("Space")
    order = ["Подписать в eGov Mobile", "ncalayer", "key_file"]
    assert await tabs_to(page, "key_file") == order
    async with page.expect_file_chooser() as chooser:
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(payload("RSA256_1.p12", file_of(key_of("mother"))))
    assert await tabs_to(page, "key_password") == ["key_password"]
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await screen.alert.wait_for()
    assert (await focused(page))[0] == "problem"
    await tabs_to(page, "key_password")
    await page.keyboard.type(OPENED_BY)
    await page.keyboard.press("Enter")
    await screen.says()
    assert (await tabs_to(page, "Вернуться в чат"))[-1] == "Вернуться в чат"
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_the_pages_are_made_larger_and_moved_with_the_keyboard(screen: Screen) -> None:
    page = screen.page
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "kk")
    await page.locator("#larger").focus()
    await page.keyboard.press("Space")
    assert await page.locator(".pages img").first.evaluate("(picture) => picture.clientWidth") >= 900
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.locator(".pages").focus()
    moves = "new Promise((done) => document.querySelector('.pages').addEventListener('scroll', done, {once: true}))"
    await page.evaluate(f"window.moved = {moves}.then(() => true); 0")
    await page.keyboard.press("ArrowRight")
    assert await page.evaluate("window.moved")


async def test_on_a_slow_network_little_is_loaded_and_nobody_waits_for_pictures(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def thirty(_uow: object, signing: Signing) -> int:
        return 30 if signing.version else 0

    monkeypatch.setattr("signing_gateway.visits._pages", thirty)
    house, page = screen.house, screen.page
    _phone, one, token = await house.to_sign()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    weighed: list[int] = []
    page.on("response", lambda response: weighed.append(int(response.headers.get("content-length", 0))))
    await page.route("**/page/*.png", lambda route: None)
    await screen.opens(token, "kk")
    assert len([url for url in asked if url.endswith(".png")]) < 12, "only the pages that are near"
    assert await page.locator(".pages img").count() == 30
    await screen.uploads(house.certification.signs("mother", PDF))
    await screen.says()
    assert sum(weighed) < 100_000, "all pages, styles and scripts together"
    assert await house.state(one) is ContractState.PARENT_SIGNED


@in_both_languages
async def test_where_the_document_does_not_come_through_the_page_says_that_nothing_is_signed(
    screen: Screen, lang: str
) -> None:
    page = screen.page
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    await page.route("**/document", lambda route: route.abort())
    await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    told = {"kk": "Қол қойылмады. Қайталап көріңіз", "ru": "Подписать не получилось. Попробуйте ещё раз"}
    assert (await screen.told()).startswith(told[lang])
    await page.unroute_all()
    await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    await screen.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED
