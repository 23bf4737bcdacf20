"""The parent's vouchers: list, card, history, and what is done with one from any chat and dialog. S3-41…S3-48."""

from __future__ import annotations

from dialogs.inputs import Fine
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.queries import Happening
from dialogs.voucher_effects import AcceptVoucher, DeclineVoucher, ExtendVoucher, VoucherCalendar
from dialogs.voucher_queries import MyVoucher, MyVouchers, VoucherCard, VoucherHistory, VoucherOf
from dialogs.voucher_words import calendar_task, out_of_date
from documents.calendar_files import FILE_NAME, MEDIA_TYPE, CalendarEntry, calendar_file
from enrolment.family import FamilyAct, may
from enrolment.voucher_states import VoucherAction, VoucherBar, VoucherNeed, VoucherNotAllowed, VoucherState
from handlers.book import Outcome, answers, performs
from handlers.contract_acts import under_its_rules
from handlers.contract_clocks import set_contract_timers
from handlers.desk import Desk
from handlers.family_access import let_in, role_in, voucher_for
from handlers.resting import IN_YOUR_CALENDAR, JUST_CHANGED
from handlers.voucher_acts import Act, voucher_subject
from handlers.voucher_cards import voucher_cards
from handlers.voucher_others import others_of
from handlers.vouchers import step
from locales.text import Text, _
from storage.applications import Changed
from storage.stored_voucher import StoredVoucher

NOT_YOURS = _("I do not find this voucher. Look at “My vouchers”.")
PARENTS_DECIDE = _("The child has another application that would end with this. Only a parent can accept this place.")


@answers(MyVouchers)
async def my_vouchers(desk: Desk, query: MyVouchers) -> tuple[VoucherCard, ...]:
    """All vouchers, newest first."""
    return await voucher_cards(desk, await desk.uow.vouchers.of_account(desk.account.id))


@answers(MyVoucher)
async def my_voucher(desk: Desk, query: MyVoucher) -> VoucherCard | None:
    """One voucher; somebody else's reads like an unknown one."""
    one = await desk.uow.vouchers.get(query.id)
    return await _card(desk, one) if one else None


@answers(VoucherOf)
async def voucher_of(desk: Desk, query: VoucherOf) -> VoucherCard | None:
    """The newest voucher of an application; a stranger's reads like an unknown one."""
    vouchers = await desk.uow.vouchers.of_application(query.application)
    return await _card(desk, vouchers[0]) if vouchers else None


@answers(VoucherHistory)
async def voucher_history(desk: Desk, query: VoucherHistory) -> tuple[Happening, ...]:
    """What happened to one's own voucher, oldest first."""
    one = await desk.uow.vouchers.get(query.voucher)
    if one is None or not may(await role_in(desk, one.application_id), FamilyAct.SEE_HISTORY):
        return ()
    events = await desk.uow.events.history(voucher_subject(query.voucher))
    return tuple(
        Happening(event.at, event.from_, event.to, event.reason, (event.details or {}).get("comment"))
        for event in events
    )


@performs(AcceptVoucher)
@let_in(NOT_YOURS, Go("vouchers"))
async def accept(desk: Desk, effect: AcceptVoucher) -> Outcome:
    """Confirm the interest; where the child's other applications end with it, warn first (V3, A1)."""
    one, role = await voucher_for(desk, effect.voucher, FamilyAct.CONFIRM)
    application = await desk.uow.applications.get(one.application_id)
    others = await others_of(desk, application) if application else []
    if others and not may(role, FamilyAct.END_OTHERS):
        return _leads("voucher", PARENTS_DECIDE, one.id)
    unwarned = frozenset({VoucherBar.OTHERS_UNWARNED}) if others and not effect.warned else frozenset()
    return await _act(desk, one, Act(VoucherAction.CONFIRM, role, desk.actor, against=unwarned))


@performs(DeclineVoucher)
@let_in(NOT_YOURS, Go("vouchers"))
async def decline(desk: Desk, effect: DeclineVoucher) -> Outcome:
    """Decline; whoever presses this has read the warning (V4, V10, S3-45)."""
    asked_twice = frozenset({VoucherNeed.DECLINE_CONFIRMED})
    one, role = await voucher_for(desk, effect.voucher, FamilyAct.DECLINE)
    return await _act(desk, one, Act(VoucherAction.DECLINE, role, desk.actor, there=asked_twice))


@performs(ExtendVoucher)
@let_in(NOT_YOURS, Go("vouchers"))
async def extend(desk: Desk, effect: ExtendVoucher) -> Outcome:
    """Extend the enrolment term (V6); a contract whose own term is the shorter one now has its own reminders."""
    one, role = await voucher_for(desk, effect.voucher, FamilyAct.EXTEND)
    outcome = await _act(desk, one, Act(VoucherAction.EXTEND, role, desk.actor))
    contract, extended = await desk.uow.contracts.open_of_voucher(one.id), await desk.uow.vouchers.get(one.id)
    if contract is not None and extended is not None:
        await set_contract_timers(under_its_rules(desk, contract), contract, extended)
    return outcome


@performs(VoucherCalendar)
@let_in(NOT_YOURS, Go("vouchers"))
async def put_into_calendar(desk: Desk, effect: VoucherCalendar) -> Outcome:
    """The deadline as a file for the phone's calendar."""
    one, role = await voucher_for(desk, effect.voucher, FamilyAct.SEE_STATUS)
    (card,) = await voucher_cards(desk, [one], role)
    if not card.dated:
        return _leads("voucher", out_of_date(card, None), one.id)
    entry = CalendarEntry(
        f"voucher-{one.id}-{_ends(card)}",
        one.rev,
        calendar_task(card),
        card.child,
        card.due.at,
        card.changed_at,
    )
    file = FileOut(FILE_NAME, MEDIA_TYPE, content=calendar_file(entry, desk.locale).decode())
    return Fine(Finish(notes=(Message(IN_YOUR_CALENDAR, files=(file,)),), then=Go("voucher", {"id": one.id})))


def _ends(card: VoucherCard) -> str:
    """What ends with the deadline: an entry of a calendar is replaced by one of the same name."""
    if card.waiting:
        return "request"
    return "answer" if card.answerable else "enrol"


async def _act(desk: Desk, one: StoredVoucher, act: Act) -> Outcome:
    """The step, its notifications, and then the card; what cannot be done is explained and changes nothing (edge 4)."""
    try:
        stepped = await step(desk.uow, desk.office, one.id, act, desk.now)
    except VoucherNotAllowed as not_allowed:
        if not_allowed.code is VoucherBar.OTHERS_UNWARNED:
            return _leads("accepting", None, one.id)
        return await _explain(desk, one, act)
    except Changed:
        return _leads("voucher", JUST_CHANGED, one.id)
    desk.outgoing += stepped.outgoing
    if stepped.voucher.voucher.state is VoucherState.DECLINED:
        return _leads("application", None, one.application_id)
    return _leads("voucher", None, one.id)


async def _explain(desk: Desk, one: StoredVoucher, act: Act) -> Outcome:
    latest = await desk.uow.vouchers.get(one.id)
    (card,) = await voucher_cards(desk, [latest or one], act.actor)
    return _leads("voucher", out_of_date(card, act.action), one.id)


def _leads(page: str, note: Text | None, id_: int | None = None) -> Outcome:
    """To that page, even from the middle of a dialog, which can be taken up again."""
    notes = () if note is None else (Message(note),)
    return Fine(Finish(notes=notes, then=Go(page, {} if id_ is None else {"id": id_}), aside=True))


async def _card(desk: Desk, one: StoredVoucher) -> VoucherCard | None:
    role = await role_in(desk, one.application_id)
    return (await voucher_cards(desk, [one], role))[0] if role is not None else None
