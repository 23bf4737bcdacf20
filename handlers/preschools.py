"""The catalogue as parents read it, and its map. S1-07, S1-10, S2-11, S2-12."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from dialogs.enrol_words import place_count
from dialogs.kindergarten_queries import Details, FindPreschools, Found, FreeGroup, PreschoolDetails
from dialogs.names import locality_name, named
from dialogs.queries import Preschool, PreschoolCard, Preschools
from documents.drawing.districts import districts_of
from documents.drawing.map_chart import Site, TownMap, map_picture, map_words
from enrolment.distance import Point
from handlers.book import answers
from handlers.cards import preschool_cards
from handlers.desk import Desk
from handlers.directory import drawn, find, sheet
from handlers.pictures import Drawing, Viewing, paints
from locales.text import Text, _, joined

ROUGHLY = _("districts are drawn roughly")
NO_MAP = _("The catalogue does not say where these kindergartens are.")


@answers(Preschools)
async def preschools(desk: Desk, query: Preschools) -> tuple[PreschoolCard, ...]:
    """The open preschools of a locality, for one queue type or for all, by name."""
    found = await desk.uow.catalogue.preschools(query.locality, query.queue)
    return await preschool_cards(desk.uow, found, query.months)


@answers(Preschool)
async def preschool(desk: Desk, query: Preschool) -> PreschoolCard | None:
    """One preschool, also one that is closed by now."""
    found = await desk.uow.catalogue.get(query.bin)
    return (await preschool_cards(desk.uow, [found]))[0] if found else None


@answers(FindPreschools)
async def found_preschools(desk: Desk, query: FindPreschools) -> Found:
    """What was found, and the cards of one sheet."""
    found = await find(desk.uow, desk.office, query)
    cards = await preschool_cards(desk.uow, sheet(found, query.at), query.sought.months)
    return Found(len(found), cards)


@answers(PreschoolDetails)
async def details(desk: Desk, query: PreschoolDetails) -> Details | None:
    """One preschool with its free places by age and with what parents give it."""
    card = await preschool(desk, Preschool(query.bin))
    if card is None:
        return None
    free: dict[tuple[float, float], int] = {}
    for group in await desk.uow.places.of_preschool(query.bin):
        if group.free > 0:
            ages = (group.min_age, group.max_age)
            free[ages] = free.get(ages, 0) + group.free
    rating = (await desk.uow.feedback.ratings([query.bin])).get(query.bin)
    groups = tuple(FreeGroup(*ages, count) for ages, count in sorted(free.items()))
    return Details(card, groups, rating.average if rating else None, rating.count if rating else 0)


@paints("map")
async def town_map(at: Viewing, wanted: Mapping[str, Any]) -> Drawing | Text:
    """The kindergartens of a list, numbered as it shows them, or a single one."""
    if "bins" in wanted:
        near, months = Point(*wanted["near"]) if wanted["near"] else None, None
        known = await at.uow.catalogue.load(wanted["bins"])
        found = [known[bin_] for bin_ in wanted["bins"] if bin_ in known]
    else:
        query = FindPreschools.from_json(wanted)
        near, months = query.near, query.sought.months
        found = drawn(await find(at.uow, at.office, query), query.at)
    cards = await preschool_cards(at.uow, found, months)
    sites = [_site(number, card, card.point) for number, card in enumerate(cards, 1) if card.point]
    if not sites:
        return NO_MAP
    districts = districts_of(cards[0].locality)
    about = joined(
        locality_name(at.office.profile, cards[0].locality), ROUGHLY if districts else Text(""), separator=" · "
    )
    town = TownMap(about, sites, near, districts)
    return Drawing(partial(map_picture, town), map_words(town))


def _site(number: int, card: PreschoolCard, point: Point) -> Site:
    return Site(named(card.name), point, place_count(card.free), number)
