"""Control API: people, faults, hints, and everything at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.bots import Bot
from simulator.control_paths import bot_in
from simulator.control_views import chat_seen
from simulator.nca.key_desk import nca_seen
from simulator.people import FAMILIES, Family, Person
from simulator.phones import Phone
from simulator.registry import fields
from simulator.taps import number
from simulator.telegram.faults import read_fault
from simulator.whatsapp.account import LABEL
from simulator.whatsapp.control_phones import chat_seen as whatsapp_chat_seen
from simulator.whatsapp.phone import Phone as WhatsAppPhone
from simulator.wire import JSON, Refused, answer, read_object
from simulator.world import World

Order = Callable[[Bot, JSON], JSON]


def routes(world: World) -> list[web.RouteDef]:
    """Users, families, hints, state and reset, and the orders to a bot."""

    async def add_user(request: web.Request) -> web.Response:
        return answer(world.add_user(await read_object(request)).seen())

    async def users(request: web.Request) -> web.Response:
        return answer({"users": [user.seen() for user in world.users]})

    async def families(request: web.Request) -> web.Response:
        return answer({"families": [family_seen(family) for family in FAMILIES]})

    async def hints(request: web.Request) -> web.Response:
        lines = (await read_object(request)).get("lines")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise Refused("give lines, a list of texts")
        world.hints[:] = lines
        world.journal.write("hints", lines=lines)
        return answer({"lines": lines})

    async def state(request: web.Request) -> web.Response:
        return answer(whole_state(world))

    async def reset(request: web.Request) -> web.Response:
        world.reset()
        return answer({"seq": world.journal.last})

    return [
        web.post("/sim/users", add_user),
        web.get("/sim/users", users),
        web.get("/sim/families", families),
        web.post("/sim/hints", hints),
        web.get("/sim/state", state),
        web.post("/sim/reset", reset),
        *order_routes(world),
    ]


def order_routes(world: World) -> list[web.RouteDef]:
    """`POST /sim/{bot}/…`: faults, repetition, order and limits."""

    def serve(order: Order) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            bot = bot_in(world, request)
            return answer(order(bot, await read_object(request)))

        return handler

    orders: dict[str, Order] = {
        "faults": order_fault,
        "redeliver": redeliver,
        "hold": hold,
        "release": release,
        "limits": limit,
    }
    return [web.post(f"/sim/{{bot}}/{name}", serve(order)) for name, order in orders.items()]


def order_fault(bot: Bot, wish: JSON) -> JSON:
    """Order faults for the next calls, or take all back."""
    if wish.get("clear"):
        bot.faults.clear()
    else:
        bot.faults.append(read_fault(wish))
    return {"faults": [vars(fault) for fault in bot.faults if fault.count > 0]}


def redeliver(bot: Bot, wish: JSON) -> JSON:
    """Deliver an update once more; the newest when none is named."""
    known = bot.updates.known_ids()
    if not known:
        raise Refused("there were no updates yet", 404)
    update_id = number(wish.get("update_id", known[-1]))
    bot.updates.redeliver(update_id)
    return {"update_id": update_id}


def hold(bot: Bot, wish: JSON) -> JSON:
    """Keep updates back from now on."""
    bot.updates.held = True
    return {"held": True}


def release(bot: Bot, wish: JSON) -> JSON:
    """Let the held updates go."""
    released = len(bot.updates.pending)
    bot.updates.release(bool(wish.get("backwards")))
    return {"held": False, "released": released}


def limit(bot: Bot, wish: JSON) -> JSON:
    """Switch flood limits on or off."""
    bot.rate_limits = bool(wish.get("on", True))
    return {"on": bot.rate_limits}


def whole_state(world: World) -> JSON:
    """Everything the page shows, and the journal number it is true for."""
    chats = [
        {"bot": bot.label, "user_id": chat.user.id, **chat_seen(Phone(bot, chat.user))}
        for bot in world.bots.values()
        for chat in bot.chats.values()
    ]
    on_whatsapp = [
        {"bot": LABEL, "user_id": chat.user.id, **whatsapp_chat_seen(WhatsAppPhone(world.twilio, chat.user))}
        for chat in world.twilio.chats.values()
    ]
    return {
        "last": world.journal.last,
        **world.clock.seen(),
        "bots": [bot_seen(bot) for bot in world.bots.values()],
        "users": [user.seen() for user in world.users],
        "chats": [*chats, *on_whatsapp],
        "whatsapp": {"sender": world.twilio.sender.removeprefix("whatsapp:"), "url": world.twilio.program.url},
        "sms": world.sms.sent,
        "hints": world.hints,
        "families": [family_seen(family) for family in FAMILIES],
        "registry": world.registry.seen(),
        "nca": nca_seen(world.nca),
        "ncalayer": world.ncalayer.will,
        "sms_down": world.sms.down,
    }


def bot_seen(bot: Bot) -> JSON:
    """A bot as the page introduces it; commands and descriptions by language."""
    return {
        "label": bot.label,
        "name": bot.wire()["first_name"],
        "username": bot.wire()["username"],
        "settings": {name: value for name, value in bot.settings.items() if not name.startswith("menu_button")},
    }


def family_seen(family: Family) -> JSON:
    """One family with everybody's registry data."""
    return {
        "key": family.key,
        "adults": [person_seen(person) for person in family.adults],
        "children": [person_seen(person) for person in family.children],
    }


def person_seen(person: Person) -> JSON:
    """One person with phone and representatives."""
    return {**fields(person), "phone": person.phone, "parents": list(person.parents)}
