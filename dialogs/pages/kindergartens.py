"""The catalogue: where to look, what was found, what is near. S1-07, S1-10, S2-11."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dialogs.facts import Facts
from dialogs.inputs import Located
from dialogs.kindergarten_filters import Filters, in_one_line, in_words, my_city, query
from dialogs.kindergarten_queries import ON_THE_MAP, SHEET, Found
from dialogs.kindergarten_words import in_a_line
from dialogs.names import locality_name, named
from dialogs.page import Button, Deed, Do, Go, Page
from dialogs.picture_effects import SendPicture
from dialogs.questions import Open
from dialogs.welcome import ChangeLocality
from locales.text import Text, _, joined, n_

SHARE = "share"
HOW_TO_SHARE = _("Send your location: press the paper clip or “+” and choose the location there.")
HOW_TO_FIND = _("To find one, write a part of its name or its number, for example: № 12.")
ANY = {
    "words": _("Any name"),
    "ownership": _("Any ownership"),
    "language": _("Any language"),
    "age": _("Any age"),
    "free": _("Full ones too"),
    "near": _("Without distance"),
}


def kindergartens(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Where to look; what is sought already stays chosen."""
    filters = Filters.of(args)
    here = replace(query(facts, Filters()), at=0)
    text = joined(_how_many(facts[here].count), in_one_line(facts, filters), HOW_TO_FIND)
    return Page(text, hub_buttons(filters), header(facts), Go("menu"), typed=named_like(filters), located=near(filters))


def hub_buttons(filters: Filters) -> tuple[Button, ...]:
    """The ways into the catalogue."""
    args = filters.args
    return (
        Button("found", _("Show the list"), Go("found", args)),
        Button("filters", _("Choose by features"), Go("filters", args)),
        Button("near", _("Nearest to me"), Go("near", args)),
        Button("bulletin", _("Bulletin of places"), Go("bulletin", args)),
        Button("protocols", _("Who got places"), Go("protocols")),
        Button("statistics", _("Statistics"), Go("statistics")),
        Button("city", _("Another city"), Open(ChangeLocality)),
    )


def found(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The kindergartens that have what is sought, some on each sheet; «Back» leads a sheet back."""
    filters, at = Filters.of(args), int(args.get("at", 0))
    sheet = facts[query(facts, filters, at)]
    if not sheet.count:
        return _nothing_found(facts, filters)
    up = Go("found", {**filters.args, "at": at - 1}) if at else Go("kindergartens", filters.args)
    words = (_counted(sheet.count, filters), in_one_line(facts, filters), _sheets(sheet.count, at))
    return Page(
        joined(*words, HOW_TO_FIND if not (at or filters.args) else Text("")),
        _found_buttons(facts, filters, at, sheet),
        header(facts),
        up,
        typed=named_like(filters),
        located=near(filters),
    )


def near_me(facts: Facts, args: Mapping[str, Any]) -> Page:
    """How to share a location, what it is used for, and how long it is known."""
    filters = Filters.of(args)
    share = facts.me.chat.shares_contact
    how = _("Press “Send my location”, or choose another place behind the paper clip.") if share else HOW_TO_SHARE
    text = joined(
        how,
        _("I use it only to show what is near, and forget it when you go to the menu."),
    )
    buttons: tuple[Button, ...] = (Button("found", _("Without location"), Go("found", filters.without("near").args)),)
    if share:
        buttons = (Button(SHARE, _("Send my location"), Go("near", filters.args)), *buttons)
    up = Go("kindergartens", filters.args)
    page = Page(text, buttons, _("Nearest to me"), up, typed=named_like(filters), located=near(filters))
    return replace(page, asks_place=share)


def header(facts: Facts) -> Text:
    """Which city's."""
    return _("Kindergartens · {city}", city=locality_name(facts.profile, my_city(facts)))


def named_like(filters: Filters) -> Any:
    """What typed words mean in the catalogue: the name of one."""
    return partial(_by_name, filters)


def near(filters: Filters) -> Any:
    """What a shared location means in the catalogue: what is near."""
    return partial(_nearest, filters)


def _by_name(filters: Filters, words: str) -> Deed | None:
    return Go("found", filters.naming(words).args) if any(map(str.isalnum, words)) else None


def _nearest(filters: Filters, here: Located) -> Deed:
    return Go("found", filters.around(here).args)


def _found_buttons(facts: Facts, filters: Filters, at: int, sheet: Found) -> tuple[Button, ...]:
    place = {**filters.args, "at": at}
    cards = tuple(
        Button(
            f"p-{card.bin}",
            named(card.name),
            Go("preschool", {"bin": card.bin, **place}),
            in_a_line(card, filters.near),
        )
        for card in sheet.cards
    )
    more = Button("more", _("More"), Go("found", {**place, "at": at + 1}))
    drawn = Do(SendPicture("map", query(facts, filters, at).to_json()))
    return (
        *cards,
        *((more,) if (at + 1) * SHEET < sheet.count else ()),
        Button("map", _("Show on the map"), drawn, _map_hint(sheet.count - at * SHEET)),
        Button("filters", _("Choose by features"), Go("filters", filters.args)),
    )


def _map_hint(left: int) -> Text:
    shown = min(left, ON_THE_MAP)
    return _("{count} of them, beginning with these", count=shown) if left > SHEET else Text("")


def _nothing_found(facts: Facts, filters: Filters) -> Page:
    """Which of the filters to drop, and how many there would be then."""
    buttons = tuple(
        Button(f"any-{name}", ANY[name], Go("found", filters.without(name).args), _there_would_be(facts, filters, name))
        for name in in_words(facts, filters)
        if name != "near"
    )
    every = Button("all", _("Show all"), Go("found", Filters(near=filters.near).args))
    text = joined(
        _("Nothing like this was found."),
        in_one_line(facts, filters),
        _("Drop something or write another name.") if buttons else Text(""),
    )
    features = Button("filters", _("Choose by features"), Go("filters", filters.args))
    ways = (*buttons, *((every,) if len(buttons) > 1 else ()), features)
    up = Go("kindergartens", filters.args)
    return Page(text, ways, header(facts), up, typed=named_like(filters), located=near(filters))


def _there_would_be(facts: Facts, filters: Filters, name: str) -> Text:
    count = facts[query(facts, filters.without(name))].count
    return n_("there is {count}", "there are {count}", count) if count else _("there are none all the same")


def _counted(count: int, filters: Filters) -> Text:
    if not filters.without("near").args:
        return _how_many(count)
    return n_("{count} kindergarten was found.", "{count} kindergartens were found.", count)


def _how_many(count: int) -> Text:
    if not count:
        return _("There are no kindergartens here yet.")
    return n_("There is {count} kindergarten.", "There are {count} kindergartens.", count)


def _sheets(count: int, at: int) -> Text:
    last = -(-count // SHEET)
    return _("Page {page} of {pages}", page=at + 1, pages=last) if last > 1 else Text("")
