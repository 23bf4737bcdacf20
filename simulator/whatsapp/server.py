"""All routes of the local Twilio: its API, and what a test or the page does with it."""

from __future__ import annotations

from aiohttp import web

from simulator.whatsapp import contents_api, control_phones, control_twilio, media_api, messages_api, typing_api
from simulator.whatsapp.account import Account


def routes(account: Account) -> list[web.RouteDef]:
    """Twilio's own paths; `/sim/whatsapp` and `/sim/twilio` beside them."""
    rooms = (messages_api, media_api, contents_api, typing_api, control_twilio, control_phones)
    return [route for room in rooms for route in room.routes(account)]
