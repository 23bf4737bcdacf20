"""Small catalogue files for tests."""

from __future__ import annotations

from handlers.catalogue import Imported, import_catalogue
from tests.handlers.town import Town

HEADER = (
    "bin,name_kk,name_ru,locality,address_kk,address_ru,lat,lon,ownership,queue_types,languages,min_age,max_age,"
    "group,places,contract_channel,fee"
)
BIN = "150140000002"
OTHER_BIN = "200141000004"


def row(bin_: str = BIN, name: str = "Еркемай", places: int = 20, group: str = "Күншуақ") -> str:
    """One group of a kindergarten."""
    return (
        f"{bin_},{name},{name},almaty,Абай даңғылы 1,пр. Абая 1,43.2,76.9,state,sanatorium,kk,2,6,{group},{places},"
        "electronic,"
    )


def csv(*rows: str) -> bytes:
    """A file with these rows."""
    return "\n".join([HEADER, *rows]).encode()


async def loaded(town: Town, content: bytes | None = None) -> Imported:
    """The catalogue after an import from the command line."""
    async with town.database.transaction("import") as uow:
        return await import_catalogue(uow, town.office, content or csv(row()), town.clock.now())
