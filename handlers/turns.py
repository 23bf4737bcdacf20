"""Turns: the waiting inputs of many accounts in one transaction, and one account at a time when one of them fails."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import structlog

from dialogs.message import Message
from handlers.desk import Desk
from handlers.office import Office
from handlers.talk import Talk
from locales.text import _
from storage.accounts import Address
from storage.database import Database
from storage.inbox import InboxRow
from storage.uow import Uow

log = structlog.get_logger()


@dataclass
class Batch:
    """The inputs claimed by one transaction; `at_hand` is the one being taken, for the log when it fails."""

    uow: Uow
    office: Office
    rows: list[InboxRow] = field(default_factory=list)
    talks: dict[int, Talk] = field(default_factory=dict)
    addresses: dict[int, Address] = field(default_factory=dict)
    at_hand: InboxRow | None = None

    async def claim(self, limit: int) -> None:
        """Claim the waiting inputs of at most `limit` accounts, and read everything about these accounts at once."""
        self.rows = await self.uow.inbox.claim(limit)
        ids = {row.account_id for row in self.rows}
        if not ids:
            return
        now = self.office.clock.now()
        accounts = await self.uow.accounts.load(ids)
        conversations = await self.uow.conversations.load(ids)
        self.addresses = {a.id: a for many in (await self.uow.accounts.addresses(ids)).values() for a in many}
        for row in self.rows:
            if row.account_id not in self.talks:
                desk = Desk(self.uow, self.office, now, accounts[row.account_id], self.addresses[row.address_id])
                self.talks[row.account_id] = Talk.begin(desk, conversations[row.account_id])

    async def take(self) -> None:
        """Take every claimed input in order, then keep all results."""
        for row in self.rows:
            self.at_hand = row
            await self.talks[row.account_id].take(
                self.office.read(row.channel, row.payload), self.addresses[row.address_id]
            )
        self.at_hand = None
        if not self.rows:
            return
        now = self.office.clock.now()
        outgoing = [message for talk in self.talks.values() for message in talk.desk.outgoing]
        await self.uow.conversations.save([talk.kept() for talk in self.talks.values()])
        await self.uow.outbox.supersede_all([(one.address_id, one.slot) for one in outgoing if one.slot])
        await self.uow.outbox.add(outgoing)
        await self.uow.inbox.done([row.id for row in self.rows], now)
        self.uow.wake("outbox")


class Turns:
    """Takes the turns of one worker; any number of workers may run on PostgreSQL."""

    def __init__(self, database: Database, office: Office) -> None:
        self.database = database
        self.office = office

    async def take(self, limit: int = 64) -> int:
        """Take what waits, of at most `limit` accounts; returns how many inputs there were."""
        try:
            return await self._together(limit)
        except Exception:
            log.warning("turns.one_by_one", exc_info=True)
        return sum([await self._alone() for _each in range(limit)])

    async def _together(self, limit: int) -> int:
        async with self.database.transaction("turns") as uow:
            batch = Batch(uow, self.office)
            await batch.claim(limit)
            await batch.take()
            return len(batch.rows)

    async def _alone(self) -> int:
        """One account in its own transaction; an input that raises is set aside and the person is told."""
        batch: Batch | None = None
        try:
            async with self.database.transaction("turn") as uow:
                batch = Batch(uow, self.office)
                await batch.claim(1)
                await batch.take()
                return len(batch.rows)
        except Exception:
            if batch is None or batch.at_hand is None:
                raise
            await self._set_aside(batch.at_hand)
            return 1

    async def _set_aside(self, row: InboxRow) -> None:
        reference = secrets.token_hex(4).upper()
        log.exception("turn.failed", reference=reference, account=row.account_id, inbox=row.id)
        async with self.database.transaction("failed turn") as uow:
            now = self.office.clock.now()
            account = (await uow.accounts.load([row.account_id]))[row.account_id]
            address = await uow.accounts.address(row.address_id)
            await uow.inbox.failed(row.id, reference, now)
            if address is not None and address.blocked_at is None:
                desk = Desk(uow, self.office, now, account, address)
                desk.say(apology(reference))
                await uow.outbox.add(desk.outgoing)
            uow.wake("outbox")


def apology(reference: str) -> Message:
    """What a person reads when a turn failed through our own fault."""
    return Message(
        _(
            "Something went wrong on our side. Your answers are kept. Please try once more in a minute. "
            "If it happens again, tell support this number: {reference}",
            reference=reference,
        ),
        purpose="error",
    )
