"""What families do: apply, change their minds, answer vouchers in time or not, choose, sign. All through use cases."""

from __future__ import annotations

from functools import partial

from dialogs.effects import SubmitApplication, WithdrawApplication
from dialogs.family_effects import LinkChildren
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from dialogs.voucher_effects import AcceptVoucher, DeclineVoucher, ExtendVoucher, RestoreApplication
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import VoucherState
from handlers.desk import Desk
from tests.city.batches import EVENING, City, does
from tests.city.colleagues import is_reviewed
from tests.city.enrolling import choose, fitting
from tests.city.people import PROOFS, Family, Kid, proof

RUNNING = {VoucherState.CONFIRMED, VoucherState.EXTENDED}


async def apply(city: City, family: Family, desk: Desk) -> None:
    """Every child to each of its queues; twins are linked, and some take the application back later."""
    for kid in family.kids:
        for queue in kid.queues:
            await _apply(city, kid, queue, desk)
    for other in family.kids[1:]:
        await does(city, desk, LinkChildren(family.kids[0].id, other.id), "twins linked")


async def _apply(city: City, kid: Kid, queue: QueueType, desk: Desk) -> None:
    privilege = kid.privilege if queue is QueueType.GENERAL else None
    kind = DocumentKind.PRIVILEGE_PROOF if privilege else PROOFS.get(queue)
    effect = SubmitApplication(
        queue,
        kid.id,
        kid.locality,
        wishes(city, kid, queue),
        kid.language,
        desk.office.profile.privacy.terms_version,
        desk.now.isoformat(),
        rehabilitation="tb_contact" if queue is QueueType.SANATORIUM else None,
        special_need="speech" if queue is QueueType.CORRECTIONAL else None,
        privilege=privilege,
        proof_kind=kind,
        proof=(await proof(desk.uow, desk.account.id, desk.now),) if kind else (),
    )
    outcome = await does(city, desk, effect, "applications")
    then = outcome.value.then if isinstance(outcome, Fine) and isinstance(outcome.value, Finish) else None
    if not isinstance(then, Go):
        return
    application = int(then.args["id"])
    city.applied[application] = kid
    if kind:
        is_reviewed(city, application, queue, kid)
    if city.chance.random() < 0.04:
        city.later(1 + city.chance.randrange(120), EVENING, kid.account, partial(withdraw, city, application))


def wishes(city: City, kid: Kid, queue: QueueType) -> tuple[str, ...]:
    """One to three of those that fit, or any of the queue where none does."""
    found = [one.preschool.bin for one in fitting(city, kid, queue)]
    found = found or [
        bin_
        for bin_, one in city.kindergartens.items()
        if one.preschool.locality == kid.locality and queue in one.preschool.queue_types
    ]
    return tuple(city.chance.sample(found, min(len(found), city.chance.randint(1, 3))))


async def withdraw(city: City, application: int, desk: Desk) -> None:
    await does(city, desk, WithdrawApplication(application), "withdrawals")


def hears_of_a_voucher(city: City, voucher: int, kid: Kid) -> None:
    """The family makes up its mind: yes, no, or nothing at all."""
    drawn = city.chance.random()
    if drawn < 0.72:
        city.later(city.chance.randrange(3), EVENING, kid.account, partial(accept, city, voucher))
    elif drawn < 0.80:
        city.later(city.chance.randrange(2), EVENING, kid.account, partial(decline, city, voucher))
    else:
        restores = partial(restore, city, voucher)
        city.later(6 + city.chance.randrange(40), EVENING, kid.account, restores)


async def accept(city: City, voucher: int, desk: Desk) -> None:
    """Some press the button when it is too late, and are told so."""
    await does(city, desk, AcceptVoucher(voucher, warned=True), "acceptances tried")
    drawn = city.chance.random()
    if drawn < 0.88:
        city.later(city.chance.randrange(4), EVENING, desk.account.id, partial(choose, city, voucher))
    elif drawn < 0.94:
        city.later(3 + city.chance.randrange(6), EVENING, desk.account.id, partial(extend, city, voucher))


async def decline(city: City, voucher: int, desk: Desk) -> None:
    await does(city, desk, DeclineVoucher(voucher), "declined")


async def extend(city: City, voucher: int, desk: Desk) -> None:
    """On whatever day it comes to mind: only on the last one it works."""
    await does(city, desk, ExtendVoucher(voucher), "extensions tried")
    city.later(1, EVENING, desk.account.id, partial(choose, city, voucher))


async def restore(city: City, voucher: int, desk: Desk) -> None:
    """Half of those who were silent come back, some of them too late."""
    one = await desk.uow.vouchers.get(voucher)
    if one is not None and city.chance.random() < 0.5:
        await does(city, desk, RestoreApplication(one.application_id), "restorations tried")
