"""The NCALayer of the desk talks as the real one does."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse
from aiohttp.test_utils import TestServer

from simulator.ncalayer import NcaLayer, OfferedKey, Will

JSON = dict[str, Any]
MINE = OfferedKey("880719300107", frozenset({"1.2.3", "1.2.4"}), lambda data: b"CMS of " + data, "150740012345")


@pytest.fixture
def ncalayer() -> NcaLayer:
    return NcaLayer([MINE])


@pytest.fixture
async def socket(ncalayer: NcaLayer) -> AsyncIterator[ClientWebSocketResponse]:
    async with (
        TestServer(ncalayer.app()) as server,
        ClientSession() as http,
        http.ws_connect(server.make_url("/")) as socket,
    ):
        assert await socket.receive_json() == {"result": {"version": "1.4"}}
        yield socket


def order(**signer: object) -> JSON:
    signing = {"decode": True, "encapsulate": False, "digested": False, "tsaProfile": {}}
    data = base64.b64encode(b"contract").decode()
    args = {"allowedStorages": None, "format": "cms", "data": data, "signingParams": signing, "signerParams": signer}
    return {"module": "kz.gov.pki.knca.basics", "method": "sign", "args": {**args, "locale": "kk"}}


async def asked(socket: ClientWebSocketResponse, content: JSON) -> JSON:
    await socket.send_json(content)
    answer: JSON = await socket.receive_json()
    return answer


async def test_a_heartbeat_comes_back(socket: ClientWebSocketResponse) -> None:
    await socket.send_str("--heartbeat--")
    assert await socket.receive_str() == "--heartbeat--"


async def test_a_fitting_key_signs(socket: ClientWebSocketResponse) -> None:
    for signer in ({}, {"iin": MINE.iin}, {"extKeyUsageOids": ["1.2.4"]}, {"bin": MINE.bin, "iin": MINE.iin}):
        answer = await asked(socket, order(**signer))
        [cms] = answer["body"]["result"]
        first, *lines, last = cms.splitlines()
        assert (first, last) == ("-----BEGIN CMS-----", "-----END CMS-----")
        assert base64.b64decode("".join(lines)) == b"CMS of contract"


async def test_without_a_fitting_key_the_person_can_only_cancel(socket: ClientWebSocketResponse) -> None:
    for signer in ({"iin": "900101300008"}, {"bin": "990340001112"}, {"extKeyUsageOids": ["1.2.4", "1.2.5"]}):
        assert await asked(socket, order(**signer)) == {"status": True, "body": {}}


async def test_what_it_does_not_know_it_refuses(socket: ClientWebSocketResponse) -> None:
    unknown = await asked(socket, {"module": "kz.digiflow.mobile.extensions", "method": "getVersion"})
    assert unknown == {"success": False, "errorCode": "MODULE_NOT_FOUND"}
    wrong = order()
    wrong["args"]["signingParams"]["encapsulate"] = True
    assert (await asked(socket, wrong))["code"] == "INVALID_SIGNING_PARAMS"
    wrong = order()
    wrong["args"]["data"] = "§"
    assert (await asked(socket, wrong))["code"] == "INVALID_SIGNING_PARAMS"
    assert (await asked(socket, {"module": "kz.gov.pki.knca.basics"}))["code"] == "INVOCATION_ERROR"


async def test_an_error_on_demand(socket: ClientWebSocketResponse, ncalayer: NcaLayer) -> None:
    ncalayer.will = "SIGNING_FAILURE"
    answer = await asked(socket, order())
    assert (answer["status"], answer["code"]) == (False, "SIGNING_FAILURE")


async def test_it_may_go_away_in_the_middle(socket: ClientWebSocketResponse, ncalayer: NcaLayer) -> None:
    ncalayer.will = Will.LEAVE
    await socket.send_json(order())
    await socket.receive()
    assert socket.closed
