"""The catalogue from a file: problems row by row, the difference, then applied as a whole. S1-07."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from dialogs.effects import ApplyCatalogue, CompareCatalogue
from dialogs.inputs import Refused
from tests.handlers.staff.catalogues import BIN, HEADER, OTHER_BIN, csv, loaded, row
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
    return await phone.sends_file(await stored(town, phone, content, mime), mime)


async def names(town: Town) -> list[str]:
    async with town.database.reading() as uow:
        return [one.name_ru for one in await uow.catalogue.preschools("almaty")]


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
        for effect in (CompareCatalogue(file), ApplyCatalogue(file)):
            outcome = await does(town, admin, effect)
            assert isinstance(outcome, Refused)
            assert "send it again" in str(outcome.why)


async def test_only_administrators_load_a_catalogue(town: Town) -> None:
    phone = await doctor(town)
    file = await stored(town, phone, csv(row()), CSV)
    for effect in (CompareCatalogue(file), ApplyCatalogue(file)):
        assert isinstance(await does(town, phone, effect), Refused)
    assert await names(town) == []


async def test_the_command_line_gets_the_problems_and_changes_nothing(town: Town) -> None:
    await loaded(town)
    imported = await loaded(town, csv(row(BIN, places=-1)))
    assert [problem.row_number for problem in imported.problems] == [2]
    assert not imported.difference
    assert await names(town) == ["Еркемай"]
