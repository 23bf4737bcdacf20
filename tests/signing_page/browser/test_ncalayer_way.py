"""NCALayer on the page: it signs with the key of the expected IIN, and whatever it answers instead is explained."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp.test_utils import BaseTestServer, TestServer

from enrolment.contract import ContractState
from simulator.eds.certificates import HEAD, PERSON
from simulator.ncalayer import NcaLayer, OfferedKey, Will
from tests.handlers.contracts import FATHER_IIN, MOTHER_IIN
from tests.handlers.kindergartens import BOTA
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium
from tests.signing_page.browser.told import NCALAYER, NCALAYER_SILENCES, in_language
from tests.signing_page.certification import HEAD_IIN, Certification

pytestmark = in_chromium


@dataclass
class Beside:
    """The NCALayer of this computer, and where it is."""

    ncalayer: NcaLayer
    server: BaseTestServer

    @property
    def url(self) -> str:
        return str(self.server.make_url("/").with_scheme("ws"))


@pytest_asyncio.fixture(loop_scope="package")
async def beside() -> AsyncIterator[Beside]:
    ncalayer = NcaLayer()
    async with TestServer(ncalayer.app()) as server:
        yield Beside(ncalayer, server)


@pytest.fixture
def ncalayer_url(beside: Beside) -> str:
    return beside.url


@pytest.fixture
def ncalayer(beside: Beside, screen: Screen) -> NcaLayer:
    """With the keys of the whole family, the father's first."""
    certification = screen.house.certification
    beside.ncalayer.keys += [offered(certification, "father", FATHER_IIN), offered(certification, "mother", MOTHER_IIN)]
    return beside.ncalayer


def offered(certification: Certification, whose: str, iin: str, bin: str | None = None) -> OfferedKey:
    purposes = PERSON if bin is None else HEAD
    return OfferedKey(iin, frozenset(purposes), lambda data: certification.signs(whose, data), bin)


async def presses(screen: Screen) -> None:
    await screen.page.locator("#ncalayer").click()


@pytest.mark.rule("S2-46", "S2-54")
@in_both_languages
async def test_ncalayer_signs_with_the_key_of_the_account_s_iin(screen: Screen, ncalayer: NcaLayer, lang: str) -> None:
    house = screen.house
    _phone, one, token = await house.to_sign()
    await screen.opens(token, lang)
    await presses(screen)
    sent = {"kk": "Шарт балабақшаға қол қоюға жіберілді.", "ru": "Договор отправлен в детский сад"}[lang]
    assert sent in await screen.says()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    [order] = map(json.loads, ncalayer.frames)
    assert order["args"]["signerParams"]["iin"] == MOTHER_IIN
    assert order["args"]["signerParams"]["extKeyUsageOids"] == list(PERSON)
    assert order["args"]["locale"] == lang


@pytest.mark.rule("S1-63")
async def test_ncalayer_is_asked_for_the_key_of_the_kindergarten(screen: Screen, ncalayer: NcaLayer) -> None:
    house = screen.house
    _saule, one, token = await house.to_countersign()
    ncalayer.keys.append(offered(house.certification, "head", HEAD_IIN, BOTA))
    await screen.opens(token, "ru")
    await presses(screen)
    assert "Обе стороны подписали." in await screen.says()
    assert await house.state(one) is ContractState.SIGNED
    [order] = map(json.loads, ncalayer.frames)
    assert (order["args"]["signerParams"]["bin"], "iin" in order["args"]["signerParams"]) == (BOTA, False)


@in_both_languages
async def test_every_other_answer_is_explained_and_the_button_works_again(
    screen: Screen, ncalayer: NcaLayer, lang: str
) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    shown = {}
    for will in NCALAYER:
        ncalayer.will = will
        ncalayer.module = "kz.gov.pki.knca.commonUtils" if will == "MODULE_NOT_FOUND" else "kz.gov.pki.knca.basics"
        await presses(screen)
        await screen.alert.wait_for()
        shown[will] = await screen.told()
        assert await screen.page.evaluate("document.activeElement.id") == "problem"
    assert shown == in_language(NCALAYER, lang)
    assert await screen.house.state(one) is ContractState.DRAFT
    ncalayer.will = Will.SIGN
    await presses(screen)
    await screen.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED


@in_both_languages
async def test_an_ncalayer_that_is_not_there_or_does_not_answer_is_explained(
    screen: Screen, beside: Beside, ncalayer: NcaLayer, lang: str
) -> None:
    await screen.page.clock.install()
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    shown = {}
    ncalayer.will = Will.THINK
    await presses(screen)
    async with asyncio.timeout(8):
        while not ncalayer.frames:
            await screen.page.locator("#busy").wait_for()
    shown["timeout"] = await after(screen, timedelta(minutes=10))
    ncalayer.greets = False
    async with screen.page.expect_websocket():
        await presses(screen)
    shown["silent"] = await after(screen, timedelta(minutes=1))
    await beside.server.close()
    await presses(screen)
    await screen.alert.wait_for()
    shown["absent"] = await screen.told()
    assert shown == in_language(NCALAYER_SILENCES, lang)


async def after(screen: Screen, time: timedelta) -> str:
    """What the page tells once that time has passed for it."""
    await screen.page.clock.fast_forward(time // timedelta(milliseconds=1))
    await screen.alert.wait_for()
    return await screen.told()


async def test_who_waits_for_ncalayer_may_turn_to_another_way(screen: Screen, ncalayer: NcaLayer) -> None:
    ncalayer.will = Will.THINK
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, "ru")
    await presses(screen)
    await screen.page.get_by_text("Теперь ответьте в окне NCALayer.").wait_for()
    await screen.page.get_by_role("button", name="Выбрать другой способ").click()
    assert await screen.page.evaluate("document.activeElement.id") == "ncalayer"
    assert await screen.alert.count() == await screen.page.get_by_role("status").count() == 0
    assert await screen.page.locator("button:disabled").count() == 0
