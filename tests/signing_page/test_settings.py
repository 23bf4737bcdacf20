"""What the settings switch off is not there, and what they permit for one way they permit for no other."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from enrolment.contract import ContractState
from signing_gateway.attributes import SIGNING_CERTIFICATE_V2
from signing_gateway.der_writing import oid
from signing_gateway.ways import Way
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from tests.handlers.town import Town
from tests.signing_page.certification import Certification, key_of
from tests.signing_page.egov_app import multipart
from tests.signing_page.house import PDF, House, house_in

OTHER_NCALAYER = "wss://ncalayer.example.kz:24680"


def unnamed(house: House) -> bytes:
    """A signature of the mother that does not say which certificate she meant, as old programs make them."""
    mother, now = key_of("mother"), house.town.clock.now()
    kept = [one for one in attributes_over(mother, PDF, now) if oid(SIGNING_CERTIFICATE_V2) not in one]
    return message_of(SignerInfo(mother, tuple(kept))).built()


def sections(html: str) -> list[str]:
    """The ways that the page offers."""
    return re.findall(r'data-way="(\w+)"', html)


@pytest.mark.rule("S2-46")
@pytest.mark.parametrize("off", list(Way))
async def test_a_way_that_is_switched_off_is_not_shown_and_takes_nothing(
    town: Town, certification: Certification, off: Way
) -> None:
    left = tuple(way for way in Way if way is not off)
    async with house_in(town, certification, ways=left) as house:
        _phone, one, token = await house.to_sign()
        browser = house.browser()
        assert sorted(sections((await browser.opens(token)).html)) == sorted(left)
        signature = house.certification.signs("mother", PDF)
        assert (await browser.sends(token, signature, way=off)).status == 400
        if off is Way.EGOV_MOBILE:
            assert (await browser.posts(f"/sign/{token}/egov", multipart({"read_ack": "yes"}))).status == 404
            for path in ("/egov/1/x", "/egov/1/x/document"):
                assert (await browser.gets(path)).status == 404
                async with browser.session.put(house.url(path), data=b"{}") as answer:
                    assert answer.status == 404
        assert await house.state(one) is ContractState.DRAFT
        assert (
            await browser.sends(token, signature, way=next(way for way in left if way != "egov_mobile"))
        ).status == 303


@pytest.mark.parametrize("way", [Way.FILE, Way.KEY, Way.NCALAYER])
async def test_a_signature_that_names_no_certificate_counts_only_for_a_way_that_may_do_without(
    town: Town, certification: Certification, way: Way
) -> None:
    async with house_in(town, certification, ess_optional=(Way.FILE,)) as house:
        _phone, one, token = await house.to_sign()
        browser = house.browser()
        await browser.opens(token)
        sent = await browser.sends(token, unnamed(house), way=way)
        expected = (303, ContractState.PARENT_SIGNED) if way is Way.FILE else (422, ContractState.DRAFT)
        assert (sent.status, await house.state(one)) == expected


async def test_the_page_speaks_to_the_ncalayer_of_the_settings_alone(town: Town, certification: Certification) -> None:
    async with house_in(town, certification, ncalayer=OTHER_NCALAYER) as house:
        _phone, _one, token = await house.to_sign()
        opened = await house.browser().opens(token)
    policy = opened.response.headers["Content-Security-Policy"]
    assert f"connect-src 'self' {OTHER_NCALAYER};" in policy
    assert "127.0.0.1" not in policy
    found = re.search(r'data-ncalayer="([^"]*)"', opened.html)
    assert found is not None
    assert json.loads(unescape(found[1]))["url"] == OTHER_NCALAYER
