"""A catalogue for dialog tests: it is searched as the handlers do, and its bulletin was published this morning."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dialogs.kindergarten_queries import (
    SHEET,
    BulletinRow,
    BulletinSheet,
    Details,
    FindPreschools,
    Found,
    FreeGroup,
    PreschoolDetails,
    ReadBulletin,
)
from dialogs.queries import PreschoolCard
from enrolment.catalogue_search import parts
from enrolment.distance import Point, nearest
from tests.dialogs.talk import NOW

GROUPS = (FreeGroup(2, 3, 1), FreeGroup(3.5, 5, 2))
HERE = Point(43.238, 76.945)
PHONE = "+77000000012"


def located(card: PreschoolCard) -> PreschoolCard:
    """The same a number of hundreds of metres to the north, with a telephone."""
    return replace(card, phone=PHONE, point=Point(43.238 + int(card.bin) / 1000, 76.945))


def catalogue_facts(cards: tuple[PreschoolCard, ...]) -> dict[Any, Any]:
    """What the handlers would answer of these kindergartens, all of which lie in Almaty and have free places."""
    cards = tuple(located(card) for card in cards)

    def find(query: FindPreschools) -> Found:
        found = [card for card in cards if query.locality == "almaty" and _fits(card, query)]
        if query.near:
            found = nearest(query.near, found, lambda card: card.point)
        return Found(len(found), tuple(found[query.at * SHEET : (query.at + 1) * SHEET]))

    def details(query: PreschoolDetails) -> Details | None:
        card = next((card for card in cards if card.bin == query.bin), None)
        return Details(card, GROUPS, Decimal("4.5"), 12) if card else None

    def bulletin(query: ReadBulletin) -> BulletinSheet:
        shown = cards if query.locality == "almaty" else ()
        rows = tuple(BulletinRow(card, GROUPS) for card in shown[query.at * SHEET : (query.at + 1) * SHEET])
        morning = NOW.replace(hour=7)
        return BulletinSheet(morning + dt.timedelta(days=1), morning, len(shown), 3 * len(shown), rows)

    return {FindPreschools: find, PreschoolDetails: details, ReadBulletin: bulletin}


def _fits(card: PreschoolCard, query: FindPreschools) -> bool:
    sought, name = query.sought, parts(f"{card.name.kk} {card.name.ru} {card.name.en}")
    if not all(part in name for part in parts(sought.words)):
        return False
    if sought.ownership not in {"", card.ownership} or sought.language not in {"", *card.languages}:
        return False
    return sought.months is None or card.min_age * 12 <= sought.months < card.max_age * 12
