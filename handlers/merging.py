"""Two accounts of one person become one: everything goes to the account that phone and IIN prove. S3-12, edge 35."""

from __future__ import annotations

from dialogs.effects import MergeAccounts
from dialogs.family_notices import taken_out
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from handlers.book import Outcome, performs
from handlers.chat_moves import merge_into
from handlers.contact_centre import call_us
from handlers.desk import Desk
from handlers.family_joining import masked_name, subject_of
from handlers.profile_changes import NOT_REGISTERED, TOOK_OVER
from handlers.recovery import may_try, no_more_tries, nothing_found, registered_with
from locales.text import Text, _, joined, verbatim
from storage.accounts import Account
from storage.children import Child
from storage.family import Tie


@performs(MergeAccounts)
async def merge(desk: Desk, effect: MergeAccounts) -> Outcome:
    """Put everything of this account into the other one; both keep their chats. Counted like a recovery."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    if not await may_try(desk, effect.phone):
        return Refused(no_more_tries(desk), "iin")
    other = await registered_with(desk, effect.phone, effect.iin)
    if other is None:
        return Refused(nothing_found(desk), "iin")
    if other.id == desk.account.id:
        return _done(_("This is the account that this chat has already."))
    hindrance = await _hindrance(desk, other)
    if hindrance is not None:
        return _done(joined(hindrance, _("Nothing has changed."), call_us(desk)))
    done = _("Your two accounts are one now. Children, applications and chats of both are together here.")
    return _done(joined(done, *await _merge(desk, other)))


async def _hindrance(desk: Desk, other: Account) -> Text | None:
    """Why the two cannot be one account."""
    mine = desk.account
    proved = mine.iin_proof != "none" and other.iin_proof != "none"
    if proved and mine.iin != other.iin:
        return _("These are the accounts of two different people, so I cannot make one of them.")
    if await desk.uow.accounts.conflicts(mine.id, other.id):
        return _(
            "Both accounts have an application for the same child to the same queue. Withdraw one of them first; "
            "then I can make one account of the two."
        )
    return None


async def _merge(desk: Desk, other: Account) -> list[Text]:
    """What the applicant has to know of it besides."""
    mine = desk.account.id
    before = await _entrusted(desk, mine, other.id)
    await desk.uow.events.append(f"account:{mine}", f"account:{mine}", None, "merged", at=desk.now)
    await merge_into(desk, other.id)
    details = {"account": mine}
    await desk.uow.events.append(desk.actor, f"account:{mine}", None, TOOK_OVER, at=desk.now, details=details)
    for chat in await desk.other_chats():
        desk.say_in(chat, told_merged(desk))
    still = {tie.member_id for tie, _child in await _entrusted(desk, other.id)}
    lost = [(tie, child) for tie, child in before if tie.member_id not in {*still, mine, other.id}]
    return [await _taken_out(desk, tie, child) for tie, child in lost]


async def _entrusted(desk: Desk, *accounts: int) -> list[tuple[Tie, Child]]:
    """Who was let in to the children of these accounts."""
    children = [child for account in accounts for child in await desk.uow.children.of(account)]
    return [(tie, child) for child in children for tie in await desk.uow.family.of_child(child.id)]


async def _taken_out(desk: Desk, tie: Tie, child: Child) -> Text:
    """Both accounts had let in somebody in the same role for the same child: the one who joined later is told."""
    assert tie.member_id is not None
    account = (await desk.uow.accounts.load([tie.member_id])).get(tie.member_id)
    await desk.tell(tie.member_id, taken_out(child.person.first_name), subject_of(child.id))
    return _(
        "Not let in any more: {name}. For one child both accounts had let somebody in; who joined earlier stays.",
        name=verbatim(masked_name(account)),
    )


def told_merged(desk: Desk) -> Message:
    """What the other chats of both accounts read."""
    return Message(
        joined(
            _("Two of your accounts became one, {moment}. This chat shows everything of both now.", moment=desk.now),
            _("If it was not you, tell us at once."),
            call_us(desk),
        ),
        purpose="accounts_merged",
    )


def _done(text: Text) -> Fine:
    return Fine(Finish(notes=(Message(text),), then=Go("menu")))
