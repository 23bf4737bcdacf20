"""The account of somebody who has proved its phone and named its IIN: where it is open, asked first and then done.

S1-13, edges 35 and 38.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from dialogs.effects import Person, Recover, Register, UseAccount
from dialogs.found_account import FoundAccount
from dialogs.inputs import Fine, Refused
from dialogs.message import Choice, Message
from dialogs.page import Finish, Go
from dialogs.questions import Open
from dialogs.register import Register as Registration
from handlers.book import Outcome, performs
from handlers.cards import stored_person
from handlers.chat_moves import come_in
from handlers.chats import chat_label
from handlers.contact_centre import call_us
from handlers.desk import Desk
from handlers.lost_iins import take_over
from handlers.recovery import bring_here, may_try, no_more_tries, nothing_found, registered_with
from handlers.telling import notify_everywhere
from locales.text import Text, _, joined, verbatim
from storage.accounts import Account

UNDO = "unlink"
GOOD_FOR = timedelta(minutes=15)
REGISTERED = _("You are registered in this chat already.")
TOO_LONG_AGO = _("Your phone was proved too long ago. Please prove it once more.")


@performs(Recover)
async def recover(desk: Desk, effect: Recover) -> Outcome:
    """Find the account of that phone and IIN; whatever does not fit is answered in the same words."""
    if desk.account.registered_at is not None:
        return _menu(REGISTERED)
    if not await may_try(desk, effect.phone):
        return Refused(no_more_tries(desk), "iin")
    account = await registered_with(desk, effect.phone, effect.iin)
    if account is None:
        return Refused(nothing_found(desk), "iin")
    return Fine(await ask_where(desk, account, effect, None))


async def ask_where(desk: Desk, account: Account, effect: Register | Recover, person: Person | None) -> Finish:
    """The question which chats the account is to be open in; without a chat that could lose it, it comes here at once.

    `person` is what the registry told of whoever asks.
    """
    chats = (await desk.uow.accounts.addresses([account.id]))[account.id]
    if not chats:
        return await _settled(desk, await bring_here(desk, account), effect.iin, person)
    names = ", ".join(chat_label(desk.office, chat) for chat in chats)
    told = asdict(person) | {"birth_date": person.birth_date and person.birth_date.isoformat()} if person else None
    given = {"phone": effect.phone, "iin": effect.iin, "chats": names, "person": told}
    given["proved_at"] = desk.present.isoformat()
    return Finish(then=Open(FoundAccount, given=given))


@performs(UseAccount)
async def use_account(desk: Desk, effect: UseAccount) -> Outcome:
    """Have this chat join the account, or take it away from the others; what was found may be gone by now.

    The phone may be somebody else's by then, too: a late answer begins anew, with its proof.
    """
    if desk.account.registered_at is not None:
        return _menu(REGISTERED)
    if desk.now - datetime.fromisoformat(effect.proved_at) > GOOD_FOR:
        return Fine(Finish(notes=(Message(TOO_LONG_AGO),), then=Open(Registration)))
    account = await registered_with(desk, effect.phone, effect.iin)
    if account is None:
        return _menu(nothing_found(desk))
    finish = await (bring_here if effect.alone else _join)(desk, account)
    return Fine(await _settled(desk, finish, effect.iin, effect.person))


def told_added(desk: Desk, chat: int, label: str) -> Message:
    """What the other chats of the account read, with the way to undo it."""
    return Message(
        joined(
            _("Your account is now open in one more chat: {chat}, {moment}.", chat=verbatim(label), moment=desk.now),
            _("Your phone was proved there, and your IIN was typed. If it was not you, disconnect that chat."),
            call_us(desk),
        ),
        (Choice(f"{UNDO}.{chat}", _("Disconnect it"), action=True),),
        purpose="chat_added",
        named={"chat": verbatim(label)},
    )


async def _join(desk: Desk, account: Account) -> Finish:
    label = chat_label(desk.office, desk.address, desk.called)
    told = told_added(desk, desk.address.id, label)
    desk.outgoing += await notify_everywhere(desk, account.id, told, f"account:{account.id}")
    await come_in(desk, account.id)
    details = {"chat": desk.address.id, "label": label}
    await desk.uow.events.append(desk.actor, desk.actor, None, "chat_connected", at=desk.now, details=details)
    note = _("Welcome back. Your account with everything in it is in this chat too.")
    return Finish(notes=(Message(note),), then=Go("menu"))


async def _settled(desk: Desk, finish: Finish, iin: str, person: Person | None) -> Finish:
    """The registry vouches for the account that is here now: its data win over what was typed once."""
    if person is not None:
        await take_over(desk, iin)
        await desk.save_account(iin_proof="registry", person=stored_person(person), phone_proved_at=desk.now)
        await desk.uow.events.append(desk.actor, "registry", None, "iin_proved", at=desk.now)
    return finish


def _menu(text: Text) -> Fine:
    return Fine(Finish(notes=(Message(text),), then=Go("menu")))
