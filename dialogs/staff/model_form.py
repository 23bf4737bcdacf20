"""Which edition of the contract's model form is in force, and which comes next. For the education department. S2-73."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dialogs.conversation import MENU
from dialogs.effects import Effect
from dialogs.facts import Facts, Query
from dialogs.inputs import Page as FilePage
from dialogs.message import EMPTY
from dialogs.page import Button, Deed, Do, Go, Page
from dialogs.queries import Member
from dialogs.questions import Open
from dialogs.questions.upload import TEXTS
from dialogs.staff.guard import for_staff
from dialogs.staff.model_form_publishing import PublishForm
from dialogs.staff.words import who
from enrolment.profile import Profile
from enrolment.terms import Role
from locales.text import Text, _, joined

HEADER = _("Contract form")


@dataclass(frozen=True)
class FormEdition:
    """An edition of the model form: the day from which it is in force, and the version that stands on every page.

    One that the department published has an `id`, who did it and when; `last` is the one published last, on which no
    other is built.
    """

    since: date
    version: str
    id: int | None = None
    by: Member | None = None
    published_at: datetime | None = None
    last: bool = False


@dataclass(frozen=True)
class FormEditions(Query[tuple[FormEdition, ...]]):
    """Every edition, the earliest first; none where no contracts are printed."""


@dataclass(frozen=True)
class SendFormTexts(Effect):
    """The texts of the edition that begins last, as files, with how they are written."""


@dataclass(frozen=True)
class WithdrawForm(Effect):
    """An edition that is not in force yet never will be."""

    id: int


def answers_for_all(profile: Profile, locality: str | None) -> bool:
    """Whether somebody of this locality, or of all (None), publishes: the form is the same in all cities."""
    return locality is None or [row.code for row in profile.localities] == [locality]


@for_staff(Role.EDUCATION_DEPARTMENT)
def model_form(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The edition of today, those to come, and what a new one means for families."""
    editions = facts[FormEditions()]
    if not editions:
        return Page(_("No contracts are made here yet."), header=HEADER, up=MENU)
    begun = [one for one in editions if one.since <= facts.today] or editions[:1]
    coming = [one for one in editions if one.since > facts.today and one is not begun[-1]]
    now = _("In force from: {date}. Edition: {version}.", date=begun[-1].since, version=begun[-1].version)
    stands = joined(now, _published(begun[-1]), *map(_later, coming))
    texts = Button("texts", _("Take the texts"), Do(SendFormTexts()))
    if not answers_for_all(facts.profile, member.locality):
        return Page(joined(stands, joined(_FOR_ALL, ONE_CITY), separator="\n\n"), (texts,), HEADER, MENU)
    cards = [
        Button(f"e{one.id}", Text("{day}", {"day": one.since}), Go("form_edition", {"id": one.id}), _("Next edition"))
        for one in coming
        if one.id is not None
    ]
    buttons = (Button("publish", _("A new edition"), Open(PublishForm)), texts, *cards)
    first = FIRST_PRESS if args.get("unasked") else EMPTY
    text = joined(first, stands, joined(_FOR_ALL, _HOW), separator="\n\n")
    return Page(text, buttons, HEADER, MENU, filed=form_text)


def form_text(page: FilePage) -> Deed | None:
    """A text that comes without its button is not kept: of several that are sent at once none may be left out."""
    return Go("model_form", {"unasked": True}) if page.mime in TEXTS.types else None


@for_staff(Role.EDUCATION_DEPARTMENT)
def form_edition(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """An edition that was published and is not in force yet, and the way to withdraw it."""
    up = Go("model_form")
    one = next((one for one in facts[FormEditions()] if one.id == args["id"] and one.since > facts.today), None)
    if one is None:
        return Page(GONE, header=HEADER, up=up)
    stands = joined(_later(one), _published(one))
    if not answers_for_all(facts.profile, member.locality):
        return Page(joined(stands, ONE_CITY), header=HEADER, up=up)
    if not one.last:
        return Page(joined(stands, NOT_LAST), header=HEADER, up=up)
    meant = _("If you withdraw it, the form stays as it is before that day. Contracts are not touched.")
    withdraw = Button("withdraw", _("Withdraw the edition"), Do(WithdrawForm(int(args["id"]))))
    return Page(joined(stands, meant), (withdraw,), HEADER, up)


FIRST_PRESS = _("I have not kept this file. Press “A new edition” first, then send all files that differ.")
GONE = _("This edition is in force already, or was withdrawn.")
NOT_LAST = _("Another edition was published after this one and has its changes. Withdraw that one first.")
ONE_CITY = _("The form is the same in all cities. Somebody who answers for all of them publishes a new edition.")
_FOR_ALL = joined(
    _("All kindergartens use this form. The edition stands on every page of a contract."),
    _("On the day of a new edition families read their unsigned contracts again. What is signed stays as it is."),
)
_HOW = _("To change the text, take the texts, change them in an editor and send back only the files that differ.")


def _later(one: FormEdition) -> Text:
    return _("Next, from: {date}. Edition: {version}.", date=one.since, version=one.version)


def _published(one: FormEdition) -> Text:
    if one.published_at is None:
        return Text("")
    return _("Published: {moment}, {colleague}.", moment=one.published_at, colleague=who(one.by))
