"""The catalogue from a file: problems row by row, the difference, then applied as a whole. S1-07."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from dialogs.effects import ApplyCatalogue, ExplainCatalogue, ReadCatalogue
from dialogs.inputs import Fine, Refused
from documents.quarantine import Quarantine
from enrolment.terms import Role
from handlers.catalogue import import_catalogue
from handlers.staff.catalogue_reading import read_and_compare
from storage.staff import StaffMember
from tests.handlers.neighbours import tasks
from tests.handlers.staff.catalogues import BIN, HEADER, OTHER_BIN, csv, loaded, reads, row
from tests.handlers.staff.people import administrator, doctor, does, events_of, stored
from tests.handlers.town import Phone, Town

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows: str) -> bytes:
    """The same rows as an Excel file."""
    book = Workbook()
    sheet = book.create_sheet("Catalogue", 0)
    for line in (HEADER, *rows):
        sheet.append(line.split(","))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def sends(town: Town, phone: Phone, content: bytes, mime: str = CSV) -> Phone:
    """The administrator opens the dialog and sends the file."""
    await phone.picks("Catalogue")
    await phone.picks("Load a file")
    phone.forgets()
    await phone.sends_file(await stored(town, phone, content, mime), mime)
    await reads(town)
    return phone


async def names(town: Town, city: str = "almaty") -> list[str]:
    async with town.database.reading() as uow:
        return [one.name_ru for one in await uow.catalogue.preschools(city)]


class Slow(Quarantine):
    """Opens a workbook only when somebody else could write meanwhile."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town = town

    async def inspect(self, header: Mapping[str, object], content: bytes) -> Mapping[str, Any]:
        async with asyncio.timeout(5), self.town.database.transaction("meanwhile") as uow:
            await uow.limits.hit("meanwhile", self.town.clock.now(), 60, 1)
        return {"rows": [line.split(",") for line in (HEADER, row())], "broken": None}


async def test_others_write_while_a_workbook_is_read(town: Town) -> None:
    admin = await administrator(town)
    await admin.picks("Catalogue")
    await admin.picks("Load a file")
    await admin.sends_file(await stored(town, admin, workbook(row()), XLSX), XLSX)
    admin.hears("One moment, I am reading the file.")
    (task,) = await tasks(town)
    result = await read_and_compare(town.database, town.office, Slow(town), task)
    assert (result["status"], result["added"]) == ("read", {"count": 1, "names": [["Еркемай", "Еркемай"]]})


async def test_others_write_while_the_command_line_reads_a_workbook(town: Town) -> None:
    imported = await import_catalogue(town.database, town.office, workbook(row()), Slow(town))
    assert imported.difference.added == (BIN,)


@pytest.mark.parametrize("mime", [CSV, XLSX])
async def test_a_file_is_compared_and_applied(town: Town, mime: str) -> None:
    await loaded(town, csv(row(), row(OTHER_BIN, "Балдырған")))
    admin = await administrator(town)
    lines = (row(name="Еркемай жаңа"),)
    await sends(town, admin, csv(*lines) if mime == CSV else workbook(*lines), mime)
    admin.hears("1 kindergarten changes: Еркемай жаңа", "1 kindergarten closes: Балдырған").hears_not("is new")
    assert await names(town) == ["Балдырған", "Еркемай"]
    await admin.picks("Apply")
    admin.hears("Applied. New: 0, changed: 1, closed: 1.", "The catalogue has 1 kindergarten.")
    assert await names(town) == ["Еркемай жаңа"]
    assert await events_of(town, "catalogue") == [("operator", "applied"), ("staff", "applied")]


async def test_problems_come_back_row_by_row_and_nothing_changes(town: Town) -> None:
    await loaded(town)
    admin = await administrator(town)
    await sends(town, admin, csv(row("150140000003"), row(OTHER_BIN, places=-1)))
    admin.hears("2 problems. Nothing was changed.", "Row 2, bin:", "Row 3, places:", "Put the file right")
    assert await names(town) == ["Еркемай"]
    await admin.sends_file(await stored(town, admin, csv(row(name="Дұрыс")), CSV), CSV)
    await reads(town)
    admin.hears("1 kindergarten changes: Дұрыс")


async def test_many_problems_come_as_a_file_in_full(town: Town) -> None:
    admin = await administrator(town)
    await sends(town, admin, csv(*(row(group=f"Топ {n}", places=-1) for n in range(30))))
    content = next(file.content for message in admin.heard for file in message.files)
    assert content is not None
    lines = content.splitlines()
    assert len(lines) == 30
    assert lines[29].startswith("Row 31, places:")
    admin.hears("All problems are in this file", "<problems.txt>", "30 problems.", "Row 13,").hears_not("Row 14,")


async def test_a_file_that_changes_nothing_is_said_to_be_one(town: Town) -> None:
    await loaded(town)
    admin = await administrator(town)
    await sends(town, admin, csv(row()))
    admin.hears("There is nothing to change.")


async def test_a_file_that_is_no_table_is_refused_in_words(town: Town) -> None:
    admin = await administrator(town)
    await sends(town, admin, b"PK\x03\x04 broken", XLSX)
    admin.hears("1 problem. Nothing was changed.", "neither a CSV nor an XLSX file")


async def test_somebody_elses_or_a_lost_file_is_not_read(town: Town) -> None:
    admin, other = await administrator(town), await administrator(town, "702")
    foreign = await stored(town, other, csv(row()), CSV)
    lost = await stored(town, admin, csv(row()), CSV)
    await town.office.files.delete(lost)
    for file in (foreign, lost, 12345):
        assert isinstance(await does(town, admin, ReadCatalogue(file)), Fine)
    async with Quarantine() as quarantine:
        for task in await tasks(town):
            assert await read_and_compare(town.database, town.office, quarantine, task) == {"status": "gone"}
    outcome = await does(town, admin, ExplainCatalogue("gone", None))
    assert isinstance(outcome, Refused)
    assert "send it again" in str(outcome.why)


async def test_only_what_was_read_for_this_administrator_is_applied(town: Town) -> None:
    admin, other = await administrator(town), await administrator(town, "702")
    sent = await stored(town, admin, b'{"locality": null, "preschools": [], "problems": []}', CSV)
    kept = await kept_by(town, other)
    for file in (sent, kept, 12345):
        for effect in (ApplyCatalogue(file), ExplainCatalogue("problems", file)):
            outcome = await does(town, admin, effect)
            assert isinstance(outcome, Refused)
            assert "send it again" in str(outcome.why)
    assert isinstance(await does(town, other, ApplyCatalogue(kept)), Fine)


async def kept_by(town: Town, admin: Phone, *rows: str) -> int:
    """The file with what was read from these rows."""
    await does(town, admin, ReadCatalogue(await stored(town, admin, csv(*rows or (row(),)), CSV)))
    (task,) = await tasks(town)
    async with Quarantine() as quarantine:
        kept: int = (await read_and_compare(town.database, town.office, quarantine, task))["kept"]
    return kept


async def test_only_administrators_load_a_catalogue(town: Town) -> None:
    phone = await doctor(town)
    file = await stored(town, phone, csv(row()), CSV)
    for effect in (ReadCatalogue(file), ExplainCatalogue("same", None), ApplyCatalogue(file)):
        assert isinstance(await does(town, phone, effect), Refused)
    assert await names(town) == []
    assert await tasks(town) == []


async def test_an_administrator_of_one_city_replaces_that_city_only(town: Town) -> None:
    await loaded(town, csv(row(), row(OTHER_BIN, "Балдырған", city="astana")))
    admin = await administrator(town, locality="almaty")
    await sends(town, admin, csv(row(name="Еркемай жаңа")))
    admin.hears("1 kindergarten changes: Еркемай жаңа").hears_not("closes")
    await admin.picks("Apply")
    admin.hears("Applied. New: 0, changed: 1, closed: 0.")
    assert (await names(town), await names(town, "astana")) == (["Еркемай жаңа"], ["Балдырған"])


async def test_a_kindergarten_of_another_city_is_a_problem_and_stays_there(town: Town) -> None:
    await loaded(town, csv(row(), row(OTHER_BIN, "Балдырған", city="astana")))
    admin = await administrator(town, locality="almaty")
    await sends(town, admin, csv(row(), row(OTHER_BIN, city="astana")))
    admin.hears("1 problem. Nothing was changed.", "Row 3, locality: “astana” is not known. Possible: almaty.")
    await admin.sends_file(await stored(town, admin, csv(row(), row(OTHER_BIN, "Менікі")), CSV), CSV)
    await reads(town)
    admin.hears(f"The kindergarten with BIN {OTHER_BIN} belongs to another city.")
    assert (await names(town), await names(town, "astana")) == (["Еркемай"], ["Балдырған"])


async def test_what_was_read_is_checked_again_before_it_is_applied(town: Town) -> None:
    admin, everywhere = await administrator(town, locality="almaty"), await administrator(town, "702")
    kept = await kept_by(town, admin, row(OTHER_BIN))
    await loaded(town, csv(row(OTHER_BIN, "Балдырған", city="astana")))
    outcome = await does(town, admin, ApplyCatalogue(kept))
    assert isinstance(outcome, Refused)
    assert "has changed since" in str(outcome.why)
    assert (await names(town), await names(town, "astana")) == ([], ["Балдырған"])
    whole = await kept_by(town, everywhere)
    account = await everywhere.account()
    async with town.database.transaction("moved") as uow:
        await uow.staff.join(StaffMember(account.id, Role.ADMIN, None, town.clock.now(), "almaty"))
    assert isinstance(await does(town, everywhere, ApplyCatalogue(whole)), Refused)
    assert await names(town, "astana") == ["Балдырған"]


async def test_the_command_line_gets_the_problems_and_changes_nothing(town: Town) -> None:
    await loaded(town)
    imported = await loaded(town, csv(row(BIN, places=-1)))
    assert [problem.row_number for problem in imported.problems] == [2]
    assert not imported.difference
    assert await names(town) == ["Еркемай"]
