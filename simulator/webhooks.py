"""Delivery of updates to a bot's webhook, with Telegram's order and patience."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.bots import Bot, Webhook
from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import ApiError
from simulator.telegram.methods import Cut, call
from simulator.updates import Update
from simulator.wire import JSON

AUTHENTIC = "X-Telegram-Bot-Api-Secret-Token"
LIFE_SECONDS = {"callback_query": 150.0}
LIFE_OF_OTHERS_SECONDS = 24 * 3600.0
LONGEST_RETRY_AFTER = 3600.0
DONE = -1.0


class Deliveries:
    """One lane after another in itself, lanes beside each other up to max_connections."""

    def __init__(self, bot: Bot, session: ClientSession) -> None:
        self._bot = bot
        self._session = session
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._gate: tuple[Webhook | None, asyncio.Semaphore] = (None, asyncio.Semaphore(1))

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._start_lanes()
                await self._bot.updates.bell.wait(3600)
        finally:
            for lane in self._lanes.values():
                lane.cancel()

    def _start_lanes(self) -> None:
        if self._bot.webhook is None:
            return
        for update in self._bot.updates.deliverable():
            if update.lane not in self._lanes:
                self._lanes[update.lane] = asyncio.create_task(self._drain(update.lane))

    async def _drain(self, lane: str) -> None:
        failures = 0
        try:
            while (webhook := self._bot.webhook) and (update := self._first(lane)):
                wait = DONE if self._too_old(update) else await self._deliver(webhook, update)
                if wait == DONE:
                    self._bot.updates.done(update)
                    failures = 0
                    continue
                failures += 1
                await self._bot.desk.options.sleep(max(wait, pause(failures)))
        finally:
            del self._lanes[lane]

    def _first(self, lane: str) -> Update | None:
        return next((update for update in self._bot.updates.deliverable() if update.lane == lane), None)

    def _too_old(self, update: Update) -> bool:
        age = self._bot.desk.options.monotonic() - update.born
        return age > LIFE_SECONDS.get(update.kind, LIFE_OF_OTHERS_SECONDS)

    async def _deliver(self, webhook: Webhook, update: Update) -> float:
        """DONE when it was taken, otherwise at least how many seconds to wait."""
        headers = {AUTHENTIC: webhook.secret} if webhook.secret else {}
        try:
            async with (
                self._gate_of(webhook),
                self._session.post(
                    webhook.url, json=update.wire(), headers=headers, timeout=ClientTimeout(60), allow_redirects=False
                ) as response,
            ):
                if 200 <= response.status <= 299:
                    await self._obey(await response.read())
                    return DONE
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                return retry_after(response.headers.get("Retry-After", ""))
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            self._failed(str(error) or type(error).__name__)
            return 0.0

    def _gate_of(self, webhook: Webhook) -> asyncio.Semaphore:
        if self._gate[0] != webhook:
            self._gate = (webhook, asyncio.Semaphore(webhook.max_connections))
        return self._gate[1]

    def _failed(self, message: str) -> None:
        self._bot.webhook_error = {"last_error_date": self._bot.timestamp(), "last_error_message": message}

    async def _obey(self, body: bytes) -> None:
        """A 2xx answer may itself name a method; its result is never seen by anybody."""
        order = ordered(body)
        name = str(order.pop("method", ""))
        if name and not name.lower().startswith("get"):
            with suppress(ApiError, Cut):
                await call(self._bot, name, Arguments(order))


def pause(failures: int) -> float:
    """Seconds before the next try: none, 2, 4, 8 … up to 60 to 120."""
    return min(2.0 ** (failures - 1), secrets.SystemRandom().uniform(60, 120)) if failures > 1 else 0.0


def retry_after(header: str) -> float:
    """What the webhook asks for, in seconds, obeyed up to an hour."""
    return min(float(header), LONGEST_RETRY_AFTER) if header.isdecimal() else 0.0


def ordered(body: bytes) -> JSON:
    """The JSON object of an answer; anything else orders nothing."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
