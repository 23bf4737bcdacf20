"""How long an application rests on the stop-list, and how it comes back (B.5, A10, A15, A16)."""

from __future__ import annotations

from datetime import datetime

from enrolment.application_states import Action, Bar
from enrolment.profile_terms import Restore, StopList, StopListEnd
from enrolment.term_ends import term_end
from enrolment.working_days import Calendar, Deadline


def rest_ends(since: datetime, rules: StopList, calendar: Calendar) -> Deadline:
    """Until when an application that rests since then can come back; the last day counts whole (edge 32)."""
    return term_end(since, rules.duration, rules.unit, calendar)


def against_restoring(rest_until: Deadline, restored: int, rules: StopList, now: datetime) -> frozenset[Bar]:
    """What keeps the parent from bringing back an application that came back so often; `Facts.against` of A15."""
    bars = set()
    if rules.restore is Restore.AUTO:
        bars.add(Bar.NOT_THIS_ROLE)
    if not rest_until.accepts(now):
        bars.add(Bar.TERM_OVER)
    if _used_up(restored, rules):
        bars.add(Bar.RESTORED_BEFORE)
    return frozenset(bars)


def at_rest_end(restored: int, rules: StopList) -> Action:
    """What the timer does when the time is over: bring it back unasked, or end its rest (A15, A16)."""
    if rules.restore is not Restore.MANUAL and not _used_up(restored, rules):
        return Action.RESTORE
    return Action.STOP_LIST_ENDED


def ends_at_once(restored: int, rules: StopList) -> bool:
    """Whether the rest ends as it begins: nothing but the archive can come of it (A16, limit used)."""
    return _used_up(restored, rules) and rules.on_end is StopListEnd.ARCHIVE


def submitted_after_rest(submitted_at: datetime, back_at: datetime, rules: StopList) -> datetime:
    """The date by which a restored application stands in the queue."""
    return submitted_at if rules.keep_date else back_at


def _used_up(restored: int, rules: StopList) -> bool:
    return restored >= rules.restore_limit
