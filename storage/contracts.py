"""Contracts: one open for a voucher, changed by one hand at a time, numbered without gaps in each series (G.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, update

from enrolment.contract_states import WITH_PARENT, ContractState
from storage.applications import Changed
from storage.contract_tables import came_to_nothing, contract, contract_count, contract_item, contract_open
from storage.stored_contract import StoredContract, changeable_columns, contract_columns, contract_of, item_rows
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = contract.c


class ContractOpen(Exception):
    """The voucher has an open contract already."""


class Contracts:
    """The contracts, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def next_count(self, series: str) -> int:
        """The next number within that series; other writers wait for this transaction."""
        step = upsert(self._uow.dialect, contract_count).values(series=series, last=1)
        step = step.on_conflict_do_update(index_elements=["series"], set_={"last": contract_count.c.last + 1})
        return int((await self._uow.connection.execute(step.returning(contract_count.c.last))).scalar_one())

    async def add(self, one: StoredContract) -> None:
        """Stores a new contract; raises ContractOpen when its voucher has an open one."""
        step = upsert(self._uow.dialect, contract).values(**contract_columns(one, self._uow.sealer))
        step = step.on_conflict_do_nothing(index_elements=["voucher_id"], index_where=contract_open)
        if (await self._uow.connection.execute(step.returning(_TABLE.id))).one_or_none() is None:
            raise ContractOpen
        await self._write_items(one)

    async def get(self, contract_id: int, *, lock: bool = False) -> StoredContract | None:
        """One contract; with `lock` nobody else changes it before the end of this transaction."""
        query = select(contract).where(_TABLE.id == contract_id)
        return _first(await self._found(query.with_for_update() if lock else query))

    async def by_number(self, number: str) -> StoredContract | None:
        """The contract with this number."""
        return _first(await self._where(_TABLE.number == number.strip()))

    async def open_of_voucher(self, voucher_id: int) -> StoredContract | None:
        """The voucher's open contract."""
        return _first(await self._where(_TABLE.voucher_id == voucher_id, contract_open))

    async def of_voucher(self, voucher_id: int) -> list[StoredContract]:
        """All contracts that were begun with the voucher, newest first."""
        return await self._where(_TABLE.voucher_id == voucher_id)

    async def of_application(self, application_id: int) -> list[StoredContract]:
        """All contracts of the application, newest first."""
        return await self._where(_TABLE.application_id == application_id)

    async def of_account(self, account_id: int) -> list[StoredContract]:
        """All contracts of the account, newest first."""
        return await self._where(_TABLE.account_id == account_id)

    async def of_preschool(
        self, bin_: str, states: Collection[ContractState], offset: int, limit: int
    ) -> list[StoredContract]:
        """A page of the preschool's contracts in these states, the longest waiting first."""
        query = select(contract).where(_TABLE.preschool_bin == bin_, _TABLE.state.in_(states))
        return await self._found(query.order_by(_TABLE.sent_at, _TABLE.id).offset(offset).limit(limit))

    async def count_of_preschool(self, bin_: str, states: Collection[ContractState]) -> int:
        """How many contracts in these states the preschool has."""
        query = select(func.count()).where(_TABLE.preschool_bin == bin_, _TABLE.state.in_(states))
        return int((await self._uow.connection.execute(query)).scalar_one())

    async def with_parents_after(self, contract_id: int, limit: int) -> list[StoredContract]:
        """A page of what parents have to sign, in the order of the ids; begin with 0, go on with the last id seen."""
        query = select(contract).where(_TABLE.state.in_(WITH_PARENT), _TABLE.id > contract_id)
        return await self._found(query.order_by(_TABLE.id).limit(limit))

    async def save(self, one: StoredContract) -> StoredContract:
        """Writes what may change of a contract over the one with its rev; returns it with the next; raises Changed."""
        written = replace(one, rev=one.rev + 1)
        mine = update(contract).where(_TABLE.id == one.id, _TABLE.rev == one.rev)
        values = changeable_columns(written, self._uow.sealer)
        if (await self._uow.connection.execute(mine.values(values))).rowcount != 1:
            raise Changed
        await self._uow.connection.execute(delete(contract_item).where(contract_item.c.contract_id == one.id))
        await self._write_items(written)
        return written

    async def erase(self, account_id: int) -> None:
        """Forgets what was typed for contracts that came to nothing; what was signed stays as it is (edge 40)."""
        in_vain = update(contract).where(_TABLE.account_id == account_id, came_to_nothing)
        await self._uow.connection.execute(in_vain.values(form=None, comment=None, rev=_TABLE.rev + 1))

    async def _write_items(self, one: StoredContract) -> None:
        if rows := item_rows(one, self._uow.sealer):
            await self._uow.connection.execute(insert(contract_item), rows)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[StoredContract]:
        query = select(contract).where(*conditions)
        return await self._found(query.order_by(_TABLE.begun_at.desc(), _TABLE.id.desc()))

    async def _found(self, query: Select[Any]) -> list[StoredContract]:
        rows = (await self._uow.connection.execute(query)).all()
        items: dict[int, list[Row[Any]]] = {row.id: [] for row in rows}
        theirs = select(contract_item).where(contract_item.c.contract_id.in_(items)).order_by(contract_item.c.id)
        for each in await self._uow.connection.execute(theirs):
            items[each.contract_id].append(each)
        return [contract_of(row, items[row.id], self._uow.sealer) for row in rows]


def _first(found: list[StoredContract]) -> StoredContract | None:
    return found[0] if found else None
