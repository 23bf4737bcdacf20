"""Previews, odd methods, what a proxy says and names that hold markup: none of it opens a link or changes a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signing_gateway.guard import MOST_A_MINUTE
from signing_gateway.visits import Visits
from storage.people import Person
from storage.stored_contract import StoredContract
from tests.handlers.contracts import MOTHER_IIN
from tests.handlers.kindergartens import BOTA
from tests.handlers.town import Phone
from tests.signing_page.egov_app import begins, fetched
from tests.signing_page.house import House

PREVIEWS = ("TelegramBot (like TwitterBot)", "WhatsApp/2.26.4.71 A", "facebookexternalhit/1.1")
MARKUP = """"'><script src=//x></script><img onerror=alert(1)>&amp;"""


@pytest.mark.parametrize("method", ["HEAD", "GET", "OPTIONS", "PUT", "DELETE", "PATCH"])
async def test_nothing_but_the_pressed_button_opens_a_link(house: House, method: str) -> None:
    _phone, _one, token = await house.to_sign()
    session = house.browser().session
    for agent in PREVIEWS:
        for path in ("", "/document", "/egov", "/egov/status"):
            async with session.request(
                method, house.url(f"/sign/{token}{path}"), headers={"User-Agent": agent}, allow_redirects=False
            ) as answer:
                assert MOTHER_IIN.encode() not in await answer.read()
    (await house.browser().opens(token)).shows("Арман")


async def test_what_a_proxy_or_a_stranger_says_of_the_way_is_not_believed(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "Forwarded": "proto=https;host=evil"}
    browser = house.browser(**said, Host="evil.example")
    pressed = await browser.posts(f"/sign/{token}")
    assert pressed.response.headers["Location"] == f"/sign/{token}?lang=en&opened=1"
    assert not pressed.response.cookies["signing"]["secure"]
    assert "Strict-Transport-Security" not in pressed.response.headers
    page = await browser.gets(f"/sign/{token}")
    page.hides("evil")
    statuses = []
    for number in range(MOST_A_MINUTE):
        browser.headers["X-Forwarded-For"] = f"10.0.0.{number}"
        statuses.append((await browser.gets(f"/sign/{token}")).status)
    assert statuses[-1] == 429


async def named_badly(house: House, phone: Phone, one: StoredContract) -> None:
    """Everybody whom the page names has markup for a name."""
    account = await phone.account()
    async with house.town.database.transaction("names") as uow:
        await uow.accounts.save(replace(account, person=Person(MARKUP, MARKUP)))
        application = await uow.applications.get(one.application_id)
        child = await uow.children.get(application.child_id) if application else None
        preschool = await uow.catalogue.get(BOTA)
        assert child is not None and preschool is not None
        await uow.children.save(replace(child, person=replace(child.person, first_name=MARKUP)))
        renamed = replace(preschool, name_kk=MARKUP, name_ru=MARKUP)
        await uow.catalogue.replace([renamed], house.town.clock.now())


async def test_names_are_words_and_never_markup(house: House) -> None:
    phone, one, token = await house.to_sign()
    await named_badly(house, phone, one)
    browser = house.browser()
    pages = [await browser.gets(f"/sign/{token}"), await browser.opens(token)]
    app = await fetched(house, await begins(browser, token))
    assert app.invitation["organisation"]["nameRu"] == MARKUP
    pages.append(await browser.gets(f"/sign/{token}/egov"))
    pages.append(await browser.sends(token, b"no signature"))
    for page in pages:
        page.hides("<script src=//x>", "<img onerror")
    pages[1].shows(MARKUP)
    assert "&lt;script src=//x&gt;" in pages[1].html


async def test_a_document_that_cannot_be_read_is_trouble_of_ours_and_no_dead_link(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)

    async def lost(*_of: object) -> None:
        return None

    monkeypatch.setattr(Visits, "document", lost)
    told = await browser.gets(f"/sign/{token}/document")
    assert told.status == 503
    told.shows("Something went wrong here, not with you.")
