"""The lines on which people reach this instance, opened: Telegram bots, WhatsApp, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import ClientSession

from bot.attachments import Attachments
from bot.channels import TELEGRAM
from bot.downloads import Source
from bot.instance import Instance
from bot.intake import Intake
from bot.letters import Transport
from bot.loops import Loop
from bot.settings import Settings
from bot.telegram.bots import TelegramBot, open_bots
from bot.telegram.menu_button import offer_commands
from bot.telegram.transport import TelegramTransport
from bot.web import Door
from bot.whatsapp.opening import WhatsApp, open_whatsapp
from handlers.contract_links import SIGNING


@dataclass(frozen=True)
class Lines:
    """What comes in and goes out, by channel."""

    bots: Sequence[TelegramBot]
    whatsapp: WhatsApp
    transports: Mapping[str, Transport]

    @property
    def sources(self) -> dict[str, Source]:
        """Where files are fetched from."""
        return {bot.channel: bot.telegram for bot in self.bots} | dict(self.whatsapp.media)

    @property
    def doors(self) -> dict[str, Door]:
        """Where Telegram's webhooks come in, by the bot's name."""
        return {bot.name: bot.door for bot in self.bots}

    def receiving(self, settings: Settings) -> dict[str, Loop]:
        """The loops by which updates come in."""
        updates: dict[str, Loop] = {f"{bot.channel} updates": partial(bot.receive, settings) for bot in self.bots}
        names: dict[str, Loop] = {f"{bot.channel} name": bot.introduce for bot in self.bots}
        commands: dict[str, Loop] = {
            f"{bot.channel} commands": partial(offer_commands, bot.channel, bot.telegram) for bot in self.bots
        }
        return updates | names | commands | dict(self.whatsapp.receiving)

    async def close(self) -> None:
        """Let answers on their way arrive, then close the connections."""
        for bot in self.bots:
            await bot.close()


def whatsapp_link(settings: Settings) -> dict[str, str]:
    """Where the chat with our sender opens."""
    number = settings.twilio_whatsapp_from.partition("+")[2]
    return {"whatsapp": f"https://wa.me/{number}"} if number else {}


def signing_link(settings: Settings) -> dict[str, str]:
    """Where the signing page is."""
    return {SIGNING: settings.signing_url.rstrip("/")} if settings.signing_url else {}


def open_lines(instance: Instance, session: ClientSession, intake: Intake) -> Lines:
    """All that the settings name; what comes in is stored through this intake."""
    attachments = Attachments(instance.database, instance.files)
    links = instance.service.office.links
    links |= whatsapp_link(instance.settings) | signing_link(instance.settings)
    bots = open_bots(instance.settings, intake, links)
    whatsapp = open_whatsapp(instance, session, intake, attachments)
    telegram = {bot.channel: TelegramTransport(bot.telegram, attachments, TELEGRAM) for bot in bots}
    return Lines(bots, whatsapp, {**telegram, **whatsapp.transports})
