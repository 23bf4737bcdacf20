"""Issuing vouchers and referrals: many at once, the applications out of the queue with them. A9, V1, V2, S3-40."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from enrolment.application import Action, ApplicationState, Facts, next_state
from enrolment.fitting import Wanted
from enrolment.terms import InstructionLanguage
from enrolment.voucher import issued_voucher, voucher_step
from enrolment.voucher_states import Actor, VoucherAction, VoucherFacts
from handlers.moving import subject_of
from handlers.office import Office
from handlers.telling import Moment
from handlers.voucher_acts import voucher_rules
from handlers.voucher_clocks import set_timers
from handlers.voucher_log import logged
from handlers.voucher_telling import tell_issued
from storage.applications import Application, Changed
from storage.children import Child
from storage.events import NewEvent
from storage.outbox import NewOutbox
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow


@dataclass(frozen=True)
class Issued:
    """An application that gets a voucher: from which run, by which rule, and the group that a referral names."""

    application: int
    group: int | None = None
    run: int | None = None
    rule: str = ""


async def issue(uow: Uow, office: Office, issues: Sequence[Issued], now: datetime) -> list[NewOutbox]:
    """Issue a voucher to each of these queued applications, in this order; returns what tells the families.

    The place of a referral has been reserved before. Raises Changed when one of them is not queued any more, and
    VoucherOpen where a child has a voucher already.
    """
    at = Moment(uow, office, now)
    applications = await uow.applications.load([one.application for one in issues], lock=True)
    if not issues:
        return []
    states = {one.state for one in applications.values()}
    if len(applications) < len(issues) or states != {ApplicationState.QUEUED}:
        raise Changed
    children = await uow.children.load([one.child_id for one in applications.values()])
    transition = voucher_step(None, VoucherAction.ISSUE, VoucherFacts(Actor.DISTRIBUTION, now), voucher_rules(office))
    given = issued_voucher(transition, now)
    numbers = await uow.vouchers.create_numbers(now.year, len(issues))
    vouchers = [
        StoredVoucher(
            number=number,
            application_id=one.application,
            account_id=applications[one.application].account_id,
            child_key=applications[one.application].child_key,
            instrument=office.profile.place_instrument,
            voucher=given,
            wanted=wanted(applications[one.application], children),
            profile=office.profile.code,
            profile_version=transition.profile_version,
            run_id=one.run,
            group_id=one.group,
        )
        for number, one in zip(numbers, issues, strict=True)
    ]
    await uow.vouchers.add(*vouchers)
    by = {one.application: actor(one) for one in issues}
    await uow.events.append_many([logged(one, transition, by[one.application_id], now) for one in vouchers])
    await _move_all(at, applications, issues)
    for one in vouchers:
        await set_timers(at, one)
    return await tell_issued(at, vouchers, applications, children)


def actor(one: Issued) -> str:
    """Who issues, as the event log names them."""
    return f"run:{one.run}" if one.run is not None else "distribution"


def wanted(application: Application, children: Mapping[int, Child]) -> Wanted:
    """What the child needs of a group; every child in the queue has a birth date."""
    born = children[application.child_id].person.birth_date
    assert born is not None
    language = InstructionLanguage(application.details["language"])
    return Wanted(application.locality, application.queue_type, language, born)


async def _move_all(at: Moment, applications: Mapping[int, Application], issues: Sequence[Issued]) -> None:
    """All applications out of their queues at once (A9)."""
    first = next(iter(applications.values()))
    transition = next_state(first.state, Action.ISSUE_VOUCHER, Facts(first.queue_type), at.office.profile)
    moved = await at.uow.applications.move_all(list(applications.values()), transition, at.now)
    await at.uow.events.append_many(
        [
            NewEvent(
                subject_of(one.application),
                actor(one),
                transition.before,
                moved[one.application].state,
                at.now,
                details={"row": transition.row, "rule": one.rule},
            )
            for one in issues
        ]
    )
