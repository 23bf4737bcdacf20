"""How long an application rests on the stop-list, and how it comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from enrolment.application import Action, ApplicationState, Bar, Facts, NotAllowed, next_state
from enrolment.profile import load_profile
from enrolment.profile_terms import DayUnit, Restore, StopListEnd
from enrolment.stop_list import against_restoring, at_rest_end, ends_at_once, rest_ends, submitted_after_rest
from enrolment.terms import QueueType
from enrolment.working_days import ALMATY, Calendar

UNIFIED = load_profile()
RULES = UNIFIED.stop_list
SINCE = datetime(2026, 11, 20, 0, 0, 1, tzinfo=ALMATY)
UNTIL = rest_ends(SINCE, RULES, Calendar())
DAY_28 = datetime(2026, 12, 18, 23, 59, 59, tzinfo=ALMATY)
DAY_29 = datetime(2026, 12, 19, tzinfo=ALMATY)


def restore(restored: int, now: datetime) -> ApplicationState:
    facts = Facts(QueueType.GENERAL, against=against_restoring(UNTIL, restored, RULES, now))
    return next_state(ApplicationState.STOP_LISTED, Action.RESTORE, facts, UNIFIED).after


@pytest.mark.rule("E-32")
def test_edge_32_day_28_counts_whole_and_day_29_is_late() -> None:
    assert UNTIL.at == DAY_28
    assert restore(0, DAY_28) is ApplicationState.QUEUED
    with pytest.raises(NotAllowed) as late:
        restore(0, DAY_29)
    assert late.value.code is Bar.TERM_OVER


@pytest.mark.rule("E-32")
def test_edge_32_a_second_restore_is_one_too_many() -> None:
    with pytest.raises(NotAllowed) as twice:
        restore(1, SINCE)
    assert twice.value.code is Bar.RESTORED_BEFORE


def test_A15_where_only_the_timer_restores_a_parent_cannot() -> None:
    automatic = replace(RULES, restore=Restore.AUTO)
    assert against_restoring(UNTIL, 0, automatic, SINCE) == {Bar.NOT_THIS_ROLE}
    assert against_restoring(UNTIL, 0, replace(RULES, restore=Restore.BOTH), SINCE) == frozenset()


@pytest.mark.parametrize(
    ("how", "restored", "action"),
    [
        (Restore.MANUAL, 0, Action.STOP_LIST_ENDED),
        (Restore.AUTO, 0, Action.RESTORE),
        (Restore.BOTH, 0, Action.RESTORE),
        (Restore.AUTO, 1, Action.STOP_LIST_ENDED),
    ],
)
def test_A16_when_the_time_is_over_the_timer_restores_or_ends(how: Restore, restored: int, action: Action) -> None:
    assert at_rest_end(restored, replace(RULES, restore=how)) is action


def test_A16_a_rest_that_leads_nowhere_ends_at_once() -> None:
    assert not ends_at_once(0, RULES)
    assert ends_at_once(1, RULES)
    assert not ends_at_once(1, replace(RULES, on_end=StopListEnd.QUEUE))


def test_A10_a_city_may_count_the_rest_in_working_days() -> None:
    ten = replace(RULES, duration=10, unit=DayUnit.WORKING_DAYS)
    assert rest_ends(SINCE, ten, Calendar()).at == datetime(2026, 12, 4, 23, 59, 59, tzinfo=ALMATY)


def test_A15_the_date_is_kept_where_the_profile_keeps_it() -> None:
    submitted = SINCE - timedelta(days=400)
    assert submitted_after_rest(submitted, SINCE, RULES) == submitted
    assert submitted_after_rest(submitted, SINCE, replace(RULES, keep_date=False)) == SINCE
