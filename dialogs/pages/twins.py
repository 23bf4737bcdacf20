"""Twins and siblings of near age: with whom a child is offered a place together. Edge 11."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.family_effects import LinkChildren, UnlinkChild
from dialogs.family_queries import Sibling, Twins, TwinsCard
from dialogs.page import Button, Do, Go, Page, listed
from locales.text import Text, _, joined, verbatim

HEADER = _("Places together")
MEANS = _(
    "Twins and siblings of near age can get places together: at the turn of the earlier one, when there are enough "
    "places. If there are not, each waits for its own turn, and nobody loses a place in the queue."
)


def twins(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Who is linked with the child, and who could be."""
    card = facts[Twins(int(args["child"]))]
    if card is None:
        return Page(_("This child is no longer in your list."), up=Go("children"))
    unlink = Button("unlink", _("Offer places apart"), Do(UnlinkChild(card.child)))
    links = [
        Button(
            f"l-{one.child}", _("Together: {name}", name=verbatim(one.name)), Do(LinkChildren(card.child, one.child))
        )
        for one in card.possible
    ]
    lines = listed(links, Go("twins", args), int(args.get("at", 0)))
    return Page(_about(card), (*lines, *((unlink,) if card.linked else ())), HEADER, Go("child", {"id": card.child}))


def _about(card: TwinsCard) -> Text:
    if card.linked:
        return joined(together(card.linked), MEANS)
    if card.possible:
        return joined(MEANS, _("With whom is {name} to be offered a place?", name=verbatim(card.name)))
    return joined(MEANS, _("For that, both children have to stand in the same queue of the same city."))


def together(linked: tuple[Sibling, ...]) -> Text:
    """With whom the child is linked, for its card and that of its application."""
    if not linked:
        return verbatim("")
    return _("Places together with: {names}.", names=joined(*(verbatim(one.name) for one in linked), separator=", "))
