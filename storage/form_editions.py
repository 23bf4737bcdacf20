"""The editions of the contract's model form that the education department has published. S2-73."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, insert, select, update

from storage.contract_tables import form_edition
from storage.schema import new_id

if TYPE_CHECKING:
    from storage.uow import Uow

VERSION = "forms.version"
_TABLE = form_edition.c


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """Texts by the names of their files, in force from that day, and who published them when; never changed."""

    since: date
    texts: Mapping[str, str] = field(repr=False)
    published_by: str
    published_at: datetime
    id: int = field(default_factory=new_id)


class FormEditions:
    """What was published and not withdrawn, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def all(self) -> list[PublishedEdition]:
        """In the order in which they were published."""
        query = select(form_edition).where(_TABLE.withdrawn_at.is_(None)).order_by(_TABLE.published_at, _TABLE.id)
        return [_edition(row) for row in await self._uow.connection.execute(query)]

    async def publish(self, one: PublishedEdition) -> None:
        """Keeps the edition."""
        row = {
            "id": one.id,
            "since": one.since,
            "texts": json.dumps(dict(one.texts), ensure_ascii=False),
            "published_by": one.published_by,
            "published_at": one.published_at,
        }
        await self._uow.connection.execute(insert(form_edition), row)
        await self._next_version()

    async def withdraw(self, id_: int, by: str, now: datetime) -> bool:
        """It never comes into force; False when it was withdrawn before, or never published."""
        mine = update(form_edition).where(_TABLE.id == id_, _TABLE.withdrawn_at.is_(None))
        gone = await self._uow.connection.execute(mine.values(withdrawn_by=by, withdrawn_at=now))
        if gone.rowcount == 1:
            await self._next_version()
        return gone.rowcount == 1

    async def lock(self) -> None:
        """Until this transaction ends nobody else publishes or withdraws."""
        await self._uow.settings.take(VERSION)

    async def version(self) -> int:
        """Another number after every change: whoever keeps the forms reads them again only then."""
        return int(await self._uow.settings.get(VERSION) or 0)

    async def _next_version(self) -> None:
        await self._uow.settings.count_up(VERSION)


def _edition(row: Row[Any]) -> PublishedEdition:
    return PublishedEdition(row.since, json.loads(row.texts), row.published_by, row.published_at, row.id)
