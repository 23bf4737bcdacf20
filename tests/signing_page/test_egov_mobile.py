"""Signing in eGov Mobile: the app is told who asks, gives the signature back, and the page goes on by itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import quote

import pytest

from enrolment.contract import ContractState
from signing_gateway.contents import ContentDigests
from signing_gateway.digests import Digests, NotDigested
from storage.stored_contract import StoredContract
from tests.signing_page.egov_app import App, begins, inside, multipart, scanned
from tests.signing_page.house import PDF, Browser, House

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"


async def waits(browser: Browser, token: str) -> bool:
    answer = await browser.gets(f"/sign/{token}/egov/status")
    return '"waits": true' in answer.html


async def at_the_code(house: House) -> tuple[Browser, str, App, StoredContract]:
    """A mother whose browser shows the code, and her app, which has scanned it."""
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    return browser, token, await scanned(house, browser, token), one


@pytest.mark.rule("S1-26", "S2-46")
async def test_the_app_signs_the_frozen_bytes_and_the_page_goes_on(house: House) -> None:
    phone, one, token = await house.to_sign()
    browser = house.browser()
    (await browser.opens(token)).shows("With eGov Mobile on your phone")
    app = await scanned(house, browser, token)
    assert app.document == PDF
    assert await waits(browser, token)
    assert await app.puts(app.signed("mother")) == (200, {"message": "The signature has come. Go back to the page."})
    assert not await waits(browser, token)
    (await browser.gets(f"/sign/{token}?lang=en")).shows("The contract is sent to the kindergarten")
    assert (await browser.gets(f"/sign/{token}/egov?lang=en")).response.headers["Location"] == f"/sign/{token}?lang=en"
    assert await house.state(one) is ContractState.PARENT_SIGNED
    phone.hears(f"Contract No. {one.number} is sent to the kindergarten.")


async def test_the_app_is_told_who_asks_for_what_until_when(house: House) -> None:
    _browser, _token, app, one = await at_the_code(house)
    told = app.invitation
    assert told["organisation"]["bin"] == one.preschool_bin
    assert set(told["organisation"]) == {"nameRu", "nameKz", "nameEn", "bin"}
    assert told["document"]["auth_type"] == "Token"
    assert told["expiry_date"].endswith("+0500")
    [document] = app.package["documentsToSign"]
    assert (app.package["signMethod"], document["id"]) == ("CMS_SIGN_ONLY", 1)
    assert document["document"]["file"]["mime"] == "@file/pdf"
    assert one.number in document["nameKz"]
    assert {"name": "Pages", "value": "3"} in document["meta"]


@pytest.mark.rule("S2-22", "S2-24")
async def test_a_key_is_checked_over_lines_that_the_app_can_show(house: House) -> None:
    _phone, _one, token = await house.to_check()
    browser = house.browser()
    (await browser.opens(token)).shows("Owner of the EDS").hides("Who signs")
    app = await scanned(house, browser, token)
    waiting = (await browser.gets(f"/sign/{token}/egov?lang=en")).shows(
        "Waiting until you confirm…", "I have confirmed"
    )
    waiting.hides("signature", "I have signed", "to sign")
    assert app.package["documentsToSign"][0]["document"]["file"]["mime"] == "text/plain"
    assert (await app.puts(app.signed("mother")))[0] == 200
    (await browser.gets(f"/sign/{token}?lang=en")).shows("Your EDS works.")


@pytest.mark.rule("S1-27", "E-24")
async def test_edge_24_a_wrong_key_is_refused_in_the_app_and_the_page_offers_the_next_try(house: House) -> None:
    browser, token, app, one = await at_the_code(house)
    status, said = await app.puts(app.signed("father"))
    assert (status, said["message"][:27]) == (403, "The IIN in the EDS is not t")
    assert not await waits(browser, token)
    refused = (await browser.gets(f"/sign/{token}/egov?lang=en")).shows("The IIN in the EDS", "Try again")
    following = await browser.tries_again(refused)
    again = await scanned(house, browser, following)
    assert (await again.puts(again.signed("mother")))[0] == 200
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_the_same_signature_again_gets_the_same_answer_and_another_one_none(house: House) -> None:
    _browser, _token, app, one = await at_the_code(house)
    package = app.signed("mother")
    first, second = await asyncio.gather(app.puts(package), app.puts(package))
    assert first == second == (200, {"message": "The signature has come. Go back to the page."})
    house.town.clock.moment += timedelta(minutes=1)
    assert (await app.puts(app.signed("mother")))[0] == 409
    assert await house.state(one) is ContractState.PARENT_SIGNED


@pytest.mark.parametrize("silent", [(), ("ocsp", "crl")], ids=["valid", "pending"])
async def test_of_two_processes_each_knows_what_came_to_the_other(house: House, silent: tuple[str, ...]) -> None:
    browser, token, app, one = await at_the_code(house)
    house.certification.down(*silent)
    package = app.signed("mother")
    house.moves_to_the_other_process()
    first = await app.puts(package)
    assert first[0] == 200
    house.moves_to_the_other_process()
    assert await app.puts(package) == first, "the answer was lost on its way, and the app asks again"
    house.town.clock.moment += timedelta(minutes=1)
    assert (await app.puts(app.signed("mother")))[0] == 409
    assert not await waits(browser, token)
    following = await browser.gets(f"/sign/{token}/egov?lang=en")
    shown = await browser.gets(following.response.headers["Location"])
    shown.shows("Your term is kept." if silent else "The contract is sent to the kindergarten")
    assert await house.state(one) is (ContractState.SIGNATURE_PENDING if silent else ContractState.PARENT_SIGNED)


async def test_a_refusal_in_the_other_process_ends_the_waiting(house: House) -> None:
    browser, token, app, one = await at_the_code(house)
    house.moves_to_the_other_process()
    first = await app.puts(app.signed("father"))
    assert first[0] == 403
    house.moves_to_the_other_process()
    assert not await waits(browser, token)
    assert await app.puts(app.signed("father")) == first, "the same again has the same answer everywhere"
    ended = await browser.gets(f"/sign/{token}/egov?lang=en")
    shown = await browser.gets(ended.response.headers["Location"])
    shown.shows("The IIN in the EDS is not the IIN of this account.", "The next link stands in the chat.")
    assert (await app.puts(app.signed("mother")))[0] == 410
    assert await house.state(one) is ContractState.DRAFT


async def test_a_refusal_is_repeated_too(house: House) -> None:
    _browser, _token, app, _one = await at_the_code(house)
    package = app.signed("father")
    assert await app.puts(package) == await app.puts(package)


@pytest.mark.rule("E-26")
async def test_edge_26_a_signature_that_waits_to_be_established_has_come(house: House) -> None:
    browser, token, app, one = await at_the_code(house)
    house.certification.down("ocsp", "crl")
    assert (await app.puts(app.signed("mother")))[0] == 200
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    assert not await waits(browser, token)


@pytest.mark.parametrize(("trouble", "status"), [(NotDigested(), 503), (OSError("the disk is full"), 500)])
async def test_while_nothing_can_be_judged_there_is_no_success_and_the_same_may_come_again(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    browser, token, app, one = await at_the_code(house)

    async def broken(_digests: Digests, _document: bytes) -> ContentDigests:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(Digests, "of", broken)
        told = await app.puts(app.signed("mother"))
    assert (told[0], told[1]["message"][:38]) == (status, "Something went wrong here, not with yo")
    assert await waits(browser, token)
    assert (await app.puts(app.signed("mother")))[0] == 200
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_nobody_gets_the_document_without_address_and_pass(house: House) -> None:
    browser, token, app, _one = await at_the_code(house)
    phone = house.browser().session
    for headers in ({}, {"Authorization": "Bearer guessed"}):
        async with phone.get(house.url(app.address), headers=headers) as answer:
            assert answer.status == 401
    known = await begins(browser, token)
    guessed = f"{known[:-1]}{'0' if known[-1] != '0' else '1'}"
    async with phone.get(house.url(guessed)) as answer:
        assert answer.status == 404
    assert (await app.puts(app.signed("mother"), Authorization="Bearer guessed"))[0] == 401


async def test_what_is_no_package_or_too_large_is_refused(house: House) -> None:
    _browser, _token, app, _one = await at_the_code(house)
    twice = app.package["documentsToSign"] * 2
    others: tuple[dict[str, object], ...] = ({"signMethod": "XML"}, {"documentsToSign": twice}, {"documentsToSign": []})
    for other in others:
        assert (await app.puts({**app.package, **other}))[0] == 400
    nothing: tuple[object, ...] = ("", [], None)
    for wrong in nothing:
        assert (await app.puts(wrong))[0] == 400
    assert (await app.puts({"filler": "x" * (1 << 20)}))[0] == 413


async def test_the_code_ends_with_the_link(house: House) -> None:
    _browser, _token, app, _one = await at_the_code(house)
    house.town.clock.moment += timedelta(hours=1, seconds=1)
    assert (await app.puts(app.signed("mother")))[0] == 410


@pytest.mark.rule("S2-50")
async def test_the_contract_must_be_marked_as_read(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    answer = await browser.posts(f"/sign/{token}/egov", multipart({"way": ""}))
    assert answer.status == 422
    answer.shows("First mark that you have read the contract.")


async def test_another_browser_sees_neither_code_nor_outcome(house: House) -> None:
    _browser, token, app, _one = await at_the_code(house)
    stranger = house.browser()
    (await stranger.gets(f"/sign/{token}/egov")).hides("mobileSign:")
    await app.puts(app.signed("father"))
    (await stranger.gets(f"/sign/{token}/egov")).hides("Try again")


async def test_a_phone_gets_a_link_into_the_app_and_a_computer_a_code(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    address = await begins(browser, token)
    link = f"https://m.egov.kz/mobileSign/?link={quote('https://sign.example.kz' + address, safe='')}"
    computer = await browser.gets(f"/sign/{token}/egov?lang=en")
    assert "<svg" in computer.html and link.partition("&")[0] in computer.html
    browser.headers["User-Agent"] = IPHONE
    mobile = (await browser.gets(f"/sign/{token}/egov?lang=en")).shows("Open eGov Mobile")
    assert "<svg" not in mobile.html
    assert f'href="{link}&amp;isi=1476128386' in mobile.html
    assert f'href="mobileSign:https://sign.example.kz{address}"' in mobile.html


@pytest.mark.rule("S1-63")
async def test_the_kindergarten_signs_in_the_app_of_organisations(house: House) -> None:
    _saule, one, token = await house.to_countersign()
    browser = house.browser()
    (await browser.opens(token)).shows("With eGov Business on your phone", "Sign in eGov Business").hides("eGov Mobile")
    app = await scanned(house, browser, token)
    (await browser.gets(f"/sign/{token}/egov?lang=en")).shows("Open eGov Business on your phone")
    assert (await app.puts(app.signed("head")))[0] == 200
    assert await house.state(one) is ContractState.SIGNED
    assert inside(app.address) == app.address
