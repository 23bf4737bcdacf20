"""Bringing an account to the chat of somebody who proved its phone. S1-13, S3-10…S3-12, edge 35."""

from __future__ import annotations

from dialogs.message import Message
from dialogs.page import Finish, Go
from handlers.chat_moves import move_here
from handlers.contact_centre import call_us
from handlers.desk import Desk
from locales.text import Text, _, joined
from storage.accounts import Account

DAY = 86_400


async def may_try(desk: Desk, phone: str) -> bool:
    """Count one more try to open the account of this phone; False when the day has had enough of them."""
    tries = desk.office.profile.limits.recovery_tries_per_day
    return await desk.uow.limits.hit(f"recovery {phone}", desk.now, DAY, tries)


def no_more_tries(desk: Desk) -> Text:
    """The same for whoever tries, and whether or not the last try was right."""
    return joined(_("That was the last try for today. Please try again tomorrow."), call_us(desk))


def nothing_found(desk: Desk) -> Text:
    """The same for an unknown phone, an unknown IIN, and two that do not belong together."""
    return joined(
        _("I cannot open an account with this phone and this IIN together. Check both and try again."), call_us(desk)
    )


async def registered_with(desk: Desk, phone: str, iin: str) -> Account | None:
    """The account that has this phone and this IIN, the one with the proved IIN first."""
    both = [one for one in await desk.uow.accounts.by_iin(iin) if one.phone == phone]
    return min(both, key=lambda one: one.iin_proof == "none", default=None)


async def bring_here(desk: Desk, account: Account) -> Finish:
    """The account goes on in this chat; its other chats are told and end."""
    await desk.uow.tasks.end_all(desk.account.id, desk.now)
    await desk.uow.files.delete_loose_of(desk.account.id)
    for chat in await move_here(desk, account.id):
        desk.say_in(chat, moved_away(desk))
    await desk.uow.events.append(desk.actor, desk.actor, None, "recovered", at=desk.now)
    return Finish(
        notes=(Message(_("Welcome back. Your account with everything in it is in this chat now.")),), then=Go("menu")
    )


def moved_away(desk: Desk) -> Message:
    """What a chat reads whose account went elsewhere."""
    return Message(
        joined(
            _("Your account was opened in another chat, {moment}. This chat has no account any more.", moment=desk.now),
            _("If it was not you, tell us at once."),
            call_us(desk),
        ),
        purpose="moved_away",
    )
