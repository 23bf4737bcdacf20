"""The bulletin of free places: as it was published, for any locality, readable by anybody. S1-05."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.enrol_words import place_count
from dialogs.facts import Facts
from dialogs.kindergarten_filters import Filters, my_city
from dialogs.kindergarten_queries import SHEET, BulletinSheet, ReadBulletin
from dialogs.kindergarten_words import FREE_AND_OPEN, free_by_age
from dialogs.names import locality_name, named
from dialogs.page import Button, Go, Page, listed
from locales.text import Text, _, joined, n_

OWN = ("city", "leaf", "at")


def bulletin(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One sheet of it; «Back» leads a sheet back."""
    city, at = args.get("city", my_city(facts)), int(args.get("leaf", 0))
    sheet = facts[ReadBulletin(city, at)]
    forth, back = {**args, "leaf": at + 1}, {**args, "leaf": at - 1}
    rows = tuple(
        Button(
            f"p-{row.card.bin}",
            named(row.card.name),
            Go("preschool", {**args, "bin": row.card.bin, "from": "bulletin"}),
            free_by_age(row.groups),
        )
        for row in sheet.rows
    )
    more = (Button("more", _("More"), Go("bulletin", forth)),) if (at + 1) * SHEET < sheet.preschools else ()
    cities = Button("cities", _("Another city"), Go("bulletin_cities", args))
    header = _("Bulletin of free places · {city}", city=locality_name(facts.profile, city))
    up = Go("bulletin", back) if at else Go("kindergartens", Filters.of(args).args)
    return Page(_what_it_says(sheet), (*rows, *more, cities), header, up)


def bulletin_cities(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The localities of the profile; which city is one's own stays as it is."""
    rest = {name: value for name, value in args.items() if name not in OWN}
    buttons = [
        Button(f"c-{row.code}", named(row.name), Go("bulletin", {**rest, "city": row.code}))
        for row in facts.profile.localities
    ]
    lines = listed(buttons, Go("bulletin_cities", rest), int(args.get("at", 0)))
    return Page(_("Of which city?"), lines, _("Bulletin of free places"), Go("bulletin", rest))


def _what_it_says(sheet: BulletinSheet) -> Text:
    next_one = _("The next bulletin: {moment}.", moment=sheet.next_at)
    if sheet.published_at is None:
        return joined(_("No bulletin has been published yet."), next_one)
    return joined(
        _("Published: {moment}.", moment=sheet.published_at),
        _how_many(sheet),
        _("Places taken or freed since then are not in it."),
        FREE_AND_OPEN if sheet.preschools else Text(""),
        next_one,
    )


def _how_many(sheet: BulletinSheet) -> Text:
    if not sheet.preschools:
        return _("There were no free places then.")
    return n_(
        "{places} in {count} kindergarten.",
        "{places} in {count} kindergartens.",
        sheet.preschools,
        places=place_count(sheet.free),
    )
