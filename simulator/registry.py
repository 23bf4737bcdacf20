"""The citizen registry, in the protocol that a city's own integration must speak (`docs/registry.md`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from simulator.people import PEOPLE, Person
from simulator.wire import JSON, Refused, answer, read_object


@dataclass
class RegistryState:
    """The fault switches: `down` answers 503, `slow_seconds` waits before each answer."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    down: bool = False
    slow_seconds: float = 0.0

    def clear(self) -> None:
        """Work at once again."""
        self.down, self.slow_seconds = False, 0.0

    def seen(self) -> JSON:
        """The switches as JSON."""
        return {"down": self.down, "slow_seconds": self.slow_seconds}


async def asked(request: web.Request) -> JSON:
    """The question's fields. Raises Refused (400) with the one word that the protocol knows."""
    try:
        return await read_object(request)
    except Refused as error:
        raise Refused("malformed") from error


def fields(person: Person) -> JSON:
    """What the registry tells about a person."""
    return {
        "iin": person.iin,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "middle_name": person.middle_name,
        "birth_date": person.birth_date.isoformat(),
        "sex": person.sex,
    }


def look_up(body: JSON, name: str) -> Person:
    """The person whose IIN stands in that field. Raises Refused: 400 malformed, 404 unknown."""
    iin = body.get(name)
    if not isinstance(iin, str) or len(iin) != 12 or not iin.isdecimal():
        raise Refused("malformed")
    if iin not in PEOPLE:
        raise Refused("unknown", 404)
    return PEOPLE[iin]


def person_answer(body: JSON) -> JSON:
    """Who has this IIN; a phone that is not theirs is refused with 409 and tells nothing."""
    person = look_up(body, "iin")
    phone = body.get("phone")
    if phone is None:
        return {**fields(person), "phone_matches": None}
    if phone != person.phone:
        raise Refused("not related", 409)
    return {**fields(person), "phone_matches": True}


def child_answer(body: JSON) -> JSON:
    """The child, told only to a parent whom the registry names; 409 to anybody else."""
    child = look_up(body, "iin")
    parent = body.get("parent_iin")
    if not isinstance(parent, str):
        raise Refused("malformed")
    if parent not in child.parents:
        raise Refused("not related", 409)
    return fields(child)


def routes(state: RegistryState) -> list[web.RouteDef]:
    """`POST /person`, `POST /child`, and the switches at `/sim/registry`."""

    def serve(question: Callable[[JSON], JSON]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            if state.slow_seconds:
                await state.sleep(state.slow_seconds)
            if state.down:
                raise Refused("down", 503)
            return answer(question(await asked(request)))

        return handler

    async def switch(request: web.Request) -> web.Response:
        wish = await read_object(request)
        state.down = bool(wish.get("down"))
        try:
            state.slow_seconds = max(0.0, float(wish.get("slow_seconds", 0)))
        except (TypeError, ValueError) as error:
            raise Refused("slow_seconds is a number") from error
        return answer(state.seen())

    return [
        web.post("/person", serve(person_answer)),
        web.post("/child", serve(child_answer)),
        web.post("/sim/registry", switch),
    ]
