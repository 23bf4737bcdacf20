"""Twilio's messages: each call names the address to which its reports come, and takes fifteen seconds at most."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog

from bot.delivery import TryLater
from bot.letters import Letter
from bot.whatsapp.client import TIMEOUT_S
from bot.whatsapp.failures import translated

STATUS_PATH = "/whatsapp/status"
log = structlog.get_logger()


@dataclass(frozen=True)
class Messenger:
    """One sender on WhatsApp; `client` is the SDK's, `sender` is `whatsapp:+…`."""

    client: Any
    sender: str
    public_url: str

    async def send(self, letter: Letter, **what: Any) -> str:
        """Send a part of the letter; returns Twilio's id of it. Raises `Undelivered`."""
        return await self._create(letter, f"message={letter.id}.{letter.step}", what)

    async def send_news(self, letter: Letter, **what: Any) -> str:
        """Send word that something waits, which is no part of any letter. Raises `Undelivered`."""
        return await self._create(letter, f"news={letter.address_id}", what)

    async def _create(self, letter: Letter, about: str, what: dict[str, Any]) -> str:
        if not letter.chat:
            log.error("chat.unreadable", message=letter.id, address=letter.address_id, advice="look at KEYRING")
            raise TryLater("the id of the chat cannot be read")
        reports = f"{self.public_url}{STATUS_PATH}?{about}"
        with translated():
            async with asyncio.timeout(TIMEOUT_S):
                message = await self.client.messages.create_async(
                    to=f"whatsapp:{letter.chat}", from_=self.sender, status_callback=reports, **what
                )
        return str(message.sid)
