"""Statistics for anybody: pictures of a city's queue by its real figures, small numbers kept back. S1-08."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.picture_effects import SendPicture
from dialogs.statistics import ISSUED, QUEUE, WAIT
from documents.drawing.sheet import Sheet
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from handlers.album import Album
from handlers.figures import FRESH, MOST, Figures
from tests.handlers.neighbours import does, newcomer
from tests.handlers.staff.distributing import issued, opened, queued, works
from tests.handlers.staff.people import applies, department, parent
from tests.handlers.town import Phone, Town

SANATORIUM = {"locality": "almaty", "queue": "sanatorium"}


@pytest.fixture
def sheets(town: Town) -> list[Sheet]:
    """What was drawn."""
    drawn: list[Sheet] = []

    async def draw(sheet: Sheet) -> bytes:
        drawn.append(sheet)
        return b"\x89PNG\r\n\x1a\n"

    town.office = replace(town.office, album=Album(draw))
    return drawn


async def sees(town: Town, phone: Phone, picture: str, **about: Any) -> Phone:
    await does(town, phone, SendPicture(picture, {**SANATORIUM, **about}))
    phone.forgets()
    await works(town)
    return phone


@pytest.mark.rule("S1-08", "S3-03", "S1-06")
async def test_anybody_finds_the_pictures_of_the_city(town: Town, sheets: list[Sheet]) -> None:
    await queued(town, 6)
    guest = await newcomer(town)
    await guest.picks("Kindergartens")
    await guest.picks("Statistics")
    guest.hears("Statistics · Almaty", "Queue: General", "[How many wait]", "[Places per week]", "[Average wait]")
    await guest.picks("Sanatorium")
    guest.hears("Queue: Sanatorium", "Of those who wait, numbers below five are not shown")
    await guest.picks("How many wait")
    guest.hears("The picture comes in a few seconds.")
    await works(town)
    guest.hears("Queue by age and category", "Almaty · Sanatorium", "In the queue: 6 children", "born 2023: 6")
    guest.hears("<queue_length.png>")


@pytest.mark.rule("S1-08")
async def test_small_numbers_are_not_shown_anywhere(town: Town, sheets: list[Sheet]) -> None:
    await queued(town, 6)
    await queued(town, 3, first=7, birth_year=2022)
    await queued(town, 2, first=10, category=1)
    phone = await sees(town, await parent(town), QUEUE)
    phone.hears("In the queue: more than 6 children", "born 2022: <5; born 2023: 6", ": a few — born 2023: <5")
    phone.hears_not("children: 11", ": 3", ": 2;")
    (sheet,) = sheets
    heights = {
        column["label"]: column["height"]
        for strip in sheet.inputs["strips"]  # type: ignore[attr-defined]
        for column in strip["columns"]
    }
    assert heights["<5"] < heights["6"]


async def test_ten_years_of_birth_are_eight_columns(town: Town, sheets: list[Sheet]) -> None:
    for number, year in enumerate(range(2014, 2024)):
        await queued(town, 5, first=1 + number * 5, birth_year=year)
    phone = await sees(town, await parent(town), QUEUE)
    phone.hears("2016 and before: 15", "born 2017: 5", "born 2023: 5")


async def test_where_nobody_waits_or_nothing_was_issued_it_says_so(town: Town, sheets: list[Sheet]) -> None:
    phone = await parent(town)
    (await sees(town, phone, QUEUE)).hears("Nobody waits in this queue now.")
    for picture in (ISSUED, WAIT):
        (await sees(town, phone, picture)).hears("No places have been given out in this queue in the last months.")
    assert sheets == []


@pytest.mark.rule("S1-08")
async def test_what_is_issued_and_how_long_it_took(town: Town, sheets: list[Sheet]) -> None:
    await opened(town, 5)
    await queued(town, 7)
    town.clock.move(days=20)
    await issued(town, await department(town))
    phone = await sees(town, await parent(town), ISSUED)
    phone.hears("Issued in 1 week: 5", "07.12.2026: 5 (not over yet)")
    (await sees(town, phone, WAIT)).hears("20 days (5 children)")
    town.clock.move(days=14)
    (await sees(town, phone, ISSUED)).hears("Issued in 3 weeks: 5", "21.12.2026: 0 (not over yet)", "07.12.2026: 5")
    (await sees(town, phone, QUEUE)).hears("In the queue: a few children")


async def test_an_average_over_few_children_is_not_told(town: Town, sheets: list[Sheet]) -> None:
    await opened(town, 2)
    await queued(town, 2)
    await issued(town, await department(town))
    (await sees(town, await parent(town), WAIT)).hears("too few to say (fewer than 5 children)")


async def test_figures_are_counted_anew_after_some_minutes_and_say_when(town: Town, sheets: list[Sheet]) -> None:
    await queued(town, 6)
    phone = await parent(town)
    (await sees(town, phone, QUEUE)).hears("6 children", "10:06")
    await applies(town, await parent(town, "2099"), state=ApplicationState.QUEUED)
    town.clock.move(minutes=9)
    (await sees(town, phone, QUEUE)).hears("6 children", "10:06")
    town.clock.move(minutes=1)
    (await sees(town, phone, QUEUE)).hears("7 children", "10:16")


async def test_other_queues_do_not_count(town: Town, sheets: list[Sheet]) -> None:
    await queued(town, 5)
    await queued(town, 1, first=6, queue_type=QueueType.GENERAL)
    await queued(town, 1, first=7, locality="astana")
    (await sees(town, await parent(town), QUEUE)).hears("In the queue: 5 children")


async def test_old_figures_give_way(town: Town) -> None:
    figures, now = Figures(), town.clock.now()

    async def count() -> int:
        return 1

    for number in range(MOST + 1):
        await figures.of(number, now, count)
    later = now + FRESH / 2
    assert await figures.of(MOST, later, count) == (1, now)
    assert await figures.of(0, later, count) == (1, later)
    assert await figures.of(0, later - timedelta(hours=1), count) == (1, later - timedelta(hours=1))
