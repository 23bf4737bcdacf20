"""An enrolment request moves: with its voucher, its place, its timers and its line in the log. E2–E4, V7a, V8."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.notices import About
from enrolment.enrolment_request import (
    PlaceEffect,
    RequestAction,
    RequestBar,
    RequestFacts,
    RequestNeed,
    request_step,
)
from enrolment.voucher_states import Actor, VoucherState
from handlers.cards import channel_of
from handlers.contract_ends import end_contract
from handlers.outages import outages_over
from handlers.place_news import note_group
from handlers.profile_versions import judged
from handlers.telling import Occasion
from handlers.voucher_acts import Act, Stepped, voucher_rules
from handlers.vouchers import step
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher


@dataclass(frozen=True)
class Answer:
    """What somebody does about a request; `by` is who acts as the event log names them."""

    action: RequestAction
    actor: Actor
    by: str
    reason: str | None = None
    comment: str | None = None
    against: frozenset[RequestBar] = frozenset()
    there: frozenset[RequestNeed] = frozenset()


def request_subject(request_id: int) -> str:
    """The subject under which events and deadlines of a request are kept."""
    return f"request:{request_id}"


async def answer_request(at: Occasion, request_id: int, answer: Answer) -> tuple[EnrolmentRequest, Stepped]:
    """Carry out a step that moves the voucher too; all of it or nothing.

    Raises RequestNotAllowed, VoucherNotAllowed, and Changed when somebody else was quicker.
    """
    async with at.uow.savepoint():
        found = await at.uow.requests.get(request_id)
        assert found is not None
        voucher = await at.uow.vouchers.get(found.voucher_id, lock=True)
        request = await at.uow.requests.get(request_id)
        assert voucher is not None and request is not None
        facts = await _facts(at, request, answer, voucher.voucher.state)
        rules = voucher_rules((await judged(at, voucher)).office)
        transition = request_step(request.state, answer.action, facts, rules)
        assert transition.voucher is not None
        act = Act(transition.voucher, answer.actor, answer.by)
        stepped = await step(at.uow, at.office, voucher.id, act, at.now)
        if transition.place is PlaceEffect.RELEASED:
            await _release(at, stepped.voucher, request.group_id)
        moved = await at.uow.requests.move(request, transition, at.now, answer.reason, answer.comment)
        await at.uow.deadlines.cancel(request_subject(request_id))
        await log_request(at, moved, answer, request.state, transition.row)
        if not moved.open:
            await end_contract(at, moved.voucher_id, answer.by)
    return moved, stepped


async def _release(at: Occasion, voucher: StoredVoucher, group_id: int) -> None:
    """The place is free again, and a voucher that runs on names it no more; those who wait there are told."""
    await at.uow.places.release(group_id)
    await note_group(at, group_id)
    if voucher.open and voucher.group_id == group_id:
        await at.uow.vouchers.save(replace(voucher, group_id=None))


async def log_request(at: Occasion, moved: EnrolmentRequest, answer: Answer, before: str | None, row: str) -> None:
    """One line of the log for a step of the request."""
    details = {"row": row, **({"comment": answer.comment} if answer.comment else {})}
    subject = request_subject(moved.id)
    await at.uow.events.append(
        subject, answer.by, before, moved.state, at=at.now, reason=answer.reason, details=details
    )


async def about_request(at: Occasion, request: EnrolmentRequest) -> About:
    """What a notification says of the application that the request belongs to."""
    application = await at.uow.applications.get(request.application_id)
    assert application is not None
    child = await at.uow.children.get(application.child_id)
    first_name = child.person.first_name if child else ""
    return About(application.id, application.number, first_name, at.office.profile.place_instrument)


async def _facts(at: Occasion, request: EnrolmentRequest, answer: Answer, state: VoucherState) -> RequestFacts:
    return RequestFacts(
        answer.actor,
        at.now,
        state,
        await channel_of(at.uow, request.preschool_bin),
        request.sent_at,
        answer.reason,
        answer.there | ({RequestNeed.COMMENT} if answer.comment else set()),
        answer.against,
        outages=await outages_over(at, request.answer_by),
    )
