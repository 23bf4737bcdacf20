"""Turns: the waiting inputs of many accounts in one transaction, and one account at a time when one of them fails."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from dialogs.message import Message
from handlers.desk import Desk
from handlers.office import Office
from handlers.talk import Talk
from handlers.telling import post
from handlers.working_calendar import up_to_date
from locales.text import _
from storage.company import Company, company_of
from storage.database import Database
from storage.inbox import InboxRow
from storage.outbox import NewOutbox
from storage.transient import Transient, tried
from storage.uow import Uow

LOCATED = "located"
"""In a payload: where somebody is, which nobody needs once the turn is over."""
log = structlog.get_logger()


@dataclass
class Batch:
    """The inputs claimed by one transaction; `at_hand` is the one being taken, for the log when it fails."""

    uow: Uow
    office: Office
    now: datetime
    rows: list[InboxRow] = field(default_factory=list)
    company: Company = field(default_factory=Company)
    noted: frozenset[int] = frozenset()
    talks: dict[int, Talk] = field(default_factory=dict)
    outgoing: list[NewOutbox] = field(default_factory=list)
    at_hand: InboxRow | None = None

    async def claim(self, limit: int) -> None:
        """Claim the waiting inputs of at most `limit` accounts, and read everything about these accounts at once."""
        self.rows = await self.uow.inbox.claim(limit)
        if not self.rows:
            return
        self.at_hand = self.rows[0]
        self.office = await up_to_date(self.uow, self.office)
        self.company = await company_of(self.uow, {row.address_id for row in self.rows})
        self.noted = frozenset(self.company.notices)

    async def take(self) -> None:
        """Take every claimed input in order, then keep all results."""
        for row in self.rows:
            self.at_hand = row
            sent = self.office.read(row.channel, row.payload)
            await self._talk(row).take(sent, self.company.addresses[row.address_id], row)
        if not self.rows:
            return
        await self.uow.conversations.save([talk.kept() for talk in self.talks.values()])
        await post(self.uow, self.outgoing, self.noted)
        await self.uow.inbox.done([row.id for row in self.rows], self.now)
        if whereabouts := [row.id for row in self.rows if LOCATED in row.payload]:
            await self.uow.inbox.empty(whereabouts)

    def _talk(self, row: InboxRow) -> Talk:
        """The talk of that input's account, begun with its first input."""
        if row.account_id not in self.talks:
            account, address = self.company.accounts[row.account_id], self.company.addresses[row.address_id]
            desk = Desk(self.uow, self.office, self.now, account, address, self.outgoing)
            stand = self.company.conversations[row.account_id]
            self.talks[row.account_id] = Talk.begin(desk, stand, self.company.notices)
        return self.talks[row.account_id]


class Turns:
    """Takes the turns of one worker; any number of workers may run on PostgreSQL."""

    def __init__(self, database: Database, office: Office) -> None:
        self.database = database
        self.office = office

    async def take(self, limit: int = 64) -> int:
        """Take what waits, of at most `limit` accounts; returns how many inputs there were."""
        try:
            return await tried(partial(self._together, limit), "turns")
        except Transient:
            raise
        except Exception:
            log.warning("turns.one_by_one", exc_info=True)
        return sum([await tried(partial(self._alone, 1), "turns") for _each in range(limit)])

    async def _together(self, limit: int) -> int:
        async with self.database.transaction("turns", brief=True) as uow:
            batch = Batch(uow, self.office, self.office.clock.now())
            await batch.claim(limit)
            await batch.take()
            return len(batch.rows)

    async def _alone(self, limit: int) -> int:
        """One account in its own transaction; an input that raises is set aside and the person is told."""
        batch: Batch | None = None
        try:
            async with self.database.transaction("turn", brief=True) as uow:
                batch = Batch(uow, self.office, self.office.clock.now())
                await batch.claim(limit)
                await batch.take()
                return len(batch.rows)
        except Transient:
            raise
        except Exception:
            if batch is None or batch.at_hand is None:
                raise
            await self._set_aside(batch.at_hand)
            return 1

    async def _set_aside(self, row: InboxRow) -> None:
        reference = secrets.token_hex(4).upper()
        log.exception("turn.failed", reference=reference, account=row.account_id, inbox=row.id)
        now = self.office.clock.now()
        async with self.database.transaction("failed turn") as uow:
            await uow.inbox.failed(row.id, reference, now)
        try:
            async with self.database.transaction("apology") as uow:
                await self._apologise(uow, row, reference)
        except Exception:
            log.exception("turn.no_apology", reference=reference, account=row.account_id)

    async def _apologise(self, uow: Uow, row: InboxRow, reference: str) -> None:
        account = (await uow.accounts.load([row.account_id]))[row.account_id]
        address = await uow.accounts.address(row.address_id)
        if address is not None:
            desk = Desk(uow, self.office, self.office.clock.now(), account, address)
            desk.say(apology(reference))
            await post(uow, desk.outgoing)


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
