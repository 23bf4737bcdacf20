"""Choosing by features: each feature can be chosen, changed and dropped, and all of them stand in one line. S1-07."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.facts import Facts
from dialogs.kindergarten_filters import OWNERSHIP, Filters, children, in_one_line, in_words, query
from dialogs.names import named
from dialogs.page import Button, Go, Page, listed
from dialogs.pages.kindergartens import ANY, header, named_like, near
from locales.text import Text, _, n_, verbatim

YOUNGEST = 1
CHOICES = {
    "ownership": _("Ownership"),
    "language": _("Language"),
    "age": _("Age"),
}


def filters(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What is chosen, how to change it, and how many there are of it."""
    sought = Filters.of(args)
    chosen = in_words(facts, sought)
    count = facts[query(facts, sought)].count
    there = n_("{count} in all", "{count} in all", count) if count else _("there are none")
    show = Button("found", _("Show"), Go("found", sought.args), there)
    drops = tuple(
        Button(f"any-{name}", ANY[name], Go("filters", sought.without(name).args), words)
        for name, words in chosen.items()
    )
    asked = tuple(Button(name, label, Go(f"by_{name}", args)) for name, label in CHOICES.items() if name not in chosen)
    free = Button("free", _("With free places"), Go("filters", replace(sought, free=True).args))
    where = Button("near", _("Nearest to me"), Go("near", args))
    offered = (*(() if sought.free else (free,)), *(() if sought.near else (where,)))
    text = in_one_line(facts, sought) if chosen else _("What should the kindergarten have?")
    buttons = (show, *asked, *offered, *drops)
    up = Go("kindergartens", sought.args)
    return Page(text, buttons, header(facts), up, typed=named_like(sought), located=near(sought))


def ownership(facts: Facts, args: Mapping[str, Any]) -> Page:
    """State-owned or private."""
    return _choose(args, "ownership", _("Who should own the kindergarten?"), list(OWNERSHIP.items()))


def language(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One of the profile's languages of instruction."""
    rows = [(str(row.code), named(row.name)) for row in facts.profile.instruction_languages]
    return _choose(args, "language", _("In which language should the child be taught?"), rows)


def age(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One of one's own children, or a number of years."""
    mine = [(f"c{one.id}", verbatim(one.person.first_name)) for one in children(facts)]
    years = range(YOUNGEST, facts.profile.age.until_years)
    rows = [*mine, *((str(count), n_("{count} year", "{count} years", count)) for count in years)]
    return _choose(args, "age", _("How old is the child?"), rows)


def _choose(args: Mapping[str, Any], name: str, text: Text, rows: list[tuple[str, Text]]) -> Page:
    sought = Filters.of(args)
    buttons = [Button(f"v-{value}", label, Go("filters", sought.with_(name, value).args)) for value, label in rows]
    lines = listed(buttons, Go(f"by_{name}", sought.args), int(args.get("at", 0)))
    return Page(text, lines, CHOICES[name], Go("filters", sought.args))
