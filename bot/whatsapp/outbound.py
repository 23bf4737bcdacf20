"""The way out to WhatsApp, wired by hand: transport, web routes and loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import ClientSession, web

from bot.attachments import Attachments
from bot.instance import Instance
from bot.keys import open_sealer
from bot.letters import Transport
from bot.loops import Loop
from bot.media_door import MediaDoor
from bot.media_links import MediaLinks
from bot.whatsapp.account import twilio_account
from bot.whatsapp.client import open_twilio
from bot.whatsapp.contents import Shelf
from bot.whatsapp.holding_back import HoldingBack
from bot.whatsapp.judging import Judgements
from bot.whatsapp.messenger import Messenger
from bot.whatsapp.statuses import Reports, status_route
from bot.whatsapp.templates import wanted_contents
from bot.whatsapp.transport import WhatsAppTransport

KEY = "media links"


@dataclass(frozen=True)
class WhatsAppOutbound:
    """What the program runs so that messages leave."""

    transport: Transport
    routes: Sequence[web.RouteDef]
    loops: Mapping[str, Loop]


def open_whatsapp_outbound(instance: Instance, session: ClientSession, attachments: Attachments) -> WhatsAppOutbound:
    """The way out for the sender of the settings; the session stays the caller's. Raises BadSetting."""
    settings, database, clock = instance.settings, instance.database, instance.clock
    account = twilio_account(settings)
    sealer = open_sealer(settings)
    key = sealer.index(KEY, "1") + sealer.index(KEY, "2")
    links = MediaLinks(key, settings.public_url, clock)
    client = open_twilio(settings, session)
    messenger = Messenger(client, account.sender, settings.public_url)
    shelf = Shelf(database, wanted_contents())
    return WhatsAppOutbound(
        WhatsAppTransport(messenger, shelf, attachments, links, clock),
        [*MediaDoor(links, database, attachments, clock).routes(), status_route(account, database, clock)],
        {
            "whatsapp reports": Reports(database, clock).run,
            "whatsapp held": HoldingBack(database).run,
            "whatsapp templates": Judgements(client, database, clock).run,
        },
    )
