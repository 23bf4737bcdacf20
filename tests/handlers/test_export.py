"""Downloading one's own data: what was given to the family, in words that it can read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dialogs.effects import ExportMyData
from dialogs.enrol_effects import CancelRequest, JoinWaitingList, RefuseRequest
from dialogs.inputs import Fine
from tests.handlers.kindergartens import AIGUL, asks, city, employee, kindergarten, opens, request_of
from tests.handlers.neighbours import CHILD_IIN, IIN, parent_with_child
from tests.handlers.staff.people import does
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import again, family, moment, passes


async def exported(town: Town, phone: Phone) -> dict[str, Any]:
    outcome = await does(town, phone, ExportMyData())
    assert isinstance(outcome, Fine)
    (file,) = outcome.value.notes[0].files
    data: dict[str, Any] = json.loads(file.content or "")
    return data


async def speaks(phone: Phone, language: str) -> Phone:
    await phone.says("language")
    return await phone.picks(language)


async def test_the_export_holds_vouchers_requests_and_waiting_lists_in_words(town: Town) -> None:
    await city(town, kindergarten(), kindergarten(AIGUL))
    await opens(town)
    phone, one = await asks(town)
    await does(town, phone, JoinWaitingList(one.id, AIGUL))
    request = await request_of(town, one)
    await does(town, phone, CancelRequest(request.id))
    await does(town, phone, JoinWaitingList(one.id, AIGUL))
    (told,) = (await exported(town, phone))["vouchers"]
    assert (told["number"], told["voucher"]) == (one.number, f"Voucher No. {one.number}")
    assert told["state"] == "Confirmed: choose a kindergarten"
    assert (told["city"], told["queue"], told["language_of_instruction"]) == ("Almaty", "General queue", "Kazakh")
    assert told["deadline"] == (await again(town, one)).voucher.deadline.at.isoformat(timespec="seconds")
    assert told["history"][0]["event"] == "Issued: confirm that you want it"
    assert {line["by"] for line in told["history"]} <= {"you", "distribution"}
    (asked,) = told["requests"]
    assert (asked["number"], asked["state"]) == (request.number, "The choice was taken back, the place is free again")
    assert (asked["kindergarten"], asked["group"]) == ("Детский сад «Бота»", "Ортаңғы")
    assert [line["event"] for line in asked["history"]] == [
        "Request sent to the kindergarten",
        "The choice was taken back, the place is free again",
    ]
    (waits,) = told["waiting_lists"]
    assert (waits["kindergarten"], waits["told_of_a_place_at"]) == ("Детский сад «Айгөлек»", None)


@pytest.mark.parametrize(
    ("language", "state", "city_name", "reason"),
    [
        ("Қазақша", "Балабақша өтінімнен бас тартты", "Алматы", "Басқа себеп"),
        ("Русский", "Детский сад отклонил запрос", "Алматы", "Другая причина"),
    ],
)
async def test_the_words_are_those_of_ones_language(
    town: Town, language: str, state: str, city_name: str, reason: str
) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, one = await asks(town)
    employed = await employee(town)
    await does(town, employed, RefuseRequest((await request_of(town, one)).id, "other", "Ремонт"))
    await speaks(phone, language)
    data = await exported(town, phone)
    (told,) = data["vouchers"]
    (asked,) = told["requests"]
    assert (asked["state"], asked["comment"], told["city"]) == (state, "Ремонт", city_name)
    assert asked["reason"] == reason
    member = await town.at_desk(employed, lambda desk: desk.uow.staff.by_account(desk.account.id))
    assert str(member.id) not in json.dumps(data)


async def test_the_export_tells_how_long_an_application_rested(town: Town) -> None:
    phone, _one = await family(town)
    await passes(town, moment(15, month=12))
    (told,) = (await exported(town, phone))["applications"]
    assert told["status"] == "On the stop-list"
    (rest,) = told["stop_list"]
    assert (rest["ended_at"], rest["came_back_to_the_queue"]) == (None, False)
    assert rest["since"] < rest["until"]


async def test_nobody_elses_iin_is_in_it(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    phone, _one = await asks(town)
    other, _child = await parent_with_child(town, "1002")
    mine, theirs = json.dumps(await exported(town, other)), json.dumps(await exported(town, phone))
    assert all(iin in mine and iin not in theirs for iin in (IIN, CHILD_IIN))
