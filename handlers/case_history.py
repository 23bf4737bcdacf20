"""An application's whole history for its family: its own events, those of its vouchers and of their requests."""

from __future__ import annotations

from dialogs.queries import Happening, History
from enrolment.application import ApplicationState
from enrolment.family import FamilyAct, may
from enrolment.terms import Role
from enrolment.voucher_states import VoucherState
from handlers.book import answers
from handlers.desk import Desk
from handlers.family_access import role_in
from handlers.moving import subject_of
from handlers.request_moves import request_subject
from handlers.voucher_acts import voucher_subject
from storage.events import Event
from storage.stored_voucher import StoredVoucher

TOLD = frozenset(VoucherState) - {VoucherState.ISSUED, VoucherState.HELD, VoucherState.REDEEMED}
BEFORE = {VoucherState.CONFIRMED: VoucherState.ISSUED, VoucherState.EXTENDED: VoucherState.CONFIRMED}


@answers(History)
async def history(desk: Desk, query: History) -> tuple[Happening, ...]:
    """What happened to an application of the family, oldest first."""
    if not may(await role_in(desk, query.application), FamilyAct.SEE_HISTORY):
        return ()
    lines: list[Happening] = []
    for voucher in await desk.uow.vouchers.of_application(query.application):
        lines += await _of_requests(desk, voucher)
        lines += await _of_voucher(desk, voucher)
    events = await desk.uow.events.history(subject_of(query.application))
    lines += [_of_application(event) for event in events]
    return tuple(sorted(lines, key=lambda one: (one.at, _turn(one))))


def _turn(one: Happening) -> int:
    """The order within a moment: the way to a place, the place, the request, and what came of it."""
    if one.of == "application":
        return 3 if one.from_state == ApplicationState.IN_PROCESS else 0
    return 2 if one.of == "request" else 1


def _of_application(event: Event) -> Happening:
    """One line; the comment is the reviewer's, or the department's who annulled the voucher (V12)."""
    details = event.details or {}
    role = details.get("role") or (Role.EDUCATION_DEPARTMENT if "voucher" in details else None)
    before, after = details.get("places", (0, 0))
    places = (int(before), int(after)) if before != after else None
    return Happening(event.at, event.from_, event.to, event.reason, details.get("comment"), role, places=places)


async def _of_voucher(desk: Desk, one: StoredVoucher) -> list[Happening]:
    """What the events of application and requests do not say: it was accepted or extended, and how it was lost."""
    events = await desk.uow.events.history(voucher_subject(one.id))
    told = [
        event for event in events if event.to in TOLD and event.from_ == BEFORE.get(VoucherState(event.to), event.from_)
    ]
    return [Happening(event.at, event.from_, event.to, of=one.instrument.value) for event in told]


async def _of_requests(desk: Desk, one: StoredVoucher) -> list[Happening]:
    """Each request from its sending to its end."""
    lines = []
    requests = await desk.uow.requests.of_voucher(one.id)
    names = await desk.uow.catalogue.names({request.preschool_bin for request in requests})
    for request in reversed(requests):
        for event in await desk.uow.events.history(request_subject(request.id)):
            said = (event.details or {}).get("comment")
            role = Role.PRESCHOOL_EMPLOYEE if said else None
            where = names.get(request.preschool_bin)
            lines.append(
                Happening(event.at, event.from_, event.to, event.reason, said, role, of="request", preschool=where)
            )
    return lines
