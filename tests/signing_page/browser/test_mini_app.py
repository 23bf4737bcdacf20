"""The page inside of Telegram: a Mini App on phones and computers, and a window within Telegram in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Frame, Page

from enrolment.contract import ContractState
from tests.signing_page.browser.screen import PATIENCE_MS, Screen, in_both_languages, in_chromium
from tests.signing_page.house import CHAT, PDF, House

pytestmark = in_chromium
ANDROID = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
LAUNCHED = "#tgWebAppData=query_id%3D1&tgWebAppVersion=9.5&tgWebAppPlatform=android"
PROXY = "window.told = []; window.TelegramWebviewProxy = {postEvent: (...event) => window.told.push(event)};"
WEB = """<!doctype html><title>Telegram</title><script>
const told = []; addEventListener("message", ({data}) => told.push(JSON.parse(data)));
</script><iframe sandbox="allow-scripts allow-same-origin allow-popups allow-forms" src="ADDRESS"></iframe>"""


@pytest_asyncio.fixture(loop_scope="package")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """The window that Telegram opens on a phone; whatever is elsewhere is not reached."""
    async with await chromium.new_context(viewport={"width": 360, "height": 640}, user_agent=ANDROID) as context:
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(PROXY)
        await context.grant_permissions(["local-network-access"])
        await context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
        yield await context.new_page()


async def launches(screen: Screen, token: str, lang: str) -> None:
    await screen.page.goto(screen.house.url(f"/sign/{token}?lang={lang}{LAUNCHED}"))


async def in_its_window(page: Page) -> None:
    """Wait until the page's script has seen where it is: before that a link is only a link."""
    await page.wait_for_function("() => window.told.length >= 2")


async def told(page: Page) -> list[list[str]]:
    """What the page has told Telegram since it was loaded."""
    events: list[list[str]] = await page.evaluate("window.told")
    return events


@in_both_languages
async def test_a_mini_app_signs_and_leads_back_to_the_chat(screen: Screen, lang: str) -> None:
    house, page = screen.house, screen.page
    _phone, one, token = await house.to_sign()
    await launches(screen, token, lang)
    assert await told(page) == [["web_app_ready", "{}"], ["web_app_expand", "{}"]]
    await page.locator("main form button").click()
    await screen.reads()
    await screen.uploads(house.certification.signs("mother", PDF))
    await screen.says()
    back = page.get_by_role("link", name={"kk": "Чатқа оралу", "ru": "Вернуться в чат"}[lang])
    assert await back.get_attribute("href") == CHAT
    await page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    await in_its_window(page)
    await back.click()
    assert (await told(page))[-1] == ["web_app_close", "{}"]
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_the_app_of_egov_opens_outside_of_the_mini_app(screen: Screen) -> None:
    page = screen.page
    _phone, _one, token = await screen.house.to_sign()
    await launches(screen, token, "ru")
    await page.locator("main form button").click()
    await screen.reads()
    assert await page.locator("section[data-way=ncalayer]").count() == 0
    await page.get_by_role("button", name="Подписать в eGov Mobile").click()
    link = page.get_by_role("link", name="Открыть eGov Mobile")
    await link.wait_for()
    await in_its_window(page)
    await link.click()
    [name, data] = (await told(page))[-1]
    assert (name, data[:41]) == ("web_app_open_link", '{"url":"https://m.egov.kz/mobileSign/?lin')
    assert page.url.startswith(screen.house.url("/sign/"))


@in_both_languages
async def test_whoever_wants_the_browser_opens_it_before_the_link_is_bound(screen: Screen, lang: str) -> None:
    page = screen.page
    _phone, _one, token = await screen.house.to_sign()
    await launches(screen, token, lang)
    await page.get_by_role("link", name={"kk": "Браузерде ашу", "ru": "Открыть в браузере"}[lang]).click()
    address = screen.house.url(f"/sign/{token}?lang={lang}")
    assert (await told(page))[-1] == ["web_app_open_link", f'{{"url":"{address}"}}']
    (await screen.house.browser().opens(token)).shows("I have read the contract")


async def test_a_browser_that_is_no_mini_app_is_told_nothing_of_it(screen: Screen) -> None:
    _phone, _one, token = await screen.house.to_sign()
    await screen.goes(f"/sign/{token}", "ru")
    assert await told(screen.page) == []
    assert await screen.page.get_by_text("Открыть в браузере").count() == 1
    assert not await screen.page.get_by_text("Открыть в браузере").is_visible()


async def framed(page: Page, house: House, token: str, around: str) -> Frame:
    """The page as that site shows it inside of itself."""
    html = WEB.replace("ADDRESS", house.url(f"/sign/{token}?lang=ru{LAUNCHED}"))
    await page.route(f"{around}/", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(f"{around}/")
    [frame] = page.main_frame.child_frames
    await frame.wait_for_load_state()
    return frame


async def test_telegram_in_a_browser_opens_the_page_in_a_tab_of_its_own(screen: Screen) -> None:
    page = screen.page
    _phone, _one, token = await screen.house.to_sign()
    await page.add_init_script("delete window.TelegramWebviewProxy")
    frame = await framed(page, screen.house, token, "https://web.telegram.org")
    assert await frame.locator("form, input, button").count() == 0
    await frame.get_by_role("link", name="Открыть").click()
    address = screen.house.url(f"/sign/{token}?lang=ru")
    events = await page.evaluate("told")
    assert events[-1] == {"eventType": "web_app_open_link", "eventData": {"url": address}}
    assert await page.context.cookies() == []


async def test_no_other_site_has_the_page_inside_of_itself(screen: Screen) -> None:
    _phone, _one, token = await screen.house.to_sign()
    for around in ("https://telegram.example", "https://web.telegram.org.example"):
        async with screen.page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            frame = await framed(screen.page, screen.house, token, around)
        assert frame.url.startswith("chrome-error://")


async def test_what_can_be_pressed_is_in_nobodys_frame_not_even_telegrams(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    opened = await browser.opens(token)
    assert "frame-ancestors 'none'" in opened.response.headers["Content-Security-Policy"]
    browser.headers["Sec-Fetch-Dest"] = "iframe"
    inside = await browser.gets(f"/sign/{token}")
    assert "frame-ancestors https://web.telegram.org" in inside.response.headers["Content-Security-Policy"]
    inside.hides("<form", "<img", "read_ack", "Арман").shows("tab of its own")
    for path in ("/sign/unknown", f"/sign/{token}/egov"):
        answer = await browser.gets(path)
        assert "<form" not in answer.html
