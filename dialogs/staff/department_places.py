"""Places: a preschool is looked for, its groups are shown, and places of a group are opened or closed. G.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.conversation import MENU
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts
from dialogs.message import EMPTY
from dialogs.names import locality_name, named
from dialogs.page import Button, Go, Page, listed
from dialogs.queries import Member, MyStaff, Preschools
from dialogs.questions import Ask, Choose, Given, Open, Option, Problem, Review
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from dialogs.staff.department_effects import ClosePlaces, OpenPlaces, ShowPlaces
from dialogs.staff.department_queries import GroupCard, GroupOf, GroupsOf, PlacesOf
from dialogs.staff.guard import for_staff
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim

GONE = _("There is no such group among yours. The catalogue may have changed.")


class MyLocalities(Words):
    """The localities for which the member answers: one, or all of the profile."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        member = dialog.facts[MyStaff()]
        mine = member.locality if member is not None else None
        rows = dialog.facts.profile.localities
        return [Option(row.code, named(row.name)) for row in rows if mine in {None, row.code}]


class AnyPreschool(Words):
    """The open preschools of the locality; a part of the name, of the address or of the BIN finds one."""

    def __call__(self, dialog: FindPreschool) -> Sequence[Option[str]]:
        cards = dialog.facts[Preschools(dialog.locality)]
        return [
            Option(card.bin, named(card.name), joined(verbatim(card.bin), named(card.address), separator=", "))
            for card in cards
        ]


def some_there(find: FindPreschool) -> bool:
    """Whether the locality has a preschool at all."""
    return bool(find.facts[Preschools(find.locality)])


class FindPreschool(Dialog):
    """Choose the preschool whose places are meant."""

    title = _("Places")
    locality = Choose(_("In which city?"), MyLocalities())
    preschool = Choose(
        _("Which kindergarten? Choose it."),
        AnyPreschool(),
        Common(when=some_there, depends=("locality",)),
    )

    def done(self) -> Effect:
        return ShowPlaces(self.preschool if some_there(self) else "")


def read_count(text: str) -> int:
    """A number of places."""
    if not text.strip().isdecimal() or not 1 <= int(text.strip()[:4]) <= 999:
        raise Problem(_("Type the number of places in digits, for example 3."))
    return int(text.strip())


def group_card(facts: Facts, group: int) -> GroupCard | None:
    """The group as it stands."""
    return facts[GroupOf(group)]


def openable(change: StartPlaces) -> int:
    """How many places can be opened."""
    card = group_card(change.facts, change.group)
    return card.openable if card else 0


def closable(change: StopPlaces) -> int:
    """How many places can be closed."""
    card = group_card(change.facts, change.group)
    return card.closable if card else 0


def check_openable(change: StartPlaces, count: int) -> None:
    """No more than are free and not open yet."""
    if count > openable(change):
        raise Problem(_("Only {most} can be opened now. Type a smaller number.", most=openable(change)))


def check_closable(change: StopPlaces, count: int) -> None:
    """No more than nobody's voucher needs."""
    if count > closable(change):
        raise Problem(_("Only {most} can be closed now. Type a smaller number.", most=closable(change)))


def which_group(card: GroupCard) -> Text:
    """The kindergarten and the group with its ages, in two lines."""
    return joined(
        named(card.preschool),
        _("Group: {name}, age {least}–{most}", name=card.name, least=_years(card.min_age), most=_years(card.max_age)),
    )


def how_many_to_open(change: StartPlaces) -> Text:
    """The question, after which group it is about and what is open now."""
    ask = _("How many places should be open to families? Up to {most}.", most=openable(change))
    return _after_the_group(group_card(change.facts, change.group), ask)


def how_many_to_close(change: StopPlaces) -> Text:
    """The same for closing."""
    ask = _("How many open places should be closed? Up to {most}.", most=closable(change))
    return _after_the_group(group_card(change.facts, change.group), ask)


def _after_the_group(card: GroupCard | None, ask: Text) -> Text:
    return GONE if card is None else joined(which_group(card), _free_and_open(card), ask)


def _free_and_open(card: GroupCard) -> Text:
    return _("Free: {free}. Open of them: {opened}.", free=card.free, opened=card.opened)


def before_and_after(card: GroupCard | None, more: int, told: Text) -> Text:
    """What is confirmed: of which group, and how many places were and will be open."""
    if card is None:
        return GONE
    counts = _("Open places: {before} now, {after} then.", before=card.opened, after=card.opened + more)
    return joined(which_group(card), counts, told)


class StartPlaces(Dialog):
    """Open places of a group."""

    title = _("Open places")
    group = Given[int]()
    count = Ask(
        how_many_to_open,
        read_count,
        Common(label=_("Places to open")),
        check=check_openable,
    )
    review = Review(
        lambda change: before_and_after(
            group_card(change.facts, change.group),
            change.count,
            _("From the next distribution on these places are given to families."),
        ),
        _("Open places"),
    )

    def done(self) -> Effect:
        return OpenPlaces(self.group, self.count)


class StopPlaces(Dialog):
    """Close places of a group again."""

    title = _("Close places")
    group = Given[int]()
    count = Ask(
        how_many_to_close,
        read_count,
        Common(label=_("Places to close")),
        check=check_closable,
    )
    review = Review(
        lambda change: before_and_after(
            group_card(change.facts, change.group),
            -change.count,
            _("These places are not given to families any more."),
        ),
        _("Close places"),
    )

    def done(self) -> Effect:
        return ClosePlaces(self.group, self.count)


@for_staff(Role.EDUCATION_DEPARTMENT)
def groups(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The groups of a preschool with what is open and free."""
    cards = facts[GroupsOf(str(args.get("bin", "")))]
    if not cards:
        return Page(_("There are no groups of yours here. Look for another kindergarten."), (_ANOTHER,), up=MENU)
    buttons = [Button(f"g{card.id}", verbatim(card.name), Go("group", {"id": card.id}), _short(card)) for card in cards]
    total = _(
        "Open: {opened}. Free: {free}. All places: {places}.",
        opened=sum(card.opened for card in cards),
        free=sum(card.free for card in cards),
        places=sum(card.places for card in cards),
    )
    shown = listed(buttons, Go("groups", args), int(args.get("at", 0)))
    return Page(joined(named(cards[0].preschool), total), (*shown, _ANOTHER), up=MENU)


@for_staff(Role.EDUCATION_DEPARTMENT)
def group(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One group: what is open, free and held, and how much of it can be changed."""
    card = group_card(facts, int(args["id"]))
    if card is None:
        return Page(GONE, up=MENU)
    buttons = []
    if card.openable:
        buttons.append(Button("open", _("Open places"), Open(StartPlaces, given={"group": card.id})))
    if card.closable:
        buttons.append(Button("close", _("Close places"), Open(StopPlaces, given={"group": card.id})))
    return Page(_group_text(card), tuple(buttons), up=Go("groups", {"bin": card.bin}))


def places_line(facts: Facts, locality: str) -> Text:
    """A locality in one line: what is open, and how many vouchers hold a place of it."""
    found = facts[PlacesOf(locality)]
    return _(
        "{city}: open places {opened}, held by vouchers {held}.",
        city=locality_name(facts.profile, locality),
        opened=found.opened,
        held=found.held,
    )


def _group_text(card: GroupCard) -> Text:
    holders = n_(
        "{count} voucher may still choose this group.",
        "{count} vouchers may still choose this group.",
        card.holders,
    )
    return joined(
        which_group(card),
        _("Places: {places}. Taken or reserved: {taken}.", places=card.places, taken=card.places - card.free),
        _free_and_open(card),
        holders if card.holders else EMPTY,
        _("Can be opened: {openable}. Can be closed: {closable}.", openable=card.openable, closable=card.closable),
    )


def _short(card: GroupCard) -> Text:
    return _("open {opened}, free {free} of {places}", opened=card.opened, free=card.free, places=card.places)


def _years(age: float) -> str:
    return f"{age:g}"


_ANOTHER = Button("another", _("Another kindergarten"), Open(FindPreschool))
