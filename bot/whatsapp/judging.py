"""Asking every ten minutes what WhatsApp has decided on the templates: approved, rejected, or taken back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.delivery import Undelivered
from bot.loops import unless
from bot.whatsapp.client import TIMEOUT_S
from bot.whatsapp.contents import APPROVED, BELIEVED_S, SESSION
from bot.whatsapp.failures import translated
from bot.whatsapp.sync import status_of
from handlers.clock import Clock
from storage.contents import Content
from storage.database import Database
from storage.held import hurry

EVERY_S = 600.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Judgements:
    """Notes what WhatsApp says; `client` is the SDK's asynchronous one."""

    client: Any
    database: Database
    clock: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        while not stop.is_set():
            await unless(stop, asyncio.sleep(EVERY_S))
            if not stop.is_set():
                await self.ask()

    async def ask(self) -> None:
        """Ask once for every template that was made; gives up until the next time when Twilio does not answer."""
        async with self.database.reading() as uow:
            contents = await uow.contents.all()
        try:
            for one in contents.values():
                if one.status != SESSION:
                    await self._note(one, await self._told(one.sid))
        except Undelivered as error:
            log.warning("templates.not_asked", error=str(error))

    async def _told(self, sid: str) -> dict[str, Any]:
        approval = self.client.content.v1.contents(sid).approval_fetch()
        with translated():
            async with asyncio.timeout(TIMEOUT_S):
                return (await approval.fetch_async()).whatsapp or {}

    async def _note(self, one: Content, told: dict[str, Any]) -> None:
        if not told.get("status") or status_of(told["status"]) == one.status:
            return
        reason = told.get("rejection_reason") or None
        judged = replace(one, status=status_of(told["status"]), reason=reason, checked_at=self.clock.now())
        log.warning("template.judged", template=one.name, status=judged.status, reason=reason)
        lease_now = await self.database.lease_now()
        async with self.database.transaction("content") as uow:
            await uow.contents.save(judged)
            if judged.status == APPROVED:
                await hurry(uow, lease_now + BELIEVED_S)
