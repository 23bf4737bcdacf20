"""Control API: what a person does with WhatsApp, and what their chat shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.control_actions import make_up_file, place, read_files
from simulator.control_paths import seconds, whole
from simulator.control_views import SHOWN, file_answer, in_chat, saying, wait_for
from simulator.whatsapp.account import Account
from simulator.whatsapp.calls import own_address
from simulator.whatsapp.phone import Phone
from simulator.whatsapp.pressing import press
from simulator.wire import JSON, Refused, answer, read_object

PREFIX = "/sim/whatsapp"
Action = Callable[[Phone, JSON], JSON]

ACTIONS: dict[str, Action] = {
    "text": lambda phone, wish: phone.says(str(wish.get("text", "")), wish.get("reply_to")),
    "start": lambda phone, wish: phone.starts(str(wish.get("payload") or "")),
    "tap": press,
    "contact": lambda phone, wish: phone.shares_contact(wish),
    "location": lambda phone, wish: phone.shares_location(*place(wish), wish),
    "raw": lambda phone, wish: phone.sends_raw(wish),
    "block": lambda phone, wish: phone.blocks(),
    "unblock": lambda phone, wish: phone.unblocks(),
    "network": lambda phone, wish: phone.network(wish),
    "receipts": lambda phone, wish: phone.receipts(wish),
    "identity": lambda phone, wish: phone.renamed(wish),
}


def routes(account: Account) -> list[web.RouteDef]:
    """`/sim/whatsapp/{user}/…` and the files of all chats."""

    def serve(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            phone = phone_in(account, request)
            return answer(action(phone, await read_object(request)))

        return handler

    async def file(request: web.Request) -> web.Response:
        phone = phone_in(account, request)
        multipart = request.content_type.startswith("multipart/")
        kind, caption, uploads = await (read_files(request) if multipart else make_up_file(request))
        return answer(await phone.sends_files(kind, uploads, caption))

    async def shown(request: web.Request) -> web.Response:
        media = account.media.by_key(request.match_info["file_id"])
        if media is None:
            raise Refused("no such file", 404)
        return file_answer(media.content, media.mime)

    user = f"{PREFIX}/{{user:\\d+}}"
    actions = [web.post(f"{user}/{name}", serve(action)) for name, action in ACTIONS.items()]
    files = [web.post(f"{user}/file", file), web.get(f"{PREFIX}/files/{{file_id}}", shown)]
    return [*actions, *files, *views(account, user)]


def views(account: Account, user: str) -> list[web.RouteDef]:
    """What there is to see of one chat."""

    async def messages(request: web.Request) -> web.Response:
        phone, query = phone_in(account, request), request.query
        kinds = query.get("kinds", SHOWN).split(",")
        belongs = in_chat(phone.label, phone.user.id, kinds, query.get("from"))
        enough = saying(belongs, query.get("contains", ""))
        after = whole(query.get("after"))
        await wait_for(account.journal, after, enough, seconds(query.get("wait")))
        return answer({"last": account.journal.last, "messages": account.journal.after(after, belongs)})

    async def chat(request: web.Request) -> web.Response:
        return answer({**chat_seen(phone_in(account, request)), "last": account.journal.last})

    return [web.get(f"{user}/messages", messages), web.get(f"{user}/chat", chat)]


def chat_seen(phone: Phone) -> JSON:
    """The chat as the phone shows it now."""
    chat = phone.chat
    return {
        "messages": [message.seen() for message in chat.messages],
        "failed": [message.seen() for message in chat.failed],
        "keyboard": None,
        "blocked": chat.blocked,
        "away": chat.away,
        "tells_reading": chat.tells_reading,
        "window": phone.account.window_seen(chat),
    }


def phone_in(account: Account, request: web.Request) -> Phone:
    """The phone of the path. Raises Refused (404) for an unknown person, 409 for one without WhatsApp."""
    account.address = own_address(request)
    user = account.users.get(int(request.match_info["user"]))
    if user is None:
        raise Refused("no such user", 404)
    if not user.whatsapp:
        raise Refused("this person has neither a number nor a user name on WhatsApp", 409)
    return Phone(account, user)
