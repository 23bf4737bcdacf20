"""Messages reach a phone through the Bot API, over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels import TELEGRAM
from bot.delivery import Flooded, Gone, TryLater, Wrong
from bot.letters import Delivered, Letter
from bot.telegram.client import Telegram
from bot.telegram.failures import NotThere, Unauthorised, Usurped
from bot.telegram.transport import TelegramTransport
from dialogs.message import FileOut, Spoken, SpokenChoice, Wants
from tests.simulator.desk import AIGERIM, Desk, picture

PDF = b"%PDF-1.7 a contract"
pytestmark = pytest.mark.usefixtures("started")


class Shelf:
    """Files to send, by their ids."""

    def __init__(self) -> None:
        self.stored = {1: PDF, 2: picture(), 3: b"not a picture at all", 4: picture()}

    async def content(self, file: FileOut) -> bytes:
        return self.stored[file.stored] if file.stored else (file.content or "").encode()


@pytest.fixture
def transport(telegram: Telegram) -> TelegramTransport:
    return TelegramTransport(telegram, Shelf(), TELEGRAM)


def letter(spoken: Spoken, *, keyboard_open: bool = False, step: int = 0) -> Letter:
    return Letter(1, str(AIGERIM), spoken.to_json(), keyboard_open, step)


def question(text: str, *labels: str, replaces: str | None = None) -> Spoken:
    choices = tuple(SpokenChoice(f"menu.1.{at}", label) for at, label in enumerate(labels))
    return Spoken(text, choices, Wants.CHOICE, replaces=int(replaces) if replaces else None)


async def calls(desk: Desk) -> list[tuple[str, Any]]:
    """What the bot called, but its polling."""
    return [(call["method"], call["status"]) for call in (await desk.get("/sim/calls"))["calls"]]


async def test_a_question_arrives_with_its_buttons(transport: TelegramTransport, desk: Desk) -> None:
    delivered = await transport.deliver(letter(question("Which queue?", "Sanatorium", "General")))
    [shown] = await desk.reads(from_="bot")
    assert delivered == Delivered(str(shown["message_id"]))
    assert shown["text"] == "Which queue?\n\n1 Sanatorium\n2 General"
    assert [button["data"] for button in shown["buttons"]] == ["menu.1.0", "menu.1.1"]


async def test_a_screen_stands_where_the_tap_was(transport: TelegramTransport, desk: Desk) -> None:
    first = await transport.deliver(letter(question("Menu", "Children")))
    second = await transport.deliver(letter(question("Children", "Add", replaces=first.provider_id)))
    assert first.provider_id == second.provider_id
    assert [one["text"] for one in (await desk.get(f"/sim/parent/{AIGERIM}/chat"))["messages"]][-1:] == [
        "Children\n\n1 Add"
    ]
    assert (await calls(desk))[-1] == ("editMessageText", 200)


async def test_the_same_screen_again_is_no_failure(transport: TelegramTransport, desk: Desk) -> None:
    first = await transport.deliver(letter(question("Menu", "Children")))
    again = await transport.deliver(letter(question("Menu", "Children", replaces=first.provider_id)))
    assert again.provider_id == first.provider_id
    assert (await calls(desk))[-1] == ("editMessageText", 400)


async def test_a_question_that_is_gone_is_asked_anew(transport: TelegramTransport, desk: Desk) -> None:
    first = await transport.deliver(letter(question("Menu", "Children")))
    await desk.result("deleteMessage", chat_id=AIGERIM, message_id=int(first.provider_id))
    second = await transport.deliver(letter(question("Children", "Add", replaces=first.provider_id)))
    assert second.provider_id != first.provider_id
    assert (await calls(desk))[-2:] == [("editMessageText", 400), ("sendMessage", 200)]


async def test_the_contact_button_appears_and_goes(transport: TelegramTransport, desk: Desk) -> None:
    share = (SpokenChoice("register.1.share", "Send my number"),)
    asked = await transport.deliver(letter(Spoken("Your number?", share, Wants.CONTACT)))
    assert asked.keyboard is True
    chat = await desk.get(f"/sim/parent/{AIGERIM}/chat")
    assert chat["keyboard"]["keyboard"] == [[{"text": "Send my number", "request_contact": True}]]
    gone = await transport.deliver(letter(question("IIN?", "Back"), keyboard_open=True))
    assert (gone.step, gone.keyboard) == (0, False)
    assert (await desk.get(f"/sim/parent/{AIGERIM}/chat"))["keyboard"] is None
    asked_on = await transport.deliver(letter(question("IIN?", "Back")))
    assert asked_on.step is None


async def test_a_long_text_comes_in_parts_and_goes_on_where_it_was(transport: TelegramTransport, desk: Desk) -> None:
    terms = "\n\n".join(["paragraph " * 350] * 2)
    first = await transport.deliver(letter(question(terms, "I agree")))
    assert first.step == 1
    second = await transport.deliver(letter(question(terms, "I agree"), step=1))
    assert second.step is None
    shown = await desk.reads(from_="bot")
    assert [bool(one["buttons"]) for one in shown] == [False, True]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (FileOut("contract.pdf", "application/pdf", stored=1), "document"),
        (FileOut("conclusion.jpg", "image/jpeg", stored=2), "photo"),
        (FileOut("not_really.jpg", "image/jpeg", stored=3), "document"),
        (FileOut("my_data.json", "application/json", content='{"name": "Айгерім"}'), "document"),
    ],
)
async def test_a_file_arrives_whole(transport: TelegramTransport, desk: Desk, file: FileOut, kind: str) -> None:
    await transport.deliver(letter(Spoken("Here it is.", files=(file,))))
    [shown] = await desk.reads(from_="bot")
    assert (shown["file"]["kind"], shown["text"]) == (kind, "Here it is.")
    if kind == "document":
        async with desk.http.get(desk.url(f"/sim/parent/files/{shown['file']['file_id']}")) as response:
            assert await response.read() == await Shelf().content(file)


async def test_several_pictures_come_as_an_album(transport: TelegramTransport, desk: Desk) -> None:
    pages = tuple(FileOut(f"{page}.jpg", "image/jpeg", stored=page) for page in (2, 4))
    delivered = await transport.deliver(letter(Spoken("Two pages above.", files=pages)))
    assert delivered.step == 1
    first, second = await desk.reads(from_="bot")
    assert first["media_group_id"] == second["media_group_id"]
    assert delivered.provider_id == str(second["message_id"])


async def test_nothing_to_say_is_an_operators_matter(transport: TelegramTransport) -> None:
    with pytest.raises(Wrong, match="nothing to say"):
        await transport.deliver(letter(Spoken("")))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 429, "retry_after": 17}, Flooded),
        ({"status": 403}, Gone),
        ({"status": 403, "description": "Forbidden: user is deactivated"}, Gone),
        ({"status": 401}, Unauthorised),
        ({"status": 400}, Wrong),
        ({"status": 404}, NotThere),
        ({"status": 409, "description": "Conflict: terminated by other getUpdates request"}, Usurped),
        ({"status": 413, "description": "Request Entity Too Large"}, Wrong),
        ({"status": 502}, TryLater),
        ({"status": 0}, TryLater),
    ],
)
async def test_every_refusal_means_something(
    transport: TelegramTransport, desk: Desk, fault: dict[str, Any], error: type[Exception]
) -> None:
    await desk.post("/sim/parent/faults", {"method": "sendMessage", **fault})
    with pytest.raises(error) as caught:
        await transport.deliver(letter(Spoken("hello")))
    assert type(caught.value) is error
    assert "parent-demo" not in str(caught.value)
    if isinstance(caught.value, Flooded):
        assert caught.value.seconds == 17


async def test_a_phone_that_blocked_the_bot_is_gone(transport: TelegramTransport, desk: Desk) -> None:
    await desk.does("block")
    with pytest.raises(Gone, match="blocked by the user"):
        await transport.deliver(letter(Spoken("hello")))


async def test_a_server_that_is_not_there_is_a_matter_of_time() -> None:
    nowhere = Telegram("1000001:parent-demo", "http://127.0.0.1:1")
    with pytest.raises(TryLater):
        await TelegramTransport(nowhere, Shelf(), TELEGRAM).deliver(letter(Spoken("hello")))
    await nowhere.close()
