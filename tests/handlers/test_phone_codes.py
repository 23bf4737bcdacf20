"""Codes by SMS: what they say, how often they are sent, and what wrong ones cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
import structlog

from dialogs.effects import CheckCode, DeleteMyData, SendCode
from dialogs.facts import Able
from dialogs.inputs import Fine
from handlers.outside_work import task_done
from handlers.phone_codes import sms_text
from tests.handlers.neighbours import OTHER_PHONE, PHONE, code_of, does, newcomer, tasks, why, work_outside
from tests.handlers.town import Phone, Town

SEND = SendCode(PHONE, "register")


async def sent(town: Town, phone: Phone) -> str:
    assert await does(town, phone, SEND) == Fine()
    return await code_of(town)


def check(code: str, phone: str = PHONE, purpose: str = "register") -> CheckCode:
    return CheckCode(phone, code, purpose)


def wrong(code: str) -> CheckCode:
    return check(f"{(int(code) + 1) % 1_000_000:06}")


@pytest.mark.rule("S3-11")
async def test_the_code_of_the_sms_proves_the_phone_once(town: Town) -> None:
    phone = await newcomer(town)
    code = await sent(town, phone)
    assert await does(town, phone, check(code)) == Fine()
    assert "There is no code to compare with" in why(await does(town, phone, check(code)))


@pytest.mark.rule("S3-18")
async def test_the_sms_tells_code_and_lifetime_in_the_persons_language(town: Town) -> None:
    phone = await newcomer(town, language="Русский")
    await does(town, phone, SEND)
    (task,) = await tasks(town)
    assert (task.kind, task.payload["to"]) == ("sms", PHONE)
    assert "2" in task.payload["text"]
    assert "Balapan code" not in task.payload["text"]


def test_lifetimes_are_told_in_minutes_or_seconds() -> None:
    assert str(sms_text("012345", 120)) == "Balapan code: 012345. It is good for 2 minutes. Tell it to nobody."
    assert str(sms_text("012345", 60)) == "Balapan code: 012345. It is good for 1 minute. Tell it to nobody."
    assert str(sms_text("012345", 90)) == "Balapan code: 012345. It is good for 90 seconds. Tell it to nobody."


@pytest.mark.rule("E-36")
async def test_edge_36_each_wrong_code_says_how_many_tries_are_left(town: Town) -> None:
    phone = await newcomer(town)
    code = await sent(town, phone)
    words = [why(await does(town, phone, wrong(code))) for _try in range(4)]
    assert [word.rpartition(": ")[2] for word in words] == [
        "4 tries are left.",
        "3 tries are left.",
        "2 tries are left.",
        "1 try is left.",
    ]


@pytest.mark.rule("E-36")
async def test_tries_are_counted_across_resends_and_then_nothing_helps_until_tomorrow(town: Town) -> None:
    phone = await newcomer(town)
    first = await sent(town, phone)
    for _try in range(3):
        await does(town, phone, wrong(first))
    second = await sent(town, phone)
    assert "1 try is left" in why(await does(town, phone, wrong(second)))
    locked = why(await does(town, phone, wrong(second)))
    assert locked.startswith("The code was wrong too many times")
    assert why(await does(town, phone, check(second))) == locked
    assert why(await does(town, phone, SEND)) == locked
    assert await tasks(town) == []
    town.clock.move(days=1, seconds=1)
    assert await does(town, phone, check(await sent(town, phone))) == Fine()


@pytest.mark.rule("E-36")
async def test_deleting_ones_data_gives_no_tries_back(town: Town) -> None:
    phone = await newcomer(town)
    first = await sent(town, phone)
    for _try in range(3):
        await does(town, phone, wrong(first))
    await does(town, phone, DeleteMyData())
    second = await sent(town, await newcomer(town))
    assert "1 try is left" in why(await does(town, phone, wrong(second)))
    assert why(await does(town, phone, wrong(second))).startswith("The code was wrong too many times")
    await does(town, phone, DeleteMyData())
    assert why(await does(town, phone, SEND)).startswith("The code was wrong too many times")


@pytest.mark.rule("E-36")
async def test_the_profile_says_how_many_tries_there_are(town: Town) -> None:
    rules = replace(town.office.profile.verification_code, tries=2)
    town.office = replace(town.office, profile=replace(town.office.profile, verification_code=rules))
    phone = await newcomer(town)
    code = await sent(town, phone)
    assert "1 try is left" in why(await does(town, phone, wrong(code)))
    assert why(await does(town, phone, wrong(code))).startswith("The code was wrong too many times")


@pytest.mark.rule("E-36")
async def test_edge_36_an_old_code_is_said_to_be_old(town: Town) -> None:
    phone = await newcomer(town)
    code = await sent(town, phone)
    town.clock.move(seconds=121)
    assert "This code is too old" in why(await does(town, phone, check(code)))


async def test_a_code_is_good_for_its_chat_phone_and_purpose_only(town: Town) -> None:
    phone, other = await newcomer(town), await newcomer(town, "1002")
    code = await sent(town, phone)
    for asker, question in (
        (other, check(code)),
        (phone, check(code, OTHER_PHONE)),
        (phone, check(code, purpose="recover")),
    ):
        assert "There is no code" in why(await does(town, asker, question))


@pytest.mark.rule("E-36")
async def test_edge_36_a_phone_gets_three_codes_an_hour_whoever_asks(town: Town) -> None:
    for chat in ("1001", "1002", "1003"):
        assert await does(town, await newcomer(town, chat), SEND) == Fine()
    fourth = await newcomer(town, "1004")
    refused = why(await does(town, fourth, SEND))
    assert refused == "I can send 3 codes an hour to one number. Please wait and ask again in an hour."
    town.clock.move(hours=1)
    assert await does(town, fourth, SEND) == Fine()


@pytest.mark.rule("E-36")
async def test_a_phone_gets_ten_codes_a_day(town: Town) -> None:
    for number in range(10):
        assert await does(town, await newcomer(town, f"10{number:02}"), SEND) == Fine()
        town.clock.move(minutes=61)
    assert why(await does(town, await newcomer(town, "1050"), SEND)).startswith("I can send 10 codes a day.")


async def test_one_chat_cannot_send_codes_to_the_whole_town(town: Town) -> None:
    phone = await newcomer(town)
    for number in range(10):
        assert await does(town, phone, SendCode(f"+770100000{number:02}", "register")) == Fine()
    assert "ask again tomorrow" in why(await does(town, phone, SendCode("+77010000099", "register")))


async def test_nor_when_its_account_is_deleted_in_between(town: Town) -> None:
    phone = await newcomer(town)
    for number in range(10):
        assert await does(town, phone, SendCode(f"+770100000{number:02}", "register")) == Fine()
    await does(town, phone, DeleteMyData())
    assert "ask again tomorrow" in why(await does(town, phone, SendCode("+77010000099", "register")))


@pytest.mark.parametrize(
    ("channel", "chat", "instead"),
    [
        ("telegram", "1001", "Share your number with the button instead, or write to support."),
        ("whatsapp", "+77010000001", "Go on with the number of this chat instead, or write to support."),
        ("whatsapp", "KZ.150212345678", "Please write to support."),
    ],
)
async def test_without_a_way_to_send_nothing_is_promised(town: Town, channel: str, chat: str, instead: str) -> None:
    town.office = replace(town.office, able=Able())
    refused = why(await does(town, await newcomer(town, chat, channel=channel), SEND))
    assert refused == f"Codes cannot be sent now. {instead}"


async def test_the_code_is_in_no_log_and_gone_when_it_is_sent(town: Town) -> None:
    phone = await newcomer(town)
    with structlog.testing.capture_logs() as logs:
        code = await sent(town, phone)
        await does(town, phone, check(code))
    assert code not in repr(logs)
    assert await work_outside(town) == []


async def test_an_sms_that_cannot_be_sent_is_told(town: Town) -> None:
    phone = await newcomer(town)
    await does(town, phone, SEND)
    (task,) = await tasks(town)
    await task_done(town.database, town.office, task, {"status": "unavailable"})
    await town.deliver()
    phone.hears("The SMS with the code could not be sent.")


@pytest.mark.rule("S3-18")
async def test_a_typed_phone_is_proved_in_the_dialog(town: Town) -> None:
    phone = await newcomer(town)
    await phone.picks("Register")
    await phone.picks("Another number")
    await phone.says("8 701 000 00 01")
    code = await code_of(town)
    await phone.says(f"{(int(code) + 1) % 1_000_000:06}")
    phone.hears("The code is wrong.", "4 tries are left")
    await phone.says(code)
    phone.hears("Type your IIN")
