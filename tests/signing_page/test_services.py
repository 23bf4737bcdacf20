"""The certification centre's services over HTTP on loopback, honest ones and others: limits, and what is no answer."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer, unused_port

from signing_gateway import services as limits
from signing_gateway.der_writing import octets
from signing_gateway.services import Addresses, Patience, Services, session_for_services
from tests.signing_gateway.stage import stage

HONEST = octets(b"an answer")
SOON = Patience(answer_s=0.2, list_s=0.2)
LONG = Patience(answer_s=60.0, list_s=60.0)
Manner = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Centre:
    """A server that answers everything in one manner, and is asked as the program asks."""

    server: BaseTestServer
    session: ClientSession
    manner: Manner
    asked: list[web.Request] = field(default_factory=list)
    seconds: float = 0.0

    def services(self, *lists: str, patience: Patience = LONG) -> Services:
        here = str(self.server.make_url("/")).rstrip("/")
        addresses = Addresses(f"{here}/ocsp", f"{here}/tsp", [f"{here}{path}" for path in lists])
        return Services(self.session, addresses, patience, lambda: self.seconds)

    async def says(self, manner: Manner, patience: Patience = LONG) -> list[bytes | None]:
        """What is taken from each service that behaves in that manner."""
        self.manner = manner
        asked = self.services("/list", patience=patience)
        lists = await asked.lists()
        certificate = stage("gost").mother.certificate
        answers = [
            await asked.ocsp(certificate, stage("gost").anchor, b"1234567890123456"),
            await asked.time_stamp(b"a signature", gost=True),
        ]
        return [*answers, lists[0] if lists else None]


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async def handle(request: web.Request) -> web.StreamResponse:
        found.asked.append(request)
        return await found.manner(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app, host="localhost") as server, session_for_services() as session:
        found = Centre(server, session, honest)
        yield found


async def honest(_request: web.Request) -> web.Response:
    return web.Response(body=HONEST)


def answering(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Manner:
    async def manner(_request: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers=headers)

    return manner


async def test_an_answer_is_taken_whatever_its_server_calls_it(centre: Centre) -> None:
    for kind in ("application/ocsp-response", "application/octet-stream", "text/html"):
        assert await centre.says(answering(HONEST, headers={"Content-Type": kind})) == [HONEST] * 3
    kinds = [(one.method, one.path, one.headers.get("Content-Type")) for one in centre.asked[-3:]]
    assert kinds == [
        ("GET", "/list", None),
        ("POST", "/ocsp", "application/ocsp-request"),
        ("POST", "/tsp", "application/timestamp-query"),
    ]


@pytest.mark.parametrize("status", [201, 204, 206, 304, 400, 403, 404, 429, 500, 502, 503])
async def test_only_200_is_an_answer(centre: Centre, status: int) -> None:
    assert await centre.says(answering(HONEST, status)) == [None] * 3


@pytest.mark.parametrize(
    "body", [b"", b"<html>Sign in to this network</html>", HONEST + b"\n", HONEST[:-1], b"\x30\x80" + HONEST + b"\0\0"]
)
async def test_what_is_no_single_der_value_is_no_answer(centre: Centre, body: bytes) -> None:
    """The page of a hotel's network, for one, must not be kept for ever as evidence."""
    assert await centre.says(answering(body, headers={"Content-Type": "application/ocsp-response"})) == [None] * 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_sends_us_elsewhere(centre: Centre, status: int) -> None:
    async def away(request: web.Request) -> web.Response:
        if request.path == "/secret":
            return web.Response(body=HONEST)
        return web.Response(body=HONEST, status=status, headers={"Location": "/secret"})

    assert await centre.says(away) == [None] * 3
    assert "/secret" not in {one.path for one in centre.asked}


async def endless(request: web.Request) -> web.StreamResponse:
    """Says nothing of its length and never stops of itself."""
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(bytes(1 << 16))
    except ConnectionError:
        return response


async def test_an_answer_without_end_is_cut_off(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_LIST", 1 << 20)
    assert await centre.says(endless) == [None] * 3


async def test_an_answer_may_be_so_long_and_no_longer(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_LIST", limits.LARGEST_ANSWER)
    just = octets(bytes(limits.LARGEST_ANSWER - 4))
    assert len(just) == limits.LARGEST_ANSWER
    assert await centre.says(answering(just)) == [just] * 3
    assert await centre.says(answering(octets(bytes(limits.LARGEST_ANSWER - 3)))) == [None] * 3


async def test_what_is_packed_does_not_grow_here(centre: Centre) -> None:
    packed = gzip.compress(octets(bytes(1 << 24)))
    assert await centre.says(answering(packed, headers={"Content-Encoding": "gzip"})) == [None] * 3


@pytest.mark.parametrize("begins", [None, b"", HONEST[:3]], ids=["silent", "only headers", "drips"])
async def test_who_does_not_come_to_an_end_is_waited_for_only_so_long(centre: Centre, begins: bytes | None) -> None:
    over = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if begins is not None:
            await response.prepare(request)
            await response.write(begins or HONEST[:0])
        await over.wait()
        return response

    try:
        assert await centre.says(slow, patience=SOON) == [None] * 3
    finally:
        over.set()


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def promises_more(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(HONEST)
    assert request.transport is not None
    request.transport.close()
    return response


@pytest.mark.parametrize("manner", [hangs_up, promises_more])
async def test_who_hangs_up_has_not_answered(centre: Centre, manner: Manner) -> None:
    assert await centre.says(manner) == [None] * 3


async def test_where_nobody_listens_or_nobody_speaks_http_there_is_no_answer() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    certificate = stage("gost").mother.certificate
    async with server, session_for_services() as session:
        for port in (server.sockets[0].getsockname()[1], unused_port()):
            address = f"http://127.0.0.1:{port}/"
            asked = Services(session, Addresses(address, address, [address]))
            assert await asked.ocsp(certificate, stage("gost").anchor, b"") is None
            assert await asked.time_stamp(b"a signature", gost=False) is None
            assert await asked.lists() == []


async def test_a_list_is_fetched_once_for_all_and_kept_for_ten_minutes(centre: Centre) -> None:
    asked = centre.services("/a", "/b")
    for found in await asyncio.gather(asked.lists(), asked.lists()):
        assert found == [HONEST, HONEST]
    centre.seconds = 599
    await asked.lists()
    assert sorted(one.path for one in centre.asked) == ["/a", "/b"]
    centre.seconds = 600
    await asked.lists()
    assert sorted(one.path for one in centre.asked) == ["/a", "/a", "/b", "/b"]


async def test_a_list_that_did_not_come_is_asked_for_again_and_the_others_count(centre: Centre) -> None:
    async def half(request: web.Request) -> web.Response:
        return web.Response(body=HONEST) if request.path == "/a" else web.Response(status=503)

    centre.manner = half
    asked = centre.services("/a", "/b")
    assert await asked.lists() == [HONEST]
    centre.manner = honest
    assert await asked.lists() == [HONEST, HONEST]
    assert sorted(one.path for one in centre.asked) == ["/a", "/b", "/b"]


async def test_a_list_that_takes_long_is_there_the_next_time(centre: Centre) -> None:
    there = asyncio.Event()

    async def long(_request: web.Request) -> web.Response:
        await there.wait()
        return web.Response(body=HONEST)

    centre.manner = long
    asked = centre.services("/a", patience=Patience(answer_s=0.0, list_s=60.0))
    assert await asked.lists() == []
    there.set()
    asked.patience = LONG
    assert await asked.lists() == [HONEST]
    assert len(centre.asked) == 1


async def test_no_cookie_is_kept_and_none_is_sent(centre: Centre) -> None:
    manner = answering(HONEST, headers={"Set-Cookie": "who=me"})
    await centre.says(manner)
    await centre.says(manner)
    assert all("Cookie" not in one.headers for one in centre.asked)
