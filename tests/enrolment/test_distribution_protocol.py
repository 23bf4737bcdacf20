"""The public protocol of a run."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from enrolment.distribution import IssueRule, PassReason
from enrolment.distribution_protocol import Outcome, ProtocolLine, protocol
from tests.enrolment.queues import RUSSIAN, child, group, run, wants


def test_the_protocol_tells_every_turn_in_order() -> None:
    queue = [child(1, wants(3, RUSSIAN)), child(2, family=5), child(4, family=5), child(3, category=2)]
    lines = protocol(run(queue, group(1, 9)))
    own = child(1).queue
    assert lines == (
        ProtocolLine(7, 1, own, 1, 2, date(2026, 1, 8), Outcome.ISSUED, IssueRule.ANY_FITTING),
        ProtocolLine(7, 2, own, 1, 3, date(2026, 1, 6), Outcome.PASSED_OVER, PassReason.NO_PLACE_IN_LANGUAGE),
        ProtocolLine(7, 3, own, 1, 3, date(2026, 1, 7), Outcome.ISSUED, IssueRule.ANY_FITTING),
        ProtocolLine(7, 4, own, 1, 3, date(2026, 1, 9), Outcome.ISSUED, IssueRule.ANY_FITTING, with_sibling=True),
    )


def test_the_protocol_says_nothing_of_whom() -> None:
    assert {field.name for field in fields(ProtocolLine)} == {
        *("run", "turn", "queue", "iteration", "category", "submitted_on", "outcome", "rule", "with_sibling")
    }
