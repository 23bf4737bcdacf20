"""What `make run` offers, in a real browser: the simulator's NCALayer and key files sign on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from enrolment.contract import ContractState
from simulator.nca.key_files import OPENED_BY
from tests.handlers.contracts import MOTHER_IIN
from tests.handlers.town import Town
from tests.signing_page.browser.screen import Screen, in_both_languages, in_chromium
from tests.signing_page.browser.told import NCALAYER, REFUSED, in_language
from tests.signing_page.certification import Certification
from tests.signing_page.test_on_one_desk import Neighbours, neighbours_in

pytestmark = in_chromium


@pytest_asyncio.fixture(loop_scope="package")
async def neighbours(town: Town, certification: Certification) -> AsyncIterator[Neighbours]:
    """The site and the simulator."""
    async with neighbours_in(town, certification) as both:
        yield both


@pytest.fixture
def screen(neighbours: Neighbours, page: Page) -> Screen:
    return Screen(neighbours.house, page)


@pytest.mark.rule("S2-46")
@in_both_languages
async def test_the_desk_s_ncalayer_is_cancelled_once_and_then_signs(
    screen: Screen, neighbours: Neighbours, lang: str
) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    await neighbours.orders("/sim/ncalayer", will="cancel")
    await screen.page.locator("#ncalayer").click()
    await screen.alert.wait_for()
    assert await screen.told() == in_language(NCALAYER, lang)["cancel"]
    await neighbours.orders("/sim/ncalayer", will="sign")
    await screen.page.locator("#ncalayer").click()
    await screen.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED


WRONG = {"rsa_auth": "authentication_key", "revoked": "revoked"}


@pytest.mark.rule("S2-47", "E-22")
@in_both_languages
async def test_the_desk_s_key_files_sign_or_say_what_is_wrong_with_them(
    screen: Screen, neighbours: Neighbours, lang: str
) -> None:
    _phone, one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    for kind, reason in WRONG.items():
        await screen.gives_key(await key_file(neighbours, kind), OPENED_BY)
        await screen.page.get_by_role("alert").get_by_text(in_language(REFUSED, lang)[reason]).wait_for()
    await screen.tries_again()
    await screen.gives_key(await key_file(neighbours, "gost"), OPENED_BY)
    await screen.says()
    assert await screen.house.state(one) is ContractState.PARENT_SIGNED


async def key_file(neighbours: Neighbours, kind: str) -> bytes:
    """A key of the mother, as the desk gives it."""
    async with neighbours.http.get(f"{neighbours.desk}/nca/keys/{MOTHER_IIN}/{kind}.p12") as answer:
        assert answer.status == 200
        return await answer.read()
