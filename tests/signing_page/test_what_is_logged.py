"""Whatever happens on the site, its log has ids, ways and codes: no link, no pass, no name, no number of a person."""

from __future__ import annotations

import io
import json
from typing import NoReturn

import pytest
import structlog

from bot.logs import set_up_logs
from signing_gateway.visits import Visits
from tests.handlers.contracts import MOTHER_IIN
from tests.signing_page.egov_app import scanned
from tests.signing_page.house import PDF, House
from tests.signing_page.test_odd_requests import answered

PEOPLE = (MOTHER_IIN, "СЕРІК", "Серік", "Арман")


async def test_the_app_and_its_answers_leave_no_trace_of_anybody(house: House) -> None:
    with structlog.testing.capture_logs() as logs:
        _phone, _one, token = await house.to_sign()
        browser = house.browser()
        await browser.opens(token)
        app = await scanned(house, browser, token)
        await app.puts({"documentsToSign": []})
        assert (await app.puts(app.signed("father")))[0] == 403
        await browser.gets(f"/sign/{token}/egov")
        await browser.gets("/check/" + "a" * 26)
    assert any(line["event"] == "signature.judged" for line in logs)
    passes = (app.permission["Authorization"].split()[1], *app.address.split("/")[2:4])
    for secret in (token, passes[0], passes[2], *PEOPLE):
        assert secret not in str(logs)


async def test_a_fault_of_the_program_tells_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)

    def fails(*_of: object) -> NoReturn:
        raise RuntimeError("the disk is full")

    with (
        monkeypatch.context() as broken,
        structlog.testing.capture_logs([structlog.processors.format_exc_info]) as logs,
    ):
        broken.setattr(Visits, "document", fails)
        answers = [
            await browser.gets(f"/sign/{token}/document"),
            await browser.sends(token, house.certification.signs("mother", PDF)),
        ]
    for answer in answers:
        assert answer.status == 500
        answer.shows("Something went wrong here, not with you.").hides("disk", "RuntimeError")
    told = str(logs)
    assert told.count("the disk is full") >= 2
    for secret in (token, *PEOPLE):
        assert secret not in told


@pytest.mark.parametrize(
    ("request_", "heading"),
    [
        ("GET /sign/{token}\x01", b""),
        ("GET /sign/{token} and more", b""),
        ("GET http://[/sign/{token}", b""),
        ("GET /sign/{token}", b"Cookie: signing={token}\x00\r\n"),
        ("GET /sign/{token}", b"Cookie: signing={token}" + b"0" * 9000 + b"\r\n"),
        ("GET /{token}" + "0" * 9000, b""),
        ("POST /sign/{token}/signature", b"Content-Length: {token}\r\n"),
    ],
    ids=["letter", "line", "address", "cookie", "long cookie", "long line", "length"],
)
async def test_a_request_that_cannot_be_read_is_not_repeated(house: House, request_: str, heading: bytes) -> None:
    _phone, _one, token = await house.to_sign()
    written = io.StringIO()
    set_up_logs("info", written)
    assert await answered(house, request_.replace("{token}", token), heading.replace(b"{token}", token.encode())) == 400
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    [line] = [line for line in told if line["level"] == "error"]
    assert line["error"] in {"BadHttpMessage", "BadStatusLine", "InvalidURLError", "LineTooLong"}
    assert token[:20] not in written.getvalue()
