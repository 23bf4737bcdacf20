"""Closing open places: none that a voucher may still need. G.0."""

from __future__ import annotations

from datetime import date

from enrolment.closing import closable
from enrolment.fitting import OpenGroup, Wanted
from enrolment.terms import InstructionLanguage, QueueType

TODAY = date(2026, 11, 23)
THREE = Wanted("almaty", QueueType.GENERAL, InstructionLanguage.KAZAKH, date(2023, 3, 15))
FIVE = THREE._replace(born=date(2021, 3, 15))


def group(number: int, free: int, ages: tuple[int, int] = (2, 6)) -> OpenGroup:
    return OpenGroup(
        number, f"{number:012}", "almaty", (QueueType.GENERAL,), (InstructionLanguage.KAZAKH,), *ages, free=free
    )


def test_without_vouchers_everything_that_is_open_can_be_closed() -> None:
    assert closable([group(1, 5)], 1, [], TODAY) == 5


def test_a_voucher_keeps_one_place() -> None:
    assert closable([group(1, 5)], 1, [THREE, THREE], TODAY) == 3


def test_a_voucher_that_fits_elsewhere_keeps_no_place_here() -> None:
    assert closable([group(1, 5), group(2, 2)], 1, [THREE, THREE], TODAY) == 5


def test_a_voucher_moves_aside_when_its_only_other_place_is_elsewhere() -> None:
    small, all_ages = group(1, 1, (2, 4)), group(2, 1)
    assert closable([small, all_ages], 2, [THREE, FIVE], TODAY) == 0
    assert closable([small, all_ages], 2, [THREE], TODAY) == 1


def test_a_voucher_without_any_place_does_not_keep_one() -> None:
    assert closable([group(1, 2, (2, 4))], 1, [FIVE], TODAY) == 2


def test_an_unknown_or_empty_group_has_nothing_to_close() -> None:
    assert closable([group(1, 2)], 7, [], TODAY) == 0
    assert closable([group(1, 0)], 1, [THREE], TODAY) == 0
