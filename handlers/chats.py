"""The chats of an account: listed, chosen for notifications, disconnected. Edge 38."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dialogs.effects import ChooseNotified, DisconnectChat
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.queries import ChatCard, Chats, MyChats
from enrolment.phones import masked
from handlers.book import Outcome, answers, performs
from handlers.chat_moves import give_up
from handlers.contact_centre import call_us
from handlers.desk import Desk
from handlers.office import Office
from locales.text import _, joined, verbatim
from storage.accounts import Address

NOT_YOURS = _("This chat does not belong to your account any more.")
ONLY_ONE = _("It is your only chat, so it cannot be disconnected. Connect another one first.")


@answers(MyChats)
async def my_chats(desk: Desk, query: MyChats) -> Chats:
    """The chats of this account, the oldest first."""
    mine = (await desk.uow.accounts.addresses([desk.account.id]))[desk.account.id]
    return Chats(tuple(_cards(desk, mine)), desk.account.notify_address_id)


@performs(ChooseNotified)
async def choose_notified(desk: Desk, effect: ChooseNotified) -> Outcome:
    """Send notifications to that chat of the account from now on."""
    chats = await my_chats(desk, MyChats())
    if effect.chat is not None and chats.card(effect.chat) is None:
        return Refused(NOT_YOURS)
    await desk.save_account(notify_address_id=effect.chat)
    return Fine(Finish(then=Go("chats")))


@performs(DisconnectChat)
async def disconnect(desk: Desk, effect: DisconnectChat) -> Outcome:
    """Take a chat out of the account; it and the others are told."""
    chats = await my_chats(desk, MyChats())
    card = chats.card(effect.chat)
    leaving = await desk.uow.accounts.address(effect.chat)
    if card is None or leaving is None:
        return Fine(Finish(notes=(Message(NOT_YOURS),), then=Go("chats")))
    if len(chats.cards) == 1:
        return Refused(ONLY_ONE)
    gone = await give_up(desk, leaving)
    desk.say_in(gone, told_gone(desk))
    note = _("Disconnected: {chat}. Your account and everything in it stay here.", chat=verbatim(card.name))
    for chat in await desk.other_chats():
        desk.say_in(chat, Message(note, purpose="chat_disconnected"))
    details = {"chat": leaving.id}
    await desk.uow.events.append(desk.actor, desk.actor, None, "chat_disconnected", at=desk.now, details=details)
    return Fine(Finish(notes=(Message(note),), then=Go("chats")))


def told_gone(desk: Desk) -> Message:
    """What a chat reads that was disconnected."""
    return Message(
        joined(
            _(
                "This chat was disconnected from the account, {moment}. It shows nothing of it any more.",
                moment=desk.now,
            ),
            _("The account and everything in it go on in its other chats."),
            call_us(desk),
        ),
        purpose="chat_disconnected",
    )


def channel_name(office: Office, channel: str) -> str:
    """What people call the channel."""
    return office.abilities[channel].name if channel in office.abilities else channel


def chat_label(office: Office, chat: Address, called: str = "") -> str:
    """A chat so that its owner recognises it and nobody else learns its number; `called` is the hidden name of it."""
    name = channel_name(office, chat.channel)
    if chat.phone:
        return f"{name} {masked(chat.phone)}"
    return f"{name} «{called}»" if called else name


def _cards(desk: Desk, chats: Sequence[Address]) -> list[ChatCard]:
    """Chats that read the same are numbered."""
    labels = [chat_label(desk.office, chat) for chat in chats]
    many, seen = Counter(labels), Counter[str]()
    cards: list[ChatCard] = []
    for chat, label in zip(chats, labels, strict=True):
        seen[label] += 1
        name = channel_name(desk.office, chat.channel)
        if many[label] > 1:
            name = f"{name} {seen[label]}"
        phone = masked(chat.phone) if chat.phone else None
        cards.append(ChatCard(chat.id, name, phone, chat.seen_at or chat.created_at, chat.id == desk.address.id))
    return cards
