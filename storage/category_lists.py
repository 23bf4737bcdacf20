"""The lists of queue categories that the education department has entered; none of them is ever changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, insert, select

from enrolment.profile_sections import Category
from enrolment.terms import Name, Priority, Privilege
from storage.queue_tables import category_list

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class CategoryList:
    """One list with the moment from which it holds, and who entered it."""

    version: int
    valid_from: datetime
    categories: tuple[Category, ...]
    entered_by: str
    entered_at: datetime


class CategoryLists:
    """The lists, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def next_version(self) -> int:
        """The number of the next list."""
        last = select(func.coalesce(func.max(category_list.c.version), 0))
        return int((await self._uow.connection.execute(last)).scalar_one()) + 1

    async def add(self, one: CategoryList) -> None:
        """Keeps a list; a second one with its version is a mistake of the caller."""
        row = {
            "version": one.version,
            "valid_from": one.valid_from,
            "categories": json.dumps([_raw(category) for category in one.categories], ensure_ascii=False),
            "entered_by": one.entered_by,
            "entered_at": one.entered_at,
        }
        await self._uow.connection.execute(insert(category_list), row)

    async def get(self, version: int) -> CategoryList | None:
        """The list of that version."""
        query = select(category_list).where(category_list.c.version == version)
        row = (await self._uow.connection.execute(query)).one_or_none()
        return None if row is None else _list(row)

    async def all(self) -> list[CategoryList]:
        """Every list, the newest first."""
        query = select(category_list).order_by(category_list.c.version.desc())
        return [_list(row) for row in await self._uow.connection.execute(query)]


def _raw(one: Category) -> dict[str, Any]:
    name = [one.name.kk, one.name.ru, one.name.en]
    return {"number": one.number, "priority": one.priority, "name": name, "privileges": list(one.privileges)}


def _list(row: Row[Any]) -> CategoryList:
    categories = tuple(_category(raw) for raw in json.loads(row.categories))
    return CategoryList(row.version, row.valid_from, categories, row.entered_by, row.entered_at)


def _category(raw: dict[str, Any]) -> Category:
    privileges = tuple(Privilege(code) for code in raw["privileges"])
    return Category(raw["number"], Priority(raw["priority"]), Name(*raw["name"]), privileges)
