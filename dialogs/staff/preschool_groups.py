"""Groups and places of a kindergarten: the list, one group, and the count of its free places, asked twice. E-16."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.enrol_words import ages
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import language_name, named
from dialogs.page import Button, Go, Page, listed
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Given, Open, Problem
from dialogs.questions.question import Common
from dialogs.staff.department_annulling import Sure
from dialogs.staff.guard import for_staff
from dialogs.staff.preschool_queries import MyPreschool, OwnGroup
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim

GONE = _("There is no such group in your kindergarten. The catalogue may have changed.")


@dataclass(frozen=True)
class DeclareFree(Effect):
    """The kindergarten says how many places of the group are free; never more than nobody has through this service."""

    group: int
    free: int


def group_meant(declare: DeclarePlaces) -> OwnGroup | None:
    """The group as it stands."""
    mine = declare.facts[MyPreschool()]
    return mine.group(declare.group) if mine is not None else None


def there(declare: DeclarePlaces) -> bool:
    """Whether the group is still the kindergarten's."""
    return group_meant(declare) is not None


def how_many(declare: DeclarePlaces) -> Text:
    """The question, with what is known."""
    one = group_meant(declare)
    most, now = (one.most_free, one.free) if one else (0, 0)
    return _("How many places are free in this group? Now it says {now}. Up to {most}.", now=max(0, now), most=most)


def read_free(text: str) -> int:
    """A number of free places, perhaps none."""
    if not text.strip().isdecimal() or int(text.strip()[:5]) > 999:
        raise Problem(_("Type the number of free places in digits, for example 3 or 0."))
    return int(text.strip())


def not_below_taken(declare: DeclarePlaces, free: int) -> None:
    """What is reserved or taken through this service is not free."""
    one = group_meant(declare)
    if one is not None and free > one.most_free:
        taken = one.reserved + one.enrolled
        raise Problem(
            _(
                "The group has {places} places, and {taken} of them are reserved or taken here. "
                "So at most {most} can be free. Type a smaller number.",
                places=one.places,
                taken=taken,
                most=one.most_free,
            )
        )


def once_more(declare: DeclarePlaces) -> Text:
    """What changes, and what is closed by it."""
    one = group_meant(declare)
    if one is None:
        return GONE
    closed = one.opened - min(one.opened, declare.free)
    less = n_(
        "{count} place that is open to parents will be closed, and the education department is told.",
        "{count} places that are open to parents will be closed, and the education department is told.",
        closed,
    )
    same = _("Nobody loses a place that is reserved or taken.")
    change = _("Free places: {before} → {after}.", before=max(0, one.free), after=declare.free)
    return joined(_("Group: {group}", group=verbatim(one.name)), change, less if closed else EMPTY, same)


class DeclarePlaces(Dialog):
    """Count the free places of one group anew."""

    title = _("Free places")
    group = Given[int]()
    free = Ask(how_many, read_free, Common(when=there), check=not_below_taken)
    sure = Choose(
        once_more,
        Fixed(Sure, {Sure.YES: _("Yes, that is right"), Sure.NO: _("Leave as it was")}),
        Common(when=there, depends=("free",)),
    )

    def done(self) -> Effect | None:
        if not there(self):
            return DeclareFree(self.group, 0)
        return DeclareFree(self.group, self.free) if self.sure is Sure.YES else None


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def my_groups(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The groups with their places."""
    mine = facts[MyPreschool()]
    if mine is None or not mine.groups:
        return Page(_("The catalogue has no groups of your kindergarten."), up=MENU)
    buttons = [
        Button(f"g{one.id}", verbatim(one.name), Go("my_group", {"id": one.id}), _short(one)) for one in mine.groups
    ]
    spoken = [language_name(facts.profile, code) for code in mine.languages]
    total = _(
        "Free: {free}. Open to parents: {opened}. All places: {places}.",
        free=sum(max(0, one.free) for one in mine.groups),
        opened=sum(one.opened for one in mine.groups),
        places=sum(one.places for one in mine.groups),
    )
    language = _("Language of instruction: {languages}.", languages=joined(*spoken, separator=", "))
    shown = listed(buttons, Go("my_groups"), int(args.get("at", 0)))
    return Page(joined(named(mine.name), language, total), shown, _("Groups and places"), up=MENU)


@for_staff(Role.PRESCHOOL_EMPLOYEE)
def my_group(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One group: every place accounted for, and the way to count the free ones anew."""
    mine = facts[MyPreschool()]
    one = mine.group(int(args["id"])) if mine is not None else None
    if one is None:
        return Page(GONE, up=Go("my_groups"))
    text = joined(
        _("Group: {group}, {ages}", group=verbatim(one.name), ages=ages(one)),
        _("All places: {places}.", places=one.places),
        _("Reserved by requests and referrals: {reserved}.", reserved=one.reserved),
        _("Taken by children admitted here: {enrolled}.", enrolled=one.enrolled),
        _("Other children, by your own count: {others}.", others=one.others),
        _("Free: {free}. Open of them to parents: {opened}.", free=max(0, one.free), opened=one.opened),
        _("The education department opens free places to parents."),
    )
    declare = Button("declare", _("Count free places"), Open(DeclarePlaces, given={"group": one.id}))
    return Page(text, (declare,), up=Go("my_groups"))


def _short(one: OwnGroup) -> Text:
    return _("{ages}, free {free} of {places}", ages=ages(one), free=max(0, one.free), places=one.places)
