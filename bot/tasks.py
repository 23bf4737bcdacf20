"""Work in the outside world that a turn asked for: registry look-ups, SMS, catalogue files, copies to discard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.discards import Keeper, NotDiscarded, discarded
from bot.registry import Registry
from bot.sms import Sms
from storage.database import Database
from storage.tasks import TaskRow

LEASE_S = 60.0
RENEWED_EVERY_S = 20.0
log = structlog.get_logger()
Result = dict[str, Any]


@dataclass(frozen=True)
class Errands:
    """Does tasks and hands their results back; each may be done twice, after a crash.

    `keepers` are the channels whose provider keeps copies of files; `beside` does what the office itself has to do and
    what is too long for a turn, by the kind of its task.
    """

    database: Database
    registry: Registry
    sms: Sms | None
    catalogue: Callable[[TaskRow], Awaitable[Result]]
    done: Callable[[TaskRow, Result], Awaitable[None]]
    keepers: Mapping[str, Keeper] = field(default_factory=dict)
    beside: Mapping[str, Callable[[TaskRow], Awaitable[Result]]] = field(default_factory=dict)
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def claim(self, places: int) -> list[TaskRow]:
        """At most that many tasks, ours for a minute."""
        now = await self.database.lease_now()
        async with self.database.transaction("task claim") as uow:
            return await uow.tasks.claim(places, now, LEASE_S)

    async def run(self, task: TaskRow) -> None:
        """Do one task and hand its result back; a copy that could not be discarded is tried again later."""
        renewing = asyncio.create_task(self._keep(task), name="task lease")
        try:
            await self.done(task, await self._result(task))
        except NotDiscarded as error:
            now = await self.database.lease_now()
            async with self.database.transaction("task again") as uow:
                await uow.tasks.retry(task.id, now + error.again_in_s)
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})

    async def _keep(self, task: TaskRow) -> None:
        """However long it takes, nobody else begins it meanwhile."""
        held = task.lease_until
        while True:
            await self.pause(RENEWED_EVERY_S)
            try:
                until = await self.database.lease_now() + LEASE_S
                async with self.database.transaction("task lease") as uow:
                    mine = await uow.tasks.renew(task, held, until)
            except Exception as error:
                log.warning("task.not_renewed", task=task.id, error=type(error).__name__)
                continue
            if not mine:
                log.warning("task.lease_lost", task=task.id, kind=task.kind)
                return
            held = until

    async def _result(self, task: TaskRow) -> Result:
        match task.kind:
            case "registry_person":
                return await _looked_up(task, self.registry.person)
            case "registry_child":
                return await _looked_up(task, self.registry.child)
            case "sms":
                return await self._sent(task.payload["to"], task.payload["text"])
            case "catalogue":
                return await self.catalogue(task)
            case "discard":
                return await discarded(task, self.keepers)
        if task.kind in self.beside:
            return await self.beside[task.kind](task)
        log.error("task.unknown", kind=task.kind, task=task.id)
        return {"status": "unavailable"}

    async def _sent(self, to: str, text: str) -> Result:
        if self.sms is None:
            return {"status": "none"}
        return {"status": "sent" if await self.sms.send(to, text) else "unavailable"}


async def _looked_up(task: TaskRow, ask: Callable[[Mapping[str, Any]], Awaitable[Result]]) -> Result:
    """The registry's answer; the log says for whom it was asked and what came of it, as docs/registry.md promises."""
    began = time.monotonic()
    result = await ask(task.payload)
    took = round(time.monotonic() - began, 3)
    log.info("registry.asked", question=task.kind, account=task.account_id, took_s=took, outcome=result["status"])
    return result
