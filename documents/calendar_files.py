"""Calendar files (.ics) of deadlines: a phone keeps the date and reminds, even where no message arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vText

from locales.catalogue import Locale
from locales.dates import say_moment
from locales.text import Text, _

FILE_NAME: Final = "balapan.ics"
MEDIA_TYPE: Final = "text/calendar"
REMINDERS: Final = (timedelta(days=1), timedelta(hours=3))
_SHOWN_FOR: Final = timedelta(minutes=30)
_PRODUCT: Final = "-//Balapan//Deadlines//EN"
_ESCAPED: Final = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


@dataclass(frozen=True)
class CalendarEntry:
    """A deadline as a calendar shows it.

    `uid` names the deadline for ever, such as "voucher-17-confirm"; `revision` grows with every change of it, so that
    the calendar replaces what it has. `what` is to be done by `ends`, its last second; `changed` is when that was
    decided; `reminders` say how long before the end. Of the child nothing is told but the first name.
    """

    uid: str
    revision: int
    what: Text
    child: str
    ends: datetime
    changed: datetime
    reminders: Sequence[timedelta] = REMINDERS


class _Words(vText):
    """Words as they are to be read again (RFC 5545, 3.3.11): the library takes a backslash before N for a new line."""

    def to_ical(self) -> bytes:
        lines = self.replace("\r\n", "\n").replace("\r", "\n")
        return lines.translate(_ESCAPED).encode()


def calendar_file(entry: CalendarEntry, locale: Locale) -> bytes:
    """The .ics with the half hour before the deadline and its reminders, times in UTC (RFC 5545).

    Raises ValueError for a moment without time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(entry, locale))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, locale: Locale) -> Event:
    ends, what = _utc(entry.ends), _summary(entry).in_(locale)
    last = _("Until: {moment} (Kazakhstan time)", moment=say_moment(entry.ends, locale)).in_(locale)
    event = Event()
    event.add("uid", f"{entry.uid}@balapan")
    event.add("sequence", entry.revision)
    event.add("dtstamp", _utc(entry.changed))
    event.add("dtstart", ends - _SHOWN_FOR)
    event.add("dtend", ends)
    event.add("summary", _Words(what))
    event.add("description", _Words(last))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for before in entry.reminders:
        event.add_component(_alarm(before, f"{what}. {last}"))
    return event


def _alarm(before: timedelta, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    # Counted from the start: phones neglect RELATED=END.
    alarm.add("trigger", _SHOWN_FOR - before)
    alarm.add("description", _Words(words))
    return alarm


def _summary(entry: CalendarEntry) -> Text:
    return Text("{what} · {child}", {"what": entry.what, "child": entry.child})


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a deadline needs its time zone")
    return moment.astimezone(UTC).replace(microsecond=0)
