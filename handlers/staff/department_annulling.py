"""The department annuls a voucher of its locality, through the one step that changes vouchers. V12, A19, N17."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.department_effects import AnnulVoucher, FindVoucher
from dialogs.staff.department_queries import HeldRequest, StaffVoucher, StaffVoucherOf
from enrolment.application import NotAllowed
from enrolment.enrolment_request import RequestState
from enrolment.terms import Role
from enrolment.voucher_states import OPEN, Actor, VoucherAction, VoucherNotAllowed
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.department_places import my_department
from handlers.staff.reach import actor_of, by_staff, related
from handlers.voucher_acts import request_of
from handlers.vouchers import Act, step, voucher_subject
from locales.text import _
from storage.applications import Changed
from storage.staff import StaffMember
from storage.stored_voucher import StoredVoucher

NOT_AMONG_YOURS = _("There is no such voucher among yours. Check the number.")
TOO_LATE = _("This voucher cannot be annulled any more. Nothing was changed.")


@answers(StaffVoucherOf)
async def staff_voucher(desk: Desk, query: StaffVoucherOf) -> StaffVoucher | None:
    """One voucher of the department's locality."""
    member = await my_department(desk)
    one = await _in_reach(desk, member, query.id) if member is not None else None
    application = await desk.uow.applications.get(one.application_id) if one is not None else None
    if one is None or application is None:
        return None
    child = await desk.uow.children.get(application.child_id)
    name = child.person.first_name if child else ""
    state, issued_at, ends = one.voucher.state, one.voucher.issued_at, one.voucher.deadline.at
    asked = await _held(desk, one) if state in OPEN else None
    return StaffVoucher(one.id, one.number, application.number, name, state, issued_at, ends, one.reason, asked)


async def _held(desk: Desk, one: StoredVoucher) -> HeldRequest | None:
    """The request that a kindergarten holds with it."""
    request = await request_of(desk, one)
    preschool = await desk.uow.catalogue.get(request.preschool_bin) if request is not None else None
    if request is None or preschool is None:
        return None
    group = (await desk.uow.places.names([request.group_id]))[request.group_id]
    return HeldRequest(
        request.number,
        preschool.name,
        group,
        request.sent_at,
        contract_sent=request.state is RequestState.CONTRACT_SENT,
    )


@performs(FindVoucher)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def find(desk: Desk, member: StaffMember, effect: FindVoucher) -> Outcome:
    """Open the voucher of this number, or the latest one of the application of this number."""
    one = await desk.uow.vouchers.by_number(effect.number)
    if one is None:
        application = await desk.uow.applications.by_number(effect.number)
        every = await desk.uow.vouchers.of_application(application.id) if application is not None else []
        one = every[0] if every else None
    if one is None or await _in_reach(desk, member, one.id) is None:
        return Refused(NOT_AMONG_YOURS, at="number")
    return Fine(Finish(then=Go("voucher", {"id": one.id})))


@performs(AnnulVoucher)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def annul(desk: Desk, member: StaffMember, effect: AnnulVoucher) -> Outcome:
    """Annul it as a whole, or not at all when somebody was quicker."""
    if await _in_reach(desk, member, effect.voucher) is None:
        return Refused(NOT_AMONG_YOURS)
    names = {row.code: row.name for row in desk.office.profile.annulment_reasons}
    if effect.reason not in names or not effect.comment.strip():
        return Refused(TOO_LATE)
    if effect.parent_at_fault and not effect.heard.strip():
        return Refused(_("The parent has to be heard first."), at="heard")
    act = Act(
        VoucherAction.ANNUL,
        Actor.DEPARTMENT,
        actor_of(member),
        effect.comment,
        at_fault=effect.parent_at_fault,
        heard=bool(effect.heard),
        ground=names[effect.reason],
    )
    try:
        async with desk.uow.savepoint():
            stepped = await step(desk.uow, desk.office, effect.voucher, act, desk.now)
            await _log(desk, member, effect)
    except (VoucherNotAllowed, NotAllowed, Changed):
        return Refused(TOO_LATE)
    desk.outgoing += stepped.outgoing
    said = _("Annulled: {number}. The family is told.", number=stepped.voucher.number)
    return Fine(Finish(notes=(Message(said),), then=Go("voucher", {"id": effect.voucher})))


async def _in_reach(desk: Desk, member: StaffMember, voucher_id: int) -> StoredVoucher | None:
    """The voucher, where it is of the member's locality and the child no relative of theirs."""
    one = await desk.uow.vouchers.get(voucher_id)
    if one is None or member.locality not in {None, one.wanted.locality}:
        return None
    application = await desk.uow.applications.get(one.application_id)
    return one if application is not None and not await related(desk.uow, member, application) else None


async def _log(desk: Desk, member: StaffMember, effect: AnnulVoucher) -> None:
    details = {"reason": effect.reason, "at_fault": effect.parent_at_fault, "heard": effect.heard}
    subject = voucher_subject(effect.voucher)
    await desk.uow.events.append(subject, actor_of(member), None, "found", at=desk.now, details=details)
