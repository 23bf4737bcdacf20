"""Who has an IIN that somebody else proves now: loses it and is told. S1-12."""

from __future__ import annotations

from dialogs.message import Message
from handlers.contact_centre import call_us
from handlers.desk import Desk
from locales.text import _, joined
from storage.accounts import Account


async def take_over(desk: Desk, iin: str) -> bool:
    """Whoever has this IIN elsewhere loses it and is told; True when there was somebody."""
    others = [one for one in await desk.uow.accounts.by_iin(iin) if one.id != desk.account.id]
    await desk.uow.conversations.load([one.id for one in others], lock=True)
    for other in others:
        await _lose(desk, other)
    return bool(others)


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


async def _lose(desk: Desk, other: Account) -> None:
    await desk.uow.accounts.lose_iin(other.id)
    await desk.uow.events.append(f"account:{other.id}", "registry", other.iin_proof, "iin_lost", at=desk.now)
    await desk.tell(other.id, lost_iin(desk), f"account:{other.id}")
