"""One's own place over time: as it was on each day, with an estimate where anybody can say. S3-39."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from dialogs.picture_effects import SendPicture
from dialogs.place_queries import PlaceMoves
from dialogs.statistics import PLACE
from enrolment.application_states import ApplicationState as State
from enrolment.application_states import ArchiveReason, Transition
from enrolment.estimate import PlaceOn
from enrolment.terms import Privilege
from handlers.book import answer
from handlers.place_history import places, weekly_moves
from handlers.place_notices import notify_places
from handlers.reranking import QUEUES, REFRESH, refresh, rerank_wanted
from handlers.review_deadlines import Fired
from handlers.working_calendar import up_to_date
from storage.applications import Application
from storage.deadlines import Deadline
from storage.domain_tables import queue_shift
from storage.queue_history import DayAhead
from tests.handlers.neighbours import does
from tests.handlers.staff.distributing import works
from tests.handlers.staff.people import applies, parent
from tests.handlers.test_reranking import enters
from tests.handlers.town import Phone, Town

OFFERED = Transition("A9", State.QUEUED, State.IN_PROCESS)
WITHDRAWN = Transition("A17", State.QUEUED, State.ARCHIVED, ArchiveReason.WITHDRAWN)


async def joins(town: Town, chat: str, **wishes: Any) -> tuple[Phone, Application]:
    phone = await parent(town, chat)
    return phone, await applies(town, phone, state=State.QUEUED, **wishes)


async def leaves(town: Town, one: Application, transition: Transition = OFFERED) -> None:
    async with town.database.transaction("leaves") as uow:
        await uow.applications.move(one, transition, town.clock.now())


async def sees(town: Town, phone: Phone, application: int) -> Phone:
    await does(town, phone, SendPicture(PLACE, {"application": application}))
    phone.forgets()
    await works(town)
    return phone


@pytest.mark.rule("S3-39")
async def test_the_place_on_each_day_is_worked_out_from_the_days_of_the_queue(town: Town) -> None:
    ahead = [await joins(town, f"20{number:02}") for number in range(6)]
    town.clock.move(days=1)
    phone, mine = await joins(town, "1001")
    for _phone, one in ahead[:3]:
        town.clock.move(days=2)
        await leaves(town, one)
    town.clock.move(days=1)
    await joins(town, "1500", category=1)
    (await sees(town, phone, mine.id)).hears(
        f"Application No. {mine.number}",
        "Place today: 5",
        "At first: 7 (24 November 2026).",
        "Nobody can say yet when the turn comes. The queue has been watched for too few weeks.",
    )
    async with town.database.reading() as uow:
        days = await uow.queue_history.ahead_of(mine, mine.created_at)
        position = (await uow.applications.position(mine)).position
    assert places(days, position, date(2026, 11, 24)) == (
        PlaceOn(date(2026, 11, 24), 7),
        PlaceOn(date(2026, 11, 26), 6),
        PlaceOn(date(2026, 11, 28), 5),
        PlaceOn(date(2026, 11, 30), 4),
        PlaceOn(date(2026, 12, 1), 5),
    )


@pytest.mark.rule("S3-39")
async def test_every_change_of_the_place_is_in_the_history_with_its_reason(town: Town) -> None:
    ahead = [await joins(town, f"20{number:02}") for number in range(6)]
    town.clock.move(days=1)
    phone, mine = await joins(town, "1001")
    await reads_days(phone)
    phone.hears("24 November 2026 — at first 7")
    for _phone, one in ahead[:2]:
        town.clock.move(days=1)
        await leaves(town, one)
    await leaves(town, ahead[2][1], WITHDRAWN)
    town.clock.move(days=1)
    await joins(town, "1500", category=1)
    await reads_days(phone.forgets())
    phone.hears(
        "27 November 2026 — place 4 → 5: families with an earlier turn have joined the queue",
        "26 November 2026 — place 6 → 4: families ahead got a place or left the queue",
        "25 November 2026 — place 7 → 6: families ahead got a place or left the queue",
        "24 November 2026 — at first 7",
    )
    stranger = await parent(town, "1900")
    assert await town.at_desk(stranger, lambda desk: answer(desk, PlaceMoves(mine.id))) == ()
    await leaves(town, mine)
    await reads_days(phone.forgets())
    phone.hears_not("[Place day by day]")


async def reads_days(phone: Phone) -> None:
    """The history of the only application, and of its place where there is one."""
    await phone.says("menu")
    for label in ("My applications", "Арман", "History"):
        await phone.picks(label)
    if any(choice.label == "Place day by day" for choice in phone.heard[-1].choices):
        await phone.picks("Place day by day")


@pytest.mark.rule("S3-39")
async def test_after_some_weeks_there_is_an_honest_range(town: Town) -> None:
    ahead = [await joins(town, f"20{number:02}") for number in range(30)]
    town.clock.move(days=1)
    phone, mine = await joins(town, "1001")
    for week in range(10):
        for _phone, one in ahead[week * 2 : week * 2 + 2]:
            await leaves(town, one, WITHDRAWN if week % 3 else OFFERED)
        town.clock.move(days=7)
    (await sees(town, phone, mine.id)).hears(
        "Place today: 11", "At first: 29", "Weeks until the turn may come: 5–8.", "This is an estimate, not a promise."
    )


async def test_who_stands_in_no_queue_has_no_place(town: Town) -> None:
    phone, mine = await joins(town, "1001")
    await leaves(town, mine)
    (await sees(town, phone, mine.id)).hears("This application stands in no queue now")


async def test_nobody_sees_the_place_of_others(town: Town) -> None:
    _phone, mine = await joins(town, "1001")
    stranger = await parent(town, "1900")
    for application in (mine.id, 1):
        (await sees(town, stranger, application)).hears("This application stands in no queue now")


async def test_a_place_elsewhere_in_the_order_begins_anew(town: Town) -> None:
    for number in range(3):
        await joins(town, f"20{number:02}")
    town.clock.move(days=1)
    phone, mine = await joins(town, "1001")
    town.clock.move(days=5)
    async with town.database.transaction("reordered") as uow:
        await uow.applications.reorder(mine, mine.queue, mine.iteration, 1, town.clock.now())
        subject = f"application:{mine.id}"
        details = {"row": "A20", "categories": [3, 1]}
        at = town.clock.now()
        await uow.events.append(subject, "system", "queued", "queued", at=at, reason="category_moved", details=details)
    (await sees(town, phone, mine.id)).hears("Place today: 1", "At first: 1 (29 November 2026).")


def test_weeks_are_whole_and_end_today() -> None:
    today = date(2026, 11, 23)
    days = [
        DayAhead(today - timedelta(days=ago), 0, served) for ago, served in ((20, 5), (13, 1), (7, 2), (6, 3), (0, 4))
    ]
    assert weekly_moves(days, today - timedelta(days=20), today) == (3, 7)
    assert weekly_moves(days, today - timedelta(days=21), today) == (5, 3, 7)
    assert weekly_moves(days, None, today) == ()
    assert len(weekly_moves(days, today - timedelta(days=900), today)) == 26


def test_a_place_is_never_before_the_first() -> None:
    days = [DayAhead(date(2026, 11, 24), 5, 0), DayAhead(date(2026, 11, 25), 0, 0)]
    assert places(days, 2, date(2026, 11, 23)) == (PlaceOn(date(2026, 11, 23), 1), PlaceOn(date(2026, 11, 24), 2))


async def test_who_joined_before_me_is_no_slowness_of_the_queue(town: Town) -> None:
    ahead = [await joins(town, f"20{number:02}") for number in range(3)]
    await leaves(town, ahead[0][1])
    town.clock.move(days=1)
    _phone, mine = await joins(town, "1001")
    town.clock.move(days=1)
    await leaves(town, ahead[1][1])
    async with town.database.reading() as uow:
        days = await uow.queue_history.ahead_of(mine, mine.created_at - timedelta(days=9))
        assert await uow.queue_history.watched_since(mine) == date(2026, 11, 23)
    assert [(day.on.day, day.more, day.served) for day in days] == [(23, 2, 0), (25, -1, 1)]


async def test_a_notice_of_the_place_leaves_the_picture_whole(town: Town) -> None:
    ahead = [await joins(town, f"20{number:02}") for number in range(11)]
    town.clock.move(days=1)
    phone, mine = await joins(town, "1001", notified_place=12)
    for _phone, one in ahead[:3]:
        town.clock.move(days=2)
        await leaves(town, one)
    assert await notify_places(town.database, town.office) >= 1
    town.clock.move(days=1)
    (await sees(town, phone, mine.id)).hears("Place today: 9", "At first: 12 (24 November 2026).")


async def test_a_refresh_begins_the_picture_anew_and_is_no_pace_of_the_queue(town: Town) -> None:
    for number in range(5):
        await joins(town, f"20{number:02}")
    phone, mine = await joins(town, "1001")
    for number in range(5):
        await joins(town, f"30{number:02}")
    town.clock.move(days=70)
    async with town.database.transaction("refresh") as uow:
        deadline = Deadline(0, QUEUES, REFRESH, town.clock.now(), 1)
        await refresh(Fired(uow, await up_to_date(uow, town.office), town.clock.now(), deadline))
    await rerank_wanted(town.database, town.office)
    town.clock.move(days=43)
    heard = (await sees(town, phone, mine.id)).hears("Place today: 6", "At first: 6 (1 February 2027).")
    heard.hears_not("Weeks until")


async def test_another_list_of_categories_is_no_pace_of_the_queue(town: Town) -> None:
    phone, mine = await joins(town, "1001", category=2, details={"language": "kk", "privilege": Privilege.ORPHAN})
    town.clock.move(days=1)
    for number in range(12):
        await joins(town, f"20{number:02}", category=1, details={"language": "kk", "privilege": Privilege.TEACHER})
    town.clock.move(days=190)
    await enters(town, town.office.profile.categories)
    await rerank_wanted(town.database, town.office)
    town.clock.move(days=20)
    heard = (await sees(town, phone, mine.id)).hears("Place today: 1", "At first: 1 (23 November 2026).")
    heard.hears_not("Weeks until")


async def test_what_was_before_the_queue_was_watched_is_not_made_up(town: Town) -> None:
    phone, mine = await joins(town, "1001")
    await joins(town, "1002")
    async with town.database.transaction("before the days of queues were kept") as uow:
        await uow.connection.execute(delete(queue_shift))
    town.clock.move(days=30)
    (await sees(town, phone, mine.id)).hears("Place today: 1", "At first: 1 (23 December 2026).")
    await joins(town, "1003", category=1)
    town.clock.move(days=5)
    (await sees(town, phone, mine.id)).hears("Place today: 2", "At first: 2 (23 December 2026).")
