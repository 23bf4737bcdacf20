"""Where an enrolment request stands, and the waiting lists of full kindergartens. S3-49, S3-50, E4, V13."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.enrol import ChangeChoice, Enrol
from dialogs.enrol_effects import JoinWaitingList, LeaveWaitingList
from dialogs.enrol_queries import Choosers, Offer, Offers
from dialogs.enrol_queries import MyRequests as Requests
from dialogs.enrol_words import contract_badge, request_lines
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import named
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.questions import Open
from locales.text import Text, _, joined, n_

NOTHING_TO_CHOOSE = _("With this voucher nothing can be chosen now. Look at the application.")
ON_THE_LIST = _("on your waiting list")


def enrolment_of(facts: Facts, application: int, *, by_referral: bool = False) -> tuple[Text, tuple[Button, ...]]:
    """Where the enrolment with an application's voucher stands, and what can be done; for the voucher's card.

    `by_referral` to a kindergarten nothing is chosen: what is left is the way on paper (S2-15).
    """
    request = next((one for one in facts[Requests()] if one.application == application), None)
    if request is not None:
        chose = facts.profile.enrolment_term.choose_preschool
        label = _("Change my choice") if chose else _("Cancel the request")
        change = Button("change", label, Open(ChangeChoice, given={"request": request.id}))
        return request_lines(request, facts.profile.labels.preschool), (change,) if request.cancellable else ()
    chooser = next((one for one in facts[Choosers()] if one.application == application), None)
    if chooser is None:
        return EMPTY, ()
    if by_referral:
        return EMPTY, (Button("enrol", _("Sign on paper"), Open(Enrol, given={"voucher": chooser.voucher})),)
    return EMPTY, (
        Button("enrol", _("Choose kindergarten"), Open(Enrol, given={"voucher": chooser.voucher})),
        Button("waiting", _("Waiting lists"), Go("waiting", {"voucher": chooser.voucher})),
    )


def waiting(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The kindergartens that fit and are full, those on one's lists first."""
    offer = facts[Offers(int(args["voucher"]))]
    if offer is None:
        return Page(NOTHING_TO_CHOOSE, up=Go("vouchers"))
    cards = sorted(offer.full, key=lambda card: card.bin not in offer.waiting)
    buttons = [
        Button(
            f"w-{card.bin}",
            named(card.name),
            Go("waiting_place", {"voucher": offer.voucher, "bin": card.bin}),
            joined(ON_THE_LIST if card.bin in offer.waiting else Text(""), named(card.address), separator=", "),
        )
        for card in cards
    ]
    up = Go("voucher", {"id": offer.voucher})
    return Page(_about_lists(offer), listed(buttons, Go("waiting", args), int(args.get("at", 0))), _HEADER, up)


def waiting_place(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One full kindergarten, with joining or leaving its list."""
    up = Go("waiting", {"voucher": args["voucher"]})
    offer = facts[Offers(int(args["voucher"]))]
    if offer is None:
        return Page(NOTHING_TO_CHOOSE, up=Go("vouchers"))
    card = next((one for one in offer.full if one.bin == args["bin"]), None)
    if card is None:
        return _not_full(offer, up)
    joins = card.bin not in offer.waiting
    effect = JoinWaitingList if joins else LeaveWaitingList
    label = _("Join the list") if joins else _("Leave the list")
    text = joined(
        _("Address: {address}", address=named(card.address)),
        contract_badge(card),
        _("There is no open place for your child here now.") if joins else _("You are on the waiting list here."),
        _("When a place appears, I write in the order of the queue."),
    )
    return Page(text, (Button("list", label, Do(effect(offer.voucher, card.bin))),), named(card.name), up)


_HEADER = _("Waiting lists")


def _about_lists(offer: Offer) -> Text:
    if not offer.full:
        return _("No kindergarten that fits your child is full now.")
    count = n_("{count} kindergarten fits but is full.", "{count} kindergartens fit but are full.", len(offer.full))
    return joined(count, _("A waiting list does not prolong the voucher: {until}.", until=offer.deadline))


def _not_full(offer: Offer, up: Go) -> Page:
    text = _("This kindergarten has a place for your child now, or does not fit any more.")
    choose = Button("enrol", _("Choose kindergarten"), Open(Enrol, given={"voucher": offer.voucher}))
    return Page(text, (choose,) if offer.open else (), up=up)
