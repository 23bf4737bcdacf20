"""What Twilio reports of messages that it took: kept as it comes, in any order, and worked off afterwards."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.aftermath import Aftermath
from bot.delivery import Flooded, Gone, Held, Lost, Throttled, TryLater, Undelivered
from bot.loops import unless
from bot.sending import hold_s, pause_s, too_long
from bot.whatsapp.account import TwilioAccount
from bot.whatsapp.failures import meaning
from bot.whatsapp.messenger import STATUS_PATH
from bot.whatsapp.signature import Form, for_twilio_only
from handlers.clock import Clock
from storage.database import Database
from storage.delivery_reports import FAILED, Report
from storage.held import TOPIC as HELD
from storage.outbox import OutboxRow
from storage.recipients import NOBODY
from storage.uow import Uow

IDLE_S = 5.0
AT_ONCE = 50
MOST_ATTEMPTS = 12
LARGEST_ID = (1 << 63) - 1
CHANNEL = "whatsapp"
TOPIC = "reports"
NO_MESSAGE = 0
ARRIVED = ("delivered", "read")
_PART = re.compile(r"([0-9]{1,18})\.([0-9]{1,4})")
_ADDRESS = re.compile(r"[0-9]{1,19}")
_CODE = re.compile(r"[0-9]{1,9}")
_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
log = structlog.get_logger()


def status_route(account: TwilioAccount, database: Database, clock: Clock) -> web.RouteDef:
    """POST: keeps what decides, and answers 204; 403 for whoever is not Twilio."""
    mailbox = Mailbox(database, clock)

    async def take(request: web.Request, form: Form) -> web.Response:
        try:
            await mailbox.take(request.query.get("message", ""), request.query.get("news", ""), form)
        except Exception:
            log.exception("report.not_kept")
            return web.Response(status=503)
        return web.Response(status=204)

    return web.post(STATUS_PATH, for_twilio_only(account, take))


@dataclass(frozen=True)
class Mailbox:
    """Takes reports; those that decide nothing (queued, sending, sent) are not worth a commit."""

    database: Database
    clock: Clock

    async def take(self, part: str, address: str, form: Form) -> None:
        """Keep a report on this part (`message.step`), or act on one about word of news to this address."""
        sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
        error = _code(form.get("ErrorCode", ""))
        if status not in ARRIVED + FAILED or not _SID.fullmatch(sid):
            return
        if found := _PART.fullmatch(part):
            told = Report(sid, int(found[1]), int(found[2]), status, error, self.clock.now())
            async with self.database.transaction("report", brief=True) as uow:
                await uow.reports.keep(told)
                uow.wake(TOPIC)
        elif status in FAILED and _ADDRESS.fullmatch(address) and int(address) <= LARGEST_ID:
            await self._news_failed(int(address), Report(sid, NO_MESSAGE, 0, status, error, self.clock.now()))

    async def _news_failed(self, address_id: int, told: Report) -> None:
        """Word that something waits did not arrive: it is told again after a while, or nobody is there.

        The report is kept for a sender that has not noted yet that the word went.
        """
        log.warning("news.failed", address=address_id, error=told.error)
        async with self.database.transaction("news failed", brief=True) as uow:
            await uow.reports.keep(told)
            await uow.reports.handled([told.provider_id], told.at)
            await uow.accounts.set_news(address_id, None)
            if isinstance(meaning(told.error), Gone):
                await uow.accounts.set_blocked(address_id, self.clock.now())
            uow.wake(HELD)


@dataclass(frozen=True)
class Reports:
    """Works reports off: each ends on the outbox row that it is about."""

    database: Database
    clock: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        while not stop.is_set():
            if not await self.work():
                await unless(stop, self.database.wait(TOPIC, IDLE_S))

    async def work(self) -> int:
        """Work off the oldest ones; returns how many there were."""
        lease_now, now = await self.database.lease_now(), self.clock.now()
        async with self.database.transaction("reports") as uow:
            reports = await uow.reports.unhandled(AT_ONCE)
            finished = await uow.outbox.finished({one.outbox_id for one in reports if one.status in FAILED})
            # What is being sent again since the reports were asked for has its failures looked at afterwards.
            reports = [one for one in reports if one.status not in FAILED or one.outbox_id in finished]
            after = Aftermath()
            for failure in _failures(reports, finished, lease_now):
                await self._failed(uow, failure, after)
            for report in reports:
                if report.status in ARRIVED:
                    await uow.outbox.delivered(report)
            await after.settle(uow, now)
            await uow.reports.handled([report.provider_id for report in reports], now)
        return len(reports)

    async def _failed(self, uow: Uow, failure: Failure, after: Aftermath) -> None:
        """By what the failure means, as if the API had said so at once."""
        report, row, error = failure.report, failure.row, failure.error
        log.warning("message.undelivered", message=row.id, account=row.account_id, error=report.error)
        match error:
            case Flooded(seconds=seconds):
                after.rest(CHANNEL, failure.lease_now + seconds)
                ended = await failure.again(uow, seconds)
            case TryLater() if not self._hopeless(error, row):
                ended = await failure.again(uow, pause_s(error, row.attempts))
            case Held():
                ended = await failure.hold(uow)
            case Gone() | Lost():
                ended = await uow.outbox.never_by_id(report, str(error))
                if ended and isinstance(error, Gone):
                    await uow.accounts.set_blocked(row.address_id, self.clock.now())
            case _:
                log.error("message.refused", message=row.id, account=row.account_id, error=str(error))
                ended = await uow.outbox.operator_by_id(report, str(error))
        if ended:
            after.lose(row)

    def _hopeless(self, error: Undelivered, row: OutboxRow) -> bool:
        if isinstance(error, Throttled):
            return too_long(error, row, self.clock.now())
        return row.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True)
class Failure:
    """A report of failure, the message that it is about, and what it means; `lease_now` is the lease clock's.

    `lacking` are the parts that are known to have failed with it.
    """

    report: Report
    row: OutboxRow
    error: Undelivered
    lease_now: float
    lacking: frozenset[int] = frozenset()

    async def again(self, uow: Uow, seconds: float) -> bool:
        """Send it again after so many seconds; True where it has ended instead."""
        again = await uow.outbox.again(self.report, self.lease_now + seconds, str(self.error), self.lacking)
        return not again and await uow.outbox.never_by_id(self.report, NOBODY)

    async def hold(self, uow: Uow) -> bool:
        """Hold it until the person writes; True where it has ended instead."""
        seconds = hold_s(self.row.attempts - 1) if self.row.attempts > 1 else 0
        due = self.lease_now + seconds
        held = await uow.outbox.hold_by_id(self.report, due, str(self.error), self.lacking)
        return not held and await uow.outbox.never_by_id(self.report, NOBODY)


def _failures(reports: Sequence[Report], finished: Mapping[int, OutboxRow | None], lease_now: float) -> list[Failure]:
    """The failures of each message, in the order in which everybody locks the chats; the first one decides for all."""
    failed = sorted((one for one in reports if one.status in FAILED), key=lambda one: one.step)
    found: list[Failure] = []
    for id_, row in finished.items():
        told = [one for one in failed if one.outbox_id == id_]
        if row is not None and row.accepted:
            told = [one for one in told if row.accepted.get(one.step) == one.provider_id]
            lacking = frozenset(one.step for one in told)
            found += [Failure(one, row, meaning(one.error), lease_now, lacking) for one in told[:1]]
        elif row is not None:
            found += [Failure(one, row, meaning(one.error), lease_now) for one in told]
    return sorted(found, key=lambda one: one.row.address_id)


def _code(text: str) -> int | None:
    return int(text) if _CODE.fullmatch(text) else None
