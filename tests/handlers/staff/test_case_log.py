"""The log of a case: gathered from all its subjects, checked, and reading it leaves a trace."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from dialogs.effects import ConfirmReview, TakeReview
from dialogs.inputs import Refused
from dialogs.staff.case_queries import CaseLog, FindLog, SendLog
from documents.log_table import XLSX
from handlers.book import answer
from handlers.keeping import rest
from handlers.log_check import check_log
from handlers.moving import subject_of
from storage.applications import Application
from storage.flow_tables import subject_key
from tests.handlers.kindergartens import asks, city, kindergarten, opens, request_of
from tests.handlers.staff.people import administrator, applies, department, doctor, does, events_of, parent
from tests.handlers.town import Phone, Town


async def confirmed(town: Town) -> Application:
    """An application that a doctor took and confirmed."""
    dana, application = await doctor(town), await applies(town, await parent(town))
    town.clock.move(minutes=5)
    await does(town, dana, TakeReview(application.id))
    await does(town, dana, ConfirmReview(application.id))
    return application


async def reads(admin: Phone, number: str) -> Phone:
    await admin.says("menu")
    await admin.picks("Log of a case")
    return await admin.says(number)


async def spoilt(town: Town, subject: str) -> None:
    """Somebody with access to the database takes the last event away: what stands at the end does not follow."""
    async with town.database.transaction("spoilt") as uow:
        step = update(subject_key).where(subject_key.c.subject == subject)
        await uow.connection.execute(step.values(hash=bytes(32)))


async def test_everything_that_happened_is_there_with_who_did_it(town: Town) -> None:
    admin, application = await administrator(town), await confirmed(town)
    await reads(admin, application.number)
    admin.hears(
        f"Log of case {application.number}",
        "Checked: the log is whole",
        "the applicant: waits for the documents to be confirmed",
        "Ахметова Дана (Phthisiatrician): took the review",
        "Ахметова Дана (Phthisiatrician): waits for the documents to be confirmed → in the queue",
        "Ким Виктор (Administrator): read this log",
    )
    await admin.picks("As a file")
    file = next(file for message in admin.heard for file in message.files)
    assert file.name == f"log-{application.number}.txt"
    assert "took the review" in (file.content or "")
    assert (await events_of(town, f"review:{application.id}")).count(("staff", "log_read")) == 2


async def test_the_log_comes_as_a_table_too(town: Town) -> None:
    admin, application = await administrator(town), await confirmed(town)
    await reads(admin, application.number)
    await admin.picks("As a table")
    (file,) = [file for message in admin.heard for file in message.files]
    assert (file.name, file.mime) == (f"log-{application.number}.xlsx", XLSX)
    assert file.stored is not None
    async with town.database.reading() as uow:
        record = (await uow.files.get([file.stored]))[file.stored]
    content = await town.office.files.read(file.stored, record.wrapped_key)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]
    assert rows[0][:4] == ["Time", "About", "Number", "Who"]
    assert ["Ахметова Дана (Phthisiatrician)", "took the review"] in [row[3:5] for row in rows]
    assert rows[-1][0] == "Checked: the log is whole, nothing in it was changed or removed."


async def test_whoever_reads_the_log_stands_in_it_once_an_hour_however_the_page_was_opened(town: Town) -> None:
    admin, application = await administrator(town), await confirmed(town)
    subject = f"review:{application.id}"
    await town.at_desk(admin, lambda desk: answer(desk, CaseLog(application.id)))
    await reads(admin, application.number)
    await town.at_desk(admin, lambda desk: answer(desk, CaseLog(application.id, 1)))
    assert (await events_of(town, subject)).count(("staff", "log_read")) == 1
    town.clock.move(minutes=61)
    await town.at_desk(admin, lambda desk: answer(desk, CaseLog(application.id)))
    await town.at_desk(await administrator(town, "702"), lambda desk: answer(desk, CaseLog(application.id)))
    assert (await events_of(town, subject)).count(("staff", "log_read")) == 3


async def test_a_voucher_and_a_request_lead_to_the_same_case(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    admin = await administrator(town)
    _phone, one = await asks(town)
    request = await request_of(town, one)
    for number in (one.number, request.number):
        await reads(admin, number)
        admin.hears("Log of case", f"Voucher {one.number}", f"Request {request.number}")


async def test_an_administrator_of_another_city_and_a_relative_find_nothing(town: Town) -> None:
    application = await confirmed(town)
    others = (await administrator(town, "702", "astana"), await administrator(town, "1001"), await department(town))
    for one in others:
        assert await town.at_desk(one, lambda desk: answer(desk, CaseLog(application.id))) is None
        assert isinstance(await does(town, one, FindLog(application.number)), Refused)
        assert isinstance(await does(town, one, SendLog(application.id)), Refused)
    assert ("staff", "log_read") not in await events_of(town, f"review:{application.id}")


async def test_a_changed_event_is_found_by_whoever_reads(town: Town) -> None:
    admin, application = await administrator(town), await confirmed(town)
    await spoilt(town, subject_of(application.id))
    await reads(admin, application.number)
    admin.hears(f"Attention: the log was changed or is damaged here: {application.number}.")


async def test_the_night_checks_every_chain_and_tells_the_administrators(town: Town) -> None:
    admin, clerk, application = await administrator(town), await department(town), await confirmed(town)
    for phone in (admin, clerk):
        phone.forgets()
    await check_log(town.database, town.office, rest)
    await town.deliver()
    admin.hears_not("Attention")
    await spoilt(town, subject_of(application.id))
    await check_log(town.database, town.office, rest)
    await town.deliver()
    admin.hears("the event log was changed or is damaged in 1 place.", f"Among them: {application.number}.")
    clerk.hears_not("Attention")


@pytest.mark.parametrize("strides", [1, 2])
async def test_the_night_walks_in_strides(town: Town, strides: int, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, application = (await administrator(town)).forgets(), await confirmed(town)
    await spoilt(town, f"review:{application.id}")
    monkeypatch.setattr("handlers.log_check.AT_ONCE", strides)
    pauses = 0

    async def pause() -> None:
        nonlocal pauses
        pauses += 1

    await check_log(town.database, town.office, pause)
    await town.deliver()
    assert pauses > 0
    admin.hears("is damaged in 1 place.")
