"""The NCALayer that stands on the desk with everybody's keys: `/ncalayer`, and what its owner does with the dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from aiohttp import web

from simulator.eds.messages import sign_document
from simulator.nca.authority import Issued, Nca
from simulator.nca.key_desk import HEAD
from simulator.nca.kinds import OFFICIAL, OWN
from simulator.ncalayer import NcaLayer, OfferedKey, Will
from simulator.people import FAMILIES
from simulator.wire import Refused, answer, read_object

PATH = "/ncalayer"


def routes(nca: Nca, ncalayer: NcaLayer) -> list[web.RouteDef]:
    """Its WebSocket, and `POST /sim/ncalayer {will}`: sign, cancel, leave, think, or an error's code."""

    async def talk(request: web.Request) -> web.WebSocketResponse:
        ncalayer.keys[:] = offered(nca)
        return await ncalayer.talk(request)

    async def order(request: web.Request) -> web.Response:
        will = (await read_object(request)).get("will")
        if not isinstance(will, str) or not will:
            raise Refused(f"will is {', '.join(Will)} or an error's code")
        ncalayer.will = will
        return answer({"will": will})

    return [web.get(PATH, talk), web.post("/sim/ncalayer", order)]


def offered(nca: Nca) -> Iterator[OfferedKey]:
    """The good keys; each is made when somebody first signs with it."""

    def signing(key: Callable[[], Issued]) -> Callable[[bytes], bytes]:
        return lambda data: sign_document(key().holder, data, nca.now())

    for organisation in nca.organisations:
        head = signing(partial(nca.key_of, HEAD, "head", organisation))
        yield OfferedKey(HEAD.iin, frozenset(OFFICIAL["head"].purposes), head, organisation.bin)
    for person in (person for family in FAMILIES for person in family.adults):
        own = signing(partial(nca.key_of, person, "gost"))
        yield OfferedKey(person.iin, frozenset(OWN["gost"].purposes), own)
