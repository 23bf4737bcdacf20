"""Requests that no browser sends are refused in words, and none is a fault of the program."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from aiohttp import FormData

from simulator.nca.key_files import file_of
from tests.signing_page.certification import key_of
from tests.signing_page.egov_app import multipart, scanned
from tests.signing_page.house import PDF, Browser, House
from tests.signing_page.test_refusals import opened

BOUNDARY = "multipart/form-data; boundary=x"
NAMED = b'--x\r\nContent-Disposition: form-data; name="way"\r\n'
BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "no parts": b"\xff" * 100,
    "a part without a name": b"--x\r\n\r\nfile\r\n--x--\r\n",
    "a broken heading": b"--x\r\nbroken heading\r\n\r\nfile\r\n--x--\r\n",
    "a hundred thousand headings": b"--x\r\n" + b"A: b\r\n" * 100_000 + b"\r\n\r\nfile\r\n--x--\r\n",
    "a heading without end": b"--x\r\nA: " + b"b" * 100_000 + b"\r\n\r\nfile\r\n--x--\r\n",
    "an unheard-of coding": NAMED + b"Content-Transfer-Encoding: foo\r\n\r\nfile\r\n--x--\r\n",
    "a length that is none": NAMED + b"Content-Length: abc\r\n\r\nfile\r\n--x--\r\n",
    "a length that is too large": NAMED + b"Content-Length: 99999\r\n\r\nfile\r\n--x--\r\n",
    "no end": NAMED + b"\r\nfile",
    "parts within a part": NAMED
    + b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nfile\r\n--y--\r\n--x--\r\n",
}


async def sent(browser: Browser, token: str, body: bytes, kind: str | None) -> int:
    url = browser.house.url(f"/sign/{token}/signature")
    headers = {"Content-Type": kind} if kind is not None else {}
    async with browser.session.post(url, data=body, headers=headers, skip_auto_headers=["Content-Type"]) as response:
        return response.status


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_form_that_cannot_be_read_is_refused(house: House, body: bytes) -> None:
    browser, token = await opened(house)
    assert await sent(browser, token, body, BOUNDARY) in {400, 422}
    begun = await browser.posts(f"/sign/{token}/egov", body, Content_Type=BOUNDARY)
    assert begun.status in {400, 422}
    begun.hides("went wrong here")


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "multipart/form-data", "multipart/form-data; boundary=", f"{BOUNDARY}{'x' * 100}", "x"]
)
async def test_a_form_of_no_or_another_kind_is_refused(house: House, kind: str | None) -> None:
    browser, token = await opened(house)
    assert await sent(browser, token, NAMED + b"\r\nfile\r\n--x--\r\n", kind) == 400


async def answered(house: House, request: str, heading: bytes = b"") -> int:
    """The status of what is answered to these very bytes."""
    there = urlsplit(house.url("/"))
    reader, writer = await asyncio.open_connection(there.hostname, there.port)
    writer.write(f"{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode() + heading + b"\r\n")
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1])


@pytest.mark.parametrize("cookie", [b"\xff\xfe", b'"\\303\\277"', "подпись".encode(), b"\xed\xa0\x80"])
async def test_a_cookie_in_letters_that_nobody_reads_is_none(house: House, cookie: bytes) -> None:
    _browser, token = await opened(house)
    assert await answered(house, f"GET /sign/{token}?again=1", b"Cookie: signing=" + cookie + b"\r\n") == 403


@pytest.mark.parametrize("path", ["%ff%fe", "%ED%A0%80", "%00", "a" * 4000])
async def test_a_link_in_letters_that_nobody_reads_leads_nowhere(house: House, path: str) -> None:
    for place in ("sign", "check", "egov/1"):
        assert await answered(house, f"GET /{place}/{path}") == 404


async def test_a_pass_in_letters_that_nobody_reads_opens_nothing(house: House) -> None:
    browser, token = await opened(house)
    app = await scanned(house, browser, token)
    assert await answered(house, f"GET {app.address}", b"Authorization: Bearer \xff\xfe\r\n") == 401


@pytest.mark.rule("S2-48")
async def test_a_key_is_recognised_wherever_it_comes(house: House) -> None:
    browser, token = await opened(house)
    key = base64.b64encode(file_of(key_of("mother")))
    pasted: FormData = multipart({"way": "file", "read_ack": "yes", "cms": key.decode()})
    for told in (
        await browser.posts(f"/sign/{token}/signature", pasted),
        await browser.sends(token, key),
        await browser.sends(token, base64.encodebytes(file_of(key_of("mother")))),
    ):
        assert told.status == 422
        told.shows("This is the key itself, not a signature. I have not kept it.")
    app = await scanned(house, browser, token)
    [one] = app.package["documentsToSign"]
    file = {"file": {"mime": "@file/pdf", "data": key.decode()}}
    status, said = await app.puts({**app.package, "documentsToSign": [{**one, "document": file}]})
    assert (status, said["message"].partition(".")[0]) == (422, "This is the key itself, not a signature")
    assert house.certification.asked == []


async def test_a_phone_that_shows_the_page_as_for_a_computer_may_send_what_was_begun(house: House) -> None:
    browser, token = await opened(house)
    browser.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"
    assert (await browser.sends(token, house.certification.signs("mother", PDF), way="ncalayer")).status == 303


@pytest.mark.parametrize("minutes", [0, 61], ids=["elsewhere", "over"])
async def test_who_comes_to_a_link_in_vain_is_told_why(house: House, minutes: int) -> None:
    browser, token = await opened(house)
    house.town.clock.move(minutes=minutes)
    other = browser if minutes else house.browser()
    why = "The time of this link is over." if minutes else "This link was opened in another browser."
    for told in (
        await other.sends(token, house.certification.signs("mother", PDF)),
        await other.posts(f"/sign/{token}/egov", multipart({"read_ack": "yes"})),
        await other.gets(f"/sign/{token}/document"),
    ):
        assert told.status == (410 if minutes else 403)
        told.shows(why, "Ask for a new link in the chat").hides("a newer one has replaced it")


async def test_who_sends_once_more_what_was_sent_is_told_how_it_ended(house: House) -> None:
    browser, token = await opened(house)
    signature = house.certification.signs("mother", PDF)
    await browser.sends(token, signature)
    (await browser.posts(f"/sign/{token}/egov", multipart({"read_ack": "yes"}))).shows(
        "The contract is sent to the kindergarten"
    )
    (await house.browser().sends(token, signature)).shows("This link was used already.")


async def test_who_sends_before_the_button_was_pressed_is_shown_the_button(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    sent_first = await house.browser().sends(token, house.certification.signs("mother", PDF))
    assert sent_first.status == 403
    sent_first.shows("After this press the link works in this browser only")


async def test_what_is_too_large_is_told_as_that(house: House) -> None:
    browser, token = await opened(house)
    (await browser.sends(token, b"0" * (4 << 20))).shows("That is larger than any signature.")
