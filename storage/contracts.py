"""Contracts: one open for a voucher, changed by one hand at a time, numbered without gaps in each series (G.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, exists, func, insert, or_, select, update

from enrolment.contract_states import WITH_PARENT, WITH_PRESCHOOL, ContractState
from enrolment.voucher_states import Actor
from storage.applications import Changed
from storage.contract_tables import (
    came_to_nothing,
    contract,
    contract_count,
    contract_item,
    contract_open,
    contract_version,
)
from storage.domain_tables import application
from storage.engines import DIALECTS, Dialect
from storage.family_tables import family_tie
from storage.own_family import own_family
from storage.staff import StaffMember
from storage.stored_contract import StoredContract, changeable_columns, contract_columns, contract_of, item_rows
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.uow import Uow

_TABLE = contract.c


class ContractOpen(Exception):
    """The voucher has an open contract already."""


@dataclass(frozen=True, slots=True)
class ContractCount:
    """How many a member of staff may see, how many are of their own family, how many of the former change no other."""

    others: int
    own: int
    children: int


class Contracts:
    """The contracts, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def next_count(self, series: str) -> int:
        """The next number within that series; other writers wait for this transaction."""
        return int((await self._uow.connection.execute(_COUNT_ON[self._uow.dialect], {"series": series})).scalar_one())

    async def add(self, one: StoredContract) -> None:
        """Stores a new contract; raises ContractOpen when its voucher has an open one."""
        columns = contract_columns(one, self._uow.sealer)
        if (await self._uow.connection.execute(_ADD[self._uow.dialect], columns)).one_or_none() is None:
            raise ContractOpen
        await self._write_items(one)

    async def get(self, contract_id: int, *, lock: bool = False) -> StoredContract | None:
        """One contract; with `lock` nobody else changes it before the end of this transaction."""
        return _first(await self._found(_LOCKED if lock else _BY_ID, of=contract_id))

    async def amended_by(self, agreement: StoredContract, *, lock: bool = False) -> StoredContract | None:
        """The contract that an additional agreement changes; None for a contract itself (C19)."""
        return await self.get(agreement.amends_id, lock=lock) if agreement.amends_id is not None else None

    async def by_number(self, number: str) -> StoredContract | None:
        """The contract with this number."""
        return _first(await self._where(_TABLE.number == number.strip()))

    async def open_of_voucher(self, voucher_id: int) -> StoredContract | None:
        """The voucher's open contract."""
        return _first(await self._found(_OPEN_OF_VOUCHER, of=voucher_id))

    async def of_voucher(self, voucher_id: int) -> list[StoredContract]:
        """All contracts that were begun with the voucher, newest first."""
        return await self._found(_OF_VOUCHER, of=voucher_id)

    async def of_application(self, application_id: int) -> list[StoredContract]:
        """All contracts of the application, newest first."""
        return await self._found(_OF_APPLICATION, of=application_id)

    async def of_account(self, account_id: int) -> list[StoredContract]:
        """All contracts of the account, newest first."""
        return await self._where(_TABLE.account_id == account_id)

    async def to_check_by(self, member: StaffMember, offset: int, limit: int) -> list[StoredContract]:
        """A page of what the member's preschool has to check, the longest waiting first, without their own family's."""
        query = select(contract).where(*_with(member, WITH_PRESCHOOL), ~own_family(_TABLE.application_id, member))
        return await self._found(query.order_by(_TABLE.sent_at, _TABLE.id).offset(offset).limit(limit))

    async def signed_for(self, member: StaffMember, offset: int, limit: int) -> list[StoredContract]:
        """A page of what both have signed, the newest first, without the member's own family's."""
        query = select(contract).where(*_with(member, {ContractState.SIGNED}))
        query = query.where(~own_family(_TABLE.application_id, member))
        return await self._found(query.order_by(_TABLE.signed_at.desc(), _TABLE.id.desc()).offset(offset).limit(limit))

    async def count_for(self, member: StaffMember, states: Collection[ContractState]) -> ContractCount:
        """How many contracts in these states the member's preschool has."""
        own = own_family(_TABLE.application_id, member)
        others = func.count().filter(~own)
        children = func.count().filter(~own, _TABLE.amends_id.is_(None))
        query = select(others, func.count().filter(own), children).where(*_with(member, states))
        return ContractCount(*(await self._uow.connection.execute(query)).one())

    async def with_parents_after(self, contract_id: int, limit: int) -> list[StoredContract]:
        """A page of what parents have to sign, in the order of the ids; begin with 0, go on with the last id seen."""
        query = select(contract).where(_TABLE.state.in_(WITH_PARENT), _TABLE.id > contract_id)
        return await self._found(query.order_by(_TABLE.id).limit(limit))

    async def count_unsigned(self) -> int:
        """How many contracts have a text to read or to sign, which another edition makes anew (C20)."""
        return int((await self._uow.connection.execute(_COUNT_UNSIGNED)).scalar_one())

    async def save(self, one: StoredContract) -> StoredContract:
        """Writes what may change of a contract over the one with its rev; returns it with the next; raises Changed."""
        written = replace(one, rev=one.rev + 1)
        terms = {"id_": one.id, "was": one.rev, **changeable_columns(written, self._uow.sealer)}
        if (await self._uow.connection.execute(_SAVE, terms)).rowcount != 1:
            raise Changed
        await self._uow.connection.execute(_DROP_ITEMS, {"of": one.id})
        await self._write_items(written)
        return written

    async def in_vain_of(self, account_id: int) -> list[int]:
        """Contracts that came to nothing, of the account's children or filled in by it for another's (edge 40)."""
        return list((await self._uow.connection.execute(_IN_VAIN, {"of": account_id})).scalars())

    async def erase(self, contract_ids: Collection[int]) -> None:
        """Forgets what was typed for these contracts (edge 40)."""
        in_vain = update(contract).where(_TABLE.id.in_(contract_ids))
        await self._uow.connection.execute(in_vain.values(form=None, comment=None, rev=_TABLE.rev + 1))

    async def _write_items(self, one: StoredContract) -> None:
        if rows := item_rows(one, self._uow.sealer):
            await self._uow.connection.execute(_ADD_ITEMS, rows)

    async def _where(self, *conditions: ColumnElement[bool]) -> list[StoredContract]:
        return await self._found(_NEWEST_FIRST.where(*conditions))

    async def _found(self, query: Select[Any], **terms: Any) -> list[StoredContract]:
        rows = (await self._uow.connection.execute(query, terms)).all()
        items: dict[int, list[Row[Any]]] = {row.id: [] for row in rows}
        if items:
            for each in await self._uow.connection.execute(_ITEMS_OF, {"ids": list(items)}):
                items[each.contract_id].append(each)
        return [contract_of(row, items[row.id], self._uow.sealer) for row in rows]


_BY_ID = select(contract).where(_TABLE.id == bindparam("of"))
_LOCKED = _BY_ID.with_for_update()
_NEWEST_FIRST = select(contract).order_by(_TABLE.begun_at.desc(), _TABLE.id.desc())
_OF_VOUCHER = _NEWEST_FIRST.where(_TABLE.voucher_id == bindparam("of"))
_OPEN_OF_VOUCHER = _OF_VOUCHER.where(contract_open)
_OF_APPLICATION = _NEWEST_FIRST.where(_TABLE.application_id == bindparam("of"))
_SAVE = update(contract).where(_TABLE.id == bindparam("id_"), _TABLE.rev == bindparam("was"))
_ITEMS_OF = (
    select(contract_item)
    .where(contract_item.c.contract_id.in_(bindparam("ids", expanding=True)))
    .order_by(contract_item.c.id)
)
_VERSION = contract_version.c
_TO_BE_SIGNED = exists().where(
    _VERSION.contract_id == _TABLE.id,
    _VERSION.version == _TABLE.version,
    or_(_VERSION.frozen_at.is_(None), _VERSION.sha256 == _TABLE.frozen),
)
_COUNT_UNSIGNED = select(func.count(_TABLE.id)).where(_TABLE.state.in_(WITH_PARENT), _TO_BE_SIGNED)
_LAST_SEEN = func.coalesce(_TABLE.sent_at, _TABLE.closed_at)
_FILLED_IN = exists().where(
    _TABLE.representative.in_((Actor.SECOND_PARENT.value, Actor.FORMER_PARENT.value)),
    application.c.id == _TABLE.application_id,
    family_tie.c.child_id == application.c.child_id,
    family_tie.c.member_id == bindparam("of"),
    family_tie.c.role == Actor.SECOND_PARENT.value,
    family_tie.c.joined_at <= _LAST_SEEN,
    or_(family_tie.c.settled_at.is_(None), family_tie.c.settled_at >= _LAST_SEEN),
)
_IN_VAIN = select(_TABLE.id).where(came_to_nothing, or_(_TABLE.account_id == bindparam("of"), _FILLED_IN))
_ADD_ITEMS = insert(contract_item)
_DROP_ITEMS = delete(contract_item).where(contract_item.c.contract_id == bindparam("of"))


def _adding(dialect: Dialect) -> Any:
    """A new contract, unless its voucher has an open one."""
    step = upsert(dialect, contract).on_conflict_do_nothing(index_elements=["voucher_id"], index_where=contract_open)
    return step.returning(_TABLE.id)


def _counting_on(dialect: Dialect) -> Any:
    step, last = upsert(dialect, contract_count), contract_count.c.last
    step = step.values(series=bindparam("series"), last=1)
    return step.on_conflict_do_update(index_elements=["series"], set_={"last": last + 1}).returning(last)


_ADD = {dialect: _adding(dialect) for dialect in DIALECTS}
_COUNT_ON = {dialect: _counting_on(dialect) for dialect in DIALECTS}


def _with(member: StaffMember, states: Collection[ContractState]) -> tuple[ColumnElement[bool], ...]:
    """Contracts of the member's preschool in these states."""
    return _TABLE.preschool_bin == member.preschool_bin, _TABLE.state.in_(states)


def _first(found: list[StoredContract]) -> StoredContract | None:
    return found[0] if found else None
