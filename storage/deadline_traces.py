"""A term as two columns: its last second, and every day that led to it, so that it can always explain itself (D.3)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from enrolment.terms import Name
from enrolment.working_days import ALMATY, Day, DayReason, Deadline


def term_columns(name: str, deadline: Deadline | None) -> dict[str, Any]:
    """The columns `<name>_at` and `<name>_days` of a deadline, or of none."""
    if deadline is None:
        return {f"{name}_at": None, f"{name}_days": None}
    return {f"{name}_at": deadline.at, f"{name}_days": _days_to_json(deadline.days)}


def deadline_of(at: datetime, days: str) -> Deadline:
    """The deadline that `term_columns` wrote, in the time of the country."""
    return Deadline(at.astimezone(ALMATY), tuple(_day(*one) for one in json.loads(days)))


def deadline_if(at: datetime | None, days: str | None) -> Deadline | None:
    """The deadline, where there is one."""
    return None if at is None or days is None else deadline_of(at, days)


def _days_to_json(days: tuple[Day, ...]) -> str:
    rows = [[one.date.isoformat(), int(one.counts), one.reason.value, *_names(one.name)] for one in days]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _names(name: Name | None) -> tuple[str, ...]:
    return () if name is None else (name.kk, name.ru, name.en)


def _day(on: str, counts: int, reason: str, *names: str) -> Day:
    return Day(date.fromisoformat(on), bool(counts), DayReason(reason), Name(*names) if names else None)
