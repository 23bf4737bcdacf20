"""Updates come in by polling and by webhook: once, in order, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.commands import staff_link
from bot.delivery import TryLater
from bot.intake import Crowded, Intake
from bot.settings import Settings
from bot.telegram.bots import TelegramBot, open_bots
from bot.telegram.client import Telegram
from bot.telegram.menu_button import offer_commands
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception
from dialogs.words import command
from storage.database import Database
from storage.inbox import Arrival
from tests.channels.updates import message, tap
from tests.handlers.town import MovableClock
from tests.simulator.desk import Desk, keyboard

PATIENCE_S = 5


@pytest.fixture
def reception(telegram: Telegram, database: Database, clock: MovableClock) -> Reception:
    return Reception("telegram", telegram, Intake(database, clock))


@pytest.fixture
def offline(database: Database, clock: MovableClock) -> Reception:
    """A reception whose bot has nobody to talk to."""
    return Reception("telegram", Telegram("1000001:parent-demo", "http://127.0.0.1:1"), Intake(database, clock))


class Pauses:
    """How long polling paused, without the waiting."""

    def __init__(self) -> None:
        self.made: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.made.append(seconds)


async def kept(database: Database) -> list[dict[str, Any]]:
    """The payloads in the inbox, in order."""
    async with database.transaction("look") as uow:
        return [row.payload for row in await uow.inbox.claim(10)]


async def polled_once(poll: Polling, database: Database) -> None:
    """Poll until something is kept, then stop."""
    stop = asyncio.Event()
    running = asyncio.create_task(poll.run(stop))
    async with asyncio.timeout(PATIENCE_S):
        await database.wait("inbox", PATIENCE_S)
        stop.set()
        await running


async def test_what_a_phone_sends_is_kept_in_order(
    desk: Desk, telegram: Telegram, reception: Reception, database: Database
) -> None:
    await desk.does("start", payload="inv_1")
    await desk.does("text", text="Сәлем")
    await desk.does("contact", own=True)
    await desk.does("location", latitude=43.2, longitude=76.9)
    await reception.take(await telegram.updates(None, 0))
    payloads = await kept(database)
    assert [next(iter(payload)) for payload in payloads] == ["start", "said", "contact", "located"]
    assert payloads[0]["start"] == "inv_1"
    assert payloads[2]["contact"]["own"] is True


async def test_the_same_update_three_times_is_one(
    desk: Desk, telegram: Telegram, reception: Reception, database: Database
) -> None:
    await desk.does("text", text="once")
    updates = await telegram.updates(None, 0)
    for _time in range(3):
        await reception.take(updates)
    assert [payload["said"] for payload in await kept(database)] == ["once"]


async def test_updates_that_overtake_each_other_are_all_kept_once_and_in_one_row_of_the_person(
    reception: Reception, database: Database
) -> None:
    later, earlier = message(900_000_011, text="later"), tap("a.1.b", 900_000_010)
    for update in (later, earlier, later, earlier):
        await reception.take([update])
    await reception.close()
    async with database.transaction("look") as uow:
        rows = await uow.inbox.claim(10)
    assert [next(iter(row.payload)) for row in rows] == ["said", "tapped"]
    assert len({row.account_id for row in rows}) == 1


async def test_updates_are_confirmed_only_when_they_are_kept(
    desk: Desk, telegram: Telegram, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.does("text", text="do not lose me")
    poll = Polling(telegram, reception)
    with monkeypatch.context() as away:
        away.setattr(reception, "_intake", None)
        with pytest.raises(AttributeError):
            await poll.take(await telegram.updates(None, 0))
    assert poll.offset is None
    await poll.take(await telegram.updates(poll.offset, 0))
    assert await telegram.updates(poll.offset, 0) == []


async def test_what_nobody_understands_does_not_hold_up_the_others(offline: Reception, database: Database) -> None:
    poll = Polling(Away(asyncio.Event()), offline)
    odd = {"update_id": 11, "message": {"chat": "?"}}
    await poll.take([message(10, text="before"), odd, {"update_id": "?"}, "?", message(12, text="after")])
    assert [payload["said"] for payload in await kept(database)] == ["before", "after"]
    assert poll.offset == 13


async def test_a_tap_is_answered_at_once_and_an_old_one_without_fuss(
    desk: Desk, telegram: Telegram, reception: Reception
) -> None:
    await desk.does("start")
    sent = await desk.says("Which?", reply_markup=keyboard("a.1.x"))
    await desk.does("tap", message_id=sent["message_id"], data="a.1.x")
    updates = await telegram.updates(None, 0)
    for seconds, status in ((0, 200), (60, 400)):
        desk.time.now += seconds
        await reception.take(updates)
        await reception.close()
        call = (await desk.get("/sim/calls"))["calls"][-1]
        assert (call["method"], call["status"]) == ("answerCallbackQuery", status)


async def test_polling_takes_a_webhook_away_and_runs_until_it_is_stopped(
    desk: Desk, telegram: Telegram, reception: Reception, database: Database
) -> None:
    await telegram.listen_at("http://127.0.0.1:9/telegram/parent", "secret")
    await desk.does("text", text="hello")
    await polled_once(Polling(telegram, reception), database)
    assert (await desk.result("getWebhookInfo"))["url"] == ""
    assert [payload["said"] for payload in await kept(database)] == ["hello"]


@pytest.mark.parametrize("status", [409, 401, 502, 0, 429])
async def test_polling_survives_every_refusal(
    desk: Desk, telegram: Telegram, reception: Reception, database: Database, status: int
) -> None:
    fault = {"method": "getUpdates", "status": status, "retry_after": 9, "description": "refused {retry_after}"}
    await desk.post("/sim/parent/faults", fault)
    await desk.does("text", text="still here")
    pauses = Pauses()
    await polled_once(Polling(telegram, reception, pauses), database)
    assert pauses.made == [9.0 if status == 429 else 1.0]
    assert [payload["said"] for payload in await kept(database)] == ["still here"]


async def test_polling_pauses_while_too_much_waits_at_the_door_and_loses_nothing(
    desk: Desk, telegram: Telegram, database: Database, clock: MovableClock
) -> None:
    class Door(Intake):
        full = 2

        async def store(self, arrivals: Sequence[Arrival]) -> None:
            if self.full and arrivals:
                self.full -= 1
                raise Crowded("2000 wait")
            await super().store(arrivals)

    await desk.does("text", text="still here")
    pauses = Pauses()
    reception = Reception("telegram", telegram, Door(database, clock))
    await polled_once(Polling(telegram, reception, pauses), database)
    assert pauses.made == [1.0, 2.0]
    assert [payload["said"] for payload in await kept(database)] == ["still here"]


class Away:
    """A Bot API server that never answers."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.calls = 0

    async def updates(self, offset: int | None, wait_s: int) -> list[Any]:
        raise AssertionError("the webhook was never taken away")

    async def stop_listening(self) -> None:
        self.calls += 1
        if self.calls == 8:
            self.stop.set()
        raise TryLater("away")


async def test_pauses_grow_while_telegram_is_away(offline: Reception) -> None:
    stop, pauses = asyncio.Event(), Pauses()
    await Polling(Away(stop), offline, pauses).run(stop)
    assert pauses.made[:7] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def bots_of(api: str, intake: Intake, **given: Any) -> tuple[Settings, list[TelegramBot]]:
    tokens = {"telegram_token": "1000001:parent-demo", "staff_telegram_token": "1000002:staff-demo"}
    settings = Settings(telegram_api_url=api, **{**tokens, **given})
    return settings, open_bots(settings, intake)


async def test_with_a_public_address_telegram_is_told_where_to_deliver(
    desk: Desk, database: Database, clock: MovableClock
) -> None:
    address = "https://balapan.example.kz"
    settings, bots = bots_of(desk.url("").rstrip("/"), Intake(database, clock), public_url=address)
    for bot in bots:
        await bot.receive(settings, asyncio.Event())
        await bot.close()
    calls = [call["arguments"] for call in (await desk.get("/sim/calls"))["calls"]]
    assert [call["url"] for call in calls] == [f"{address}/telegram/parent", f"{address}/telegram/staff"]
    assert [call["secret_token"] for call in calls] == [bot.secret for bot in bots]
    assert calls[0]["allowed_updates"] == ["message", "callback_query", "my_chat_member"]


async def test_a_bot_learns_its_own_name_and_tells_where_it_opens(
    desk: Desk, database: Database, clock: MovableClock
) -> None:
    _settings, bots = bots_of(desk.url("").rstrip("/"), Intake(database, clock))
    for bot in bots:
        await bot.introduce(asyncio.Event())
        await bot.close()
    assert bots[0].links == {"telegram": "https://t.me/balapan_parent_bot", "staff": "https://t.me/balapan_staff_bot"}


async def test_the_commands_of_the_menu_button_are_told_in_both_languages(desk: Desk, telegram: Telegram) -> None:
    await offer_commands("telegram", telegram, asyncio.Event())
    calls = [call["arguments"] for call in (await desk.get("/sim/calls"))["calls"]]
    assert [call.get("language_code", "") for call in calls] == ["", "kk", "ru"]
    said = [{one["command"]: one["description"] for one in call["commands"]} for call in calls]
    assert [set(one) for one in said] == [{"menu", "back", "cancel", "language", "help"}] * 3
    assert said[0] == said[2] and said[1]["menu"] == "Мәзірге өту" and said[2]["menu"] == "В меню"
    assert all(command(f"/{name}") is not None for name in said[0])


class NotAnswering:
    """Telegram that does not answer, and a program that is told to stop at the first try."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.tries = 0

    async def show_commands(self, commands: Mapping[str, str], language: str) -> None:
        self.tries += 1
        self.stop.set()
        raise TryLater("away")


async def test_while_telegram_is_away_the_commands_wait() -> None:
    away = NotAnswering()
    with capture_logs() as logs:
        await offer_commands("telegram", away, away.stop)
    assert [one["event"] for one in logs] == ["commands.not_told"]
    assert away.tries == 1


async def test_an_invitation_links_to_the_staff_bot(desk: Desk, database: Database, clock: MovableClock) -> None:
    settings, bots = bots_of(desk.url("").rstrip("/"), Intake(database, clock))
    for bot in bots:
        await bot.close()
    assert await staff_link(settings, "ABC") == "https://t.me/balapan_staff_bot?start=ABC"


async def test_while_telegram_is_away_no_name_is_told(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settings, [bot, _staff] = bots_of("http://127.0.0.1:1", Intake(database, clock))
    stop = asyncio.Event()

    async def away(_telegram: Telegram) -> str:
        stop.set()
        raise TryLater("away")

    monkeypatch.setattr(Telegram, "username", away)
    await bot.introduce(stop)
    assert bot.links == {}


async def test_a_given_secret_serves_both_bots(database: Database, clock: MovableClock) -> None:
    _settings, bots = bots_of("http://127.0.0.1:1", Intake(database, clock), telegram_webhook_secret="s3cret")
    assert [(bot.channel, bot.name) for bot in bots] == [("telegram", "parent"), ("staff", "staff")]
    assert [bot.door.secret for bot in bots] == ["s3cret", "s3cret"]


async def test_without_a_staff_token_there_is_no_staff_bot(database: Database, clock: MovableClock) -> None:
    _settings, bots = bots_of("http://127.0.0.1:1", Intake(database, clock), staff_telegram_token="")
    assert [bot.channel for bot in bots] == ["telegram"]
