"""The control API: what a test needs to act on the desk and to look at it without waiting for nothing."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import StreamReader

from simulator.server import create_app, serve
from tests.simulator.desk import AIGERIM, Desk, keyboard

DATA = "data: "


async def test_a_new_phone_gets_an_id_that_follows_from_its_number(desk: Desk) -> None:
    dana = await desk.post("/sim/users", {"name": "Дана Сейтова", "phone": "+77010000005", "language_code": "kk"})
    assert dana == {
        "id": 7010000005,
        "name": "Дана Сейтова",
        "phone": "+77010000005",
        "language_code": "kk",
        "bot": "parent",
        "bsuid": "KZ.15027010000005",
        "username_only": False,
    }
    again = await desk.post("/sim/users", {"name": "Дана", "phone": "+77010000005"})
    nobody = await desk.post("/sim/users", {"name": "Аноним"})
    assert len({dana["id"], again["id"], nobody["id"]}) == 3
    assert dana in (await desk.get("/sim/users"))["users"]
    assert (await desk.ask("POST", f"/sim/parent/{nobody['id']}/contact", json={}))[0] == 409


@pytest.mark.parametrize("wish", [{}, {"name": " "}, {"name": "A", "phone": "8701"}])
async def test_a_phone_without_a_name_or_a_number_is_refused(desk: Desk, wish: dict[str, str]) -> None:
    assert (await desk.ask("POST", "/sim/users", json=wish))[0] == 400


async def test_a_reader_waits_just_until_the_bot_says_it(started: Desk) -> None:
    said = await started.does("text", text="Сәлем")
    reader = asyncio.create_task(started.reads(after=said["seq"], wait=30, from_="bot", contains="queue"))
    await started.says("Hello")
    await started.says("Which queue?")
    assert [record["text"] for record in await reader] == ["Hello", "Which queue?"]


async def test_a_reader_gives_up_when_nothing_comes(started: Desk) -> None:
    assert await started.reads(after=10_000, wait=0.01) == []


async def test_a_button_is_found_by_label_the_newest_first(started: Desk) -> None:
    old = await started.says("Old", reply_markup=keyboard("1 Да", "2 Нет"))
    new = await started.says("New", reply_markup=keyboard("1 Да"))
    assert (await started.does("tap", label="да"))["message_id"] == new["message_id"]
    assert (await started.does("tap", label="2 Нет"))["message_id"] == old["message_id"]
    assert (await started.does("tap", label="1 Да", message_id=old["message_id"]))["message_id"] == old["message_id"]
    assert (await started.does("tap", data="1 Да"))["message_id"] == new["message_id"]


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"label": "Maybe"}, 404),
        ({"data": "Maybe"}, 404),
        ({"message_id": 5, "data": "Yes"}, 404),
        ({"message_id": "x", "data": "Yes"}, 400),
        ({}, 400),
    ],
)
async def test_a_button_that_is_not_there_is_told(started: Desk, wish: dict[str, object], status: int) -> None:
    await started.says("Sure?", reply_markup=keyboard("Yes"))
    got, content = await started.ask("POST", f"/sim/parent/{AIGERIM}/tap", json=wish)
    assert got == status
    assert "Maybe" not in wish.values() or "label" not in wish or "'Yes'" in content["error"]


async def test_a_link_only_tells_where_it_leads(started: Desk) -> None:
    await started.says("Map", reply_markup={"inline_keyboard": [[{"text": "Open", "url": "https://a.kz"}]]})
    assert (await started.does("tap", label="Open"))["url"] == "https://a.kz"
    assert await started.updates() == []


async def test_the_buttons_under_the_text_field_send_what_they_promise(started: Desk) -> None:
    rows = [
        [{"text": "Send number", "request_contact": True}],
        [{"text": "Send place", "request_location": True}, "Other"],
    ]
    await started.says("?", reply_markup={"keyboard": rows, "one_time_keyboard": True})
    await started.does("tap", label="Send place")
    assert (await started.get(f"/sim/parent/{AIGERIM}/chat"))["keyboard"] is None
    for label in ("Send number", "Other"):
        await started.says("?", reply_markup={"keyboard": rows, "one_time_keyboard": True})
        await started.does("tap", label=label)
    place, number, text = [update["message"] for update in await started.updates()]
    assert place["location"] == {"latitude": 43.238949, "longitude": 76.889709}
    assert number["contact"] == {
        "phone_number": "77010000001",
        "first_name": "Айгерім",
        "last_name": "Оспанова",
        "user_id": AIGERIM,
    }
    assert text["text"] == "Other"


async def test_somebody_elses_card_is_not_the_own_number(started: Desk) -> None:
    await started.does("contact", own=False, phone="77010000002", name="Данияр", user_id=7010000002)
    await started.does("contact", own=False)
    theirs, unknown = [update["message"]["contact"] for update in await started.updates()]
    assert theirs["user_id"] != AIGERIM
    assert "user_id" not in unknown


@pytest.mark.parametrize(
    ("action", "wish"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "x" * 4097}),
        ("start", {"payload": "not allowed!"}),
        ("location", {"latitude": "north"}),
    ],
)
async def test_a_phone_cannot_do_what_telegram_does_not_let_it(
    started: Desk, action: str, wish: dict[str, str]
) -> None:
    assert (await started.ask("POST", f"/sim/parent/{AIGERIM}/{action}", json=wish))[0] == 400


async def test_a_person_without_a_chat_an_unknown_person_and_an_unknown_bot(desk: Desk) -> None:
    assert (await desk.get(f"/sim/parent/{AIGERIM}/chat"))["messages"] == []
    for path in ("/sim/parent/1/chat", f"/sim/nobody/{AIGERIM}/chat"):
        assert (await desk.ask("GET", path))[0] == 404
    for query in ("after=x", "wait=long"):
        assert (await desk.ask("GET", f"/sim/parent/{AIGERIM}/messages?{query}"))[0] == 400


async def test_events_stream_from_where_the_reader_was(started: Desk) -> None:
    said = await started.does("text", text="Сәлем")
    url = started.url(f"/sim/events?after={said['seq'] - 1}")
    async with started.http.get(url) as stream:
        assert stream.content_type == "text/event-stream"
        assert (await event(stream.content))["text"] == "Сәлем"
        await started.says("Hello")
        assert (await event(stream.content))["text"] == "Hello"


async def event(stream: StreamReader) -> dict[str, object]:
    """The next event of a stream."""
    while True:
        line = (await stream.readline()).decode()
        if line.startswith(DATA):
            return dict(json.loads(line.removeprefix(DATA)))


async def test_the_state_holds_all_that_the_page_shows(started: Desk) -> None:
    await started.post("/sim/hints", {"lines": ["phthisiatrician: abc"]})
    state = await started.get("/sim/state")
    assert state["hints"] == ["phthisiatrician: abc"]
    assert [bot["label"] for bot in state["bots"]] == ["parent", "staff"]
    assert [family["key"] for family in state["families"]] == ["siblings", "one_child", "twins", "not_the_parent"]
    assert state["chats"][0]["messages"][0]["text"] == "/start"
    assert (await started.get("/sim/families"))["families"] == state["families"]
    assert (await started.ask("POST", "/sim/hints", json={"lines": "x"}))[0] == 400


async def test_a_reset_empties_the_desk_but_numbers_go_on(started: Desk) -> None:
    before = await started.does("text", text="before")
    await started.post("/clock", {"forward": "30 days"})
    await started.post("/sim/parent/limits", {"on": True})
    await started.post("/sim/reset")
    state = await started.get("/sim/state")
    assert (state["chats"], state["sms"], len(state["users"])) == ([], [], 5)
    after = await started.does("start")
    assert all(after[name] > before[name] for name in ("message_id", "update_id", "seq"))
    assert len(await started.updates()) == 1


async def test_another_bot_comes_to_life_at_its_first_call(started: Desk) -> None:
    status, got = await started.ask("POST", "/bot77:another/getMe")
    assert (status, got["result"]["id"]) == (200, 77)
    await started.post(f"/sim/77/{AIGERIM}/start")
    _, got = await started.ask("POST", "/bot77:another/getUpdates")
    assert got["result"][0]["message"]["text"] == "/start"
    assert await started.updates() == []


async def test_foreign_pages_and_host_names_are_refused(desk: Desk) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert (await desk.ask("GET", "/sim/state", headers=headers))[0] == 403
    own = desk.url("").rstrip("/")
    assert (await desk.ask("GET", "/clock", headers={"Origin": own}))[0] == 200


async def test_bodies_that_are_no_objects_are_refused(desk: Desk) -> None:
    for body in (b"[]", b"{"):
        assert (await desk.ask("POST", "/clock", data=body))[0] == 400


def test_the_simulator_serves_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        serve("0.0.0.0")


def test_an_application_can_be_made_with_defaults() -> None:
    assert create_app() is not None
