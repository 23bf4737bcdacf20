"""How many places of the preschools are free, as the groups count them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, case, func, select

from storage.domain_tables import preschool, preschool_group

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = preschool_group.c
_MONTHS = 12


async def free_places(uow: Uow, bins: Collection[str], months: int | None = None) -> dict[str, int]:
    """The free places of all open groups together, by BIN; a preschool without groups is left out.

    With an age in months only of the groups for that age.
    """
    query = _FREE if months is None else _FREE.where(*_for_age(months))
    return {bin_: int(free) for bin_, free in await uow.connection.execute(query, {"bins": list(bins)})}


async def with_free_places(uow: Uow, locality: str, months: int | None = None) -> set[str]:
    """The preschools of a locality that have a free place, for a child of so many months where an age is given."""
    here = select(preschool.c.bin).where(preschool.c.locality == locality, preschool.c.closed_at.is_(None))
    query = select(_TABLE.bin).distinct().where(_TABLE.closed_at.is_(None), _TABLE.free > 0, _TABLE.bin.in_(here))
    query = query if months is None else query.where(*_for_age(months))
    return set((await uow.connection.execute(query)).scalars())


def _for_age(months: int) -> tuple[ColumnElement[bool], ...]:
    """Ages are whole months where they are kept in years, so half a month tells them apart."""
    middle = (months + 0.5) / _MONTHS
    return (_TABLE.min_age < middle, _TABLE.max_age > middle)


_FREE = (
    select(_TABLE.bin, func.sum(case((_TABLE.free > 0, _TABLE.free), else_=0)))
    .where(_TABLE.bin.in_(bindparam("bins", expanding=True)), _TABLE.closed_at.is_(None))
    .group_by(_TABLE.bin)
)
