"""What a bot sends, changes and deletes is what the phone shows."""

from __future__ import annotations

import pytest

from tests.simulator.desk import AIGERIM, Desk, keyboard


async def test_a_message_of_the_bot_reaches_the_phone(started: Desk) -> None:
    sent = await started.says("Which queue?", reply_markup=keyboard("Sanatorium", "General"))
    [_, shown] = await started.reads()
    assert (shown["message_id"], shown["from"], shown["text"]) == (sent["message_id"], "bot", "Which queue?")
    assert [(button["text"], button["data"]) for button in shown["buttons"]] == [
        ("Sanatorium", "Sanatorium"),
        ("General", "General"),
    ]


async def test_html_becomes_plain_text_with_entities(started: Desk) -> None:
    sent = await started.says("До <b>четверга</b> &amp; раньше", parse_mode="HTML")
    assert sent["text"] == "До четверга & раньше"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 8}]


async def test_urlencoded_calls_are_understood(started: Desk) -> None:
    markup = '{"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]}'
    form = {"chat_id": str(AIGERIM), "text": "Готово?", "reply_markup": markup}
    status, _ = await started.ask("POST", "/bot1000001:parent-demo/sendmessage", data=form)
    assert status == 200
    assert (await started.reads(from_="bot"))[0]["buttons"][0]["data"] == "1"


async def test_an_edit_replaces_the_text_and_a_missing_markup_takes_the_buttons_away(started: Desk) -> None:
    sent = await started.says("Step 1", reply_markup=keyboard("Next"))
    await started.result("editMessageText", chat_id=AIGERIM, message_id=sent["message_id"], text="Step 2")
    records = await started.reads(from_="bot")
    assert [(each["kind"], each["text"], len(each["buttons"])) for each in records] == [
        ("message", "Step 1", 1),
        ("edited", "Step 2", 0),
    ]


async def test_only_the_buttons_can_be_changed(started: Desk) -> None:
    sent = await started.says("Step 1", reply_markup=keyboard("Next"))
    edit = {"chat_id": AIGERIM, "message_id": sent["message_id"]}
    await started.result("editMessageReplyMarkup", **edit, reply_markup=keyboard("Back"))
    assert (await started.reads(from_="bot"))[-1]["buttons"][0]["text"] == "Back"
    assert "reply_markup" not in await started.result("editMessageReplyMarkup", **edit)


async def test_an_edit_that_changes_nothing_is_refused(started: Desk) -> None:
    sent = await started.says("Same", reply_markup=keyboard("A"))
    same = {"chat_id": AIGERIM, "message_id": sent["message_id"], "reply_markup": keyboard("A")}
    for method, more in (("editMessageText", {"text": "Same"}), ("editMessageReplyMarkup", {})):
        refused = await started.call(method, **same, **more)
        assert refused["error_code"] == 400
        assert refused["description"].startswith("Bad Request: message is not modified: specified new message")


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"message_id": 1, "text": "x"}, "message to edit not found"),
        ({"message_id": "theirs", "text": "x"}, "message can't be edited"),
        ({"message_id": "with keyboard", "text": "x"}, "message can't be edited"),
        ({"message_id": "own", "text": "x", "reply_markup": {"keyboard": [["a"]]}}, "inline keyboard expected"),
        ({"message_id": "own", "text": " "}, "message text is empty"),
    ],
)
async def test_an_edit_is_refused_with_telegrams_words(started: Desk, wish: dict[str, object], problem: str) -> None:
    ids = {
        "own": (await started.says("mine"))["message_id"],
        "with keyboard": (await started.says("mine", reply_markup={"keyboard": [["a"]]}))["message_id"],
        "theirs": (await started.does("text", text="hello"))["message_id"],
    }
    wish = {**wish, "message_id": ids.get(str(wish["message_id"]), wish["message_id"])}
    refused = await started.call("editMessageText", chat_id=AIGERIM, **wish)
    assert refused["description"] == f"Bad Request: {problem}"


async def test_a_bot_deletes_its_own_and_incoming_messages_under_48_hours(started: Desk) -> None:
    secret = await started.does("text", text="my password")
    deletion = {"chat_id": AIGERIM, "message_id": secret["message_id"]}
    assert await started.result("deleteMessage", **deletion) is True
    assert (await started.reads())[-1]["kind"] == "deleted"
    assert (await started.call("deleteMessage", **deletion))["description"].endswith("message to delete not found")
    old = await started.says("old")
    await started.post("/clock", {"forward": "3 days"})
    refused = await started.call("deleteMessage", chat_id=AIGERIM, message_id=old["message_id"])
    assert "can't be deleted" in refused["description"]


async def test_deleting_several_skips_those_that_are_gone(started: Desk) -> None:
    kept = [(await started.says(text))["message_id"] for text in ("one", "two")]
    assert await started.result("deleteMessages", chat_id=AIGERIM, message_ids=[*kept, 5]) is True
    assert (await started.get(f"/sim/parent/{AIGERIM}/chat"))["messages"][-1]["text"] == "/start"


async def test_a_reply_keyboard_comes_and_goes(started: Desk) -> None:
    wish = {"keyboard": [[{"text": "Send my number", "request_contact": True}]], "one_time_keyboard": True}
    sent = await started.says("Your number?", reply_markup=wish)
    assert "reply_markup" not in sent
    assert (await started.get(f"/sim/parent/{AIGERIM}/chat"))["keyboard"]["keyboard"] == wish["keyboard"]
    await started.says("Thanks", reply_markup={"remove_keyboard": True})
    assert (await started.get(f"/sim/parent/{AIGERIM}/chat"))["keyboard"] is None
    assert (await started.reads())[-1]["removes_keyboard"]


async def test_a_chat_action_shows_that_the_bot_is_typing(started: Desk) -> None:
    assert await started.result("sendChatAction", chat_id=AIGERIM, action="typing") is True
    assert (await started.reads(kinds="action"))[0]["action"] == "typing"
    assert not (await started.call("sendChatAction", chat_id=AIGERIM, action="dancing"))["ok"]


@pytest.mark.parametrize(
    ("chat", "status", "description"),
    [
        ("", 400, "Bad Request: chat_id is empty"),
        ("12", 400, "Bad Request: chat not found"),
        ("@somebody", 400, "Bad Request: chat not found"),
        ("7010000002", 403, "Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_a_bot_writes_only_to_those_who_wrote_first(
    started: Desk, chat: str, status: int, description: str
) -> None:
    refused = await started.call("sendMessage", chat_id=chat, text="hello")
    assert (refused["error_code"], refused["description"]) == (status, description)


async def test_settings_of_the_bot_are_kept_and_checked(started: Desk) -> None:
    commands = [{"command": "start", "description": "Start"}]
    assert await started.result("setMyCommands", commands=commands, language_code="ru") is True
    assert await started.result("getMyCommands", language_code="ru") == commands
    assert await started.result("getMyCommands") == []
    assert await started.result("deleteMyCommands", language_code="ru") is True
    assert await started.result("setMyDescription", description="I help") is True
    assert await started.result("setMyShortDescription", short_description="Help") is True
    assert await started.result("setChatMenuButton", menu_button={"type": "commands"}) is True
    assert await started.result("getChatMenuButton") == {"type": "commands"}
    assert await started.result("setMyName", name="Балапан") is True
    assert (await started.result("getMe"))["first_name"] == "Балапан"
    for method, wish in (
        ("setMyCommands", {"commands": [{"command": "СТАРТ", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}),
        ("setMyCommands", {"commands": "{}"}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setChatMenuButton", {"menu_button": {"type": "dance"}}),
    ):
        assert (await started.call(method, **wish))["error_code"] == 400


async def test_a_chat_tells_who_it_is_with(started: Desk) -> None:
    assert (await started.result("getChat", chat_id=AIGERIM))["first_name"] == "Айгерім"


async def test_an_unknown_method_and_a_token_that_is_none_are_not_found(desk: Desk) -> None:
    assert (await desk.call("dance"))["description"] == "Not Found: method not found"
    status, content = await desk.ask("POST", "/botnonsense/getMe")
    assert (status, content["ok"]) == (404, False)
