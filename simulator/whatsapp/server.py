"""All routes of the local Twilio: its API, and what a test or the page does with it."""

from __future__ import annotations

from aiohttp import web

from simulator.whatsapp import contents_api, control_phones, control_twilio, media_api, messages_api
from simulator.whatsapp.account import Account


def routes(account: Account) -> list[web.RouteDef]:
    """Messages, Media and Content at Twilio's paths; `/sim/whatsapp` and `/sim/twilio` beside them."""
    api = [*messages_api.routes(account), *media_api.routes(account), *contents_api.routes(account)]
    return [*api, *control_twilio.routes(account), *control_phones.routes(account)]
