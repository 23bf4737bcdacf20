"""One Chromium for all tests of the signing page, and a fresh page for each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.signing_gateway.browser.desk import CHROMIUM, FLAGS, Desk, desk_in


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package")
async def desk(chromium: Browser) -> AsyncIterator[Desk]:
    """The page, ready to sign as Aigerim."""
    async with desk_in(chromium) as desk:
        yield desk
