"""Failures on demand, exactly as many as ordered, and flood limits when switched on."""

from __future__ import annotations

import pytest
from aiohttp import ServerDisconnectedError

from simulator.telegram.flood import FloodGate
from tests.simulator.desk import AIGERIM, Desk, Time

SEND = "/bot1000001:parent-demo/sendMessage"


async def order(desk: Desk, **fault: object) -> None:
    """Order a fault of the parents' bot."""
    await desk.post("/sim/parent/faults", {"method": "sendMessage", **fault})


async def test_a_429_says_in_body_and_header_how_long_to_wait(started: Desk) -> None:
    await order(started, status=429, count=1, retry_after=7)
    async with started.http.post(started.url(SEND), json={"chat_id": AIGERIM, "text": "x"}) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
        body = await response.json()
    assert body["parameters"] == {"retry_after": 7}
    assert body["description"] == "Too Many Requests: retry after 7"
    assert await started.says("x")


@pytest.mark.parametrize(
    ("status", "description"),
    [(403, "Forbidden: bot was blocked by the user"), (500, "Internal Server Error"), (502, "Bad Gateway")],
)
async def test_a_fault_strikes_the_next_calls_of_its_method_only(started: Desk, status: int, description: str) -> None:
    await order(started, status=status, count=2)
    assert (await started.result("getMe"))["id"] == 1000001
    for _ in range(2):
        refused = await started.call("sendMessage", chat_id=AIGERIM, text="x")
        assert (refused["error_code"], refused["description"]) == (status, description)
    assert await started.says("x")
    assert [record["text"] for record in await started.reads(from_="bot")] == ["x"]


async def test_a_lost_answer_leaves_the_message_on_the_phone(started: Desk) -> None:
    await order(started, status=0, applied=True)
    with pytest.raises(ServerDisconnectedError):
        await started.says("did it arrive?")
    assert (await started.reads(from_="bot"))[0]["text"] == "did it arrive?"
    [call] = (await started.get("/sim/calls?method=sendMessage&bot=parent"))["calls"]
    assert (call["status"], call["applied"]) == (0, True)


async def test_a_fault_for_any_method_spares_polling_and_can_be_taken_back(started: Desk) -> None:
    await order(started, method="*", status=500, count=5, description="down")
    assert await started.updates() == []
    assert (await started.call("getMe"))["description"] == "down"
    await order(started, clear=True)
    assert (await started.call("getMe"))["ok"]


async def test_a_fault_that_makes_no_sense_is_refused(started: Desk) -> None:
    for wish in ({}, {"status": "x"}, {"status": 200}):
        assert (await started.ask("POST", "/sim/parent/faults", json=wish))[0] == 400


async def test_calls_are_logged_with_their_outcome(started: Desk) -> None:
    await started.says("Привет", reply_markup='{"remove_keyboard": true}')
    await started.call("sendMessage", chat_id=1, text="x")
    log = await started.get("/sim/calls?bot=parent")
    assert [(call["method"], call["status"]) for call in log["calls"]] == [("sendMessage", 200), ("sendMessage", 400)]
    assert log["calls"][0]["arguments"]["reply_markup"] == {"remove_keyboard": True}
    assert log["calls"][1]["description"] == "Bad Request: chat not found"
    assert (await started.get(f"/sim/calls?bot=staff&after={log['last']}"))["calls"] == []


async def test_with_limits_on_a_chat_takes_a_short_burst_then_one_a_second(started: Desk) -> None:
    await started.post("/sim/parent/limits", {"on": True})
    for _ in range(5):
        await started.says("x")
    assert (await started.call("sendMessage", chat_id=AIGERIM, text="x"))["parameters"] == {"retry_after": 1}
    started.time.now += 1
    await started.says("x")


def test_thirty_a_second_pass_overall() -> None:
    time = Time()
    gate = FloodGate(time)
    assert [gate.retry_after(str(chat)) for chat in range(31)] == [0] * 30 + [1]
    time.now += 0.5
    assert gate.retry_after("31") == 0
