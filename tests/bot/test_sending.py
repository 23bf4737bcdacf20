"""The sender keeps the order, the pace, and its promises when things go wrong."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Wrong
from bot.letters import Delivered
from bot.pace import TELEGRAM_PACE, WHATSAPP_PACE, Limit, Pace, paces_of
from tests.bot.lanes import Lanes

CHAT_PACE = Pace(None, Limit(1, 4))
BOT_PACE = Pace(Limit(25, 5), None)


async def test_messages_of_one_chat_arrive_in_order_and_chats_do_not_wait_for_each_other(lanes: Lanes) -> None:
    await lanes.say("aigul", "one", "two", "three")
    await lanes.say("daniyar", "eins", "zwei")
    sender = lanes.sender()
    await sender.round()
    await sender.landed()
    assert sorted(lanes.postman.texts) == ["eins", "one"]
    await lanes.rounds(sender, 3)
    assert [text for chat, text in lanes.postman.brought if chat == "aigul"] == ["one", "two", "three"]
    assert [text for chat, text in lanes.postman.brought if chat == "daniyar"] == ["eins", "zwei"]
    assert not await lanes.oldest()


async def test_nothing_is_sent_twice_while_it_is_in_flight(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    await lanes.say("aigul", "slow", "next")
    sender = lanes.sender()
    for _round in range(3):
        await sender.round()
    lanes.postman.gate.set()
    await lanes.rounds(sender, 2)
    assert lanes.postman.texts == ["slow", "next"]


async def test_a_chat_gets_four_at_once_and_then_one_a_second(lanes: Lanes) -> None:
    await lanes.say("aigul", *"abcdefg")
    sender = lanes.sender(CHAT_PACE)
    await lanes.rounds(sender, 9)
    assert lanes.postman.texts == list("abcd")
    lanes.lease_clock.seconds += 0.9
    await lanes.rounds(sender, 2)
    assert lanes.postman.texts == list("abcd")
    lanes.lease_clock.seconds += 0.2
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == list("abcde")


async def test_a_bot_never_sends_more_than_thirty_in_any_second(lanes: Lanes) -> None:
    for number in range(60):
        await lanes.say(f"chat {number}", str(number))
    sender = lanes.sender(BOT_PACE)
    sent_at: list[float] = []
    for _hundredth in range(120):
        await lanes.rounds(sender, 1)
        sent_at += [lanes.lease_clock.seconds] * (len(lanes.postman.brought) - len(sent_at))
        lanes.lease_clock.seconds += 0.01
    busiest = max(sum(start <= moment < start + 1 for moment in sent_at) for start in sent_at)
    assert 25 <= busiest <= 30
    assert len(sent_at) >= 30


async def test_both_bots_have_a_pace_of_their_own(lanes: Lanes) -> None:
    for number in range(6):
        await lanes.say(f"parent {number}", "parents")
        await lanes.say(f"doctor {number}", "staff", channel="staff")
    await lanes.rounds(lanes.sender(BOT_PACE), 1)
    assert sorted(lanes.postman.texts) == ["parents"] * 5 + ["staff"] * 5


async def test_when_telegram_says_wait_the_whole_bot_waits_and_the_other_does_not(lanes: Lanes) -> None:
    lanes.postman.results["first"] = [Flooded(30)]
    await lanes.say("aigul", "first")
    sender = lanes.sender(TELEGRAM_PACE)
    await lanes.rounds(sender, 2)
    await lanes.say("daniyar", "second")
    await lanes.say("doctor", "staff", channel="staff")
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == ["staff"]
    lanes.lease_clock.seconds += 31
    await lanes.rounds(sender, 3)
    assert sorted(lanes.postman.texts) == ["first", "second", "staff"]


async def test_trouble_on_the_way_is_tried_again_after_longer_and_longer_pauses(lanes: Lanes) -> None:
    lanes.postman.results["hello"] = [TryLater("timeout")] * 3
    await lanes.say("aigul", "hello", "after")
    sender = lanes.sender()
    for pause in (1, 2, 4):
        await lanes.rounds(sender, 2)
        lanes.lease_clock.seconds += pause - 0.1
        await lanes.rounds(sender, 1)
        assert lanes.postman.texts == []
        lanes.lease_clock.seconds += 0.2
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == ["hello", "after"]
    assert len(lanes.postman.letters) == 5


async def test_who_blocked_the_bot_is_noted_and_gets_nothing_more(lanes: Lanes) -> None:
    lanes.postman.results["hello"] = [Gone("Forbidden: bot was blocked by the user")]
    address = await lanes.say("aigul", "hello")
    await lanes.rounds(lanes.sender(), 2)
    async with lanes.database.reading() as uow:
        kept = await uow.accounts.address(address.id)
    assert kept is not None
    assert kept.blocked_at == lanes.clock.now()
    assert not await lanes.oldest()


async def test_a_chat_that_had_too_much_rests_for_minutes_up_to_an_hour(lanes: Lanes) -> None:
    lanes.postman.results["hello"] = [Throttled("63018")] * 8
    await lanes.say("aigul", "hello", channel="whatsapp")
    await lanes.say("daniyar", "good day", channel="whatsapp")
    sender = lanes.sender()
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        await lanes.rounds(sender, 2)
        lanes.lease_clock.seconds += minutes * 60 - 1
        await lanes.rounds(sender, 1)
        assert lanes.postman.texts == ["good day"]
        lanes.lease_clock.seconds += 2
    await lanes.rounds(sender, 2)
    assert lanes.postman.texts == ["good day", "hello"]


async def test_what_is_lost_is_never_sent_again_and_the_person_is_still_there(lanes: Lanes) -> None:
    lanes.postman.results["hello"] = [Lost("63032")]
    address = await lanes.say("aigul", "hello", "after", channel="whatsapp")
    await lanes.rounds(lanes.sender(), 3)
    assert lanes.postman.texts == ["after"]
    assert (await lanes.chat(address)).blocked_at is None


async def test_what_is_held_waits_for_the_person_and_holds_up_nothing(lanes: Lanes) -> None:
    lanes.postman.results["late"] = [Held("news 1")]
    lanes.postman.results["later"] = [Held()]
    address = await lanes.say("+77010000001", "late", "later", "template", channel="whatsapp")
    sender = lanes.sender()
    await lanes.rounds(sender, 4)
    assert lanes.postman.texts == ["template"]
    assert [letter.news_at for letter in lanes.postman.letters] == [None, lanes.clock.now(), lanes.clock.now()]
    assert (await lanes.chat(address)).news_at == lanes.clock.now()
    assert not await lanes.oldest()
    await lanes.writes("+77010000001", channel="whatsapp")
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == ["template", "late", "later"]
    assert lanes.postman.letters[-1].seen_at == lanes.clock.now()


async def test_who_writes_while_a_message_is_found_too_late_gets_it_at_once(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    lanes.postman.results["late"] = [Held("news 1")]
    await lanes.say("+77010000001", "late", channel="whatsapp")
    sender = lanes.sender()
    await sender.round()
    await lanes.postman.called.wait()
    await lanes.writes("+77010000001", channel="whatsapp")
    lanes.postman.gate.set()
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == ["late"]


@pytest.mark.parametrize("confirmed", [True, False])
async def test_only_what_is_confirmed_counts_as_delivered(lanes: Lanes, confirmed: bool) -> None:
    lanes.postman.results["hello"] = [Delivered("m1", confirmed=confirmed)]
    await lanes.say("aigul", "hello", notification=7)
    await lanes.rounds(lanes.sender(), 2)
    async with lanes.database.reading() as uow:
        fate = await uow.outbox.fate(7)
    assert fate.delivered is confirmed


async def test_a_letter_tells_what_the_channel_must_know(lanes: Lanes) -> None:
    await lanes.writes("+77010000001", channel="whatsapp")
    lanes.clock.move(hours=25)
    address = await lanes.say("+77010000001", "hello", channel="whatsapp", purpose="N03")
    await lanes.rounds(lanes.sender(), 1)
    [letter] = lanes.postman.letters
    assert (letter.chat, letter.address_id, letter.purpose) == ("+77010000001", address.id, "N03")
    assert letter.seen_at == lanes.clock.now() - timedelta(hours=25)


async def test_a_channel_that_hangs_keeps_no_other_one_waiting(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    for number in range(6):
        await lanes.say(f"+7701000000{number}", "slow", channel="whatsapp")
    sender = lanes.sender(Pace(None, None, in_flight=2))
    for _round in range(4):
        await sender.round()
    assert len(lanes.postman.letters) == 2
    lanes.postman.called.clear()
    await lanes.say("aigul", "quick")
    await sender.round()
    await lanes.postman.called.wait()
    assert lanes.postman.letters[-1].chat == "aigul"
    lanes.postman.gate.set()
    await lanes.rounds(sender, 4)
    assert sorted(lanes.postman.texts) == ["quick", *["slow"] * 6]


async def test_a_chat_on_whatsapp_gets_ten_at_once_and_then_one_in_six_seconds(lanes: Lanes) -> None:
    await lanes.say("+77010000001", *"abcdefghijkl", channel="whatsapp")
    sender = lanes.sender(WHATSAPP_PACE)
    await lanes.rounds(sender, 15)
    assert lanes.postman.texts == list("abcdefghij")
    lanes.lease_clock.seconds += 5.9
    await lanes.rounds(sender, 2)
    assert len(lanes.postman.texts) == 10
    lanes.lease_clock.seconds += 0.2
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == list("abcdefghijk")


def test_each_channel_has_its_pace() -> None:
    paces = paces_of(("telegram", "staff", "whatsapp"))
    assert paces == {"telegram": TELEGRAM_PACE, "staff": TELEGRAM_PACE, "whatsapp": WHATSAPP_PACE}
    assert WHATSAPP_PACE.overall is not None
    assert WHATSAPP_PACE.overall.per_second + WHATSAPP_PACE.overall.burst <= 80
    assert all(pace.chat is None for pace in paces_of(paces, sandbox=True).values())


@pytest.mark.parametrize("error", [Wrong("Bad Request: chat not found"), KeyError("a bug of ours")])
async def test_what_cannot_be_sent_goes_to_an_operator_and_does_not_hold_up_the_chat(
    lanes: Lanes, error: Exception
) -> None:
    lanes.postman.results["bad"] = [error]
    await lanes.say("aigul", "bad", "good")
    with capture_logs() as logs:
        await lanes.rounds(lanes.sender(), 3)
    assert lanes.postman.texts == ["good"]
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"][-1] == "message.refused"
    assert not any("'text'" in str(entry) for entry in logs)


async def test_a_message_of_several_parts_goes_on_where_it_was(lanes: Lanes) -> None:
    lanes.postman.results["long"] = [Delivered("m1", step=1), TryLater("timeout"), Delivered("m2", step=2)]
    await lanes.say("aigul", "long", "after")
    sender = lanes.sender()
    await lanes.rounds(sender, 3)
    lanes.lease_clock.seconds += 5
    await lanes.rounds(sender, 4)
    assert [letter.step for letter in lanes.postman.letters] == [0, 1, 1, 2, 0]
    assert lanes.postman.texts == ["long", "long", "long", "after"]


async def test_a_restart_between_parts_sends_no_part_again(lanes: Lanes) -> None:
    lanes.postman.results["long"] = [Delivered("m1", step=1), Delivered("m2", step=2)]
    await lanes.say("aigul", "long")
    before = lanes.sender()
    await lanes.rounds(before, 2)
    await before.round(claiming=False)
    async with lanes.database.transaction("start") as uow:
        await uow.release_leases(0)
    await lanes.rounds(lanes.sender(), 3)
    assert [letter.step for letter in lanes.postman.letters] == [0, 1, 2]


async def test_two_senders_share_the_parts_of_a_message(lanes: Lanes) -> None:
    lanes.postman.results["long"] = [Delivered("m1", step=1), Delivered("m2", step=2)]
    await lanes.say("aigul", "long")
    senders = (lanes.sender(), lanes.sender())
    for _round in range(4):
        for sender in senders:
            await lanes.rounds(sender, 1)
    assert [letter.step for letter in lanes.postman.letters] == [0, 1, 2]


async def test_a_slow_delivery_stays_with_its_sender(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    await lanes.say("aigul", "big upload")
    sender, other = lanes.sender(), lanes.sender()
    await sender.round()
    await lanes.postman.called.wait()
    for _half_minute in range(10):
        lanes.lease_clock.seconds += 30
        await sender.round()
        await other.round()
    lanes.postman.gate.set()
    await lanes.rounds(sender, 2)
    await lanes.rounds(other, 1)
    assert lanes.postman.texts == ["big upload"]
    assert not await lanes.oldest()


async def test_a_standstill_longer_than_the_lease_does_not_send_what_is_in_flight_again(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    await lanes.say("aigul", "slow", "next")
    sender = lanes.sender()
    await sender.round()
    await lanes.postman.called.wait()
    lanes.lease_clock.seconds += 1000
    await sender.round()
    lanes.postman.gate.set()
    await lanes.rounds(sender, 3)
    assert lanes.postman.texts == ["slow", "next"]
    assert not await lanes.oldest()


async def test_an_open_keyboard_is_remembered_before_the_next_part(lanes: Lanes) -> None:
    lanes.postman.results["ask"] = [Delivered("m1", keyboard=True)]
    lanes.postman.results["next"] = [Delivered("m2", step=0, keyboard=False)]
    await lanes.say("aigul", "ask", "next")
    await lanes.rounds(lanes.sender(), 4)
    assert [letter.keyboard_open for letter in lanes.postman.letters] == [False, True, False]


async def test_what_is_for_a_channel_that_is_not_in_service_waits_until_it_is(lanes: Lanes) -> None:
    await lanes.say("somebody", "hello", channel="pigeon")
    await lanes.rounds(lanes.sender(), 2)
    assert (lanes.postman.letters, await lanes.oldest()) == ([], True)
    await lanes.rounds(lanes.sender(also="pigeon"), 2)
    assert (lanes.postman.texts, await lanes.oldest()) == (["hello"], False)


async def test_a_stop_lets_what_is_in_flight_land_and_begins_nothing_new(lanes: Lanes) -> None:
    lanes.postman.gate = asyncio.Event()
    await lanes.say("aigul", "in flight", "later")
    sender, stop = lanes.sender(), asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    await lanes.postman.called.wait()
    stop.set()
    lanes.postman.gate.set()
    await running
    assert lanes.postman.texts == ["in flight"]
    await lanes.rounds(lanes.sender(), 2)
    assert lanes.postman.texts == ["in flight", "later"]


async def test_a_new_message_wakes_the_sender(lanes: Lanes) -> None:
    sender, stop = lanes.sender(), asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    await lanes.say("aigul", "hello")
    async with asyncio.timeout(3):
        await lanes.postman.called.wait()
    stop.set()
    await running
    assert not await lanes.oldest()


async def test_what_came_back_is_not_forgotten_when_the_database_is_away(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lanes.say("aigul", "hello")
    sender = lanes.sender()
    await sender.round()
    await sender.landed()
    with monkeypatch.context() as away:
        away.setattr(lanes.database, "transaction", None)
        with pytest.raises(TypeError):
            await sender.round()
    await lanes.rounds(sender, 2)
    assert lanes.postman.texts == ["hello"]
    assert not await lanes.oldest()
