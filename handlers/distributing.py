"""Giving places out: a preview that changes nothing, and the run that issues exactly what the preview showed. G.0.

Both are worked out beside the turns: a hundred thousand candidates take seconds, in which nobody else could write.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.staff import department_notices as notices
from enrolment.distribution import Issue, PassedOver, Places, Run, distribute, run_rules
from enrolment.terms import Role
from handlers.office import Office
from handlers.queue_order import RERANK
from handlers.staff.kept_preview import fingerprint, keep_preview, preview_of
from handlers.staff.reach import actor_of
from handlers.telling import Moment, notify, post
from handlers.vouchers import Issued, issue
from handlers.working_calendar import up_to_date
from storage.applications import Changed
from storage.database import Database
from storage.outbox import NewOutbox
from storage.staff import StaffMember
from storage.tasks import TaskRow
from storage.uow import Uow
from storage.vouchers import VoucherOpen

PREVIEW, DISTRIBUTION = "distribution_preview", "distribution"
_AT_ONCE = 1000


class NotAsSeen(Exception):
    """The state is not any more the one that the preview showed."""


class Unneeded(Exception):
    """The preview was carried out before, or who asked for it does not answer for this city any more."""


def run_subject(number: int) -> str:
    """The subject under which the event log keeps a run."""
    return f"run:{number}"


async def plan(uow: Uow, office: Office, locality: str, now: datetime, number: int = 0) -> Run:
    """What a run in that locality would come to, from what this transaction sees."""
    waiting = [one async for one in uow.distributions.candidates(locality)]
    groups = await uow.places.open_groups(locality)
    places = Places(tuple(groups), tuple(await uow.vouchers.outstanding(locality)))
    rules = run_rules(office.profile, number, now.date())
    if rules.names_preschool:
        refused = await uow.requests.refused_by({one.preschool for one in groups})
        waiting = [replace(one, refused=refused.get(one.key.id, one.refused)) for one in waiting]
    return await asyncio.to_thread(distribute, waiting, places, rules)


async def preview_run(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Work the preview out and keep it; `kept` is its file."""
    locality, now = task.payload["locality"], office.clock.now()
    async with database.reading() as uow:
        run = await plan(uow, await up_to_date(uow, office), locality, now)
        turns: list[Issue | PassedOver] = [*run.issued, *run.passed_over]
        numbers = await _numbers(uow, [one.candidate.key.id for one in turns])
    preview = preview_of(run, locality, now, numbers)
    return {"status": "ready", "kept": await keep_preview(database, office, task.account_id, preview)}


async def carry_out(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Issue what the preview showed, all of it or nothing, once; whoever asked for it is told what came of it."""
    try:
        async with database.transaction("distribution") as uow:
            await _run_as_seen(Moment(uow, await up_to_date(uow, office), office.clock.now()), task)
    except Unneeded:
        return {"status": "unneeded"}
    except (NotAsSeen, Changed, VoucherOpen):
        await _tell_changed(database, office, task)
        return {"status": "changed"}
    return {"status": "issued"}


async def _run_as_seen(at: Moment, task: TaskRow) -> None:
    member = await _still_in_charge(at.uow, task)
    locality, kept = task.payload["locality"], str(task.payload["kept"])
    number = await at.uow.distributions.begin(locality)
    if await at.uow.settings.get(_last(locality)) == kept:
        raise Unneeded
    if await at.uow.settings.get(RERANK):
        raise NotAsSeen
    run = await plan(at.uow, at.office, locality, at.now, number)
    if fingerprint(run) != task.payload["seen"] or not run.issued:
        raise NotAsSeen
    outgoing = await issue_run(at, run, actor_of(member), locality)
    await at.uow.settings.set(_last(locality), kept)
    done = notices.run_done(number, len(run.issued), run.remaining, at.office.profile)
    outgoing += await notify(at, task.account_id, done, run_subject(number))
    await post(at.uow, outgoing)


async def issue_run(at: Moment, run: Run, by: str, locality: str) -> list[NewOutbox]:
    """Keep the run and issue its vouchers, the places of referrals reserved; returns what tells the families.

    For whoever has begun the run in this very transaction. Raises NotAsSeen when a named place is gone.
    """
    await _reserve(at.uow, run)
    await at.uow.distributions.add(run, at.office.profile, by, at.now, locality)
    issues = [
        Issued(one.candidate.key.id, None if one.group is None else one.group.id, run.number, one.rule)
        for one in sorted(run.issued, key=lambda one: one.turn)
    ]
    outgoing = list(await issue(at.uow, at.office, issues, at.now))
    details = {"locality": locality, "issued": len(run.issued), "passed_over": len(run.passed_over)}
    details |= {"remaining": run.remaining, "outcome": fingerprint(run)}
    await at.uow.events.append(run_subject(run.number), by, None, "distributed", at=at.now, details=details)
    return outgoing


async def _reserve(uow: Uow, run: Run) -> None:
    named = Counter(one.group.id for one in run.issued if one.group is not None)
    for group_id, count in sorted(named.items()):
        if not await uow.places.reserve(group_id, count):
            raise NotAsSeen


async def _still_in_charge(uow: Uow, task: TaskRow) -> StaffMember:
    member = await uow.staff.by_account(task.account_id)
    if member is None or member.id != task.payload["member"] or member.role is not Role.EDUCATION_DEPARTMENT:
        raise Unneeded
    if member.locality not in {None, task.payload["locality"]}:
        raise Unneeded
    return member


async def _tell_changed(database: Database, office: Office, task: TaskRow) -> None:
    async with database.transaction("distribution changed") as uow:
        at = Moment(uow, office, office.clock.now())
        locality = task.payload["locality"]
        message = notices.run_changed(locality, office.profile)
        await post(uow, await notify(at, task.account_id, message, f"distribution:{locality}"))


async def _numbers(uow: Uow, ids: list[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = await uow.applications.load(ids[first : first + _AT_ONCE])
        found |= {id_: application.number for id_, application in some.items()}
    return found


def _last(locality: str) -> str:
    """The setting that remembers which preview was carried out last: one that is pressed twice is done once."""
    return f"distribution.{locality}"
