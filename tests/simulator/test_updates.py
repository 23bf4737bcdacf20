"""Updates reach a polling bot in order, once it asks, until it confirms them."""

from __future__ import annotations

import asyncio

from tests.simulator.desk import AIGERIM, Desk, keyboard


async def test_what_the_phone_does_becomes_updates_with_growing_ids(desk: Desk) -> None:
    done = [await desk.does("start", payload="invite_1"), await desk.does("text", text="Сәлем")]
    got = await desk.updates()
    assert [update["update_id"] for update in got] == [each["update_id"] for each in done]
    assert got[0]["update_id"] < got[1]["update_id"]
    assert got[0]["message"]["text"] == "/start invite_1"
    assert got[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert got[1]["message"]["from"]["language_code"] == "ru"
    assert got[1]["message"]["chat"] == {
        "id": AIGERIM,
        "first_name": "Айгерім",
        "last_name": "Оспанова",
        "type": "private",
    }


async def test_an_update_comes_again_until_an_offset_confirms_it(desk: Desk) -> None:
    first, second = await desk.does("text", text="1"), await desk.does("text", text="2")
    assert len(await desk.updates()) == 2
    assert [update["update_id"] for update in await desk.updates(offset=second["update_id"])] == [second["update_id"]]
    assert await desk.updates(offset=second["update_id"] + 1) == []
    assert await desk.updates(offset=first["update_id"]) == []


async def test_a_negative_offset_keeps_the_newest_and_a_limit_cuts(desk: Desk) -> None:
    for text in "123":
        await desk.does("text", text=text)
    assert [update["message"]["text"] for update in await desk.updates(limit=2)] == ["1", "2"]
    assert [update["message"]["text"] for update in await desk.updates(offset=-1)] == ["3"]
    assert len(await desk.updates()) == 1


async def test_a_long_poll_returns_as_soon_as_something_comes(desk: Desk) -> None:
    poll = asyncio.create_task(desk.updates(timeout=50))
    await asyncio.sleep(0)
    await desk.does("text", text="hello")
    assert (await poll)[0]["message"]["text"] == "hello"


async def test_a_second_poll_ends_the_first_with_409(desk: Desk) -> None:
    first = asyncio.create_task(desk.call("getUpdates", timeout=50))
    while not first.done():
        await desk.call("getUpdates", timeout=0)
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_polling_is_refused_while_a_webhook_is_set(desk: Desk) -> None:
    await desk.result("setWebhook", url="https://balapan.kz/hook")
    refused = await desk.call("getUpdates")
    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)
    assert await desk.result("deleteWebhook") is True
    assert await desk.updates() == []


async def test_only_the_wanted_kinds_come(desk: Desk) -> None:
    await desk.updates(allowed_updates=["message"])
    await desk.does("text", text="hello")
    assert (await desk.does("block"))["update_id"] is None
    assert [list(update) for update in await desk.updates()] == [["update_id", "message"]]
    await desk.updates(allowed_updates=[])
    assert (await desk.does("unblock"))["update_id"] is not None


async def test_a_tap_carries_its_message_and_is_answered_in_time(started: Desk) -> None:
    sent = await started.says("Which queue?", reply_markup=keyboard("General"))
    tap = await started.does("tap", label="General")
    [update] = await started.updates()
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("General", sent["message_id"])
    answer = {"callback_query_id": query["id"], "text": "Done", "show_alert": True}
    assert await started.result("answerCallbackQuery", **answer) is True
    [record] = await started.reads(after=tap["seq"])
    assert (record["kind"], record["text"], record["alert"]) == ("answer", "Done", True)


async def test_a_late_or_unknown_answer_to_a_tap_is_refused(started: Desk) -> None:
    await started.says("Which queue?", reply_markup=keyboard("General"))
    tap = await started.does("tap", data="General")
    started.time.now += 25
    for query in (tap["query"], "77"):
        refused = await started.call("answerCallbackQuery", callback_query_id=query)
        assert "query is too old and response timeout expired" in refused["description"]
    assert not (await started.call("answerCallbackQuery", callback_query_id=tap["query"], text="x" * 201))["ok"]


async def test_a_tap_on_a_deleted_message_is_inaccessible_and_may_carry_anything(started: Desk) -> None:
    sent = await started.says("Old", reply_markup=keyboard("A"))
    await started.result("deleteMessage", chat_id=AIGERIM, message_id=sent["message_id"])
    await started.does("tap", message_id=sent["message_id"], data="'; drop table")
    [update] = await started.updates()
    assert update["callback_query"]["message"]["date"] == 0
    assert update["callback_query"]["data"] == "'; drop table"


async def test_the_same_update_can_come_again(started: Desk) -> None:
    done = await started.does("text", text="once")
    await started.updates(offset=done["update_id"] + 1)
    assert (await started.post("/sim/parent/redeliver"))["update_id"] == done["update_id"]
    [again] = await started.updates(offset=done["update_id"] + 1)
    assert (again["update_id"], again["message"]["text"]) == (done["update_id"], "once")
    assert await started.updates() == []
    assert (await started.ask("POST", "/sim/parent/redeliver", json={"update_id": 5}))[0] == 404
    assert (await started.ask("POST", "/sim/staff/redeliver"))[0] == 404


async def test_held_updates_can_come_backwards(started: Desk) -> None:
    await started.post("/sim/parent/hold")
    for text in ("first", "second"):
        await started.does("text", text=text)
    assert await started.updates() == []
    assert (await started.post("/sim/parent/release", {"backwards": True}))["released"] == 2
    assert [update["message"]["text"] for update in await started.updates()] == ["second", "first"]


async def test_blocking_tells_the_bot_and_stops_it(started: Desk) -> None:
    await started.does("block")
    [update] = await started.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    refused = await started.call("sendMessage", chat_id=AIGERIM, text="hello")
    assert (refused["error_code"], refused["description"]) == (403, "Forbidden: bot was blocked by the user")
    assert (await started.ask("POST", f"/sim/parent/{AIGERIM}/text", json={"text": "x"}))[0] == 409
    await started.does("start")
    statuses = [
        update.get("my_chat_member", {}).get("new_chat_member", {}).get("status") for update in await started.updates()
    ]
    assert statuses == ["kicked", "member", None]
    assert await started.says("welcome back")


async def test_an_edited_message_is_an_update_of_its_own(started: Desk) -> None:
    said = await started.does("text", text="Alihan")
    await started.does("edit", message_id=said["message_id"], text="Alikhan")
    assert [update.get("edited_message", {}).get("text") for update in await started.updates()] == [None, "Alikhan"]
    own = await started.says("mine")
    wish = {"message_id": own["message_id"], "text": "x"}
    assert (await started.ask("POST", f"/sim/parent/{AIGERIM}/edit", json=wish))[0] == 404
