"""What is sent to the site is read to a limit, whatever length it says to have, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from enrolment.contract import ContractState
from signing_gateway import bodies
from tests.signing_page.egov_app import scanned
from tests.signing_page.house import PDF, House
from tests.signing_page.test_refusals import opened

FORM = "multipart/form-data; boundary=x"
BEFORE = b"what stands before the first part of a form\r\n"


async def much() -> AsyncIterator[bytes]:
    """More than anybody may send, and no word of how much."""
    for _time in range(120):
        yield BEFORE * 1000


async def silence() -> AsyncIterator[bytes]:
    """The first bytes, and then none."""
    yield b"--x\r\n"
    await asyncio.Event().wait()


async def test_a_body_without_a_length_is_read_to_the_same_limit(house: House) -> None:
    browser, token = await opened(house)
    app = await scanned(house, browser, token)
    told = await browser.posts(f"/sign/{token}/signature", much(), Content_Type=FORM)
    assert told.status == 413
    told.shows("That is larger than any signature.")
    assert (await browser.posts(f"/sign/{token}/egov", much(), Content_Type=FORM)).status == 400
    async with browser.session.put(house.url(app.address), data=much(), headers=app.permission) as answer:
        assert answer.status == 413


async def test_nothing_stands_before_the_first_part(house: House) -> None:
    browser, token = await opened(house)
    part = b'--x\r\nContent-Disposition: form-data; name="way"\r\n\r\nfile\r\n--x--\r\n'
    statuses = [
        (await browser.posts(f"/sign/{token}/signature", before + part, Content_Type=FORM)).status
        for before in (b"", BEFORE)
    ]
    assert statuses == [422, 400]


async def test_a_body_that_never_ends_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, token = await opened(house)
    app = await scanned(house, browser, token)
    with monkeypatch.context() as impatient:
        impatient.setattr(bodies, "LONGEST_S", 0)
        told = await browser.posts(f"/sign/{token}/signature", silence(), Content_Type=FORM)
        assert told.status == 408
        told.shows("No signature has come.")
        assert (await browser.posts(f"/sign/{token}/egov", silence(), Content_Type=FORM)).status == 400
        async with browser.session.put(house.url(app.address), data=silence(), headers=app.permission) as answer:
            assert answer.status == 408
    assert (await browser.sends(token, house.certification.signs("mother", PDF))).status == 303


async def test_what_was_refused_for_its_size_has_changed_nothing(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    await browser.posts(f"/sign/{token}/signature", much(), Content_Type=FORM)
    assert await house.state(one) is ContractState.DRAFT
    assert (await browser.sends(token, house.certification.signs("mother", PDF))).status == 303
