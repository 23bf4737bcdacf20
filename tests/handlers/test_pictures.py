"""Pictures come after the turn that wanted them, with the same in words, to nobody else, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.effects import DeleteMyData
from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut
from dialogs.picture_effects import SendPicture
from documents.drawing.heading import Heading
from documents.drawing.sheet import Sheet, Template
from documents.drawing.studio import NotDrawn, Studio
from documents.drawing.wait_chart import Wait, wait_picture, wait_words
from handlers.album import FRESH_S, MOST, Album
from handlers.keeping import sweep_files
from handlers.made_files import MOST_A_MINUTE
from handlers.outside_work import task_done
from handlers.pictures import DRAWN_FOR, Drawing, Viewing, paints
from handlers.service import work_beside
from locales.catalogue import Locale
from locales.text import Text, verbatim
from storage.files import MissingFile
from tests.handlers.neighbours import does, tasks
from tests.handlers.staff.distributing import works
from tests.handlers.staff.people import parent
from tests.handlers.town import Phone, Town

PNG = b"\x89PNG\r\n\x1a\n picture"


@paints("example")
async def example(at: Viewing, about: Mapping[str, Any]) -> Drawing | Text:
    """The average wait of as many children as are named; none for nobody."""
    if not about["children"]:
        return verbatim("Nobody waits.")
    heading = Heading(verbatim("Almaty"), at.now)
    rows = [Wait(verbatim(f"for account {at.account.id}"), 40, about["children"])]
    return Drawing(lambda locale: wait_picture(heading, rows, locale), wait_words(heading, rows))


class Draughtsman:
    """Draws the same for everybody, and remembers for whom."""

    def __init__(self, *, broken: bool = False) -> None:
        self.sheets: list[Sheet] = []
        self.broken = broken

    async def draw(self, sheet: Sheet) -> bytes:
        self.sheets.append(sheet)
        if self.broken:
            raise NotDrawn("no ink")
        return PNG


@pytest.fixture
def draughtsman(town: Town) -> Draughtsman:
    drawing = Draughtsman()
    town.office = replace(town.office, album=Album(drawing.draw))
    return drawing


async def wants(town: Town, phone: Phone, children: int = 7) -> Fine | Refused:
    return await does(town, phone, SendPicture("example", {"children": children}))


async def content(town: Town, file: FileOut) -> bytes:
    assert file.stored is not None
    async with town.database.reading() as uow:
        record = (await uow.files.get([file.stored]))[file.stored]
    return await town.office.files.read(record.id, record.wrapped_key)


@pytest.mark.rule("S1-08")
async def test_the_picture_comes_after_the_turn_with_the_same_in_words(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town)
    outcome = await wants(town, phone)
    assert isinstance(outcome, Fine) and str(outcome.value.remark) == "The picture comes in a few seconds."
    assert draughtsman.sheets == [] and phone.heard == []
    await works(town)
    phone.hears("Average wait", "40 days", "<example.png>")
    (file,) = phone.heard[-1].files
    assert (file.mime, await content(town, file)) == ("image/png", PNG)


async def test_it_speaks_the_language_of_whoever_asked(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town, locale="kk")
    await wants(town, phone)
    await works(town)
    assert [sheet.locale for sheet in draughtsman.sheets] == [Locale.KK]
    phone.hears_not("Average wait")


async def test_what_cannot_be_drawn_is_said(town: Town) -> None:
    town.office = replace(town.office, album=Album(Draughtsman(broken=True).draw))
    phone = await parent(town)
    await wants(town, phone)
    await works(town)
    phone.hears("The picture could not be drawn just now.", "40 days").hears_not(".png")


async def test_an_instance_without_a_studio_says_the_same_in_words(town: Town) -> None:
    phone = await parent(town)
    await wants(town, phone)
    await works(town)
    phone.hears("The picture could not be drawn just now.", "40 days")


async def test_where_there_is_nothing_to_draw_the_painter_says_why(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town)
    await wants(town, phone, children=0)
    await works(town)
    phone.hears("Nobody waits.").hears_not(".png")
    assert draughtsman.sheets == []


async def test_a_picture_that_was_drawn_twice_after_a_crash_comes_twice_at_most_and_then_never(
    town: Town, draughtsman: Draughtsman
) -> None:
    phone = await parent(town)
    await wants(town, phone)
    (task,) = await tasks(town)
    result = await work_beside(town.database, town.office)[task.kind](task)
    await task_done(town.database, town.office, task, result)
    await town.deliver()
    assert len(phone.heard) == 1
    assert await tasks(town) == []


async def test_nobody_gets_a_picture_for_an_account_that_is_gone(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town)
    await wants(town, phone)
    (task,) = await tasks(town)
    await does(town, phone, DeleteMyData())
    phone.forgets()
    await work_beside(town.database, town.office)[task.kind](task)
    await town.deliver()
    assert phone.heard == []


async def test_nobody_gets_a_picture_in_a_chat_that_is_anothers_now(town: Town, draughtsman: Draughtsman) -> None:
    phone, other = await parent(town), await parent(town, "1002")
    await wants(town, phone)
    (task,) = await tasks(town)
    elsewhere = (await other.account()).id
    async with town.database.transaction("moved") as uow:
        await uow.addresses.set(task.payload["chat"], account_id=elsewhere)
    await work_beside(town.database, town.office)[task.kind](task)
    async with town.database.reading() as uow:
        assert not await uow.outbox.oldest_waiting(town.clock.now())


async def test_too_many_in_a_minute_have_to_wait(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town)
    for _picture in range(MOST_A_MINUTE):
        assert isinstance(await wants(town, phone), Fine)
    assert isinstance(await wants(town, phone), Refused)
    town.clock.move(minutes=1, seconds=1)
    assert isinstance(await wants(town, phone), Fine)


async def test_the_drawn_file_goes_days_later(town: Town, draughtsman: Draughtsman) -> None:
    phone = await parent(town)
    await wants(town, phone)
    await works(town)
    (file,) = phone.heard[-1].files
    town.clock.moment += DRAWN_FOR - timedelta(minutes=1)
    await sweep_files(town.database, town.office)
    assert await content(town, file) == PNG
    town.clock.move(minutes=2)
    async with town.database.reading() as uow:
        record = (await uow.files.get([file.stored or 0]))[file.stored or 0]
    await sweep_files(town.database, town.office)
    with pytest.raises(MissingFile):
        await town.office.files.read(record.id, record.wrapped_key)


# The album


def sheet(number: int) -> Sheet:
    return Sheet(Template.WAIT, Locale.RU, {"title": str(number), "about": "", "note": "", "rows": []})


async def test_what_is_the_same_is_drawn_once_within_minutes() -> None:
    now = [0.0]
    drawing = Draughtsman()
    album = Album(drawing.draw, lambda: now[0])
    for _time in range(3):
        assert await album.picture(sheet(1)) == PNG
    assert len(drawing.sheets) == 1
    await album.picture(sheet(2))
    await album.picture(replace(sheet(1), locale=Locale.KK))
    assert len(drawing.sheets) == 3
    now[0] = FRESH_S + 1
    await album.picture(sheet(1))
    assert len(drawing.sheets) == 4


async def test_only_the_latest_are_kept() -> None:
    drawing = Draughtsman()
    album = Album(drawing.draw, lambda: 0.0)
    for number in range(MOST + 1):
        await album.picture(sheet(number))
    await album.picture(sheet(MOST))
    assert len(drawing.sheets) == MOST + 1
    await album.picture(sheet(0))
    assert len(drawing.sheets) == MOST + 2


async def test_what_failed_is_tried_again() -> None:
    drawing = Draughtsman(broken=True)
    album = Album(drawing.draw)
    with pytest.raises(NotDrawn):
        await album.picture(sheet(1))
    drawing.broken = False
    assert await album.picture(sheet(1)) == PNG


async def test_a_real_studio_draws(town: Town) -> None:
    async with Studio() as studio:
        town.office = replace(town.office, album=Album(studio.draw))
        phone = await parent(town, locale="ru")
        await wants(town, phone)
        await works(town)
    (file,) = phone.heard[-1].files
    assert (await content(town, file)).startswith(b"\x89PNG")
