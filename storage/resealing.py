"""Sealing anew: everything that is kept under an older key of the ring goes under the newest, while the program runs.

Files keep their own keys, which are sealed anew; so are those of the event log, whose chain stays as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Row, Table, and_, select, tuple_, update

from storage.chat_tables import chat_link, chat_notice
from storage.contract_tables import contract, contract_item, contract_version, requisites
from storage.database import Database
from storage.domain_tables import (
    account,
    address,
    address_alias,
    application,
    child,
    notification,
    staff,
    support_message,
)
from storage.feedback_tables import feedback, feedback_answer
from storage.flow_tables import conversation, inbox, outbox, stored_file, subject_key, task
from storage.place_tables import enrolment_request, voucher
from storage.sealing import UnknownKey
from storage.signature_tables import proof, signature
from storage.transient import Transient
from storage.uow import Uow

BATCH = 200
PAUSE_S = 0.02
MOST_TRIES = 20
log = structlog.get_logger()
Place = Callable[[Row[Any]], str]


@dataclass(frozen=True)
class Sealed:
    """A column of sealed values, and the place of a row's value where it is not table, column and primary key."""

    column: Column[bytes]
    place: Place | None = None

    @property
    def table(self) -> Table:
        """Its table."""
        return self.column.table

    def place_of(self, row: Row[Any]) -> str:
        """What the value of this row is bound to."""
        if self.place is not None:
            return self.place(row)
        ids = "|".join(str(row._mapping[key.name]) for key in self.table.primary_key)
        return f"{self.table.name}.{self.column.name}|{ids}"


def _chat(row: Row[Any]) -> str:
    return f"address.external_id|{row.channel}|{row.external_id}"


SEALED = (
    *map(Sealed, (account.c.phone, account.c.iin, account.c.person, address.c.phone)),
    Sealed(address.c.sealed_id, _chat),
    Sealed(address_alias.c.sealed_id, _chat),
    *map(Sealed, (child.c.iin, child.c.document_number, child.c.person, application.c.details)),
    *map(Sealed, (notification.c.text, notification.c.action, staff.c.name, support_message.c.text)),
    *map(Sealed, (chat_link.c.label, chat_notice.c.buttons, voucher.c.born, enrolment_request.c.comment)),
    *map(Sealed, (contract.c.form, contract.c.comment, contract_version.c.form, contract_item.c.comment)),
    *map(Sealed, (requisites.c.form, feedback.c.words, feedback.c.name, feedback.c.reason)),
    *map(Sealed, (signature.c.found, proof.c.body)),
    *map(Sealed, (feedback_answer.c.words, feedback_answer.c.reason, conversation.c.data, stored_file.c.name)),
    Sealed(stored_file.c.wrapped_key, lambda row: f"file.key|{row.id}"),
    Sealed(subject_key.c.wrapped_key, lambda row: f"subject_key|{row.subject}"),
    Sealed(inbox.c.payload, lambda row: f"inbox.payload|{row.channel}|{row.external_id}"),
    Sealed(outbox.c.message, lambda row: f"outbox.message|{row.address_id}"),
    Sealed(task.c.payload, lambda row: f"task.payload|{row.account_id}|{row.kind}"),
)


@dataclass
class Resealed:
    """How many values were sealed anew, and how many cannot be read under any key of the ring."""

    done: int = 0
    unreadable: int = 0


async def reseal(database: Database) -> Resealed:
    """Everything, in small transactions; begun again after a stop it passes over what is done."""
    told = Resealed()
    for column in SEALED:
        async for _batch in _batches(database, column, told):
            await asyncio.sleep(PAUSE_S)
    return told


async def _batches(database: Database, one: Sealed, told: Resealed) -> AsyncIterator[None]:
    last: tuple[Any, ...] | None = None
    while True:
        rows = await _tried(database, one, last, told)
        if len(rows) < BATCH:
            return
        last = tuple(rows[-1]._mapping[key.name] for key in one.table.primary_key)
        yield


async def _tried(database: Database, one: Sealed, last: tuple[Any, ...] | None, told: Resealed) -> list[Row[Any]]:
    """The batch, once more where others were in the way."""
    for attempt in range(1, MOST_TRIES):
        try:
            return await _batch(database, one, last, told)
        except Transient:
            await asyncio.sleep(PAUSE_S * attempt)
    return await _batch(database, one, last, told)


async def _batch(database: Database, one: Sealed, last: tuple[Any, ...] | None, told: Resealed) -> list[Row[Any]]:
    keys = list(one.table.primary_key)
    rest = select(one.table).order_by(*keys).limit(BATCH)
    if last is not None:
        rest = rest.where(tuple_(*keys) > last)
    batch = Resealed()
    async with database.transaction("reseal") as uow:
        rows = list(await uow.connection.execute(rest))
        for row in rows:
            if row._mapping[one.column.name] is not None:
                await _reseal(uow, one, row, batch)
    told.done += batch.done
    told.unreadable += batch.unreadable
    return rows


async def _reseal(uow: Uow, one: Sealed, row: Row[Any], told: Resealed) -> None:
    """One value, unless somebody has changed it meanwhile: what is written now is under the newest key."""
    sealed = row._mapping[one.column.name]
    try:
        anew = uow.sealer.reseal(one.place_of(row), sealed)
    except (InvalidTag, UnknownKey) as error:
        log.error("reseal.unreadable", table=one.table.name, column=one.column.name, error=type(error).__name__)
        told.unreadable += 1
        return
    if anew != sealed:
        same = and_(*(key == row._mapping[key.name] for key in one.table.primary_key), one.column == sealed)
        await uow.connection.execute(update(one.table).where(same).values({one.column: anew}))
        told.done += 1
