"""What anybody can read: the way to a place, and what to prepare. S1-17, S2-14, S2-18."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import locality_name, named
from dialogs.page import Button, Go, Page
from dialogs.pages.answers import answer_button
from dialogs.questions import Open
from dialogs.questions.choose_many import numbered
from dialogs.welcome import ChangeLanguage, ChangeLocality
from enrolment.preparation import documents_to_prepare
from enrolment.profile_terms import Presence
from locales.text import _, joined, verbatim

HOW = joined(
    _("1. You register: phone, IIN, consent."),
    _("2. You add the child by IIN."),
    _("3. You apply to a queue. For the sanatorium queue you send the phthisiatrician's conclusion."),
    _("4. A doctor or the education department checks the documents. You see your place in the queue."),
    _("5. When the turn comes, you get a voucher. It must be accepted in time; I will remind you."),
    _("6. You choose a kindergarten and sign the contract electronically. The child is admitted."),
    _("Everything is free. I write to you about every change."),
)
PREPARE = joined(
    _("Your phone and identity card (IIN)."),
    _("The child's IIN. It is on the birth certificate."),
    _("Sanatorium queue: the phthisiatrician's conclusion from the polyclinic."),
    _("Correctional queue: the PMPC conclusion."),
    _("A privilege: the document that proves it."),
)
CONTRACT = _("For the contract")
AND_THE_KEY = _("And your EDS key. You can get it on egov.kz or at a public service centre.")
BANK = _("The number of your bank account (IBAN), not of a card.")


def how(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The way to a place, step by step."""
    return Page(HOW, (Button("prepare", _("What to prepare"), Go("prepare")),), _("How it works"), Go("menu"))


def prepare(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What to have at hand for an application; what the contract asks stands on a page of its own."""
    later = Button("papers", CONTRACT, Go("papers"))
    return Page(PREPARE, (Button("how", _("How it works"), Go("how")), later), _("What to prepare"), Go("menu"))


def papers(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What the contract will ask, said beforehand. S2-14, S2-18."""
    here = Go("papers")
    asked = documents_to_prepare(facts.profile, ())
    bank = BANK if facts.profile.contract.bank_requisites is not Presence.HIDDEN else EMPTY
    text = joined(
        _("The contract will ask for these documents:"), numbered([named(row.name) for row in asked]), bank, AND_THE_KEY
    )
    return Page(text, (answer_button("eds", here), answer_button("contract", here)), CONTRACT, Go("prepare"))


def settings(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Language and city."""
    city = locality_name(facts.profile, facts.me.locality) if facts.me.locality else verbatim("—")
    return Page(
        _("City: {city}", city=city),
        (
            Button("language", _("Change language"), Open(ChangeLanguage)),
            Button("locality", _("Change city"), Open(ChangeLocality)),
        ),
        _("Language and city"),
        Go("menu"),
    )
