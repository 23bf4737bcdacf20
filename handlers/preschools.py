"""The catalogue as parents read it. S1-07, S2-11, S2-12."""

from __future__ import annotations

from dialogs.queries import Preschool, PreschoolCard, Preschools
from handlers.book import answers
from handlers.cards import preschool_cards
from handlers.desk import Desk


@answers(Preschools)
async def preschools(desk: Desk, query: Preschools) -> tuple[PreschoolCard, ...]:
    """The open preschools of a locality, for one queue type or for all, by name."""
    return await preschool_cards(desk.uow, await desk.uow.catalogue.preschools(query.locality, query.queue))


@answers(Preschool)
async def preschool(desk: Desk, query: Preschool) -> PreschoolCard | None:
    """One preschool, also one that is closed by now."""
    found = await desk.uow.catalogue.get(query.bin)
    return (await preschool_cards(desk.uow, [found]))[0] if found else None
