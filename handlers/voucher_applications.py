"""What becomes of the application when its voucher takes a step, and its rest on the stop-list. A10–A16, V12."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from enrolment.application import Action, ApplicationState, Bar, Facts, Need, Transition, next_state
from enrolment.stop_list import against_restoring, ends_at_once, rest_ends, submitted_after_rest
from enrolment.terms import Role
from enrolment.voucher_states import VoucherState, VoucherTransition
from enrolment.working_days import Deadline
from handlers.moving import move, subject_of
from handlers.outages import counted
from handlers.profile_versions import judged_rest
from handlers.telling import Occasion
from handlers.voucher_acts import SYSTEM, Act
from handlers.voucher_clocks import JUST_AFTER
from storage.applications import Application
from storage.stop_list_rests import Rest
from storage.stored_voucher import StoredVoucher

REST_END: Final = "stop_list_end"
_FINDINGS = frozenset({Action.FIND_DUPLICATE, Action.FIND_FALSE_DATA})


@dataclass(frozen=True)
class Followed:
    """The application after the voucher's step, the notification of its own, and until when it can come back."""

    application: Application
    notification: str | None = None
    rests_until: Deadline | None = None


async def follow(at: Occasion, one: StoredVoucher, step: VoucherTransition, act: Act) -> Followed:
    """Move the application as the voucher's step says."""
    application = await at.uow.applications.get(one.application_id)
    assert application is not None
    action = step.application or (Action.RETURN_TO_QUEUE if step.returns_to_queue else None)
    if action is None:
        return Followed(application)
    transition = next_state(application.state, action, _facts(application, action, step, act), at.office.profile)
    comment = {"comment": act.reason} if act.reason else {}
    details = {"row": transition.row, "voucher": one.number, **comment}
    moved = await _move(at, application, transition, act.by, details)
    if moved.state is ApplicationState.STOP_LISTED:
        return await _rest(at, moved, transition)
    return Followed(moved, transition.notification)


async def _move(
    at: Occasion, application: Application, transition: Transition, by: str, details: dict[str, Any]
) -> Application:
    """The application after the step; with its end nothing that it asked for is reviewed any more (A20)."""
    moved = await move(at, application, transition, by, details)
    if not moved.active:
        await at.uow.reviews.call_off(moved.id, str(moved.archive_reason or moved.state), at.now)
    return moved


def _facts(application: Application, action: Action, step: VoucherTransition, act: Act) -> Facts:
    """The rules of the voucher have let the act pass; the application only wants to know what was found."""
    found = {Need.AGE_LIMIT_REACHED: action is Action.REACH_AGE_LIMIT, Need.PARENT_HEARD: act.heard}
    found[Need.REASON] = act.reason is not None
    ended = action is Action.CONTRACT_REJECTED and step.after is VoucherState.ANNULLED
    return Facts(
        application.queue_type,
        application.details.get("privilege") is not None,
        Role.EDUCATION_DEPARTMENT if action in _FINDINGS else None,
        there=frozenset(need for need, is_so in found.items() if is_so),
        against=frozenset({Bar.TERM_OVER}) if ended else frozenset(),
    )


async def _rest(at: Occasion, application: Application, transition: Transition) -> Followed:
    """The stop-list takes it in; where nothing can come of that, the archive does at once (A10, A16)."""
    rules = at.office.profile.stop_list
    until = rest_ends(at.now, rules, at.office.calendar)
    profile = at.office.profile
    await at.uow.rests.begin(Rest(application.id, at.now, until, profile.code, profile.version))
    if ends_at_once(await at.uow.rests.restored(application.id), rules):
        return await leave_stop_list(at, application, Action.STOP_LIST_ENDED, SYSTEM)
    await at.uow.deadlines.set(subject_of(application.id), REST_END, until.at + JUST_AFTER)
    return Followed(application, transition.notification, until)


async def restoring(at: Occasion, rest: Rest) -> tuple[Deadline, frozenset[Bar]]:
    """Until when the parent can bring a resting application back, and what is against it now (A15, edge 32)."""
    until = await counted(at, rest.until)
    rules = (await judged_rest(at, rest)).office.profile.stop_list
    restored = await at.uow.rests.restored(rest.application_id)
    return until, against_restoring(until, restored, rules, at.now)


async def leave_stop_list(at: Occasion, application: Application, action: Action, by: str) -> Followed:
    """Bring a resting application back, or end its rest (A15, A16); raises NotAllowed and Changed."""
    rest = await at.uow.rests.current(application.id)
    if rest is not None:
        at = await judged_rest(at, rest)
    against: frozenset[Bar] = frozenset()
    if action is Action.RESTORE and rest is not None and by != SYSTEM:
        _until, against = await restoring(at, rest)
    facts = Facts(application.queue_type, against=against)
    transition = next_state(application.state, action, facts, at.office.profile)
    back = transition.after is ApplicationState.QUEUED
    if back and application.submitted_at is not None:
        rules = at.office.profile.stop_list
        application = replace(application, submitted_at=submitted_after_rest(application.submitted_at, at.now, rules))
    moved = await _move(at, application, transition, by, {"row": transition.row})
    await at.uow.rests.end(moved.id, at.now, restored=back)
    await at.uow.deadlines.cancel(subject_of(moved.id), REST_END)
    return Followed(moved, transition.notification)
