"""A key file on the page: it signs in the browser, never leaves it, and what is wrong is told before it signs."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from signing_gateway.der_writing import oid
from simulator.eds.certificates import Holder
from simulator.nca.key_files import OPENED_BY, file_of
from tests.signing_gateway.browser.desk import forms_of
from tests.signing_page.browser.attempts import old_key
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium
from tests.signing_page.browser.told import KEY_FILES, in_language
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF

pytestmark = in_chromium
WHOSE = ("mother logging in", "father", "head", "tomorrow", "expired")


@pytest.mark.rule("S2-46", "S2-47", "S2-51", "S2-54")
@in_both_languages
async def test_a_key_file_signs_and_neither_it_nor_its_password_leaves_the_browser(screen: Screen, lang: str) -> None:
    house, page = screen.house, screen.page
    _phone, one, token = await house.to_sign()
    sent: list[bytes] = []
    page.on("request", lambda request: sent.append(request.url.encode() + (request.post_data_buffer or b"")))
    await screen.opens(token, lang)
    key = file_of(key_of("mother"))
    await screen.gives_key(key, OPENED_BY)
    done = {"kk": "Шарт балабақшаға қол қоюға жіберілді.", "ru": "Договор отправлен в детский сад на подписание."}
    assert done[lang] in await screen.says()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    everything = b"".join(sent)
    assert not [form for form in forms_of(OPENED_BY.encode()) if form in everything]
    assert key[40:80] not in everything
    assert {address.split(b"/")[2] for address in sent} == {house.url("/").split("/")[2].encode()}


@pytest.mark.rule("S1-27", "S2-53")
@in_both_languages
async def test_what_is_wrong_with_a_key_is_told_before_it_signs(screen: Screen, lang: str) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang, read=False)
    shown = {}
    await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    shown["not_read"] = await changed(screen, "")
    assert await screen.page.locator("section.way #problem").count() == 0, "it stands beside the box"
    await screen.reads()
    await screen.page.locator("#key_file").set_input_files([])
    await screen.page.locator("#key button").click()
    shown["no_key_file"] = await changed(screen, shown["not_read"])
    files = {
        "wrong_password": (file_of(key_of("mother")), "wrong"),
        "key_file_broken": (b"%PDF-1.7 no key", OPENED_BY),
        "key_file_unsupported": (newer(key_of("mother")), OPENED_BY),
        **{whose: (file_of(key_of(whose)), OPENED_BY) for whose in WHOSE},
        "old": (file_of(old_key()), OPENED_BY),
    }
    before = shown["no_key_file"]
    for problem, (file, password) in files.items():
        await screen.gives_key(file, password)
        before = shown[problem] = await changed(screen, before)
        assert await screen.page.locator("#key_password").input_value() == ""
        await screen.page.locator("section[data-way=key] #problem").wait_for()
    assert shown == in_language(KEY_FILES, lang)
    assert await screen.house.state(one) is ContractState.DRAFT


async def changed(screen: Screen, before: str) -> str:
    """What the page tells, as soon as it is something else."""
    await screen.page.locator("#problem:visible").filter(has_not_text=before or "—").wait_for()
    return await screen.told()


def newer(holder: Holder) -> bytes:
    """A file sealed with another digest than the certification centre's."""
    return file_of(holder).replace(oid("1.3.14.3.2.26"), oid("1.3.14.3.2.27"))


@pytest.mark.rule("S2-48")
async def test_the_file_way_needs_no_script(screen: Screen) -> None:
    house = screen.house
    _phone, one, token = await house.to_sign()
    browser = screen.page.context.browser
    assert browser is not None
    async with await browser.new_context(java_script_enabled=False) as context:
        plain = Screen(house, await context.new_page())
        await plain.opens(token, "ru")
        assert "нужен JavaScript" in await plain.page.locator("main").inner_text()
        assert await plain.page.locator("section.way:visible").count() == 2
        await plain.uploads(house.certification.signs("mother", PDF))
        assert "Договор отправлен в детский сад" in await plain.says()
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_who_comes_again_from_another_site_goes_on(screen: Screen) -> None:
    house, page = screen.house, screen.page
    _phone, _one, token = await house.to_sign()
    await screen.opens(token, "ru")
    chat = f'<a href="{house.url(f"/sign/{token}")}">Open</a>'
    await page.route("http://chat.example/", lambda route: route.fulfill(body=chat, content_type="text/html"))
    await page.goto("http://chat.example/")
    await page.get_by_role("link", name="Open").click()
    await page.get_by_label("I have read the contract").wait_for()


async def test_who_signs_with_a_link_that_a_newer_one_has_replaced_is_told_so(screen: Screen) -> None:
    phone, one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    await screen.house.link(phone, one)
    async with screen.page.expect_navigation():
        await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    assert "её заменила новая" in await screen.page.locator("main").inner_text()


@in_both_languages
async def test_who_signs_with_a_link_that_has_ended_meanwhile_is_told_so(screen: Screen, lang: str) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    screen.house.town.clock.move(minutes=61)
    async with screen.page.expect_navigation():
        await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    over = {"kk": "Бұл сілтеменің уақыты аяқталды.", "ru": "Время этой ссылки вышло."}
    assert over[lang] in await screen.says()
    assert await screen.house.state(one) is ContractState.DRAFT
