"""The authority over HTTP: its certificates, its lists, and its responders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from simulator.nca.authority import Nca
from simulator.nca.kinds import Family
from simulator.nca.responders import answer_ocsp, answer_tsp
from simulator.wire import Refused

Responder = Callable[[Nca, bytes], bytes]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(nca: Nca) -> list[web.RouteDef]:
    """`/nca/…`, for the program."""

    async def certificate(request: web.Request) -> web.Response:
        root = nca.roots[_family(request)]
        return web.Response(body=root.certificate.der, content_type="application/pkix-cert")

    async def revocation_list(request: web.Request) -> web.Response:
        _up(nca)
        return web.Response(body=nca.roots[_family(request)].revocation_list(), content_type="application/pkix-crl")

    def responding(responder: Responder, kind: str) -> Handler:
        async def handler(request: web.Request) -> web.Response:
            _up(nca)
            return web.Response(body=responder(nca, await request.read()), content_type=f"application/{kind}")

        return handler

    return [
        web.get("/nca/{family}.cer", certificate),
        web.get("/nca/{family}.crl", revocation_list),
        web.post("/nca/ocsp", responding(answer_ocsp, "ocsp-response")),
        web.post("/nca/tsp", responding(answer_tsp, "timestamp-reply")),
    ]


def _family(request: web.Request) -> Family:
    try:
        return Family(request.match_info["family"])
    except ValueError:
        raise Refused("gost or rsa", 404) from None


def _up(nca: Nca) -> None:
    if nca.down:
        raise Refused("the authority is down", 503)
