"""The clock that moves, the SMS service, and the citizen registry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from enrolment.identifiers import iin_control_digit
from enrolment.terms import Sex
from simulator.clock import MovableClock, move
from simulator.people import FAMILIES, PEOPLE
from simulator.wire import Refused
from tests.simulator.desk import Desk

FRIDAY = "2026-12-15T10:00:00+05:00"
MOTHER, SON = "911205400003", "220315500104"


async def test_the_clock_tells_kazakhstans_time(desk: Desk) -> None:
    now = datetime.fromisoformat((await desk.get("/clock"))["now"])
    assert now.utcoffset() == timedelta(hours=5)


@pytest.mark.parametrize(
    ("step", "then"),
    [
        ({"forward": "1 working day"}, "2026-12-17T10:00:00+05:00"),
        ({"forward": "3 working days"}, "2026-12-21T10:00:00+05:00"),
        ({"forward": "1 day"}, "2026-12-16T10:00:00+05:00"),
        ({"forward": "2 hours"}, "2026-12-15T12:00:00+05:00"),
        ({"forward_seconds": 90}, "2026-12-15T10:01:30+05:00"),
        ({"now": "2027-01-05T09:00:00", "frozen": True}, "2027-01-05T09:00:00+05:00"),
    ],
)
async def test_the_clock_moves_over_holidays_and_weekends(desk: Desk, step: dict[str, Any], then: str) -> None:
    await desk.post("/clock", {"now": FRIDAY, "frozen": True})
    assert (await desk.post("/clock", step))["now"] == then
    assert (await desk.get("/clock"))["now"] == then


def test_a_clock_that_is_not_frozen_ticks_on() -> None:
    real = [datetime(2026, 11, 21, tzinfo=UTC)]
    clock = MovableClock(datetime(2027, 1, 1, tzinfo=UTC), real=lambda: real[0])
    real[0] += timedelta(minutes=5)
    assert clock.now() == datetime(2027, 1, 1, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "wish",
    [{}, {"now": "soon"}, {"forward_seconds": "x"}, {"forward": "1 year"}, {"forward": "a day"}, {"forward": "0 days"}],
)
def test_a_wish_that_names_no_moment_is_refused(wish: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        move(MovableClock(), wish)


async def test_messages_carry_the_moved_time(started: Desk) -> None:
    await started.post("/clock", {"now": FRIDAY, "frozen": True})
    await started.does("text", text="hello")
    assert (await started.reads())[-1]["at"] == FRIDAY


async def test_an_sms_can_be_read_on_the_phone(desk: Desk) -> None:
    await desk.post("/sms", {"to": "+77010000001", "text": "Код: 123456"})
    await desk.post("/sms", {"to": "+77010000002", "text": "other"})
    [sms] = (await desk.get("/sim/sms?to=%2B77010000001"))["sms"]
    assert sms["text"] == "Код: 123456"
    assert len((await desk.get("/sim/sms"))["sms"]) == 2


async def test_the_sms_service_can_be_down_and_wants_both_fields(desk: Desk) -> None:
    assert (await desk.ask("POST", "/sms", json={"to": "+77010000001"}))[0] == 400
    await desk.post("/sim/sms", {"down": True})
    assert (await desk.ask("POST", "/sms", json={"to": "+77010000001", "text": "x"}))[0] == 503


async def test_the_registry_tells_a_person(desk: Desk) -> None:
    assert await desk.post("/person", {"iin": MOTHER, "phone": "+77010000001"}) == {
        "iin": MOTHER,
        "last_name": "Оспанова",
        "first_name": "Айгерім",
        "middle_name": "Серікқызы",
        "birth_date": "1991-12-05",
        "sex": "female",
        "phone_matches": True,
    }
    assert (await desk.post("/person", {"iin": MOTHER}))["phone_matches"] is None


async def test_the_registry_tells_a_child_to_its_parent(desk: Desk) -> None:
    child = await desk.post("/child", {"iin": SON, "parent_iin": MOTHER})
    assert (child["first_name"], child["birth_date"], child["sex"]) == ("Алихан", "2022-03-15", "male")
    assert "phone_matches" not in child


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/person", {"iin": "880719300018"}, 404),
        ("/person", {"iin": MOTHER, "phone": "+77010000002"}, 409),
        ("/person", {"iin": "010630600006", "phone": "+77010000003"}, 409),
        ("/person", {"iin": "9112054000"}, 400),
        ("/person", {"iin": 911205400003}, 400),
        ("/child", {"iin": "200229600018", "parent_iin": MOTHER}, 404),
        ("/child", {"iin": SON, "parent_iin": "880719300107"}, 409),
        ("/child", {"iin": "200229600006", "parent_iin": "880719300000"}, 409),
        ("/child", {"iin": SON}, 400),
    ],
)
async def test_the_registry_refuses_and_tells_nothing(desk: Desk, path: str, body: dict[str, Any], status: int) -> None:
    got, content = await desk.ask("POST", path, json=body)
    assert (got, list(content)) == (status, ["error"])


async def test_the_registry_can_be_down_or_slow(desk: Desk) -> None:
    await desk.post("/sim/registry", {"slow_seconds": 9})
    await desk.post("/person", {"iin": MOTHER})
    assert desk.time.slept == [9.0]
    await desk.post("/sim/registry", {"down": True})
    assert (await desk.ask("POST", "/person", json={"iin": MOTHER}))[0] == 503
    assert (await desk.ask("POST", "/sim/registry", json={"slow_seconds": "very"}))[0] == 400


@pytest.mark.parametrize("iin", sorted(PEOPLE))
def test_everybody_is_synthetic_and_their_number_fits_them(iin: str) -> None:
    person = PEOPLE[iin]
    assert iin_control_digit(iin[:11]) == int(iin[11])
    assert iin[:6] == f"{person.birth_date:%y%m%d}"
    assert (int(iin[6]) % 2 == 1) is (person.sex is Sex.MALE)
    assert int(iin[7:11]) <= 700
    assert set(person.parents) <= set(PEOPLE)


def test_the_families_offer_every_case_to_try() -> None:
    children = [child for family in FAMILIES for child in family.children]
    adults = [adult for family in FAMILIES for adult in family.adults]
    assert len(children) + len(adults) == len(PEOPLE) == 11
    assert all(1 <= (date(2026, 11, 21) - child.birth_date).days / 365.25 < 7 for child in children)
    assert [adult.phone for adult in adults].count(None) == 1
    parents = [child.parents for child in children]
    assert len(parents) - len(set(parents)) == 2
    assert len(children) - len({(child.parents, child.birth_date) for child in children}) == 1
    strangers = [adult for adult in adults if all(adult.iin not in child.parents for child in children)]
    assert len(strangers) == 1
