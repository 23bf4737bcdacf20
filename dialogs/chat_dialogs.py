"""One account in several chats: joining by a code, leaving, two accounts of one person made one. Edges 35 and 38."""

from __future__ import annotations

from dialogs.confirmations import Sure
from dialogs.dialog import Dialog
from dialogs.effects import CheckCode, DisconnectChat, Effect, LinkByCode, MergeAccounts
from dialogs.link_codes import read_link_code
from dialogs.phone_question import AskCode
from dialogs.queries import MyChats
from dialogs.questions import Ask, Choose, Fixed, Given
from dialogs.questions.question import Common
from dialogs.readers import read_iin
from dialogs.register import ask_phone_of_account, wants_code
from locales.text import Text, _, joined, verbatim


class EnterCode(Dialog):
    """The code that the account shows in its other chat."""

    title = _("I have a code")
    code = Ask(
        _("Type the code from your other chat: 8 letters and digits."),
        read_link_code,
        Common(hint=_("No code yet? In that chat: Menu, Profile, My chats, Connect a chat.")),
    )

    def done(self) -> Effect:
        return LinkByCode(self.code)


def is_there(disconnect: Disconnect) -> bool:
    """The chat still belongs to the account."""
    return disconnect.facts[MyChats()].card(disconnect.chat) is not None


def what_ends(disconnect: Disconnect) -> Text:
    """Which chat goes, and what that means."""
    card = disconnect.facts[MyChats()].card(disconnect.chat)
    return joined(
        _("Disconnect the chat {chat}?", chat=verbatim(card.name if card else "—")),
        _("It will not show your account any more. Nothing is lost: everything stays in your other chats."),
    )


class Disconnect(Dialog):
    """Take a chat out of the account; of one that has left it already, only that is said."""

    title = _("My chats")
    chat = Given[int]()
    sure = Choose(what_ends, Fixed(Sure, {Sure.NO: _("Keep it"), Sure.YES: _("Disconnect")}), Common(when=is_there))

    def done(self) -> Effect | None:
        return DisconnectChat(self.chat) if not is_there(self) or self.sure is Sure.YES else None


def is_sure(other: OtherAccount) -> bool:
    """Two accounts are to become one."""
    return other.sure is Sure.YES


class OtherAccount(Dialog):
    """Everything of this account goes into another one of the same person, which phone and IIN prove."""

    title = _("Another account")
    sure = Choose(
        _(
            "If you have registered twice, I can make one account of the two. Children, applications and chats of this "
            "account go to the other one; its name, phone and IIN stay. This cannot be undone."
        ),
        Fixed(Sure, {Sure.YES: _("Make one of them"), Sure.NO: _("Keep them apart")}),
    )
    phone = ask_phone_of_account(is_sure)
    iin = Ask(
        _("Type the IIN of your other account."),
        read_iin,
        Common(
            when=is_sure,
            label=_("IIN"),
            hint=_("For example: 880719300107"),
            settle=lambda other, _iin: other.phone.effect("recover"),
        ),
    )
    code = AskCode(
        "recover",
        Common(
            when=lambda other: is_sure(other) and wants_code(other),
            depends=("phone", "iin"),
            settle=lambda other, code: CheckCode(other.phone.number, code, "recover"),
        ),
    )

    def done(self) -> Effect | None:
        return MergeAccounts(self.phone.number, self.iin) if is_sure(self) else None
