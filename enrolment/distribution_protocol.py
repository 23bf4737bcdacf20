"""The public protocol of a distribution run: what was issued, in which order, by which rule, and to nobody by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enrolment.distribution_run import Issue, IssueRule, PassedOver, PassReason, Run
from enrolment.queue import QueueKey
from enrolment.working_days import ALMATY


class Outcome(StrEnum):
    """What a child's turn came to."""

    ISSUED = "issued"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """One turn of a run; nothing in it says whose.

    `rule` is by which rule a place was found, or why the child was passed over; `with_sibling` tells of a child
    that was served at the turn of a sibling further ahead.
    """

    run: int
    turn: int
    queue: QueueKey
    iteration: int
    category: int
    submitted_on: date
    outcome: Outcome
    rule: IssueRule | PassReason
    with_sibling: bool = False


def protocol(run: Run) -> tuple[ProtocolLine, ...]:
    """The lines of a run in the order of its turns."""
    turns: tuple[Issue | PassedOver, ...] = (*run.issued, *run.passed_over)
    return tuple(_line(run, one) for one in sorted(turns, key=lambda one: one.turn))


def _line(run: Run, one: Issue | PassedOver) -> ProtocolLine:
    key = one.candidate.key
    submitted_on = key.submitted_at.astimezone(ALMATY).date()
    told = (run.number, one.turn, one.candidate.queue, key.iteration, key.category, submitted_on)
    if isinstance(one, Issue):
        return ProtocolLine(*told, Outcome.ISSUED, one.rule, one.with_sibling)
    return ProtocolLine(*told, Outcome.PASSED_OVER, one.reason)
