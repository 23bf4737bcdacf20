"""Orders to the app on a phone: `/sim/egov/{user}/…`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from simulator.control_views import file_answer
from simulator.egov.phone import content
from simulator.nca.authority import Issued
from simulator.nca.key_desk import HEAD
from simulator.nca.kinds import OFFICIAL, OWN, Family
from simulator.people import FAMILIES, TIMUR, Person
from simulator.users import User
from simulator.wire import JSON, Refused, answer, read_object
from simulator.world import World

SOMEBODY_ELSE = "somebody_else"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Order = Callable[[World, User, JSON], Awaitable[None]]


def routes(world: World) -> list[web.RouteDef]:
    """`GET …` shows the screen; `POST …/scan {text}`, `…/sign {key?}`, `…/cancel`; `GET …/document` is the file."""

    def obey(order: Order) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            user = _user_in(world, request)
            await order(world, user, await read_object(request))
            return answer(screen(world, user))

        return handler

    async def show(request: web.Request) -> web.StreamResponse:
        return answer(screen(world, _user_in(world, request)))

    async def document(request: web.Request) -> web.StreamResponse:
        shown = world.egov_of(_user_in(world, request)).shown
        if shown is None:
            raise Refused("nothing was scanned", 404)
        return file_answer(content(shown.documents[0]), "application/pdf")

    return [
        web.get("/sim/egov/{user:\\d+}", show),
        web.get("/sim/egov/{user:\\d+}/document", document),
        *(web.post(f"/sim/egov/{{user:\\d+}}/{name}", obey(order)) for name, order in ORDERS.items()),
    ]


async def _scan(world: World, user: User, wish: JSON) -> None:
    await world.egov_of(user).scans(str(wish.get("text", "")))


async def _sign(world: World, user: User, wish: JSON) -> None:
    await world.egov_of(user).signs(key_of(world, user, str(wish.get("key") or "")))


async def _cancel(world: World, user: User, _wish: JSON) -> None:
    world.egov_of(user).cancels()


ORDERS: Mapping[str, Order] = {"scan": _scan, "sign": _sign, "cancel": _cancel}


def _user_in(world: World, request: web.Request) -> User:
    user = world.users.get(int(request.match_info["user"]))
    if user is None:
        raise Refused("no such user", 404)
    return user


def screen(world: World, user: User) -> JSON:
    """What the phone shows: whose keys are in it, and the document that was scanned."""
    app = world.egov_of(user)
    return {"keys": list(_kinds(world, user)), "shown": app.view(app.shown) if app.shown else None}


def key_of(world: World, user: User, kind: str) -> Issued:
    """The phone's own GOST key, or a wrong one that was asked for by its kind. Raises Refused."""
    kinds = _kinds(world, user)
    kind = kind or next(iter(kinds), "")
    if kind not in kinds:
        raise Refused("there is no such key in this phone", 409)
    if kind == SOMEBODY_ELSE:
        return world.nca.key_of(TIMUR, "gost")
    person = person_of(user)
    if person is not None:
        return world.nca.key_of(person, kind)
    return world.nca.key_of(HEAD, kind, world.nca.organisations[0])


def person_of(user: User) -> Person | None:
    """Whom the registry knows by that name or that number."""
    adults = [person for family in FAMILIES for person in family.adults]
    named = (one for one in adults if user.name == f"{one.first_name} {one.last_name}" or one.phone == user.phone)
    return next(named, None) if user.bot != "staff" else None


def _kinds(world: World, user: User) -> list[str]:
    """The keys that the owner may sign with, the right one first; nobody outside the registry has any."""
    if person_of(user) is not None:
        return [*(kind for kind, one in OWN.items() if one.family is Family.GOST), SOMEBODY_ELSE]
    if user.bot == "staff" and world.nca.organisations:
        return [kind for kind, one in OFFICIAL.items() if one.family is Family.GOST]
    return []
