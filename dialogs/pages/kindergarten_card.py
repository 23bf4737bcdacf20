"""One kindergarten: what it is, what is free, what can be done with it. S2-11."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dialogs.enrol import Enrol
from dialogs.enrol_queries import Choosers, Offers
from dialogs.enrol_words import open_count
from dialogs.facts import Facts
from dialogs.kindergarten_filters import OWNERSHIP, Filters
from dialogs.kindergarten_queries import Details, PreschoolDetails
from dialogs.kindergarten_words import FREE_AND_OPEN, away, free_by_age, map_link
from dialogs.names import QUEUE_NAMES, language_name, named, phone_shown
from dialogs.page import Button, Do, Go, Page
from dialogs.picture_effects import SendPicture
from dialogs.queries import PreschoolCard
from dialogs.questions import Open
from enrolment.distance import Point
from enrolment.terms import QueueType
from locales.measures import decimal
from locales.text import Text, _, joined, n_, verbatim

CHANNELS = {
    "electronic": _("Contracts are concluded electronically only."),
    "both": _("The contract can be electronic or on paper."),
    "paper": _("The contract is concluded on paper."),
}


def preschool(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One kindergarten's card; «Back» leads to the list that it was opened from."""
    rest = {name: value for name, value in args.items() if name not in {"bin", "from"}}
    up = Go(args.get("from", "found"), rest)
    details = facts[PreschoolDetails(args["bin"])]
    if details is None:
        return Page(_("This kindergarten is no longer in the catalogue."), up=up)
    near = Filters.of(args).near
    text = joined(_first(details, near), _about(facts, details.card), separator="\n\n")
    return Page(text, (*_choosing(facts, details.card), *_looking(details, args, near)), named(details.card.name), up)


def _first(details: Details, near: Point | None) -> Text:
    """What matters most: free places, for whom, how far, and what parents say."""
    card = details.card
    places = (
        n_("{count} free place of {all}", "{count} free places of {all}", card.free, all=card.places)
        if card.free
        else _("No free places now, {all} in all", all=card.places)
    )
    by_age = _("By age: {groups}", groups=free_by_age(details.groups)) if details.groups else Text("")
    far = _("Distance: {distance}", distance=away(card, near)) if near and card.point else Text("")
    return joined(places, by_age, FREE_AND_OPEN, far, _rating(details))


def _rating(details: Details) -> Text:
    if details.rating is None:
        return Text("")
    return n_(
        "Parents give it {average} of 5 ({count} review)",
        "Parents give it {average} of 5 ({count} reviews)",
        details.ratings,
        average=decimal(float(details.rating)),
    )


def _about(facts: Facts, card: PreschoolCard) -> Text:
    """Everything else, in so few lines that the narrowest channel can put buttons beneath."""
    languages = joined(*(language_name(facts.profile, code) for code in card.languages), separator=", ")
    queues = joined(*(QUEUE_NAMES[QueueType(code)] for code in card.queue_types), separator=", ")
    ages = _("Age: from {least} to {most} years", least=card.min_age, most=card.max_age)
    fee = _("Fee: {fee} tenge a month", fee=f"{card.fee:,}".replace(",", " ")) if card.fee else Text("")
    return joined(
        _("Address: {address}", address=named(card.address)),
        _("Phone: {phone}", phone=phone_shown(card.phone)) if card.phone else Text(""),
        joined(OWNERSHIP[card.ownership], ages, separator=". "),
        _("Languages: {languages}", languages=languages),
        _("Queues: {queues}", queues=queues),
        joined(CHANNELS[card.contract_channel], fee, separator=" "),
        _("On the map: {link}", link=map_link(card.point)) if card.point else Text(""),
    )


def _choosing(facts: Facts, card: PreschoolCard) -> Iterator[Button]:
    """For each voucher of one's own that can be used here now."""
    choosers = facts[Choosers()] if facts.me.registered else ()
    for one in choosers:
        offer = facts[Offers(one.voucher)]
        if offer is not None and any(open_.bin == card.bin for open_ in offer.open):
            child = verbatim(one.child if len(choosers) > 1 else "")
            hint = joined(child, open_count(offer.places(card.bin)), separator=", ")
            given = {"voucher": one.voucher, "preschool": card.bin}
            yield Button(f"enrol-{one.voucher}", _("Choose this one"), Open(Enrol, given=given), hint)


def _looking(details: Details, args: Mapping[str, Any], near: Point | None) -> Iterator[Button]:
    card = details.card
    yield Button("feedback", _("What parents say"), Go("feedback", args))
    if card.point:
        about = {"bins": [card.bin], "near": list(near) if near else None}
        yield Button("map", _("Show on the map"), Do(SendPicture("map", about)))
