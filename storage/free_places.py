"""How many places of the preschools are free, as the groups count them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from storage.domain_tables import preschool_group

if TYPE_CHECKING:
    from storage.uow import Uow


async def free_places(uow: Uow, bins: Collection[str]) -> dict[str, int]:
    """The free places of all open groups together, by BIN; a preschool without groups is left out."""
    table = preschool_group.c
    query = (
        select(table.bin, func.sum(case((table.free > 0, table.free), else_=0)))
        .where(table.bin.in_(bins), table.closed_at.is_(None))
        .group_by(table.bin)
    )
    return {bin_: int(free) for bin_, free in await uow.connection.execute(query)}
