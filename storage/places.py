"""The places of groups: how many are free, how many of those are open to parents, and who reserved one first."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    Select,
    Update,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    select,
    union,
    update,
)

from enrolment.distance import Point
from enrolment.fitting import OpenGroup
from enrolment.terms import InstructionLanguage, QueueType
from storage.domain_tables import application, preschool, preschool_group
from storage.engines import DIALECTS, Dialect
from storage.place_tables import (
    enrolment_request,
    place_opening,
    place_turn,
    request_open,
    voucher,
    voucher_open,
)
from storage.schema import new_id
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class GroupPlaces:
    """The places of one group; `free` is below zero where a new catalogue has fewer than are taken."""

    id: int
    bin: str
    name: str
    min_age: float
    max_age: float
    places: int
    free: int
    opened: int


@dataclass(frozen=True, slots=True)
class Held:
    """What of a group vouchers have: places that a referral or a request keeps, and those of admitted children."""

    reserved: int = 0
    enrolled: int = 0


@dataclass(frozen=True, slots=True)
class PlaceOpening:
    """So many places of a group were opened, or closed again where `count` is below zero."""

    group_id: int
    count: int
    entered_by: str
    at: datetime


class Places:
    """The places, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def take_turn(self, *localities: str) -> None:
        """Until the end of this transaction nobody else gives or chooses places there who takes a turn too.

        For whoever decides by more than one group: a distribution run, and a parent whose choice must leave a place
        for every other voucher.
        """
        for locality in sorted(localities):
            await self._uow.connection.execute(_TAKE_TURN[self._uow.dialect], {"locality": locality})

    async def open_groups(self, locality: str | None = None) -> list[OpenGroup]:
        """The groups of the open preschools, `free` being the places that are open to parents, often none."""
        query, terms = (_OPEN_GROUPS, {}) if locality is None else (_OPEN_GROUPS_THERE, {"there": locality})
        return [_open_group(row) for row in await self._uow.connection.execute(query, terms)]

    async def open_at(self, bin_: str) -> int:
        """How many places of a preschool are open to parents."""
        query = _GROUPS.where(_TABLE.bin == bin_)
        return sum(_open_group(row).free for row in await self._uow.connection.execute(query))

    async def group(self, group_id: int) -> OpenGroup | None:
        """One group, also a closed one, which has nothing open."""
        row = (await self._uow.connection.execute(_GROUP, {"of": group_id})).one_or_none()
        return None if row is None else _open_group(row)

    async def of_preschool(self, bin_: str) -> list[GroupPlaces]:
        """The groups of a preschool with their places, the youngest first."""
        query = select(*(_TABLE[name] for name in GroupPlaces.__dataclass_fields__))
        query = query.where(_TABLE.bin == bin_, _OPEN).order_by(_TABLE.min_age, _TABLE.max_age, _TABLE.name)
        return [GroupPlaces(*row) for row in await self._uow.connection.execute(query)]

    async def names(self, group_ids: Collection[int]) -> dict[int, str]:
        """What these groups are called, also closed ones."""
        rows = await self._uow.connection.execute(_NAMES, {"ids": list(group_ids)})
        return {row.id: row.name for row in rows}

    async def open(self, group_id: int, count: int, by: str, now: datetime) -> bool:
        """Opens so many free places to distribution and parents; False when not so many are free and unopened."""
        return await self._log(group_id, count, by, now) if await self._shift(_OPEN_MORE, group_id, count) else False

    async def close(self, group_id: int, count: int, by: str, now: datetime) -> bool:
        """Takes back so many open places; False when not so many are open.

        Whether every voucher still has a place is for the caller to see, who has taken a turn.
        """
        return await self._log(group_id, -count, by, now) if await self._shift(_OPEN_LESS, group_id, count) else False

    async def reserve(self, group_id: int, count: int = 1) -> bool:
        """Takes so many open places of a group; of a hundred who try at once for one place only one is told True."""
        return await self._shift(_RESERVE, group_id, count)

    async def release(self, group_id: int) -> None:
        """Gives a reserved or taken place back: it is free, and open again. Raises ValueError when none is taken."""
        reopens = case((_TABLE.opened <= _TABLE.free, _TABLE.opened + 1), else_=_TABLE.opened)
        taken = update(preschool_group).where(_TABLE.id == group_id, _TABLE.free < _TABLE.places)
        back = {"free": _TABLE.free + 1, "opened": case((_OPEN & _PRESCHOOL_OPEN, reopens), else_=_TABLE.opened)}
        if (await self._uow.connection.execute(taken.values(back))).rowcount != 1:
            raise ValueError("no place of this group is taken")

    async def declare_free(self, group_id: int, free: int, by: str, now: datetime) -> bool:
        """Sets how many places are free, as the preschool counts them; what is open beyond that is closed.

        False when it would give away a place that a referral, a request or an enrolled child has here, or more than
        the group has.
        """
        query = select(_TABLE.places, _TABLE.opened).where(_TABLE.id == group_id, _OPEN).with_for_update()
        row = (await self._uow.connection.execute(query)).one_or_none()
        if row is None or not 0 <= free <= row.places - await self._held(group_id):
            return False
        opened = min(row.opened, free)
        step = update(preschool_group).where(_TABLE.id == group_id).values(free=free, opened=opened)
        await self._uow.connection.execute(step)
        return opened == row.opened or await self._log(group_id, opened - row.opened, by, now)

    async def openings(self, group_id: int) -> list[PlaceOpening]:
        """What was opened and closed in a group, newest first."""
        table = place_opening.c
        query = select(table.group_id, table.count, table.entered_by, table.at).where(table.group_id == group_id)
        rows = await self._uow.connection.execute(query.order_by(table.at.desc(), table.id.desc()))
        return [PlaceOpening(*row) for row in rows]

    async def _shift(self, step: Update, group_id: int, count: int) -> bool:
        """The one statement that decides between those who come at once."""
        return (await self._uow.connection.execute(step, {"of": group_id, "by": count})).rowcount == 1

    async def held(self, group_ids: Collection[int]) -> dict[int, Held]:
        """What vouchers have of each of these groups; one with a referral and a request has one place."""
        kept = _kept(group_ids).subquery()
        query = select(kept.c.group_id, kept.c.enrolled, func.count()).group_by(kept.c.group_id, kept.c.enrolled)
        rows = (await self._uow.connection.execute(query)).all()
        counts = {(row.group_id, bool(row.enrolled)): row[2] for row in rows}
        return {one: Held(counts.get((one, False), 0), counts.get((one, True), 0)) for one in group_ids}

    async def _held(self, group_id: int) -> int:
        """How many vouchers have a place in the group."""
        found = (await self.held([group_id]))[group_id]
        return found.reserved + found.enrolled

    async def _log(self, group_id: int, count: int, by: str, now: datetime) -> bool:
        row = {"id": new_id(), "group_id": group_id, "count": count, "entered_by": by, "at": now}
        await self._uow.connection.execute(insert(place_opening).values(row))
        return True


_TABLE = preschool_group.c
_OPEN = _TABLE.closed_at.is_(None)
_PRESCHOOL_OPEN = exists().where(preschool.c.bin == _TABLE.bin, preschool.c.closed_at.is_(None))
_GROUPS: Select[Any] = (
    select(
        *(_TABLE.id, _TABLE.bin, _TABLE.min_age, _TABLE.max_age),
        case((_OPEN & preschool.c.closed_at.is_(None), _TABLE.opened), else_=0).label("open"),
        *(preschool.c.locality, preschool.c.queue_types, preschool.c.languages, preschool.c.lat, preschool.c.lon),
    )
    .select_from(preschool_group)
    .join(preschool, preschool.c.bin == _TABLE.bin)
)
_GROUP = _GROUPS.where(_TABLE.id == bindparam("of"))
_OPEN_GROUPS = _GROUPS.where(_OPEN, preschool.c.closed_at.is_(None)).order_by(_TABLE.bin, _TABLE.id)
_OPEN_GROUPS_THERE = _OPEN_GROUPS.where(preschool.c.locality == bindparam("there"))
_NAMES = select(_TABLE.id, _TABLE.name).where(_TABLE.id.in_(bindparam("ids", expanding=True)))
_COUNT = bindparam("by", type_=Integer)
_CHANGE = update(preschool_group).where(_TABLE.id == bindparam("of"), _OPEN, _PRESCHOOL_OPEN)
_OPEN_MORE = _CHANGE.where(_TABLE.opened + _COUNT <= _TABLE.free).values(opened=_TABLE.opened + _COUNT)
_OPEN_LESS = _CHANGE.where(_TABLE.opened >= _COUNT).values(opened=_TABLE.opened - _COUNT)
_RESERVE = _OPEN_LESS.values(free=_TABLE.free - _COUNT)


def _taking_turn(dialect: Dialect) -> Any:
    step = upsert(dialect, place_turn)
    return step.on_conflict_do_update(index_elements=["locality"], set_={"locality": step.excluded.locality})


_TAKE_TURN = {dialect: _taking_turn(dialect) for dialect in DIALECTS}


def _kept(group_ids: Collection[int]) -> CompoundSelect[Any]:
    """The vouchers that have a place in these groups, each once."""
    kept, taken = literal(0).label("enrolled"), literal(1).label("enrolled")
    requests = enrolment_request.c
    here = requests.group_id.in_(group_ids)
    asked = select(requests.voucher_id, requests.group_id, kept).where(here, request_open)
    admitted = select(requests.voucher_id, requests.group_id, taken).where(here, requests.state == "completed")
    admitted = admitted.join(application, application.c.id == requests.application_id)
    return union(
        select(voucher.c.id, voucher.c.group_id, kept).where(voucher.c.group_id.in_(group_ids), voucher_open),
        asked,
        admitted.where(application.c.state == "completed"),
    )


@cache
def _queue_types(kept: str) -> tuple[QueueType, ...]:
    return tuple(QueueType(value) for value in json.loads(kept))


@cache
def _languages(kept: str) -> tuple[InstructionLanguage, ...]:
    return tuple(InstructionLanguage(value) for value in json.loads(kept))


def _open_group(row: Row[Any]) -> OpenGroup:
    return _group_of(tuple(row))


@lru_cache(maxsize=16_384)
def _group_of(columns: tuple[Any, ...]) -> OpenGroup:
    # There are hundreds of them in a city, of which hardly one is another than at the last look.
    id_, bin_, low, high, free, locality, queue_types, languages, lat, lon = columns
    point = None if lat is None or lon is None else Point(lat, lon)
    kinds = _queue_types(queue_types), _languages(languages)
    return OpenGroup(id_, bin_, locality, *kinds, low, high, free, point)
