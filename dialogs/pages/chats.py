"""The chats of the account: which there are, where notifications go, how another one is connected. Edge 38."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.chat_dialogs import Disconnect, EnterCode, OtherAccount
from dialogs.effects import ChooseNotified, IssueLinkCode
from dialogs.facts import Facts
from dialogs.page import Button, Do, Go, Page
from dialogs.queries import ChatCard, Chats, MyChats
from dialogs.questions import Open
from dialogs.register import Recover
from locales.text import Text, _, joined, n_, verbatim

LAST_WRITTEN = _("Where I wrote last")


def account(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The ways by which somebody who has an account brings it to this chat."""
    text = joined(
        _("If your account is open in another chat, get a code there: Menu, Profile, My chats, Connect a chat."),
        _("If you cannot write there any more, restore access by phone and IIN."),
    )
    buttons = (
        Button("code", _("I have a code"), Open(EnterCode)),
        Button("recover", _("By phone and IIN"), Open(Recover)),
    )
    return Page(text, buttons, _("I have an account"), Go("menu"))


def chats(facts: Facts, args: Mapping[str, Any]) -> Page:
    """The chats, and what can be done with them."""
    mine = facts[MyChats()]
    text = joined(
        _("You write to me here:"),
        *(named(card) for card in mine.cards),
        *([notified_text(mine)] if len(mine.cards) > 1 else []),
    )
    several = Button("notified", _("Where to notify"), Go("notified"))
    buttons = (
        *(Button(f"c-{card.id}", verbatim(short(card)), Go("chat", {"id": card.id})) for card in mine.cards),
        *([several] if len(mine.cards) > 1 else []),
        Button("connect", _("Connect a chat"), Go("connect")),
        Button("other", _("Another account"), Open(OtherAccount)),
    )
    return Page(text, buttons, _("My chats"), Go("profile"))


def chat(facts: Facts, args: Mapping[str, Any]) -> Page:
    """One chat, which can be disconnected while there is another one."""
    mine = facts[MyChats()]
    card = mine.card(args["id"])
    if card is None:
        return Page(_("This chat does not belong to your account any more."), up=Go("chats"))
    if len(mine.cards) == 1:
        alone = _("It is your only chat, so it cannot be disconnected. Connect another one first.")
        return Page(joined(named(card), alone), up=Go("chats"))
    text = joined(named(card), _("Last message there: {moment}", moment=card.seen))
    leave = Button("disconnect", _("Disconnect"), Open(Disconnect, given={"chat": card.id}))
    return Page(text, (leave,), _("My chats"), Go("chats"))


def notified(facts: Facts, args: Mapping[str, Any]) -> Page:
    """Where notifications go, and the chats to choose from."""
    mine = facts[MyChats()]
    minutes = facts.profile.notifications.fallback_minutes
    text = joined(
        notified_text(mine),
        n_(
            "What does not arrive there within {count} minute, I send to your other chat.",
            "What does not arrive there within {count} minutes, I send to your other chat.",
            minutes,
        ),
    )
    each = (Button(f"n-{card.id}", verbatim(short(card)), Do(ChooseNotified(card.id))) for card in mine.cards)
    return Page(
        text, (Button("last", LAST_WRITTEN, Do(ChooseNotified(None))), *each), _("Where to notify"), Go("chats")
    )


def connect(facts: Facts, args: Mapping[str, Any]) -> Page:
    """How another chat gets this account."""
    others = facts.me.chat.elsewhere
    text = joined(
        _("You can write to me from another chat too, with the same account."),
        _("What you begin in one chat, you can finish in the other."),
        *([_("I am also here:"), *map(verbatim, others)] if others else []),
        _("– Press “Get a code”."),
        _("– In the other chat, choose “I have an account”, then “I have a code”, and type the code."),
        _("– I will ask you here whether it is you."),
    )
    return Page(text, (Button("issue", _("Get a code"), Do(IssueLinkCode())),), _("Connect a chat"), Go("chats"))


def notified_text(mine: Chats) -> Text:
    """Where notifications go."""
    card = mine.card(mine.notified)
    return _("Notifications go to: {chat}", chat=verbatim(card.name) if card else LAST_WRITTEN)


def named(card: ChatCard) -> Text:
    """A chat as a line; the present one says so."""
    return _("{chat} (this chat)", chat=card.name) if card.here else verbatim(card.name)


def short(card: ChatCard) -> str:
    """A chat on a button: its channel and the end of its number."""
    return f"{card.channel} {card.phone[-5:]}" if card.phone else card.channel
