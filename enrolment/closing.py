"""How many open places can be closed again so that no voucher loses the only place it can have (G.0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from enrolment.capacity import Capacity, GroupIndex
from enrolment.fitting import OpenGroup, Wanted


def closable(groups: Sequence[OpenGroup], group_id: int, outstanding: Iterable[Wanted], on: date) -> int:
    """How many of the open places of one group nobody needs; 0 for a group that is not among them.

    `outstanding` are the open vouchers without a place of their own. Whom the places cannot bear even now does not
    count: closing makes it no worse.
    """
    waiting = tuple(outstanding)
    opened = next((group.free for group in groups if group.id == group_id), 0)
    now_borne = _borne(groups, waiting, on)
    fewest, most = 0, opened
    while fewest < most:
        count = (fewest + most + 1) // 2
        left = [replace(one, free=one.free - count) if one.id == group_id else one for one in groups]
        if _borne(left, waiting, on) == now_borne:
            fewest = count
        else:
            most = count - 1
    return fewest


def _borne(groups: Sequence[OpenGroup], waiting: Iterable[Wanted], on: date) -> int:
    return Capacity(GroupIndex(groups, on)).hold_many(waiting)
