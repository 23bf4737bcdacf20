"""Distribution at set times: weekdays or dates with an hour, added, taken back, paused. G.0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.facts import Facts, Query
from dialogs.page import Button, Do, Go, Page, listed
from dialogs.people import AskDate
from dialogs.queries import Member
from dialogs.questions import Ask, Choose, Fixed, Given, Open, Problem
from dialogs.questions.question import Common
from dialogs.staff.guard import for_staff
from enrolment.run_schedule import Slot, Weekday, read_slot
from enrolment.terms import Role
from locales.text import Text, _, joined, n_, verbatim


class RunDay(StrEnum):
    """Every week on a day, or once."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    ONCE = "once"


_DAYS: Mapping[RunDay, Text] = {
    RunDay.MONDAY: _("Mondays"),
    RunDay.TUESDAY: _("Tuesdays"),
    RunDay.WEDNESDAY: _("Wednesdays"),
    RunDay.THURSDAY: _("Thursdays"),
    RunDay.FRIDAY: _("Fridays"),
    RunDay.SATURDAY: _("Saturdays"),
    RunDay.SUNDAY: _("Sundays"),
    RunDay.ONCE: _("Once, on a date"),
}
_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True)
class ScheduleCard:
    """The times of a locality, whether they rest, when the next run comes, and whether the profile gave them."""

    slots: tuple[str, ...]
    paused: bool
    next_at: datetime | None
    of_profile: bool


@dataclass(frozen=True)
class ScheduleOf(Query[ScheduleCard | None]):
    """The schedule of a locality that is the member's."""

    locality: str


@dataclass(frozen=True)
class AddSlot(Effect):
    """From now on places are given out at this time, too."""

    locality: str
    slot: str


@dataclass(frozen=True)
class RemoveSlot(Effect):
    """This time is none any more."""

    locality: str
    slot: str


@dataclass(frozen=True)
class PauseSchedule(Effect):
    """Nothing is given out by itself until the schedule goes on."""

    locality: str
    paused: bool


def read_hour(text: str) -> str:
    """A time of day as `HH:MM`; raises Problem."""
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        raise Problem(_("Type hours and minutes, for example: 10:00"))
    return f"{int(found[1]):02}:{found[2]}"


def not_past(add: AddTime, on: date) -> None:
    """A day that is over cannot be planned."""
    if on < add.facts.today:
        raise Problem(_("This day is over. Type today’s date or a later one."))


def once(add: AddTime) -> bool:
    """A single date."""
    return add.day is RunDay.ONCE


class AddTime(Dialog):
    """One more time at which places are given out."""

    title = _("Schedule")
    locality = Given[str]()
    day = Choose(_("On which days?"), Fixed(RunDay, _DAYS), Common(label=_("Day")))
    on = AskDate(
        _("On which date?"),
        Common(label=_("Date"), hint=_("Day, month, year, for example: 31.12.2026"), when=once),
        not_past,
    )
    at = Ask(_("At what time?"), read_hour, Common(label=_("Time"), hint=_("For example: 10:00")))

    def done(self) -> Effect:
        day = self.on.isoformat() if once(self) else self.day.value
        return AddSlot(self.locality, f"{day} {self.at}")


@for_staff(Role.EDUCATION_DEPARTMENT)
def schedule(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """The times at which places are given out by themselves."""
    locality = str(args["locality"])
    card = facts[ScheduleOf(locality)]
    up = Go("distribution", {"locality": locality})
    if card is None:
        return Page(_("This city is not yours."), up=up)
    rows = [
        Button(f"s{at}", _day(slot), Go("scheduled", {"locality": locality, "slot": str(slot)}), _hour(slot))
        for at, slot in enumerate(map(read_slot, card.slots))
    ]
    add = Button("add", _("Add a time"), Open(AddTime, given={"locality": locality}))
    pause = Button("pause", _("Pause"), Do(PauseSchedule(locality, True)))
    resume = Button("resume", _("Go on"), Do(PauseSchedule(locality, False)))
    rests = (resume if card.paused else pause,) if card.slots else ()
    shown = listed(rows, Go("schedule", args), int(args.get("at", 0)))
    return Page(_words(card), (*shown, add, *rests), up=up)


@for_staff(Role.EDUCATION_DEPARTMENT)
def scheduled(facts: Facts, args: Mapping[str, Any], member: Member) -> Page:
    """One time, and the way to take it back."""
    locality, slot = str(args["locality"]), str(args["slot"])
    card, up = facts[ScheduleOf(locality)], Go("schedule", {"locality": locality})
    if card is None or slot not in card.slots:
        return Page(_("This time is not in the schedule any more."), up=up)
    text = joined(said(read_slot(slot)), _("Take it back?"))
    return Page(text, (Button("remove", _("Take the time back"), Do(RemoveSlot(locality, slot))),), up=up)


def said(slot: Slot) -> Text:
    """A time as people read it."""
    return joined(_day(slot), _hour(slot), separator=", ")


def _day(slot: Slot) -> Text:
    return _DAYS[RunDay(slot.day)] if isinstance(slot.day, Weekday) else Text("{day}", {"day": slot.day})


def _hour(slot: Slot) -> Text:
    return verbatim(f"{slot.at:%H:%M}")


def _words(card: ScheduleCard) -> Text:
    if not card.slots:
        return _("Places are given out by hand only. You can set times at which it happens by itself.")
    times = n_(
        "Places are given out by themselves at {count} time.",
        "Places are given out by themselves at {count} times.",
        len(card.slots),
    )
    source = _("These times come from the city’s profile.") if card.of_profile else Text("")
    if card.paused:
        return joined(times, source, _("Paused: nothing is given out by itself now."))
    following = _("Next: {moment}.", moment=card.next_at) if card.next_at else _("No time is left.")
    return joined(times, source, following, _("You get the protocol here each time."))
