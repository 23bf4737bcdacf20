"""eGov Mobile beside the page: the page shows the code and goes on by itself once the app has signed or was refused."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium
from tests.signing_page.browser.told import REFUSED, in_language
from tests.signing_page.egov_app import App, fetched, inside

pytestmark = in_chromium


async def scanned(screen: Screen) -> App:
    """The app, which has read the code that the page shows now."""
    await screen.page.locator("section[data-way=egov_mobile] button").click()
    await screen.page.locator("#egov").wait_for()
    code = await screen.page.locator("code").inner_text()
    return await fetched(screen.house, inside(code.removeprefix("mobileSign:")))


@pytest.mark.rule("S1-26", "S2-46", "S2-54")
@in_both_languages
async def test_the_page_goes_on_by_itself_once_the_app_has_signed(screen: Screen, lang: str) -> None:
    await screen.page.clock.install()
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    app = await scanned(screen)
    assert {"kk": "Қолтаңбаңыз күтілуде…", "ru": "Ждём Вашу подпись…"}[lang] == await screen.says()
    assert (await app.puts(app.signed("mother")))[0] == 200
    await screen.page.clock.fast_forward(3000)
    sent = {"kk": "Шарт балабақшаға қол қоюға жіберілді. Чатқа", "ru": "Договор отправлен в детский сад"}[lang]
    await screen.page.get_by_text(sent).wait_for()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED


@pytest.mark.rule("S1-27", "E-24")
@in_both_languages
async def test_what_the_app_was_refused_stands_on_the_page_with_the_next_try(screen: Screen, lang: str) -> None:
    await screen.page.clock.install()
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    shown = {}
    for whose, reason in (("father", "other_iin"), ("head", "organisation"), ("expired", "expired")):
        app = await scanned(screen)
        assert (await app.puts(app.signed(whose)))[0] == 403
        await screen.page.clock.fast_forward(3000)
        shown[reason] = await screen.told()
        await screen.tries_again()
    assert shown == {reason: in_language(REFUSED, lang)[reason] for reason in shown}
    assert await screen.house.state(one) is ContractState.DRAFT


async def test_who_comes_back_from_the_app_is_not_kept_waiting(screen: Screen) -> None:
    await screen.page.clock.install()
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    app = await scanned(screen)
    await app.puts(app.signed("mother"))
    await screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await screen.page.get_by_text("Договор отправлен в детский сад").wait_for()


async def test_a_site_that_is_gone_for_a_moment_ends_no_wait(screen: Screen) -> None:
    await screen.page.clock.install()
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    app = await scanned(screen)
    await app.puts(app.signed("mother"))
    await screen.page.route("**/egov/status", lambda route: route.fulfill(status=502, body="Bad gateway"))
    async with screen.page.expect_event("requestfinished"):
        await screen.page.clock.fast_forward(3000)
    assert await screen.says() == "Ждём Вашу подпись…"
    await screen.page.unroute_all()
    await screen.page.clock.fast_forward(3000)
    await screen.page.get_by_text("Договор отправлен в детский сад").wait_for()


async def test_a_network_that_is_gone_for_a_moment_ends_no_wait(screen: Screen) -> None:
    await screen.page.clock.install()
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    app = await scanned(screen)
    await app.puts(app.signed("mother"))
    await screen.page.route("**/egov/status", lambda route: route.abort())
    async with screen.page.expect_event("requestfailed"):
        await screen.page.clock.fast_forward(3000)
    assert await screen.says() == "Ждём Вашу подпись…"
    await screen.page.unroute_all()
    await screen.page.clock.fast_forward(3000)
    await screen.page.get_by_text("Договор отправлен в детский сад").wait_for()
