"""The WhatsApp side of the program, opened: nothing at all where the settings name no WhatsApp sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

from bot.attachments import Attachments
from bot.instance import Instance
from bot.intake import Intake
from bot.letters import Transport
from bot.loops import Loop
from bot.whatsapp.account import twilio_account
from bot.whatsapp.catching_up import CatchingUp
from bot.whatsapp.doors import inbound_route
from bot.whatsapp.history import History
from bot.whatsapp.incoming import CHANNEL
from bot.whatsapp.media import TwilioMedia
from bot.whatsapp.outbound import open_whatsapp_outbound


@dataclass(frozen=True)
class WhatsApp:
    """What the program runs for WhatsApp.

    `receiving` are the loops by which messages come in, which stop first; `working` those that go on until the end.
    """

    routes: tuple[web.RouteDef, ...] = ()
    media: Mapping[str, TwilioMedia] = field(default_factory=dict)
    transports: Mapping[str, Transport] = field(default_factory=dict)
    receiving: Mapping[str, Loop] = field(default_factory=dict)
    working: Mapping[str, Loop] = field(default_factory=dict)


def open_whatsapp(instance: Instance, session: ClientSession, intake: Intake, attachments: Attachments) -> WhatsApp:
    """Everything for the sender of the settings, over this session; stores what comes in through this intake."""
    if not instance.settings.on_whatsapp:
        return WhatsApp()
    account = twilio_account(instance.settings)
    catching_up = CatchingUp(instance.database, instance.clock, History(session, account))
    outbound = open_whatsapp_outbound(instance, session, attachments)
    return WhatsApp(
        (inbound_route(account, intake), *outbound.routes),
        {CHANNEL: TwilioMedia(session, account)},
        {CHANNEL: outbound.transport},
        receiving={"whatsapp catching up": catching_up.run},
        working=outbound.loops,
    )
