"""The preschools, as the last catalogue that an administrator loaded tells them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, case, func, select, update

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, Name, QueueType
from storage.domain_tables import preschool, preschool_group
from storage.schema import new_id
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_EDITION = "catalogue.edition"


@dataclass(frozen=True, slots=True)
class CatalogueDifference:
    """What a new catalogue would change: the BINs of preschools."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.added or self.changed or self.closed)


class Catalogue:
    """The catalogue, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def difference(self, new: Collection[Preschool], locality: str | None = None) -> CatalogueDifference:
        """What `replace` would change, to be shown before it is done."""
        there = () if locality is None else (preschool.c.locality == locality,)
        return _difference({one.bin: one for one in await self._open(*there)}, {one.bin: one for one in new})

    async def replace(
        self, new: Collection[Preschool], at: datetime, locality: str | None = None
    ) -> CatalogueDifference:
        """Makes the catalogue say exactly this; a preschool that is not in it any more is closed, never deleted.

        With a locality only the preschools there are compared and closed; all of `new` must be there.
        """
        by_bin = {one.bin: one for one in new}
        found = await self.difference(new, locality)
        await self._close(found.closed, at)
        touched = [by_bin[bin_] for bin_ in (*found.added, *found.changed)]
        if touched:
            await self._write(touched, at)
            await self._write_groups(touched, at)
        if found:
            await self._uow.settings.set(_EDITION, str(new_id()))
        return found

    async def edition(self) -> str:
        """Changes whenever the catalogue does, in any process: whoever keeps a copy reads it anew then.

        A number that nobody else gets and that a rolled back transaction takes along.
        """
        return await self._uow.settings.get(_EDITION) or ""

    async def everything(self) -> list[Preschool]:
        """All open preschools: thousands of rows, to be kept for as long as the edition stays the same."""
        return await self._open()

    async def preschools(
        self, locality: str, queue_type: QueueType | None = None, language: InstructionLanguage | None = None
    ) -> list[Preschool]:
        """The open preschools of a locality that fit, by their Russian name."""
        conditions = [preschool.c.locality == locality]
        if queue_type is not None:
            conditions.append(preschool.c.queue_types.contains(json.dumps(queue_type)))
        if language is not None:
            conditions.append(preschool.c.languages.contains(json.dumps(language)))
        return await self._open(*conditions)

    async def get(self, bin_: str) -> Preschool | None:
        """One preschool, also a closed one, because an application may still name it."""
        return (await self.load([bin_])).get(bin_)

    async def load(self, bins: Collection[str]) -> dict[str, Preschool]:
        """The preschools by BIN, also closed ones."""
        rows = (await self._uow.connection.execute(_LOAD, {"bins": list(bins)})).all()
        groups = _by_bin((await self._uow.connection.execute(_GROUPS_OF, {"bins": list(bins)})).all())
        return {row.bin: _preschool(row, groups.get(row.bin, [])) for row in rows}

    async def names(self, bins: Collection[str]) -> dict[str, Name]:
        """What these preschools are called, by BIN, also closed ones."""
        rows = await self._uow.connection.execute(_NAMES, {"bins": list(bins)})
        return {row.bin: Name(row.name_kk, row.name_ru, row.name_ru) for row in rows}

    async def groups(self, bin_: str) -> list[Group]:
        """The groups of a preschool, the youngest first."""
        return (await self._groups(preschool.c.bin == bin_)).get(bin_, [])

    async def elsewhere(self, bins: Collection[str], locality: str) -> list[str]:
        """Those of these BINs that the catalogue has in another locality, also closed ones."""
        query = select(preschool.c.bin).where(preschool.c.bin.in_(bins), preschool.c.locality != locality)
        return list((await self._uow.connection.execute(query.order_by(preschool.c.bin))).scalars())

    async def count(self) -> int:
        """How many preschools are open."""
        query = select(func.count()).select_from(preschool).where(preschool.c.closed_at.is_(None))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def _open(self, *conditions: Any) -> list[Preschool]:
        return await self._where(preschool.c.closed_at.is_(None), *conditions)

    async def _where(self, *conditions: Any) -> list[Preschool]:
        query = select(preschool).where(*conditions).order_by(preschool.c.name_ru, preschool.c.bin)
        rows = (await self._uow.connection.execute(query)).all()
        groups = await self._groups(*conditions)
        return [_preschool(row, groups.get(row.bin, [])) for row in rows]

    async def _groups(self, *conditions: Any) -> dict[str, list[Group]]:
        """The open groups of the preschools that fit, by BIN."""
        query = _GROUPS.where(preschool_group.c.bin.in_(select(preschool.c.bin).where(*conditions)))
        return _by_bin((await self._uow.connection.execute(query)).all())

    async def _close(self, bins: Collection[str], at: datetime) -> None:
        closed = update(preschool).where(preschool.c.bin.in_(list(bins)))
        await self._uow.connection.execute(closed.values(closed_at=at, updated_at=at))
        await self._unopen(preschool_group.c.bin.in_(list(bins)))

    async def _write(self, touched: Iterable[Preschool], at: datetime) -> None:
        step = upsert(self._uow.dialect, preschool)
        step = step.on_conflict_do_update(
            index_elements=["bin"],
            set_={column.name: step.excluded[column.name] for column in preschool.c if column.name != "bin"},
        )
        await self._uow.connection.execute(step, [_columns(one, at) for one in touched])

    async def _write_groups(self, touched: Collection[Preschool], at: datetime) -> None:
        """A group keeps its id and the places that were taken in it; no more of it is open than is left free."""
        bins = [one.bin for one in touched]
        table = preschool_group
        await self._uow.connection.execute(update(table).where(table.c.bin.in_(bins)).values(closed_at=at))
        rows = [{"id": new_id(), "bin": one.bin, **_group_columns(group)} for one in touched for group in one.groups]
        step = upsert(self._uow.dialect, table)
        kept = {name: step.excluded[name] for name in ("min_age", "max_age", "places")}
        free = table.c.free + step.excluded.places - table.c.places
        opened = case((free >= table.c.opened, table.c.opened), (free > 0, free), else_=0)
        step = step.on_conflict_do_update(
            index_elements=["bin", "name"], set_={**kept, "free": free, "opened": opened, "closed_at": None}
        )
        if rows:
            await self._uow.connection.execute(step, rows)
        await self._unopen(table.c.bin.in_(bins), table.c.closed_at.is_not(None))

    async def _unopen(self, *conditions: Any) -> None:
        """What comes back one day does not come back open."""
        await self._uow.connection.execute(update(preschool_group).where(*conditions).values(opened=0))


def _difference(old: dict[str, Preschool], new: dict[str, Preschool]) -> CatalogueDifference:
    return CatalogueDifference(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(
            sorted(bin_ for bin_ in new.keys() & old.keys() if _comparable(new[bin_]) != _comparable(old[bin_]))
        ),
        closed=tuple(sorted(old.keys() - new.keys())),
    )


def _comparable(one: Preschool) -> tuple[Any, ...]:
    """The order in which a file lists groups, queue types and languages means nothing."""
    return tuple(
        frozenset(value) if isinstance(value, tuple) else value
        for value in (getattr(one, field.name) for field in fields(one))
    )


_PLAIN = (
    *("bin", "name_kk", "name_ru", "locality", "address_kk", "address_ru"),
    *("ownership", "contract_channel", "lat", "lon", "fee", "phone"),
    *("head", "iban"),
)

_GROUPS = (
    select(*(preschool_group.c[name] for name in ("bin", "name", "min_age", "max_age", "places")))
    .where(preschool_group.c.closed_at.is_(None))
    .order_by(preschool_group.c.min_age, preschool_group.c.max_age, preschool_group.c.name)
)
_GROUPS_OF = _GROUPS.where(preschool_group.c.bin.in_(bindparam("bins", expanding=True)))
_LOAD = (
    select(preschool)
    .where(preschool.c.bin.in_(bindparam("bins", expanding=True)))
    .order_by(preschool.c.name_ru, preschool.c.bin)
)
_NAMES = select(preschool.c.bin, preschool.c.name_kk, preschool.c.name_ru).where(
    preschool.c.bin.in_(bindparam("bins", expanding=True))
)


def _by_bin(rows: Iterable[Row[Any]]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for row in rows:
        found.setdefault(row.bin, []).append(Group(row.name, row.min_age, row.max_age, row.places))
    return found


def _columns(one: Preschool, at: datetime) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _PLAIN} | {
        "queue_types": json.dumps(one.queue_types),
        "languages": json.dumps(one.languages),
        "updated_at": at,
        "closed_at": None,
    }


def _group_columns(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "min_age": group.min_age,
        "max_age": group.max_age,
        "places": group.places,
        "free": group.places,
        "closed_at": None,
    }


def _preschool(row: Row[Any], groups: Iterable[Group]) -> Preschool:
    return Preschool(
        **{name: getattr(row, name) for name in _PLAIN},
        queue_types=tuple(QueueType(value) for value in json.loads(row.queue_types)),
        languages=tuple(InstructionLanguage(value) for value in json.loads(row.languages)),
        groups=tuple(groups),
    )
