"""The typing indicator: marks a person's message as read and shows that an answer is being written."""

from __future__ import annotations

from aiohttp import web

from simulator.whatsapp.account import Account
from simulator.whatsapp.calls import Answer, Call, served
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.sending import read_by_program


def routes(account: Account) -> list[web.RouteDef]:
    """The one call there is."""
    return [web.post("/v3/Indicators/Typing.json", served(account, "typing", typing))]


async def typing(account: Account, call: Call) -> Answer:
    """200 for a message that a person sent. Raises TwilioError 20422 or 20404."""
    sid = str(call.fields.get("messageId", ""))
    if call.fields.get("channel") != "WHATSAPP" or not sid:
        raise TwilioError(20422, "channel is WHATSAPP; messageId names a message")
    message = account.messages.get(sid)
    chat = account.chat_of(message) if message and message.inbound else None
    if chat is None:
        raise TwilioError(20404, sid)
    read_by_program(account, chat)
    account.tell("action", chat, None, action="typing")
    return Answer(200, {"success": True})
