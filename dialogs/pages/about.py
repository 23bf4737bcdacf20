"""What anybody can read: the way to a place, what to prepare, answers, contacts. S1-17, S2-67…S2-70."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.contacts import contacts
from dialogs.facts import Facts
from dialogs.names import locality_name
from dialogs.page import Button, Go, Page
from dialogs.questions import Open
from dialogs.support_dialogs import AskSupport, ReportMoney
from dialogs.welcome import ChangeLanguage, ChangeLocality
from locales.text import Text, _, joined, verbatim

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
    _("Later, for the contract: your EDS key. You can get it on egov.kz or at a public service centre."),
)
QUESTIONS: Mapping[str, tuple[Text, Text]] = {
    "eds": (
        _("EDS key"),
        _(
            "The EDS is your electronic signature. You get it at a public service centre or on egov.kz and it is valid "
            "for one year. A new key may start to work only the next day, so prepare it early. Never send the key file "
            "or its password to anybody, and not to me either."
        ),
    ),
    "account": (
        _("Card and account"),
        _(
            "The number on a bank card and the number of a bank account are different. "
            "The account number (IBAN) begins with KZ and has 20 characters. You find it in the bank's app."
        ),
    ),
    "deadline": (
        _("Missed deadline"),
        _(
            "If a voucher is not accepted in time, the application goes to the stop-list. "
            "You can restore it once within the time shown on its card. Open “My applications” to see what can be done."
        ),
    ),
    "documents": (
        _("Documents"),
        _(
            "Send a photo or a PDF. Lay the paper flat near a window; every letter must be readable. "
            "Several pages may be sent one after another."
        ),
    ),
    "place": (
        _("Place in the queue"),
        _(
            "The place depends on the category and on the time of the application. It can grow when somebody with a "
            "privilege applies, and it falls when those ahead get a place. "
            "The card of the application says who is ahead."
        ),
    ),
}


def how(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The way to a place, step by step."""
    return Page(HOW, (Button("prepare", _("What to prepare"), Go("prepare")),), _("How it works"), Go("menu"))


def prepare(facts: Facts, args: Mapping[str, Any]) -> Page:
    """What to have at hand."""
    return Page(PREPARE, (Button("how", _("How it works"), Go("how")),), _("What to prepare"), Go("menu"))


def helping(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Common questions first, then a person."""
    asked = tuple(Button(f"q-{key}", label, Go("question", {"key": key})) for key, (label, _text) in QUESTIONS.items())
    people = (
        Button("support", _("Write to support"), Open(AskSupport)),
        Button("cases", _("My questions"), Go("cases")),
        Button("money", _("Asked for money?"), Open(ReportMoney)),
    )
    return Page(joined(_("Choose a question."), contacts(facts)), (*asked, *people), _("Help"), Go("menu"))


def question(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One common question and its answer."""
    label, text = QUESTIONS[args["key"]]
    return Page(text, (Button("support", _("Write to support"), Open(AskSupport)),), label, Go("help"))


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
