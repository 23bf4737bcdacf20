"""How many vouchers the open places can bear while parents are free to choose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enrolment.capacity import Capacity, GroupIndex, choosable
from enrolment.fitting import OpenGroup, Wanted
from tests.enrolment.queues import KAZAKH, RUSSIAN, TODAY, can_all_be_seated, group, wants

WANTED = st.builds(wants, st.sampled_from([2, 3, 4]), st.sampled_from([KAZAKH, RUSSIAN]))
GROUPS = st.lists(
    st.builds(
        lambda free, ages, languages: group(0, free, ages, languages=languages),
        st.integers(0, 2),
        st.sampled_from([(2, 3), (3, 4), (2, 4), (2, 5)]),
        st.sampled_from([(KAZAKH,), (RUSSIAN,), (KAZAKH, RUSSIAN)]),
    ),
    max_size=5,
).map(
    lambda found: [
        group(id_, one.free, (one.min_age, one.max_age), languages=one.languages)
        for id_, one in enumerate(found, start=1)
    ]
)


def capacity_of(*groups: OpenGroup) -> Capacity:
    return Capacity(GroupIndex(groups, TODAY))


def test_every_voucher_holds_a_place_until_there_are_no_more() -> None:
    capacity = capacity_of(group(1, 2))
    assert [capacity.hold(wants()) for _ in range(3)] == [0, 0, None]
    assert capacity.left == 0
    assert capacity.hold(wants(5)) is None


def test_an_earlier_voucher_makes_room_where_it_can() -> None:
    capacity = capacity_of(group(1, ages=(3, 5)), group(2, ages=(3, 4)), group(3, ages=(4, 6)))
    assert [capacity.hold(wants(age)) for age in (3, 4, 4)] == [0, 2, 0]
    assert capacity.hold(wants(3)) is None
    assert capacity.left == 0


def test_a_preferred_preschool_is_held_while_nobody_else_does() -> None:
    capacity = capacity_of(group(1, 2), group(2, 1), group(3, 1, ages=(4, 5)))
    assert [capacity.hold(wants(), ["p3", "p2", "p9"]) for _ in range(3)] == [1, 0, 0]


def test_a_family_holds_places_for_all_or_for_none() -> None:
    capacity = capacity_of(group(1, ages=(3, 4)), group(2, 1, ages=(4, 5)))
    assert capacity.hold_all([(wants(3), ()), (wants(4), ()), (wants(4), ())]) is None
    assert capacity.left == 2
    assert capacity.hold_all([(wants(3), ()), (wants(4), ())]) == (0, 1)
    assert capacity.left == 0


def test_what_one_takes_is_not_what_another_needs() -> None:
    both, kazakh = group(1, languages=(KAZAKH, RUSSIAN)), group(2)
    mine, other = wants(), wants(language=RUSSIAN)
    assert choosable([both, kazakh], mine, [], TODAY) == (both, kazakh)
    assert choosable([both, kazakh], mine, [other], TODAY) == (kazakh,)
    assert choosable([both, kazakh], other, [mine], TODAY) == (both,)
    assert choosable([both], mine, [other, other], TODAY) == ()


@given(GROUPS, st.lists(WANTED, max_size=8))
def test_a_voucher_is_refused_only_if_all_could_not_be_seated(groups: list[OpenGroup], queue: list[Wanted]) -> None:
    capacity, held = capacity_of(*groups), list[Wanted]()
    for wanted in queue:
        seated = can_all_be_seated([*held, wanted], groups)
        assert (capacity.hold(wanted) is not None) is seated
        held.extend([wanted] * seated)
    assert capacity.left == sum(one.free for one in groups) - len(held)
    assert all(free >= 0 for free in capacity.free)


@given(GROUPS, st.lists(WANTED, max_size=8), st.lists(WANTED, max_size=3))
def test_many_are_held_at_once_as_one_after_another(
    groups: list[OpenGroup], queue: list[Wanted], later: list[Wanted]
) -> None:
    at_once, each = capacity_of(*groups), capacity_of(*groups)
    assert at_once.hold_many(queue) == sum(each.hold(wanted) is not None for wanted in queue)
    assert at_once.left == each.left
    assert at_once.bearing() == each.bearing()
    assert [at_once.hold(one) is None for one in later] == [each.hold(one) is None for one in later]


@given(GROUPS, st.lists(st.lists(WANTED, min_size=1, max_size=3), max_size=4))
def test_a_family_that_is_refused_leaves_no_trace(groups: list[OpenGroup], families: list[list[Wanted]]) -> None:
    capacity, held = capacity_of(*groups), list[Wanted]()
    for family in families:
        seated = can_all_be_seated([*held, *family], groups)
        assert (capacity.hold_all((one, ()) for one in family) is not None) is seated
        held.extend(family * seated)
        assert capacity.left == sum(one.free for one in groups) - len(held)


@given(GROUPS, WANTED, st.lists(WANTED, max_size=4))
def test_whatever_is_chosen_everybody_else_keeps_a_place(
    groups: list[OpenGroup], mine: Wanted, others: list[Wanted]
) -> None:
    choices = choosable(groups, mine, others, TODAY)
    if not can_all_be_seated([mine, *others], groups):
        return
    assert choices
    for choice in choices:
        rest = [
            group(one.id, one.free - (one is choice), (one.min_age, one.max_age), languages=one.languages)
            for one in groups
        ]
        assert can_all_be_seated(others, rest)
