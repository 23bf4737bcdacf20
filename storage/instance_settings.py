"""What the instance itself remembers, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Text, bindparam, cast, func, select, update

from storage.domain_tables import setting
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow


class Settings:
    """Small values by name, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def get(self, name: str) -> str | None:
        """The value, if one was ever set."""
        return (await self._uow.connection.execute(_GET, {"of": name})).scalar_one_or_none()

    async def load(self, *names: str) -> dict[str, str]:
        """The values of those names that were ever set."""
        found = await self._uow.connection.execute(_LOAD, {"names": names})
        return {str(name): str(value) for name, value in found}

    async def share(self, name: str) -> None:
        """Until this transaction ends nobody takes what goes by that name; whoever had taken it is waited for.

        Settings are to be read only afterwards. On SQLite nobody else writes anyway.
        """
        if self._uow.dialect == "postgresql":
            key = func.pg_advisory_xact_lock_shared(func.hashtext(name))
            await self._uow.connection.execute(select(key))

    async def take(self, name: str) -> None:
        """Until this transaction ends nobody else shares or takes that name; whoever shares it is waited for."""
        if self._uow.dialect == "postgresql":
            await self._uow.connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    async def set(self, name: str, value: str) -> None:
        """Sets the value."""
        step = upsert(self._uow.dialect, setting).values(name=name, value=value)
        await self._uow.connection.execute(step.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    async def swap(self, name: str, old: str, new: str) -> bool:
        """Sets the value where it is still the old one; of two who try at once only one is told True."""
        step = update(setting).where(setting.c.name == name, setting.c.value == old).values(value=new)
        return (await self._uow.connection.execute(step)).rowcount == 1

    async def count_up(self, name: str) -> int:
        """Adds one to a number, which begins at 0; of several who do so at once each gets another number."""
        step = upsert(self._uow.dialect, setting).values(name=name, value="1")
        further = cast(cast(setting.c.value, BigInteger) + 1, Text)
        step = step.on_conflict_do_update(index_elements=["name"], set_={"value": further})
        return int((await self._uow.connection.execute(step.returning(setting.c.value))).scalar_one())


_GET = select(setting.c.value).where(setting.c.name == bindparam("of"))
_LOAD = select(setting.c.name, setting.c.value).where(setting.c.name.in_(bindparam("names", expanding=True)))
