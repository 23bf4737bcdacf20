"""Help, and the answers to common questions, which also stand wherever they are needed. S2-67…S2-79."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.answers import ANSWERS, COMMON, Answer
from dialogs.contacts import contacts
from dialogs.facts import Facts
from dialogs.page import Button, Go, Page
from dialogs.questions import Open
from dialogs.support_dialogs import AskSupport, ReportMoney
from locales.text import _, joined, verbatim

HELP = Go("help")


def answer_button(key: str, up: Go) -> Button:
    """The way to an answer, from which «Back» leads up again."""
    return Button(f"q-{key}", ANSWERS[key].label, Go("question", {"key": key, "up": [up.page, dict(up.args)]}))


def helping(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Common questions first, then a person."""
    asked = tuple(Button(f"q-{key}", ANSWERS[key].label, Go("question", {"key": key})) for key in COMMON)
    people = (
        Button("support", _("Write to support"), Open(AskSupport)),
        Button("cases", _("My questions"), Go("cases")),
        Button("money", _("Asked for money?"), Open(ReportMoney)),
    )
    return Page(joined(_("Choose a question."), contacts(facts)), (*asked, *people), _("Help"), Go("menu"))


def question(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One answer, and the questions that belong to it; a person where it does not help (S2-70)."""
    one = ANSWERS[args["key"]]
    page, about = args.get("up", (HELP.page, {}))
    calls = _("Questions about the EDS: {phone}.", phone=facts.profile.contact_centre.eds_phone)
    text = joined(one.text, calls if one.eds else verbatim(""))
    more = tuple(answer_button(key, Go("question", args)) for key in one.more)
    return Page(text, (*more, *_deeds(facts, one)), one.label, Go(page, about))


def _deeds(facts: Facts, one: Answer) -> tuple[Button, ...]:
    """What can be done about it at once."""
    support = Button("support", _("Write to support"), Open(AskSupport))
    money = Button("money", _("Asked for money?"), Open(ReportMoney))
    sends = Button("documents", _("Prepare documents"), Go("documents" if facts.me.registered else "prepare"))
    return (*((sends,) if one.sends else ()), *((money,) if one.money else ()), support)
