"""The form that Twilio posts for a message from a person, and its way to the program."""

from __future__ import annotations

import json
from collections.abc import Mapping

from simulator.users import User
from simulator.whatsapp.account import Account, Chat
from simulator.whatsapp.hooks import Post
from simulator.whatsapp.media import Media
from simulator.whatsapp.messages import API_VERSION, Message, new_sid
from simulator.wire import JSON, Refused

PATH = "/whatsapp/inbound"


def common(account: Account, user: User, message: Message, kind: str) -> dict[str, str]:
    """The fields that every message has; who shows no number has no WaId."""
    number = {} if user.username_only or not user.phone else {"WaId": user.phone.removeprefix("+")}
    context = {"ProfileName": user.name, **number}
    ids = {"ExternalUserId": f"whatsapp:{user.bsuid}"} if user.bsuid else {}
    return {
        "SmsMessageSid": message.sid,
        "NumMedia": "0",
        "ProfileName": user.name,
        "MessageType": kind,
        "SmsSid": message.sid,
        **number,
        "SmsStatus": "received",
        "Body": message.body,
        "To": account.sender,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": message.sid,
        "AccountSid": account.sid,
        "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"context": context}}, ensure_ascii=False),
        "From": message.sender,
        "ApiVersion": API_VERSION,
        **ids,
    }


def media_fields(account: Account, media: Media) -> dict[str, str]:
    """The fields of one file."""
    return {
        "NumMedia": "1",
        "MediaUrl0": f"{account.address}{media.path}",
        "MediaContentType0": media.mime,
    }


def posted(account: Account, chat: Chat, message: Message, form: Mapping[str, str], signature: str | None) -> JSON:
    """Keep the message, show it, and post it now, or when held messages are let go."""
    account.messages[message.sid] = message
    chat.messages.append(message)
    chat.wrote_at = account.clock.now()
    seq = account.tell("message", chat, message)
    account.posted[message.sid] = Post("inbound", account.program.url + PATH, form, signature=signature)
    if account.held is not None:
        account.held.append(message)
    else:
        account.spawn(deliver(account, message))
    return {"message_id": message.sid, "seq": seq}


async def deliver(account: Account, message: Message) -> None:
    """Post one message; two ticks when the program took it, a sign of loss when not."""
    taken = await account.hooks.send(account.program, account.posted[message.sid])
    if message.status in ("sent", "lost"):
        account.reached(message, "delivered" if taken else "lost")


def again(account: Account, wish: JSON) -> JSON:
    """Post a known message once more, under the same token unless another is asked for. Raises Refused."""
    if not account.posted:
        raise Refused("there were no messages yet", 404)
    sid = str(wish.get("message_id") or list(account.posted)[-1])
    if sid not in account.posted:
        raise Refused("no such message", 404)
    if wish.get("new_token"):
        account.posted[sid].token = new_sid("")
    account.spawn(deliver(account, account.messages[sid]))
    return {"message_id": sid}


def hold(account: Account) -> JSON:
    """Keep messages back from now on."""
    account.held = [] if account.held is None else account.held
    return {"held": True}


def release(account: Account, *, backwards: bool) -> JSON:
    """Let held messages go one after another, the newest first if asked."""
    held, account.held = account.held or [], None
    account.spawn(_one_by_one(account, held[::-1] if backwards else held))
    return {"held": False, "released": len(held)}


async def _one_by_one(account: Account, messages: list[Message]) -> None:
    for message in messages:
        await deliver(account, message)
