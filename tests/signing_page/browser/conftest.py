"""One Chromium for all of these tests; to each its own town and a fresh page on a narrow phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from handlers.office import Office
from storage.database import Database
from storage.sealing import Sealer
from tests.conftest import engines_at
from tests.handlers.town import MovableClock, Town
from tests.signing_gateway.browser.desk import CHROMIUM, FLAGS
from tests.signing_page.browser.screen import PATIENCE_MS, Screen
from tests.signing_page.certification import Certification
from tests.signing_page.house import House, house_in


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def ncalayer_url() -> str:
    """Where the page looks for NCALayer."""
    return "wss://127.0.0.1:13579"


@pytest_asyncio.fixture(loop_scope="package")
async def town(sqlite_url: str, sealer: Sealer, office: Office, clock: MovableClock) -> AsyncIterator[Town]:
    """One of these tests' own loop."""
    database = Database(engines_at(sqlite_url), sealer, None)
    yield Town(database, office, clock)
    await database.close()


@pytest_asyncio.fixture(loop_scope="package")
async def house(town: Town, certification: Certification, ncalayer_url: str) -> AsyncIterator[House]:
    """The signing site of a town."""
    async with house_in(town, certification, ncalayer=ncalayer_url) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="package")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A fresh one, 360 px wide."""
    async with await chromium.new_context(viewport={"width": 360, "height": 800}) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield await context.new_page()


@pytest.fixture
def screen(house: House, page: Page) -> Screen:
    """The page with the town's site on it."""
    return Screen(house, page)
