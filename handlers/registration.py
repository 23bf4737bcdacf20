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
from handlers.recovery import bring_here, may_try, no_more_tries, registered_with
from locales.text import Text, _, joined
from storage.accounts import Account

REFUSALS_A_DAY = 5
DAY = 86_400


@performs(Register)
async def register(desk: Desk, effect: Register) -> Outcome:
    """Open the account, or bring the one of this phone and IIN here; the dialog has proved the phone.

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
        finish = await bring_here(desk, mine)
        if proved:
            await _prove(desk, effect)
        return Fine(finish)
    if not proved and await _refused(desk, effect.iin):
        return Refused(cannot_register(desk), "iin")
    took_over = await _take_over(desk, effect.iin) if proved else False
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


def lost_iin(desk: Desk) -> Message:
    """What the account reads whose IIN somebody else proved."""
    return Message(
        joined(
            _("The owner of the IIN that you typed here has proved it, so your account does not have it any more."),
            _("Your children and applications stay. If this is a mistake, tell us."),
            call_us(desk),
        ),
        purpose="iin_lost",
    )


async def _refused(desk: Desk, iin: str) -> bool:
    """Whether somebody has proved this IIN, or this chat was refused so often today that it gets no other answer."""
    tries = f"registration refused {desk.address.id}"
    known = any(one.iin_proof != "none" for one in await desk.uow.accounts.by_iin(iin))
    if known:
        await desk.uow.limits.hit(tries, desk.now, DAY, REFUSALS_A_DAY)
    return known or not await desk.uow.limits.left(tries, desk.now, DAY, REFUSALS_A_DAY)


async def _take_over(desk: Desk, iin: str) -> bool:
    """Whoever has this IIN elsewhere loses it and is told; True when there was somebody."""
    others = [one for one in await desk.uow.accounts.by_iin(iin) if one.id != desk.account.id]
    await desk.uow.conversations.load([one.id for one in others], lock=True)
    for other in others:
        await _lose(desk, other)
    return bool(others)


async def _lose(desk: Desk, other: Account) -> None:
    await desk.uow.accounts.lose_iin(other.id)
    await desk.uow.events.append(f"account:{other.id}", "registry", other.iin_proof, "iin_lost", at=desk.now)
    await desk.tell(other.id, lost_iin(desk), f"account:{other.id}")


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


async def _prove(desk: Desk, effect: Register) -> None:
    """The registry vouches for the account that came here: its data win over what was typed once."""
    await _take_over(desk, effect.iin)
    await desk.save_account(iin_proof="registry", person=stored_person(effect.person), phone_proved_at=desk.now)
    await desk.uow.events.append(desk.actor, "registry", None, "iin_proved", at=desk.now)
