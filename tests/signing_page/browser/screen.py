"""What a person does on the signing page, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import FilePayload, Locator, Page

from tests.signing_gateway.browser.desk import CHROMIUM
from tests.signing_page.house import House

LANGUAGES = ("kk", "ru")
PATIENCE_MS = 25_000
"""How long a test waits for what does not come; the machine may be busy."""
in_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.xdist_group("signing page"),
]
in_both_languages = pytest.mark.parametrize("lang", LANGUAGES)


@dataclass
class Screen:
    """One browser before the site of the house."""

    house: House
    page: Page

    async def goes(self, path: str, lang: str) -> None:
        """Type an address of the site."""
        await self.page.goto(self.house.url(f"{path}?lang={lang}"))

    async def opens(self, token: str, lang: str, *, read: bool = True) -> None:
        """Follow the link, press the button and tick the box."""
        await self.goes(f"/sign/{token}", lang)
        await self.page.locator("main form button").click()
        await self.page.locator("#sign").wait_for(state="attached")
        if read:
            await self.reads()

    async def reads(self) -> None:
        """Tick the box, where there is one."""
        box = self.page.locator("#read_ack")
        if await box.count():
            await box.check()

    async def uploads(self, signature: bytes, name: str = "contract.cms") -> None:
        """Choose a file with a signature and send it."""
        await self.page.locator("#file").set_input_files(payload(name, signature))
        async with self.page.expect_navigation():
            await self.page.locator("section[data-way=file] button").click()

    async def gives_key(self, file: bytes, password: str) -> None:
        """Choose a key file, type its password, and sign."""
        await self.page.locator("#key_file").set_input_files(payload("RSA256_1.p12", file))
        await self.page.locator("#key_password").fill(password)
        await self.page.locator("#key button").click()

    async def tries_again(self) -> None:
        """Press the next try and tick the box."""
        await self.page.locator("main form button").click()
        await self.page.locator("#sign").wait_for(state="attached")
        await self.reads()

    @property
    def alert(self) -> Locator:
        """What is wrong, where something is."""
        return self.page.get_by_role("alert")

    async def told(self) -> str:
        """What the page tells that is wrong, as soon as it does."""
        return await self.alert.inner_text()

    async def says(self) -> str:
        """What the page tells of how it stands, once it has done what it was busy with."""
        return await self.page.locator("[role=status]:not(#busy)").inner_text()


def payload(name: str, content: bytes) -> FilePayload:
    """A file as somebody chooses it."""
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
