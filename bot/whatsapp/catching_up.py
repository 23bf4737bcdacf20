"""Messages whose webhook never arrived, because we were away: Twilio does not come again, so its list is read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.delivery import Undelivered
from bot.loops import unless
from bot.whatsapp.history import History, Past
from bot.whatsapp.incoming import CHANNEL, Malformed, arrivals
from handlers.clock import Clock
from storage.database import Database
from storage.inbox import Arrival
from storage.uow import Uow

SOON_S, EVERY_S = 130.0, 300.0
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=24)
ON_ITS_WAY = timedelta(minutes=2)
CAUGHT_UP = "whatsapp_caught_up"
pause = asyncio.sleep
log = structlog.get_logger()


@dataclass(frozen=True)
class CatchingUp:
    """Reads the list at the start, soon again for what was missed just before it, and then every five minutes."""

    database: Database
    clock: Clock
    history: History

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; a list that cannot be read now is read the next time, from where it was read last."""
        seconds = SOON_S
        while not stop.is_set():
            try:
                await unless(stop, self.round())
            except Undelivered as error:
                log.warning("whatsapp.not_caught_up", error=str(error))
            await unless(stop, pause(seconds))
            seconds = EVERY_S

    async def round(self) -> int:
        """Keep what was missed, oldest first; returns how many messages. Raises TryLater.

        The last two minutes are left alone: their webhooks may still be on their way.
        """
        now = self.clock.now()
        until = now - ON_ITS_WAY
        written = [one for one in await self.history.written(await self._since(now)) if one.at <= until]
        missed = await self._missed(written)
        for past in missed:
            await self._keep(past)
        async with self.database.transaction("caught up") as uow:
            await uow.settings.set(CAUGHT_UP, until.isoformat())
        if missed:
            log.warning("whatsapp.caught_up", messages=len(missed))
        return len(missed)

    async def _since(self, now: datetime) -> datetime:
        """Where the list was last read to, but half an hour ago at least and a day at most."""
        async with self.database.reading() as uow:
            told = await uow.settings.get(CAUGHT_UP)
        last = datetime.fromisoformat(told) if told else now
        return max(min(last, now - SHORTEST), now - LONGEST)

    async def _missed(self, written: list[Past]) -> list[Past]:
        async with self.database.reading() as uow:
            known = await uow.inbox.known(CHANNEL, [one.sid for one in written])
        return [one for one in written if one.sid not in known]

    async def _keep(self, past: Past) -> None:
        try:
            found = arrivals(await self.history.form(past))
        except Malformed as error:
            log.warning("whatsapp.malformed", problem=str(error))
            return
        async with self.database.transaction("inbox") as uow:
            if await _overtaken(uow, found[0], past.at):
                found = [_out_of_date(one) for one in found]
            await uow.inbox.store(found, past.at)
            uow.wake("inbox")
            uow.wake("fetch")


async def _overtaken(uow: Uow, one: Arrival, at: datetime) -> bool:
    """Whether the same chat has written since: then this no longer answers what is asked there now."""
    pair = (one.channel, one.address)
    seen_at = (await uow.accounts.at({pair}, at))[pair].seen_at
    return seen_at is not None and seen_at > at


def _out_of_date(one: Arrival) -> Arrival:
    """In the place of what came too late: a tap on no button, which explains itself and shows the current question.

    A warning is never too late.
    """
    if "refused" in one.payload:
        return one
    copy = one.payload.get("copy") or one.payload.get("attached", {}).get("id")
    return replace(one, payload={"tapped": ""} | ({"copy": copy} if copy else {}))
