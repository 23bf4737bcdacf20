"""When the holder of a voucher is reminded of its deadline, and offered the extension (N07, N15)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from enrolment.profile import Profile
from enrolment.voucher_clock import extension_offered_from
from enrolment.voucher_states import RUNNING, Voucher, VoucherState
from enrolment.working_days import ALMATY, Calendar, Deadline

_MINUTE = dt.timedelta(minutes=1)


class ReminderKind(StrEnum):
    """What a reminder is about."""

    FIRST_DAY = "first_day"
    DAY_BEFORE = "day_before"
    LAST_DAY = "last_day"
    LAST_HOURS = "last_hours"
    EXTENSION_OFFERED = "extension_offered"


@dataclass(frozen=True)
class Reminder:
    """One reminder; its notification is N15 for the offer of an extension and N07 for all others."""

    kind: ReminderKind
    at: dt.datetime

    @property
    def notification(self) -> str:
        """The key of the text (G.5)."""
        return "N15" if self.kind is ReminderKind.EXTENSION_OFFERED else "N07"


def voucher_reminders(voucher: Voucher, now: dt.datetime, profile: Profile, calendar: Calendar) -> tuple[Reminder, ...]:
    """The reminders of a voucher whose deadline is set now, by its state; none while it is held or over."""
    if voucher.state is VoucherState.ISSUED:
        return reminders(voucher.deadline, now, profile, calendar)
    if voucher.state in RUNNING:
        return term_reminders(voucher, now, profile)
    return ()


def reminders(deadline: Deadline, issued_at: dt.datetime, profile: Profile, calendar: Calendar) -> tuple[Reminder, ...]:
    """The reminders to confirm: after one working day, on the last day, some hours before the end (V1)."""
    first = _morning(calendar.deadline(issued_at, 1).at.date(), profile)
    return _that_help((*_at_the_end(deadline, profile), Reminder(ReminderKind.FIRST_DAY, first)), issued_at, deadline)


def term_reminders(voucher: Voucher, now: dt.datetime, profile: Profile) -> tuple[Reminder, ...]:
    """The reminders of the enrolment term: the working day before the last, the last, the end, and the extension.

    The offer comes in the morning, and in place of another reminder of that morning, which would say no more.
    """
    offered = extension_offered_from(voucher, profile)
    offer = () if offered is None else (Reminder(ReminderKind.EXTENSION_OFFERED, _morning_from(offered, profile)),)
    found = [*offer, *_at_the_end(voucher.deadline, profile)]
    counted = [day.date for day in voucher.deadline.days if day.counts]
    if len(counted) > 1:
        found.append(Reminder(ReminderKind.DAY_BEFORE, _morning(counted[-2], profile)))
    return _that_help(tuple(found), now, voucher.deadline)


def _at_the_end(deadline: Deadline, profile: Profile) -> tuple[Reminder, Reminder]:
    rules = profile.reminders
    last_hours = _whole_minute(deadline.at) - dt.timedelta(hours=rules.hours_before_end)
    return (
        Reminder(ReminderKind.LAST_HOURS, last_hours),
        Reminder(ReminderKind.LAST_DAY, _morning(deadline.at.date(), profile)),
    )


def _that_help(found: tuple[Reminder, ...], now: dt.datetime, deadline: Deadline) -> tuple[Reminder, ...]:
    """In order of time, without what is past or too late, twice at once, or after the word that hours are left."""
    kept: dict[dt.datetime, Reminder] = {}
    for reminder in found:
        if now < reminder.at < deadline.at:
            kept.setdefault(reminder.at, reminder)
    in_order = [kept[at] for at in sorted(kept)]
    last_word = next((one.at for one in in_order if one.kind is ReminderKind.LAST_HOURS), deadline.at)
    return tuple(one for one in in_order if one.at <= last_word or one.kind is ReminderKind.EXTENSION_OFFERED)


def _morning(date: dt.date, profile: Profile) -> dt.datetime:
    return dt.datetime.combine(date, profile.reminders.at, ALMATY)


def _morning_from(moment: dt.datetime, profile: Profile) -> dt.datetime:
    """The time of reminders on the day of that moment, and never before it."""
    return max(moment, _morning(moment.astimezone(ALMATY).date(), profile))


def _whole_minute(moment: dt.datetime) -> dt.datetime:
    """The end of a day told as its last second is the full hour for people."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + _MINUTE
