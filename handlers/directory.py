"""The whole catalogue in memory, made ready to be searched; read anew when its edition has changed."""

from __future__ import annotations

from dialogs.kindergarten_queries import ON_THE_MAP, SHEET, FindPreschools
from enrolment.catalogue_search import Directory, point_of
from enrolment.distance import nearest
from enrolment.preschools import Preschool
from handlers.office import Office
from storage.free_places import with_free_places
from storage.uow import Uow


async def directory(uow: Uow, office: Office) -> Directory:
    """The catalogue as this transaction sees it; every process looks at the edition each time, which is one row."""
    edition = await uow.catalogue.edition()
    shelf = office.directories
    if shelf.edition != edition:
        shelf.keep(edition, Directory(await uow.catalogue.everything()))
    return shelf.directory


async def find(uow: Uow, office: Office, query: FindPreschools) -> list[Preschool]:
    """Everything that was sought, in the order to show it."""
    found = (await directory(uow, office)).find(query.locality, query.sought)
    if query.free and found:
        free = await with_free_places(uow, query.locality, query.sought.months)
        found = [one for one in found if one.bin in free]
    return nearest(query.near, found, point_of) if query.near else found


def sheet(found: list[Preschool], at: int) -> list[Preschool]:
    """Those of one sheet."""
    return found[at * SHEET : (at + 1) * SHEET]


def drawn(found: list[Preschool], at: int) -> list[Preschool]:
    """Those that a map shows which begins with this sheet."""
    return found[at * SHEET : at * SHEET + ON_THE_MAP]
