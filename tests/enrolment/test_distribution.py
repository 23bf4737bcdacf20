"""One distribution run: who gets a place, who is passed over, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.distance import Point
from enrolment.distribution import (
    Candidate,
    Issue,
    IssueRule,
    PassedOver,
    PassReason,
    Places,
    Run,
    RunRules,
    Waiting,
    distribute,
)
from enrolment.fitting import OpenGroup
from enrolment.queue import OrderKey
from tests.enrolment.queues import (
    HOLDS,
    KAZAKH,
    MORNING,
    NAMES,
    RUSSIAN,
    SANATORIUM,
    TODAY,
    can_all_be_seated,
    child,
    group,
    numbers,
    run,
    wants,
)

BOTH_WAYS = pytest.mark.parametrize("rules", [HOLDS, NAMES], ids=["holds", "names"])


def reasons(run_: Run) -> dict[int, PassReason]:
    return {one.candidate.key.id: one.reason for one in run_.passed_over}


def rules_of(run_: Run) -> list[IssueRule]:
    return [issue.rule for issue in run_.issued]


def preschools(run_: Run) -> list[str | None]:
    return [issue.group.preschool if issue.group else None for issue in run_.issued]


@BOTH_WAYS
def test_places_are_given_in_the_order_of_the_queue(rules: RunRules) -> None:
    late_but_first = child(9, category=1)
    found = run([child(2), late_but_first, child(1), child(3)], group(1, 2), group(2, 1), rules=rules)
    assert numbers(found) == [9, 1, 2]
    assert [issue.turn for issue in found.issued] == [1, 2, 3]
    assert found.waiting == (Waiting(child(3).queue, PassReason.PLACES_TAKEN, 1),)
    assert (found.number, found.remaining, found.passed_over, found.absent) == (7, 0, (), ())


@BOTH_WAYS
def test_iteration_comes_before_category_before_time_before_number(rules: RunRules) -> None:
    keys = [
        OrderKey(1, 3, MORNING, 4),
        OrderKey(1, 3, MORNING, 5),
        OrderKey(1, 3, MORNING + timedelta(microseconds=1), 1),
        OrderKey(2, 1, MORNING, 2),
    ]
    everybody = [replace(child(key.id), key=key) for key in reversed(keys)]
    assert numbers(run(everybody, group(1, 9), rules=rules)) == [4, 5, 1, 2]


@BOTH_WAYS
def test_who_is_passed_over_hears_why_and_keeps_the_place(rules: RunRules) -> None:
    queue = [
        child(1, wants(3, RUSSIAN)),
        child(2, wants(5)),
        child(3, wants(3, queue_type=SANATORIUM)),
        child(4, wants(5.5)),
        child(5, wants(3)),
        child(6, wants(3.2)),
        child(7, wants(3, RUSSIAN)),
    ]
    open_groups = group(1, 1), group(2, 1, (5.4, 6)), group(3, 1, (4, 5), languages=(RUSSIAN,))
    found = run(queue, *open_groups, rules=rules)
    assert numbers(found) == [4, 5]
    assert reasons(found) == {1: PassReason.NO_PLACE_FOR_AGE, 2: PassReason.NO_PLACE_FOR_AGE}
    assert set(found.waiting) == {
        Waiting(queue[2].queue, PassReason.NO_PLACE_OF_TYPE, 1),
        Waiting(queue[5].queue, PassReason.PLACES_TAKEN, 1),
        Waiting(queue[6].queue, PassReason.NO_PLACE_FOR_AGE, 1),
    }


@BOTH_WAYS
def test_only_who_stands_ahead_of_a_served_child_of_the_same_queue_is_passed_over(rules: RunRules) -> None:
    queue = [child(1, wants(3, RUSSIAN)), child(2), child(3, wants(3, RUSSIAN))]
    found = run(queue, group(1, 1), rules=rules)
    assert reasons(found) == {1: PassReason.NO_PLACE_IN_LANGUAGE}
    assert [(one.turn, one.candidate.key.id) for one in found.passed_over] == [(1, 1)]
    assert [issue.turn for issue in found.issued] == [2]
    assert found.waiting == (Waiting(child(3).queue, PassReason.NO_PLACE_IN_LANGUAGE, 1),)


@BOTH_WAYS
def test_a_settlement_without_places_does_not_take_part(rules: RunRules) -> None:
    elsewhere = wants(locality="karaganda")
    found = run([child(1, elsewhere), child(2)], group(1), group(2, 0, locality="karaganda"), rules=rules)
    assert (numbers(found), found.absent) == ([2], ("karaganda",))
    assert (found.passed_over, found.waiting) == ((), ())
    assert run([child(1)], rules=rules).absent == ("almaty",)


@BOTH_WAYS
def test_edge_10_a_child_gets_one_place_whatever_the_queues(rules: RunRules) -> None:
    has_voucher = replace(child(1), voucher_open=True)
    sanatorium = replace(child(3, wants(queue_type=SANATORIUM)), child=2)
    groups = group(1, 5), group(2, 5, queue_types=(SANATORIUM,))
    found = run([has_voucher, child(2), sanatorium, child(4, wants(queue_type=SANATORIUM))], *groups, rules=rules)
    assert numbers(found) == [2, 4]
    assert reasons(found) == {1: PassReason.VOUCHER_OPEN, 3: PassReason.SERVED_IN_OTHER_QUEUE}


@BOTH_WAYS
@pytest.mark.rule("E-14")
def test_edge_14_a_child_that_has_turned_six_gets_no_place(rules: RunRules) -> None:
    six, unborn = wants(6), wants(3)._replace(born=TODAY + timedelta(days=1))
    found = run([child(1, six), child(2, unborn), child(3)], group(1, 5, (0, 7)), rules=rules)
    assert numbers(found) == [3]
    assert {one.reason for one in found.waiting} == {PassReason.TOO_OLD, PassReason.TOO_YOUNG}


@pytest.mark.rule("E-11")
@BOTH_WAYS
def test_edge_11_twins_get_their_places_together_at_the_turn_of_the_earlier_one(rules: RunRules) -> None:
    twins = [child(1, family=5), child(4, family=5)]
    found = run([*twins, child(2), child(3)], group(1, 3), rules=rules)
    assert numbers(found) == [1, 4, 2]
    assert [issue.with_sibling for issue in found.issued] == [False, True, False]


@pytest.mark.rule("E-11")
@BOTH_WAYS
def test_edge_11_without_places_for_both_the_earlier_one_is_served_alone(rules: RunRules) -> None:
    twins = [child(1, family=5), child(3, family=5)]
    found = run([*twins, child(2)], group(1, 1), rules=rules)
    assert numbers(found) == [1]
    assert {(one.reason, one.children) for one in found.waiting} == {
        (PassReason.PLACES_TAKEN, 1),
        (PassReason.SIBLING_SERVED_ALONE, 1),
    }


@pytest.mark.rule("E-11")
@BOTH_WAYS
def test_edge_11_siblings_of_different_ages_and_queues_go_together_too(rules: RunRules) -> None:
    younger, older = child(1, wants(3), family=5), child(9, wants(5), family=5)
    found = run([younger, older, child(2, wants(5))], group(1, 1), group(2, 1, (5, 6)), rules=rules)
    assert numbers(found) == [1, 9]
    assert found.issued[1].candidate.queue != found.issued[0].candidate.queue


@BOTH_WAYS
def test_edge_11_who_cannot_get_a_place_holds_no_sibling_up(rules: RunRules) -> None:
    served = replace(child(2, family=5), voucher_open=True)
    same_child = replace(child(3, wants(queue_type=SANATORIUM), family=5), child=1)
    found = run([child(1, family=5), served, same_child, child(4, family=5)], group(1, 2), rules=rules)
    assert numbers(found) == [1, 4]


@BOTH_WAYS
def test_edge_11_triplets_with_places_for_two_are_tried_together_at_every_turn(rules: RunRules) -> None:
    triplets = [child(one, family=5) for one in (1, 3, 4)]
    found = run([*triplets, child(2, wants(5))], group(1, 2), rules=rules)
    assert numbers(found) == [1, 3]
    assert [issue.with_sibling for issue in found.issued] == [False, False]


def test_a_voucher_without_a_preschool_tells_whether_a_preferred_one_has_a_place() -> None:
    queue = [child(1, preferred=["p2"]), child(2, preferred=["p2"]), child(3)]
    found = run(queue, group(1, 2), group(2, 1))
    assert rules_of(found) == [IssueRule.PREFERRED, IssueRule.ANY_FITTING, IssueRule.ANY_FITTING]
    assert preschools(found) == [None, None, None]


def test_vouchers_that_are_out_already_hold_their_places() -> None:
    places = Places((group(1, 2), group(2, 1, (5, 6))), outstanding=(wants(), wants(), wants(), wants(5)))
    found = distribute([child(1), child(2)], places, HOLDS)
    assert (found.issued, found.absent) == ((), ("almaty",))
    assert numbers(distribute([child(1), child(2)], replace(places, outstanding=(wants(),)), HOLDS)) == [1]


@pytest.mark.rule("S2-15")
def test_a_referral_names_the_first_preferred_preschool_with_a_place() -> None:
    queue = [child(1, preferred=["p3", "p1"]), child(2, preferred=["p3", "p1"])]
    found = run(queue, group(1), group(2), group(3), rules=NAMES)
    assert preschools(found) == ["p3", "p1"]
    assert rules_of(found) == [IssueRule.PREFERRED, IssueRule.PREFERRED]


def test_else_a_referral_names_the_nearest_that_fits() -> None:
    near, far, full = Point(43.21, 76.9), Point(43.4, 76.9), Point(43.2, 76.9)
    groups = group(1, point=far), group(2, point=near), group(3, 0, point=full)
    at_home = child(1, home=Point(43.2, 76.9))
    by_wish, nowhere = child(1, preferred=["p9", "p3"]), child(1, preferred=["p9"])
    assert preschools(run([at_home], *groups, rules=NAMES)) == ["p2"]
    assert preschools(run([by_wish], *groups, rules=NAMES)) == ["p2"]
    assert preschools(run([nowhere], *groups, rules=NAMES)) == ["p1"]
    assert rules_of(run([at_home], *groups, rules=NAMES)) == [IssueRule.NEAREST]


@pytest.mark.rule("S2-15")
def test_V12_a_referral_names_a_preschool_that_refused_the_child_only_as_the_last() -> None:
    refused = replace(child(1, preferred=["p1", "p2"]), refused=frozenset({"p1"}))
    assert preschools(run([refused], group(1), group(2), group(3), rules=NAMES)) == ["p2"]
    assert preschools(run([refused], group(1), group(3), rules=NAMES)) == ["p3"]
    assert preschools(run([refused], group(1), rules=NAMES)) == ["p1"]


@pytest.mark.rule("E-11")
def test_edge_11_referrals_of_twins_name_one_preschool_where_one_has_room() -> None:
    twins = [child(1, family=5, preferred=["p1"]), child(2, family=5)]
    assert preschools(run(twins, group(1, 1), group(2, 2), rules=NAMES)) == ["p2", "p2"]
    assert preschools(run(twins, group(1, 1), group(2, 1), rules=NAMES)) == ["p1", "p2"]
    nurseries = group(1, 1, preschool="p1"), group(2, 1, preschool="p1")
    assert preschools(run(twins, *nurseries, rules=NAMES)) == ["p1", "p1"]


CANDIDATES = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.sampled_from([2, 3, 4, 6.5]),
        st.sampled_from([KAZAKH, RUSSIAN]),
        st.sampled_from([None, None, 1, 2]),
        st.lists(st.sampled_from(["p1", "p2", "p3"]), max_size=2),
        st.integers(1, 9),
    ),
    max_size=9,
).map(
    lambda rows: [
        replace(child(at, wants(age, language), category=category, family=family, preferred=wish), child=who)
        for at, (category, age, language, family, wish, who) in enumerate(rows, start=1)
    ]
)
GROUPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([(2, 3), (3, 4), (2, 5)]),
        st.sampled_from([(KAZAKH,), (RUSSIAN,), (KAZAKH, RUSSIAN)]),
    ),
    max_size=4,
).map(lambda rows: [group(at, free, ages, languages=said) for at, (free, ages, said) in enumerate(rows, start=1)])


@given(CANDIDATES, GROUPS, st.sampled_from([HOLDS, NAMES]))
def test_no_child_gets_two_places_and_no_place_two_children(
    queue: list[Candidate], groups: list[OpenGroup], rules: RunRules
) -> None:
    found = run(queue, *groups, rules=rules)
    children = [issue.candidate.child for issue in found.issued]
    assert len(children) == len(set(children))
    assert can_all_be_seated([issue.candidate.wanted for issue in found.issued], groups)
    named = [issue.group for issue in found.issued if issue.group]
    assert all(named.count(one) <= one.free for one in groups)
    assert found.remaining == sum(one.free for one in groups) - len(found.issued)
    assert found == run(queue[::-1], *reversed(groups), rules=rules)


@given(CANDIDATES, GROUPS)
def test_the_order_is_never_violated(queue: list[Candidate], groups: list[OpenGroup]) -> None:
    found = run(queue, *groups)
    served: list[Candidate] = []
    turns = {issue.candidate.key.id: issue for issue in found.issued}
    for one in sorted(queue, key=lambda one: one.key):
        issue = turns.get(one.key.id)
        if issue is not None and issue.with_sibling:
            continue
        if issue is None:
            # Nobody stays without a place that could have had one beside all who were ahead.
            taken = one.child in {other.child for other in served}
            too_old = one.wanted.born <= TODAY.replace(year=TODAY.year - 6)
            assert taken or too_old or not can_all_be_seated([*(other.wanted for other in served), one.wanted], groups)
            continue
        family = [other.candidate for other in found.issued if other.turn >= issue.turn and other.with_sibling]
        served += [one, *(other for other in family if other.family == one.family and other not in served)]
    told = len(found.issued) + len(found.passed_over) + sum(one.children for one in found.waiting)
    assert told == len(queue) or found.absent


@given(CANDIDATES, GROUPS, st.sampled_from([HOLDS, NAMES]))
def test_turns_are_numbered_without_gaps_and_go_by_the_order(
    queue: list[Candidate], groups: list[OpenGroup], rules: RunRules
) -> None:
    found = run(queue, *groups, rules=rules)
    lines: list[Issue | PassedOver] = [*found.issued, *found.passed_over]
    lines.sort(key=lambda line: line.turn)
    assert [line.turn for line in lines] == list(range(1, len(lines) + 1))
    beside = {issue.turn for issue in found.issued if issue.with_sibling}
    keys = [line.candidate.key for line in lines if line.turn not in beside]
    assert keys == sorted(keys)
