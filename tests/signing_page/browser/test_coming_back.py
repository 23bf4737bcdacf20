"""Back, reload and a second window: whoever comes back to the page sees how things stand, never how they stood."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from simulator.nca.key_files import OPENED_BY, file_of
from tests.signing_page.browser.screen import PATIENCE_MS, Screen, in_chromium
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF

pytestmark = in_chromium
SENT = "Договор отправлен в детский сад на подписание."


async def signs(screen: Screen, key: str = "mother") -> None:
    async with screen.page.expect_navigation():
        await screen.gives_key(file_of(key_of(key)), OPENED_BY)


async def another_window(screen: Screen) -> Screen:
    """Of the same browser."""
    page = await screen.page.context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return Screen(screen.house, page)


@pytest.mark.rule("S2-54")
async def test_after_signing_back_and_reload_show_that_it_is_signed(screen: Screen) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    await signs(screen)
    assert SENT in await screen.says()
    for moved in (screen.page.go_back, screen.page.go_forward, screen.page.reload):
        await moved()
        assert SENT in await screen.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED


async def test_who_goes_back_from_a_refusal_is_told_where_the_next_link_is(screen: Screen) -> None:
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    await screen.uploads(screen.house.certification.signs("father", PDF))
    refused = await screen.told()
    await screen.page.go_back()
    assert await screen.told() == refused
    await screen.page.get_by_text("Следующая ссылка").wait_for()


async def test_a_page_that_the_browser_kept_is_asked_for_anew(screen: Screen) -> None:
    """What was kept has buttons that wait for an answer that has come long ago."""
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    await screen.page.evaluate("for (const button of document.querySelectorAll('button')) button.disabled = true")
    async with screen.page.expect_navigation():
        await screen.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await screen.page.locator("#sign").wait_for(state="attached")
    assert await screen.page.locator("button:disabled").count() == 0


async def test_two_windows_sign_once(screen: Screen) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    beside = await another_window(screen)
    await beside.goes(f"/sign/{token}", "ru")
    await beside.page.locator("#sign").wait_for(state="attached")
    await beside.reads()
    await signs(screen)
    assert SENT in await screen.says()
    await signs(beside)
    assert SENT in await beside.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED
