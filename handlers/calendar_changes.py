"""After a change of the calendar: open deadlines counted anew, none shorter, and who has more time told. Edge 7."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from dialogs.voucher_notices import deadline_moved
from enrolment.contract import WITH_PARENT
from enrolment.term_ends import recomputed
from enrolment.voucher_states import RUNNING, VoucherState
from enrolment.working_days import Deadline
from handlers.contract_acts import contract_subject, under_its_rules
from handlers.contract_clocks import set_contract_timers
from handlers.family_telling import tell_family
from handlers.moving import subject_of
from handlers.office import Office
from handlers.profile_versions import judged, judged_rest
from handlers.request_timers import set_request_timers
from handlers.telling import Moment, post
from handlers.voucher_acts import SYSTEM, request_of, voucher_subject
from handlers.voucher_applications import REST_END
from handlers.voucher_clocks import JUST_AFTER, set_timers
from handlers.voucher_telling import about_voucher, first_name_of, until
from handlers.working_calendar import up_to_date
from storage.database import Database
from storage.deadline_traces import term_columns
from storage.enrolment_requests import EnrolmentRequest
from storage.stop_list_rests import Rest
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher
from storage.tasks import TaskRow

RECOUNT: Final = "calendar"
AT_ONCE: Final = 100
Page = Callable[[Moment, int], Awaitable[tuple[list[int], int]]]
"""The ids of the next page after one, and how many of its terms became longer."""
CLOCK_RUNS = RUNNING | {VoucherState.ISSUED}


async def recount(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Go through what is open by pages, each in its own transaction; a second time nothing changes."""
    moved = sum([await _through(database, office, page) for page in (_vouchers, _agreements, _rests)])
    return {"status": "recounted", "moved": moved}


async def _through(database: Database, office: Office, page: Page) -> int:
    """How many terms became longer."""
    last, moved = 0, 0
    while True:
        async with database.transaction("deadlines anew") as uow:
            at = Moment(uow, await up_to_date(uow, office), office.clock.now())
            ids, longer = await page(at, last)
        moved += longer
        if not ids:
            return moved
        last = ids[-1]


async def _vouchers(at: Moment, last: int) -> tuple[list[int], int]:
    ids = [one.id for one in await at.uow.vouchers.open_after(last, AT_ONCE)]
    return ids, sum([await _recounted(at, id_) for id_ in ids])


async def _agreements(at: Moment, last: int) -> tuple[list[int], int]:
    """What is to be signed after the voucher was redeemed (C19)."""
    found = await at.uow.contracts.with_parents_after(last, AT_ONCE)
    return [one.id for one in found], sum([await _recount_agreement(at, one) for one in found if one.amends_id])


async def _rests(at: Moment, last: int) -> tuple[list[int], int]:
    """Until when an application can come back from the stop-list, where that is counted in working days (A15)."""
    found = await at.uow.rests.running_after(last, AT_ONCE)
    return [one.application_id for one in found], sum([await _recount_rest(at, one) for one in found])


async def _recounted(at: Moment, voucher_id: int) -> bool:
    """Whether the family got more time."""
    one = await at.uow.vouchers.get(voucher_id, lock=True)
    if one is None or not one.open:
        return False
    at = Moment(at.uow, (await judged(at, one)).office, at.now)
    request = await request_of(at, one)
    if request is not None:
        await _recount_answer(at, request)
    after = _after(at, one)
    moved = one if after is None else await at.uow.vouchers.save(after)
    await _recount_contract(at, moved)
    if after is None:
        return False
    await _log(at, moved)
    await set_timers(at, moved)
    await _tell(at, moved)
    return True


def _after(at: Moment, one: StoredVoucher) -> StoredVoucher | None:
    """The voucher with later deadlines; None where they stay, as those of a clock that stands still do."""
    if one.voucher.state not in CLOCK_RUNS:
        return None
    calendar = at.office.calendar
    deadline = recomputed(one.voucher.deadline, calendar)
    contract_by = recomputed(one.contract_by, calendar) if one.contract_by is not None else None
    if (deadline, contract_by) == (one.voucher.deadline, one.contract_by):
        return None
    return replace(one, voucher=replace(one.voucher, deadline=deadline), contract_by=contract_by)


async def _recount_answer(at: Moment, request: EnrolmentRequest) -> None:
    """The kindergarten's own term (E2)."""
    if request.answer_by is None:
        return
    answer_by = recomputed(request.answer_by, at.office.calendar)
    if answer_by != request.answer_by:
        moved = await at.uow.requests.save(replace(request, answer_by=answer_by))
        await set_request_timers(at, moved)


async def _recount_agreement(at: Moment, one: StoredContract) -> bool:
    voucher = await at.uow.vouchers.get(one.voucher_id, lock=True)
    return voucher is not None and await _recount_contract(at, voucher)


async def _recount_rest(at: Moment, one: Rest) -> bool:
    until = recomputed(one.until, (await judged_rest(at, one)).office.calendar)
    if until == one.until or not await at.uow.rests.prolong(one.application_id, until):
        return False
    await at.uow.deadlines.set(subject_of(one.application_id), REST_END, until.at + JUST_AFTER)
    return True


async def _recount_contract(at: Moment, voucher: StoredVoucher) -> bool:
    """The term to sign or to correct, which the contract keeps for itself: it ends with nothing less than was told."""
    one = await at.uow.contracts.open_of_voucher(voucher.id)
    if one is None or one.state not in WITH_PARENT or one.contract.sign_by is None:
        return False
    here = under_its_rules(at, one)
    sign_by = recomputed(one.contract.sign_by, here.office.calendar)
    if sign_by == one.contract.sign_by:
        return False
    moved = await at.uow.contracts.save(replace(one, contract=replace(one.contract, sign_by=sign_by)))
    details = {"row": "edge 7", **_trace("sign_by", sign_by)}
    subject = contract_subject(one.id)
    await at.uow.events.append(subject, SYSTEM, one.state, one.state, at=at.now, details=details)
    await set_contract_timers(here, moved, voucher)
    return True


async def _log(at: Moment, one: StoredVoucher) -> None:
    details = {"row": "edge 7", **_trace("deadline", one.voucher.deadline)}
    if one.contract_by is not None:
        details |= _trace("contract_by", one.contract_by)
    state = one.voucher.state
    await at.uow.events.append(voucher_subject(one.id), SYSTEM, state, state, at=at.now, details=details)


def _trace(name: str, deadline: Deadline) -> dict[str, Any]:
    return {f"{name}_at": deadline.at.isoformat(), f"{name}_days": term_columns(name, deadline)[f"{name}_days"]}


async def _tell(at: Moment, one: StoredVoucher) -> None:
    application = await at.uow.applications.get(one.application_id)
    assert application is not None
    about = about_voucher(one, await first_name_of(at, application))
    ends = one.contract_by or one.voucher.deadline
    message = deadline_moved(about, until(at, ends.at))
    await post(at.uow, await tell_family(at, one.application_id, message, voucher_subject(one.id)))
