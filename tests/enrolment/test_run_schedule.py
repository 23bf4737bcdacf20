"""Times for distribution runs: every week, or once."""

from __future__ import annotations

from datetime import datetime

import pytest

from enrolment.run_schedule import next_run, read_slot
from enrolment.working_days import ALMATY

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("slot", "due"),
    [
        ("monday 10:01", datetime(2026, 11, 23, 10, 1)),
        ("monday 10:00", datetime(2026, 11, 30, 10)),
        ("tuesday 00:00", datetime(2026, 11, 24)),
        ("sunday 23:59", datetime(2026, 11, 29, 23, 59)),
        ("2026-11-23 10:00", None),
        ("2026-12-01 09:30", datetime(2026, 12, 1, 9, 30)),
    ],
)
def test_the_next_time_comes_after_this_moment(slot: str, due: datetime | None) -> None:
    assert read_slot(slot).after(MONDAY) == (due.replace(tzinfo=ALMATY) if due else None)
    assert str(read_slot(slot)) == slot


def test_of_several_times_the_earliest_is_next() -> None:
    slots = [read_slot(text) for text in ("friday 10:00", "2026-11-25 10:00", "2026-01-01 10:00")]
    assert next_run(slots, MONDAY) == datetime(2026, 11, 25, 10, tzinfo=ALMATY)
    assert next_run([], MONDAY) is None


@pytest.mark.parametrize("wrong", ["monday", "someday 10:00", "2026-13-01 10:00", "monday 24:00", "monday 10", ""])
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"must look like|names no weekday"):
        read_slot(wrong)
