"""A kindergarten that does not answer, as the education department sees it: whom to call, and what can be done. E2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.conversation import MENU
from dialogs.effects import Effect
from dialogs.enrol_queries import PreschoolRequest
from dialogs.facts import Facts, Query
from dialogs.message import EMPTY
from dialogs.names import named, phone_shown
from dialogs.page import PER_PAGE, Button, Do, Go, Page, turners
from dialogs.queries import Member
from dialogs.staff.guard import for_staff
from dialogs.staff.preschool_words import request_text
from dialogs.staff.words import when
from enrolment.terms import Name, Role
from locales.text import Text, _, joined, n_, verbatim


@dataclass(frozen=True)
class SilentRequest:
    """A request with whom it was sent to and what the family's term is; `reminded` is when the department last did.

    `employees` are those here who may answer; `remindable`, `returnable` and `settleable` tell what can be done now.
    """

    request: PreschoolRequest
    application: int
    preschool: Name
    phone: str | None
    voucher: str
    until: datetime | None
    employees: int = 0
    reminded: datetime | None = None
    remindable: bool = False
    returnable: bool = False
    settleable: bool = False


@dataclass(frozen=True)
class SilentRequestOf(Query[SilentRequest | None]):
    """One request to a kindergarten of the department's locality, for whoever is no relative of the child."""

    id: int


@dataclass(frozen=True)
class SilentLine:
    """A line of the list: the request's number, who is silent, and since when."""

    id: int
    number: str
    preschool: Name
    sent_at: datetime


@dataclass(frozen=True)
class SilentCount(Query[int]):
    """How many requests of the department's locality have had no answer in time."""


@dataclass(frozen=True)
class SilentRequests(Query[tuple[SilentLine, ...]]):
    """One sheet of them, the longest overdue first, without those of the member's own family (edge 45)."""

    at: int


@dataclass(frozen=True)
class RemindKindergarten(Effect):
    """Ask the kindergarten's employees to answer, once a working day at most."""

    request: int


@dataclass(frozen=True)
class ReturnChoice(Effect):
    """End the request: the place is free again, the family chooses another kindergarten (V7a)."""

    request: int


@dataclass(frozen=True)
class SettleSilence(Effect):
    """Take the request off the list of the silent ones; nothing else changes."""

    request: int


GONE = _("There is no such request among yours.")


@for_staff(Role.EDUCATION_DEPARTMENT)
def silents(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The requests that nobody has answered in time."""
    at = int(args.get("at", 0))
    total = facts[SilentCount()]
    if not total:
        return Page(_("Every kindergarten answers in time."), up=MENU)
    buttons = [
        Button(
            f"s{line.id}",
            verbatim(line.number),
            Go("silent", {"id": line.id}),
            _("{preschool}, since {when}", preschool=named(line.preschool), when=when(line.sent_at, facts.now)),
        )
        for line in facts[SilentRequests(at)]
    ]
    turns = turners(Go("silents"), at, more=(at + 1) * PER_PAGE < total)
    text = n_("{count} request has had no answer in time.", "{count} requests have had no answer in time.", total)
    return Page(text, (*buttons, *turns), up=MENU)


@for_staff(Role.EDUCATION_DEPARTMENT)
def silent(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One of them: the kindergarten with its phone, the request, and what the department can do."""
    card = facts[SilentRequestOf(int(args["id"]))]
    if card is None:
        return Page(GONE, up=Go("silents"))
    id_ = card.request.id
    buttons = []
    if card.remindable:
        buttons.append(Button("remind", _("Remind them"), Do(RemindKindergarten(id_))))
    if card.returnable:
        buttons.append(Button("return", _("Give the choice back"), Go("return_choice", {"id": id_})))
    if card.settleable:
        buttons.append(Button("settle", _("It is settled"), Do(SettleSilence(id_))))
    buttons.append(Button("application", _("Application"), Go("review", {"id": card.application})))
    return Page(_words(facts, card), tuple(buttons), up=Go("silents"))


@for_staff(Role.EDUCATION_DEPARTMENT)
def return_choice(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """Asks once more before the place goes."""
    card = facts[SilentRequestOf(int(args["id"]))]
    if card is None or not card.returnable:
        return silent(facts, args)
    text = joined(
        _("End request {number} and give the family the choice back?", number=card.request.number),
        _("Kindergarten: {preschool}.", preschool=named(card.preschool)),
        _("The place kept there becomes free for other families. The family’s term goes on, and no day of it is lost."),
        _("The family and the kindergarten are told at once. This cannot be undone."),
    )
    back = Go("silent", {"id": card.request.id})
    yes = Button("yes", _("Yes, give it back"), Do(ReturnChoice(card.request.id)))
    return Page(text, (Button("no", _("Not yet"), back), yes), up=back)


def _words(facts: Facts, card: SilentRequest) -> Text:
    phone = _("Phone: {phone}", phone=phone_shown(card.phone)) if card.phone else _("The catalogue has no phone of it.")
    here = n_("{count} employee of it can answer here.", "{count} employees of it can answer here.", card.employees)
    return joined(
        _("Kindergarten: {preschool}.", preschool=named(card.preschool)),
        phone,
        here if card.employees else _("None of its employees can answer here: call them."),
        request_text(card.request, facts.profile, facts.now),
        _term(card),
        _("Reminded by the department: {moment}.", moment=card.reminded) if card.reminded else EMPTY,
    )


def _term(card: SilentRequest) -> Text:
    if not card.request.undecided:
        return EMPTY
    if card.until is None:
        return _("Voucher {number}: its term stands still while the family waits.", number=card.voucher)
    return _("Voucher {number}: the family’s term ends {moment}.", number=card.voucher, moment=card.until)
