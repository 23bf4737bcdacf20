"""One Telegram bot of the program: how its updates come in, by polling or by webhook."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field

import structlog

from bot.delivery import Undelivered
from bot.intake import Intake
from bot.loops import unless
from bot.settings import Settings
from bot.telegram.client import Telegram
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception
from bot.web import Door

AGAIN_AFTER_S = 5.0
log = structlog.get_logger()


@dataclass(frozen=True)
class TelegramBot:
    """A bot, the channel it is for us (`telegram` or `staff`), and its name in web addresses.

    `links` is where it notes at which address people find it.
    """

    channel: str
    name: str
    telegram: Telegram
    reception: Reception
    secret: str = field(repr=False)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> Door:
        """Where webhooks come in."""
        return Door(self.secret, self.reception.take)

    async def receive(self, settings: Settings, stop: asyncio.Event) -> None:
        """Have updates come: by webhook when there is a public address, else by polling until `stop`."""
        if not settings.public_url:
            await Polling(self.telegram, self.reception).run(stop)
            return
        while not stop.is_set():
            try:
                await self.telegram.listen_at(f"{settings.public_url}/telegram/{self.name}", self.secret)
            except Undelivered as error:
                log.warning("webhook.not_set", channel=self.channel, error=str(error))
                await unless(stop, asyncio.sleep(AGAIN_AFTER_S))
            else:
                log.info("webhook.set", channel=self.channel)
                return

    async def introduce(self, stop: asyncio.Event) -> None:
        """Ask Telegram for the bot's own name until it is told, or until `stop`."""
        while not stop.is_set() and self.channel not in self.links:
            try:
                name = await self.telegram.username()
            except Undelivered as error:
                log.warning("name.not_told", channel=self.channel, error=str(error))
                await unless(stop, asyncio.sleep(AGAIN_AFTER_S))
            else:
                self.links[self.channel] = f"https://t.me/{name}" if name else ""

    async def close(self) -> None:
        """Let the answers on their way arrive, then close the connections."""
        await self.reception.close()
        await self.telegram.close()


def open_bots(settings: Settings, intake: Intake, links: dict[str, str] | None = None) -> list[TelegramBot]:
    """The parents' bot, and the staff bot where it has a token; `links` is where they note their addresses."""
    noted = {} if links is None else links
    wanted = (
        ("telegram", "parent", settings.telegram_token.get_secret_value()),
        ("staff", "staff", settings.staff_telegram_token.get_secret_value()),
    )
    bots = []
    for channel, name, token in wanted:
        if token:
            telegram = Telegram(token, settings.telegram_api_url)
            secret = settings.telegram_webhook_secret.get_secret_value() or derived_secret(token)
            bots.append(TelegramBot(channel, name, telegram, Reception(channel, telegram, intake), secret, noted))
    return bots


def derived_secret(token: str) -> str:
    """A webhook secret that only who knows the token could know."""
    return hmac.digest(token.encode(), b"balapan webhook", "sha256").hex()
