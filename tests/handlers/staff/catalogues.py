"""Small catalogue files for tests."""

from __future__ import annotations

from documents.quarantine import Quarantine
from handlers.catalogue import Imported, import_catalogue
from handlers.outside_work import task_done
from handlers.staff.catalogue_reading import read_and_compare
from tests.handlers.neighbours import tasks
from tests.handlers.town import Town

HEADER = (
    "bin,name_kk,name_ru,locality,address_kk,address_ru,lat,lon,ownership,queue_types,languages,min_age,max_age,"
    "group,places,contract_channel,fee"
)
BIN = "150140000002"
OTHER_BIN = "200141000004"


def row(bin_: str = BIN, name: str = "Еркемай", places: int = 20, group: str = "Күншуақ", city: str = "almaty") -> str:
    """One group of a kindergarten."""
    return (
        f"{bin_},{name},{name},{city},Абай даңғылы 1,пр. Абая 1,43.2,76.9,state,sanatorium,kk,2,6,{group},{places},"
        "electronic,"
    )


def csv(*rows: str) -> bytes:
    """A file with these rows."""
    return "\n".join([HEADER, *rows]).encode()


async def loaded(town: Town, content: bytes | None = None) -> Imported:
    """The catalogue after an import from the command line."""
    async with Quarantine(places=1) as quarantine:
        return await import_catalogue(town.database, town.office, content or csv(row()), quarantine)


async def reads(town: Town) -> None:
    """The files that wait are read as the program does it, and what comes of it reaches the chats."""
    async with Quarantine(places=1) as quarantine:
        for task in await tasks(town):
            result = await read_and_compare(town.database, town.office, quarantine, task)
            await task_done(town.database, town.office, task, result)
    await town.settle()
