"""Opening an account: whose IIN it is, and who has to make way. S1-12, S3-05, S3-13…S3-21."""

from __future__ import annotations

from datetime import datetime

from dialogs.add_child import AddChild
from dialogs.effects import Register
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.questions import Open
from handlers.book import Outcome, performs
from handlers.cards import stored_person
from handlers.contact_centre import call_us
from handlers.desk import Desk
from handlers.found_account import ask_where
from handlers.lost_iins import take_over
from handlers.recovery import may_try, no_more_tries, registered_with
from locales.text import Text, _, joined

REFUSALS_A_DAY = 5
DAY = 86_400


@performs(Register)
async def register(desk: Desk, effect: Register) -> Outcome:
    """Open the account, or ask where the one of this phone and IIN is to be; the dialog has proved the phone.

    An IIN that somebody has proved cannot be registered again without proof; one that nobody has proved blocks nobody.
    Where the phone has an account already this is a try to recover it, and counted as one (S3-12).
    """
    if desk.account.registered_at is not None:
        return Fine(Finish(notes=(Message(_("You are registered in this chat already.")),), then=Go("menu")))
    if await desk.uow.accounts.by_phone(effect.phone) and not await may_try(desk, effect.phone):
        return Refused(no_more_tries(desk), "iin")
    proved = effect.registry == "found"
    mine = await registered_with(desk, effect.phone, effect.iin)
    if mine is not None:
        return Fine(await ask_where(desk, mine, effect, effect.person if proved else None))
    if not proved and await _refused(desk, effect.iin):
        return Refused(cannot_register(desk), "iin")
    took_over = await take_over(desk, effect.iin) if proved else False
    await _open(desk, effect)
    return Fine(Finish(notes=(Message(welcome(desk, took_over=took_over)),), then=Open(AddChild)))


def cannot_register(desk: Desk) -> Text:
    """Says nothing of the reason: somebody who tries numbers must not learn which of them are known."""
    return joined(
        _("I cannot register you with these data. Check the IIN and type it again."),
        _("If you have been here before, choose “I have an account” in the menu."),
        call_us(desk),
    )


def welcome(desk: Desk, *, took_over: bool) -> Text:
    """What has happened and what comes next."""
    name = desk.account.person.first_name if desk.account.person else ""
    taken = _("The IIN stood in another account too. That account does not have it any more.")
    return joined(
        _("You are registered, {name}.", name=name),
        taken if took_over else Text(""),
        _("Next, add your child; then you can apply for a place in a kindergarten."),
    )


async def _refused(desk: Desk, iin: str) -> bool:
    """Whether somebody has proved this IIN, or this chat was refused so often today that it gets no other answer."""
    tries = f"registration refused {desk.address.id}"
    known = any(one.iin_proof != "none" for one in await desk.uow.accounts.by_iin(iin))
    if known:
        await desk.uow.limits.hit(tries, desk.now, DAY, REFUSALS_A_DAY)
    return known or not await desk.uow.limits.left(tries, desk.now, DAY, REFUSALS_A_DAY)


async def _open(desk: Desk, effect: Register) -> None:
    proof = "registry" if effect.registry == "found" else "none"
    await desk.save_account(
        phone=effect.phone,
        phone_proved_at=desk.now,
        iin=effect.iin,
        iin_proof=proof,
        person=stored_person(effect.person),
        consent_version=effect.consent_version,
        consent_at=datetime.fromisoformat(effect.consent_at),
        registered_at=desk.now,
    )
    consent = {"consent": effect.consent_version}
    await desk.uow.events.append(desk.actor, desk.actor, None, "registered", at=desk.now, reason=proof, details=consent)
