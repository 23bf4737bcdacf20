"""Carrying out an accepted message: it reaches the phone or fails, in the order of the calls."""

from __future__ import annotations

from simulator.telegram.arguments import Upload
from simulator.whatsapp import reports
from simulator.whatsapp.account import Account, Chat
from simulator.whatsapp.creating import Order
from simulator.whatsapp.errors import FAILURES, outcome
from simulator.whatsapp.fetching import NotFetched, fetch
from simulator.whatsapp.media import Media
from simulator.whatsapp.messages import Message, new_sid, showing
from simulator.whatsapp.showing import Shown, shown
from simulator.whatsapp.widths import INTERACTIVE_BODY, over

IMAGE = "image/"


async def carry_out(account: Account, order: Order) -> None:
    """Deliver the message, or let it fail; then tell how it went."""
    message = order.message
    if order.sms:
        account.sms.put(message.recipient, message.body)
        await reports.tell(account, message, ["queued", "sent", "delivered"])
        return
    chat = account.chat_with(order.user) if order.user else None
    if chat is None:
        drawn = drawn_of(order)
        await fail(account, order, unknown(message), drawn)
        return
    async with chat.turn:
        drawn = drawn_of(order)
        code = fate(account, chat, order, drawn)
        upload = None if code else await fetched(account, message, drawn)
        code = code or message.error_code
        if not code:
            put(account, chat, order, drawn, upload)
    if code:
        await fail(account, order, code, drawn)
    else:
        await arrive(account, chat, message)


def drawn_of(order: Order) -> Shown:
    """What the phone is to show."""
    if order.content is not None:
        return shown(order.content, order.values)
    drawn = Shown(order.message.body, media_url=order.media_url)
    if order.media_url and over(drawn.text, INTERACTIVE_BODY):
        drawn.failure, drawn.problem = 63021, f"the caption has more than {INTERACTIVE_BODY} characters"
    return drawn


def unknown(message: Message) -> int:
    """The failure of a message to nobody."""
    return 63024 if "+" in message.recipient else 63003


def fate(account: Account, chat: Chat, order: Order, drawn: Shown) -> int | None:
    """The code with which the message fails, None when it arrives."""
    ordered = account.fault_for("messages.create", chat.user.id, of_delivery=True)
    if ordered is not None:
        return ordered.code
    if chat.blocked:
        return 63033
    if drawn.failure:
        return drawn.failure
    if order.content is not None and order.content.paused:
        return 63041
    template = order.content is not None and order.content.approved
    return None if template or account.window_open(chat) else 63016


async def fetched(account: Account, message: Message, drawn: Shown) -> Upload | None:
    """The file that goes with it; a failure is noted on the message as 63019."""
    if not drawn.media_url:
        return None
    try:
        return await fetch(account.hooks, account.program, drawn.media_url)
    except NotFetched as error:
        message.error_code, drawn.problem = 63019, str(error)
        return None


def put(account: Account, chat: Chat, order: Order, drawn: Shown, upload: Upload | None) -> None:
    """Put the message onto the phone."""
    message, file, kind, text = order.message, None, "text", drawn.text
    if upload is not None:
        mime = upload.mime
        media = Media(new_sid("ME"), message.sid, account.sid, upload.name, mime, upload.content, message.at)
        message.media.append(account.media.keep(media).sid)
        kind = "photo" if mime.startswith(IMAGE) else "document"
        file, text = media.seen(kind), text if kind == "photo" else ""
    if order.place is not None:
        latitude, longitude, label = order.place
        message.shown = {"location": {"latitude": latitude, "longitude": longitude, "label": label}}
        kind = "location"
    template = order.content.friendly_name if order.content and order.content.approved else None
    more = {"buttons": drawn.buttons, "list_button": drawn.list_button, "template": template, "file": file}
    message.shown = {**showing("bot", kind, text, **more), **message.shown}
    message.on_phone = True
    chat.messages.append(message)
    account.tell("message", chat, message)
    read_by_program(account, chat)


def read_by_program(account: Account, chat: Chat) -> None:
    """Who answers has read: what the person wrote gets blue ticks."""
    for message in chat.messages:
        if message.inbound and message.status == "delivered":
            account.reached(message, "read")


async def arrive(account: Account, chat: Chat, message: Message) -> None:
    """Tell of an arrived message; what a phone without a network cannot say waits."""
    later = ["delivered", "read"] if chat.tells_reading else ["delivered"]
    if chat.away:
        chat.waiting.append((message, later))
        later = []
    await reports.tell(account, message, ["queued", "sent", *later])


async def fail(account: Account, order: Order, code: int, drawn: Shown) -> None:
    """Let the message fail, and say so in the chat it was for."""
    message = order.message
    message.error_code = code
    message.error_message = f"{FAILURES[code]}: {drawn.problem}" if drawn.problem else FAILURES[code]
    message.shown = showing("bot", "text", drawn.text, buttons=drawn.buttons, list_button=drawn.list_button)
    *before, last = outcome(code)
    chat = account.chat_of(message)
    if chat is not None:
        message.status = last
        chat.failed.append(message)
        account.tell("failed", chat, message)
    await reports.tell(account, message, [*before, last])
