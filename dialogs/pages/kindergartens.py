"""The catalogue: preschools of the city as a list and as cards. S1-07, S2-11, S2-12."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.apply_options import about
from dialogs.facts import Facts
from dialogs.names import QUEUE_NAMES, language_name, locality_name, named
from dialogs.page import Button, Go, Page, listed
from dialogs.queries import Preschool, Preschools
from dialogs.questions import Open
from dialogs.welcome import ChangeLocality
from enrolment.terms import QueueType
from locales.text import Text, _, joined, n_

OWNERSHIP = {"state": _("State-owned"), "private": _("Private")}
CHANNELS = {
    "electronic": _("Contracts are concluded electronically only."),
    "both": _("The contract can be electronic or on paper."),
    "paper": _("The contract is concluded on paper."),
}


def kindergartens(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The preschools of the person's city, some on each sheet."""
    locality = facts.me.locality or facts.profile.localities[0].code
    cards = facts[Preschools(locality)]
    go = Go("kindergartens", args)
    buttons = [
        Button(
            f"p-{card.bin}", named(card.name), Go("preschool", {"bin": card.bin}), about(named(card.address), card.free)
        )
        for card in cards
    ]
    text = n_("There is {count} kindergarten.", "There are {count} kindergartens.", len(cards))
    city = Button("city", _("Another city"), Open(ChangeLocality))
    given_out = Button("protocols", _("Who got places"), Go("protocols"))
    header = _("Kindergartens · {city}", city=locality_name(facts.profile, locality))
    return Page(text, (*listed(buttons, go, int(args.get("at", 0))), given_out, city), header, Go("menu"))


def preschool(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One preschool's card."""
    card = facts[Preschool(args["bin"])]
    if card is None:
        return Page(_("This kindergarten is no longer in the catalogue."), up=Go("kindergartens"))
    lines: list[Text] = [
        n_("{count} free place of {all}", "{count} free places of {all}", card.free, all=card.places),
        _("Address: {address}", address=named(card.address)),
        OWNERSHIP[card.ownership],
        _("Age: from {least} to {most} years", least=card.min_age, most=card.max_age),
        _(
            "Languages: {languages}",
            languages=joined(*(language_name(facts.profile, code) for code in card.languages), separator=", "),
        ),
        _(
            "Queues: {queues}",
            queues=joined(*(QUEUE_NAMES[QueueType(code)] for code in card.queue_types), separator=", "),
        ),
        CHANNELS[card.contract_channel],
    ]
    if card.fee:
        lines.append(_("Fee: {fee} tenge a month", fee=f"{card.fee:,}".replace(",", " ")))
    return Page(joined(*lines), header=named(card.name), up=Go("kindergartens"))
