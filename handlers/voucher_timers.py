"""Timers of vouchers and of the stop-list: fired late or twice they change nothing. V5, V7a, V11, A15, A16, edge 5."""

from __future__ import annotations

from dialogs import voucher_notices as words
from dialogs.voucher_notices import AboutVoucher
from enrolment.application import ApplicationState
from enrolment.reminders import ReminderKind
from enrolment.stop_list import at_rest_end
from enrolment.voucher import extension_offered_from
from enrolment.voucher_states import RUNNING, VoucherAction, VoucherBar, VoucherNotAllowed, VoucherState
from enrolment.working_days import Deadline
from handlers.contract_moves import waits_for_signature
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.outages import counted
from handlers.profile_versions import judged, judged_rest
from handlers.review_deadlines import FIRES, Fired
from handlers.telling import post
from handlers.unheard import SOON, unheard
from handlers.voucher_acts import SYSTEM, TIME_IS_OVER, open_request, request_of
from handlers.voucher_applications import REST_END, leave_stop_list
from handlers.voucher_clocks import END, JUST_AFTER, TIMERS, reminder_timer
from handlers.voucher_telling import about_voucher, first_name_of, told_after_rest, until
from handlers.vouchers import step
from storage.stored_voucher import StoredVoucher


async def end(fired: Fired) -> None:
    """The deadline has passed: unless something else was quicker, the voucher expires or is held."""
    id_ = fired.subject_id
    one = await fired.uow.vouchers.get(id_, lock=True)
    if one is None or await _set_anew(fired):
        return
    if await unheard(fired, one.application_id, await _ends(fired, one)):
        await fired.uow.deadlines.set(fired.deadline.subject, END, fired.now + SOON)
        return
    contract = await fired.uow.contracts.open_of_voucher(id_)
    if contract is not None and await waits_for_signature(fired, contract):
        return
    try:
        stepped = await step(fired.uow, fired.office, id_, TIME_IS_OVER, fired.now)
    except VoucherNotAllowed as not_allowed:
        if not_allowed.code is VoucherBar.TOO_EARLY:
            await _wait_longer(fired, one)
        return
    await post(fired.uow, stepped.outgoing)


async def _set_anew(fired: Fired) -> bool:
    """Whether somebody has moved the voucher since and set its end anew: this timer is of the time before."""
    timers = await fired.uow.deadlines.of(fired.deadline.subject)
    return any(timer.kind == END and timer.id > fired.deadline.id for timer in timers)


async def _wait_longer(fired: Fired, one: StoredVoucher) -> None:
    """The timer runs to the deadline that counts; where an outage has moved it, the family is told (edge 6)."""
    deadline = await _ends(fired, one)
    await fired.uow.deadlines.set(fired.deadline.subject, END, max(deadline.at, fired.now) + JUST_AFTER)
    if deadline != one.voucher.deadline:
        message = words.deadline_after_outage(await _about(fired, one), until(fired, deadline.at))
        await post(fired.uow, await tell_family(fired, one.application_id, message, fired.deadline.subject))


async def _ends(fired: Fired, one: StoredVoucher) -> Deadline:
    """The deadline that counts for the timer."""
    return await counted(await judged(fired, one, VoucherAction.EXPIRE), one.voucher.deadline)


async def remind(fired: Fired) -> None:
    """N07, unless the answer came, a later reminder is due as well, or the next move is the preschool's."""
    one = await _running(fired)
    if one is None:
        return
    request = open_request(await request_of(fired, one))
    if request is not None and not request.answered:
        return
    ends = until(fired, one.voucher.deadline.at)
    about = await _about(fired, one)
    asked = one.voucher.state is VoucherState.ISSUED
    message = words.answer_soon(about, ends) if asked else words.enrol_soon(about, ends)
    await post(fired.uow, await tell_family(fired, one.application_id, message, fired.deadline.subject))


async def offer_extension(fired: Fired) -> None:
    """N15, while it can be extended (S3-47)."""
    one = await _running(fired)
    if one is None:
        return
    profile = (await judged(fired, one)).office.profile
    offered = extension_offered_from(one.voucher, profile)
    if offered is None or fired.now < offered:
        return
    adds = words.days_added(profile.extension.amount, profile.extension.unit)
    message = words.extension_offered(await _about(fired, one), adds, until(fired, one.voucher.deadline.at))
    await post(fired.uow, await tell_family(fired, one.application_id, message, fired.deadline.subject))


async def end_rest(fired: Fired) -> None:
    """The time on the stop-list is over: back to the queue, or to the archive, as the profile says (A15, A16)."""
    application = await fired.uow.applications.get(fired.subject_id)
    rest = await fired.uow.rests.current(fired.subject_id)
    if application is None or rest is None or application.state is not ApplicationState.STOP_LISTED:
        return
    ends = await counted(fired, rest.until)
    if ends.accepts(fired.now):
        await fired.uow.deadlines.set(fired.deadline.subject, REST_END, ends.at + JUST_AFTER)
        return
    if await unheard(fired, application.id, ends):
        await fired.uow.deadlines.set(fired.deadline.subject, REST_END, fired.now + SOON)
        return
    rules = (await judged_rest(fired, rest)).office.profile.stop_list
    action = at_rest_end(await fired.uow.rests.restored(application.id), rules)
    followed = await leave_stop_list(fired, application, action, SYSTEM)
    vouchers = await fired.uow.vouchers.of_application(application.id)
    about = await _about(fired, vouchers[0])
    message = await told_after_rest(fired, about, followed.application, in_vain=False)
    await post(fired.uow, await tell_family(fired, application.id, message, subject_of(application.id)))


async def _about(fired: Fired, one: StoredVoucher) -> AboutVoucher:
    application = await fired.uow.applications.get(one.application_id)
    return about_voucher(one, await first_name_of(fired, application) if application else "")


async def _running(fired: Fired) -> StoredVoucher | None:
    """The voucher while its deadline lies ahead and no later timer of it is due.

    Locked, so that whoever moves it at this moment is waited for; who did has set its timers anew, the end first, and
    this one is of the time before: nobody is reminded of what has just been done.
    """
    one = await fired.uow.vouchers.get(fired.subject_id, lock=True)
    if one is None or one.voucher.state not in RUNNING | {VoucherState.ISSUED}:
        return None
    if not (await counted(fired, one.voucher.deadline)).accepts(fired.now):
        return None
    mine = fired.deadline
    later = [timer for timer in await fired.uow.deadlines.of(mine.subject) if timer.kind in TIMERS]
    if any(timer.kind == END and timer.id > mine.id for timer in later):
        return None
    overtaken = any(mine.due_at < timer.due_at <= fired.now for timer in later)
    return None if overtaken and mine.kind != _OFFER else one


_OFFER = reminder_timer(ReminderKind.EXTENSION_OFFERED)
FIRES[END] = end
FIRES[REST_END] = end_rest
FIRES |= {reminder_timer(kind): remind for kind in ReminderKind}
FIRES[_OFFER] = offer_extension
