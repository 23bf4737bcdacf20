"""`balapan calendar deadline`: when a term ends and why each day counts or not (D.3)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.settings import BadSetting
from enrolment.profile import ProfileError, load_profile
from enrolment.working_days import ALMATY, Day, DayReason, Deadline

_WHY = {
    DayReason.WORKING: "working day",
    DayReason.WEEKEND: "weekend",
    DayReason.HOLIDAY: "holiday",
    DayReason.OBSERVED: "day off in place of a holiday on a weekend",
    DayReason.SWAPPED: "moved by decree",
    DayReason.OVERRIDE_OFF: "declared a day off",
    DayReason.OVERRIDE_WORK: "declared a working day",
    DayReason.EVENT_DAY: "day of the event",
}


def tell(profile: str, event: datetime, working_days: int, *, as_json: bool) -> str:
    """The deadline in words, or as JSON on one line; a time without zone is Kazakhstan's. Raises BadSetting."""
    try:
        calendar = load_profile(profile).working_calendar()
    except (ProfileError, OSError) as error:
        raise BadSetting("profile", str(error)) from None
    moment = event if event.tzinfo else event.replace(tzinfo=ALMATY)
    deadline = calendar.deadline(moment, working_days)
    return _json(deadline) if as_json else _words(deadline)


def _json(deadline: Deadline) -> str:
    days = [_day(day) for day in deadline.days]
    return json.dumps({"deadline": deadline.at.isoformat(), "days": days}, ensure_ascii=False)


def _day(day: Day) -> dict[str, Any]:
    name = {"kk": day.name.kk, "ru": day.name.ru, "en": day.name.en} if day.name else None
    return {"date": day.date.isoformat(), "counts": day.counts, "reason": day.reason.value, "name": name}


def _words(deadline: Deadline) -> str:
    lines, counted = [deadline.at.isoformat()], 0
    for day in deadline.days:
        counted += day.counts
        number = f"day {counted}" if day.counts else "-"
        name = f" ({day.name.en})" if day.name else ""
        lines.append(f"{day.date:%Y-%m-%d %a}  {number:<8}{_WHY[day.reason]}{name}")
    return "\n".join(lines)
