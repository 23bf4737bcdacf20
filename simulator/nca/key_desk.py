"""The keys on the desk: a list of them, their files, and for which kindergartens there are heads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from aiohttp import web

from enrolment.terms import Sex
from simulator.journal import Journal
from simulator.nca.authority import Issued, Nca, Organisation
from simulator.nca.key_files import OPENED_BY, file_name, file_of
from simulator.nca.kinds import OFFICIAL, OWN
from simulator.people import FAMILIES, PEOPLE, Person
from simulator.wire import JSON, Refused, answer, read_object

HEAD = Person("911205400407", "Сейітқали", "Айгүл", "Маратқызы", date(1991, 12, 5), Sex.FEMALE)


def routes(nca: Nca, journal: Journal) -> list[web.RouteDef]:
    """`GET /nca/keys/{iin}/{kind}.p12?bin=`, `GET /sim/nca`, `POST /sim/nca {down?, organisations?}`."""

    async def key(request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        issued = key_named(nca, request.match_info["iin"], kind, request.query.get("bin"))
        name = file_name(issued.holder, {**OWN, **OFFICIAL}[kind])
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return web.Response(body=file_of(issued.holder), content_type="application/x-pkcs12", headers=headers)

    async def show(request: web.Request) -> web.Response:
        return answer(nca_seen(nca))

    async def order(request: web.Request) -> web.Response:
        wish = await read_object(request)
        if "down" in wish:
            nca.down = bool(wish["down"])
        if "organisations" in wish:
            nca.organisations[:] = _organisations(wish["organisations"])
        journal.write("nca", **nca_seen(nca))
        return answer(nca_seen(nca))

    return [web.get("/nca/keys/{iin}/{kind}.p12", key), web.get("/sim/nca", show), web.post("/sim/nca", order)]


def nca_seen(nca: Nca) -> JSON:
    """Whose keys there are, of which kinds, and what opens them."""
    return {"password": OPENED_BY, "down": nca.down, "holders": list(_holders(nca))}


def key_named(nca: Nca, iin: str, kind: str, bin_: str | None) -> Issued:
    """The key of a person of the desk, or of the head of an organisation. Raises Refused (404)."""
    try:
        if not bin_:
            return nca.key_of(PEOPLE[iin], kind)
        organisation = next(one for one in nca.organisations if one.bin == bin_ and iin == HEAD.iin)
        return nca.key_of(HEAD, kind, organisation)
    except (KeyError, StopIteration):
        raise Refused("no such key", 404) from None


def _holders(nca: Nca) -> Iterator[JSON]:
    for organisation in nca.organisations:
        named = {"bin": organisation.bin, "organisation": organisation.name}
        yield {"iin": HEAD.iin, "name": _name(HEAD), **named, "kinds": list(OFFICIAL)}
    for family in FAMILIES:
        for person in family.adults:
            yield {"iin": person.iin, "name": _name(person), "kinds": list(OWN)}


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}"


def _organisations(wish: Any) -> list[Organisation]:
    """Raises Refused."""
    try:
        return [Organisation(str(one["bin"]), str(one["name"])) for one in wish]
    except (TypeError, KeyError) as error:
        raise Refused("organisations is a list of {bin, name}") from error
