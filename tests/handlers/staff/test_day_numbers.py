"""The numbers of the day: counted right, by locality, for the department alone, drawn beside the turn."""

from __future__ import annotations

from dataclasses import replace

from dialogs.picture_effects import SendPicture
from documents.drawing.sheet import Sheet, Template
from enrolment.terms import Role
from handlers.album import Album
from handlers.invitations import Invitee
from handlers.staff.day_numbers import figures
from tests.handlers.kindergartens import asks, city, kindergarten, opens
from tests.handlers.staff.distributing import works
from tests.handlers.staff.people import applies, department, doctor, does, hired, parent
from tests.handlers.town import Town
from tests.handlers.vouchers import family


async def counted(town: Town, locality: str | None = "almaty") -> dict[str, tuple[int, int | None]]:
    async with town.database.reading() as uow:
        rows = await figures(uow, locality, town.clock.now())
    return {str(row.name): (row.value, row.before) for row in rows}


async def a_busy_monday(town: Town) -> None:
    """One request sent with an accepted voucher, one voucher without an answer, one application in review."""
    await city(town, kindergarten())
    await opens(town, count=3)
    await asks(town)
    await family(town, "1002")
    await doctor(town)
    await applies(town, await parent(town, "1003"))


async def test_the_figures_of_a_day_and_of_the_day_before(town: Town) -> None:
    await a_busy_monday(town)
    monday = await counted(town)
    assert monday == {
        "Children in the queue": (0, None),
        "Applications sent today": (3, 0),
        "Vouchers issued today": (2, 0),
        "Vouchers accepted today": (1, 0),
        "Vouchers expired today": (0, 0),
        "Free places": (19, None),
        "Reviews that wait": (1, None),
        "Requests that wait at kindergartens": (1, None),
    }
    town.clock.move(days=1)
    tuesday = await counted(town)
    assert tuesday["Vouchers accepted today"] == (0, 1)
    assert tuesday["Applications sent today"] == (0, 3)


async def test_other_localities_are_counted_apart(town: Town) -> None:
    await a_busy_monday(town)
    assert {value for value, _before in (await counted(town, "astana")).values()} == {0}
    assert await counted(town, None) == await counted(town, "almaty")


async def test_the_department_gets_a_picture_and_the_same_in_words(town: Town) -> None:
    sheets: list[Sheet] = []

    async def draw(sheet: Sheet) -> bytes:
        sheets.append(sheet)
        return b"picture"

    town.office = replace(town.office, album=Album(draw))
    await a_busy_monday(town)
    clerk = await department(town)
    await clerk.picks("Numbers of the day")
    await clerk.picks("Almaty")
    clerk.hears("The picture comes in a few seconds.")
    await works(town)
    clerk.hears("Numbers of the day", "Almaty", "Vouchers issued today: 2; yesterday: 0", "<day_numbers.png>")
    assert [sheet.template for sheet in sheets] == [Template.NUMBERS]


async def test_somebody_of_all_cities_chooses(town: Town) -> None:
    clerk = await hired(town, "602", "Ли Анна", Invitee(Role.EDUCATION_DEPARTMENT))
    await clerk.picks("Numbers of the day")
    clerk.hears("[all cities]", "[Almaty]", "[Astana]")
    await clerk.picks("all cities")
    await works(town)
    clerk.hears("Children in the queue: 0")


async def test_nobody_else_sees_them(town: Town) -> None:
    clerk, dana = await department(town, "601", "astana"), await doctor(town)
    for phone in (clerk, dana):
        phone.forgets()
        await does(town, phone, SendPicture("day_numbers", {"locality": "almaty"}))
        await works(town)
        phone.hears("This is not part of your role.").hears_not("Children in the queue")
