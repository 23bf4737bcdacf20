"""A link to the signing page: looking never uses it up, one browser alone goes on with it, and it has an end."""

from __future__ import annotations

import re

import pytest
import structlog

from enrolment.contract import ContractState
from signing_gateway.guard import COUNTERS, MOST_A_MINUTE, Guard
from tests.handlers.contracts import MOTHER_IIN
from tests.handlers.town import Town
from tests.signing_page.certification import Certification
from tests.signing_page.house import PDF, House, house_in, next_link


async def test_looking_at_a_link_changes_nothing_and_tells_a_stranger_little(house: House) -> None:
    _phone, one, token = await house.to_sign()
    for _preview in range(3):
        seen = await house.browser().gets(f"/sign/{token}")
        assert seen.status == 200
        seen.shows(one.number, "•••• •••• 0003").hides(MOTHER_IIN, "Арман", "<img", "page.js")
    (await house.browser().opens(token)).shows("Арман", "The contract, page by page")


async def test_the_first_press_binds_the_link_and_another_browser_is_told_so(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    mine, other = house.browser(), house.browser()
    await other.gets(f"/sign/{token}")
    await mine.opens(token)
    pressed = await other.posts(f"/sign/{token}")
    assert not pressed.response.cookies
    told = await other.gets(pressed.response.headers["Location"])
    assert told.status == 403
    told.shows("opened in another browser", "New link").hides(MOTHER_IIN, "Арман")
    for path in ("document", "page/1.png"):
        assert (await other.gets(f"/sign/{token}/{path}")).status == 403
    assert (await other.sends(token, b"x")).status == 403
    (await mine.gets(f"/sign/{token}")).shows("I have read the contract")


async def test_the_cookie_is_for_this_link_and_for_no_script(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    seen, pressed = await browser.gets(f"/sign/{token}"), await browser.posts(f"/sign/{token}")
    named, kept = (answer.response.cookies["signing"] for answer in (seen, pressed))
    for cookie in (named, kept):
        assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == (
            f"/sign/{token}",
            "Strict",
            True,
            "3600",
        )
    assert named.value == kept.value
    assert len(named.value) == 32
    assert not (await browser.gets(f"/sign/{token}")).response.cookies


async def test_whoever_did_not_get_the_answer_to_the_press_is_known_again(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser, another = house.browser(), house.browser()
    names = [(await each.gets(f"/sign/{token}")).response.cookies["signing"].value for each in (browser, another)]
    assert names[0] != names[1]
    lost = house.browser(Cookie=f"signing={names[0]}")
    await lost.posts(f"/sign/{token}")
    (await browser.opens(token)).shows("I have read the contract")
    assert (await another.gets(f"/sign/{token}?again=1")).status == 403


@pytest.mark.parametrize("from_chat", [False, True], ids=["here", "from the chat"])
async def test_after_a_refusal_the_next_link_waits_for_whoever_presses_first(house: House, *, from_chat: bool) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    following = next_link(await browser.sends(token, house.certification.signs("father", PDF)))
    elsewhere = house.browser()
    first, second = (elsewhere, browser) if from_chat else (browser, elsewhere)
    (await first.opens(following)).shows("I have read the contract")
    pressed = await second.posts(f"/sign/{following}")
    assert (await second.gets(pressed.response.headers["Location"])).status == 403


async def test_a_browser_that_comes_from_a_chat_shows_its_cookie_with_the_next_step(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    await house.browser().opens(token)
    without = await house.browser().gets(f"/sign/{token}")
    assert without.response.headers["Refresh"] == f"0; url=/sign/{token}?lang=en&again=1"
    without.shows("Go on")


async def test_a_browser_that_keeps_no_cookies_is_told_so(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    for _twice in range(2):
        pressed = await browser.posts(f"/sign/{token}")
        browser.session.cookie_jar.clear()
        told = await browser.gets(pressed.response.headers["Location"])
        assert told.status == 403
        told.shows("This browser did not keep the page’s cookie.", "New link").hides("another browser. Ask", "Арман")


async def test_an_address_that_is_taken_to_another_browser_says_that_it_was_opened_here(house: House) -> None:
    """Such as out of the window of an app."""
    _phone, _one, token = await house.to_sign()
    here = house.browser()
    pressed = await here.posts(f"/sign/{token}")
    shown = await here.gets(pressed.response.headers["Location"])
    address = shown.response.headers["Location"]
    assert address == f"/sign/{token}?lang=en"
    (await here.gets(address)).shows("I have read the contract")
    (await house.browser().gets(f"{address}&again=1")).shows("opened in another browser")


async def test_a_link_ends_after_an_hour(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.town.clock.move(minutes=60)
    over = await browser.gets(f"/sign/{token}")
    assert over.status == 410
    over.shows("The time of this link is over.")
    assert (await browser.sends(token, house.certification.signs("mother", PDF))).status == 410
    assert await house.state(one) is ContractState.DRAFT


async def test_a_used_link_shows_the_end_to_its_browser_and_nothing_to_another(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    signature = house.certification.signs("mother", PDF)
    await browser.sends(token, signature)
    (await browser.gets(f"/sign/{token}")).shows("The contract is sent to the kindergarten")
    assert (await browser.sends(token, signature)).response.headers["Location"] == f"/sign/{token}?lang=en"
    (await browser.sends(token, b"another")).shows("This signature changed nothing")
    other = await house.browser().gets(f"/sign/{token}?again=1")
    other.shows("This link was used already.").hides("Арман", MOTHER_IIN)


@pytest.mark.parametrize("path", ["/sign/unknown", "/sign/" + "a" * 43, "/sign/x/document", "/nothing", "/"])
async def test_what_leads_nowhere_says_so_in_every_language(house: House, path: str) -> None:
    answer = await house.browser().gets(path)
    assert answer.status in {403, 404}
    answer.shows("Бұл сілтеме жұмыс істемейді", "Эта ссылка не работает", "This link does not work")
    assert set(re.findall(r'<p lang="(\w+)"', answer.html)) == {"kk", "ru", "en"}


async def test_every_answer_forbids_what_could_harm(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    opened = await browser.opens(token)
    answers = [opened, await browser.gets("/static/style.css"), await browser.gets("/nothing")]
    answers += [await browser.gets(f"/sign/{token}/document"), await browser.sends(token, b"")]
    for answer in answers:
        headers = answer.response.headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "connect-src 'self' wss://127.0.0.1:13579;" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Server"] == "Balapan"
        assert "Strict-Transport-Security" not in headers
    assert opened.response.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|<script(?! type=\"module\" src)|\son\w+=|style=|javascript:", opened.html)


async def test_behind_tls_the_cookie_and_the_site_stay_there(town: Town, certification: Certification) -> None:
    async with house_in(town, certification, secure=True) as house:
        _phone, _one, token = await house.to_sign()
        pressed = await house.browser().posts(f"/sign/{token}")
    assert pressed.response.cookies["signing"]["secure"]
    assert pressed.response.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_no_other_site_presses_the_button(house: House, site: str) -> None:
    _phone, _one, token = await house.to_sign()
    pressed = await house.browser().posts(f"/sign/{token}", Sec_Fetch_Site=site)
    assert pressed.status == 403
    assert not pressed.response.cookies
    (await house.browser().gets(f"/sign/{token}")).shows("Open")


async def test_a_link_is_asked_for_no_more_often_than_a_person_does(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    statuses = [(await browser.gets(f"/sign/{token}/document")).status for _time in range(241)]
    assert (statuses[239], statuses[240]) == (403, 429)
    assert (await browser.gets("/sign/other")).status == 404


def test_however_many_links_are_made_up_each_is_counted_and_nothing_grows() -> None:
    guard = Guard("wss://127.0.0.1:13579", secure=False, clock=lambda: 0.0)
    assert all(guard.in_bounds("the link") for _time in range(MOST_A_MINUTE))
    for number in range(2 * COUNTERS):
        guard.in_bounds(f"made up {number}" * 100)
    assert not guard.in_bounds("the link")
    assert guard.in_bounds("")
    assert guard.counted <= COUNTERS


async def test_signatures_are_judged_ten_times_in_ten_minutes_at_most(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    for _time in range(10):
        refused = await browser.sends(token, b"no signature")
        assert refused.status == 422
        token = await browser.tries_again(refused)
    (await browser.sends(token, b"no signature")).shows("Wait ten minutes")
    house.town.clock.move(minutes=10, seconds=1)
    assert (await browser.sends(token, b"no signature")).status == 422


async def test_no_token_number_or_name_is_logged_or_stands_in_an_address(house: House) -> None:
    with structlog.testing.capture_logs() as logs:
        _phone, _one, token = await house.to_sign()
        browser = house.browser()
        opened = await browser.opens(token)
        await browser.sends(token, house.certification.signs("father", PDF))
        await browser.gets(f"/sign/{token}/page/1.png")
    assert any(line["event"] == "signature.judged" for line in logs)
    for secret in (token, MOTHER_IIN, "СЕРІК", "Арман"):
        assert secret not in str(logs)
    assert not [address for address in re.findall(r'(?:href|src|action)="([^"]+)"', opened.html) if "9112" in address]


async def test_pressing_the_button_late_makes_the_hour_no_longer(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    house.town.clock.move(minutes=59)
    browser = house.browser()
    await browser.opens(token)
    house.town.clock.move(minutes=2)
    assert (await browser.gets(f"/sign/{token}")).status == 410
