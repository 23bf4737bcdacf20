"""Templates about the chats of an account: joined, left, gone, and accounts made one. Edges 35 and 38."""

from __future__ import annotations

from bot.whatsapp.template import Template
from locales.text import _

CHAT_TEMPLATES = (
    Template(
        "moved_away",
        _(
            "Your account was opened in another chat. This chat has no account any more. If it was not you, "
            "write to support at once: it is in the menu under “Help”."
        ),
    ),
    Template(
        "accounts_merged",
        _(
            "Two of your accounts became one. This chat shows everything of both now. If it was not you, write "
            "to support at once: it is in the menu under “Help”."
        ),
    ),
    Template(
        "chat_joining",
        _(
            "Somebody wants to join your account from another chat: {chat}. Is it you? "
            "After “Yes, it is me” that chat shows your children, applications and documents."
        ),
        (_("Yes, it is me"), _("No, refuse")),
    ),
    Template(
        "chat_added",
        _(
            "Your account is now open in one more chat: {chat}. Your phone was proved there. "
            "If it was not you, disconnect that chat."
        ),
        (_("Disconnect it"),),
    ),
    Template(
        "chat_connected",
        _(
            "Another chat was connected to your account. If it was not you, write to support at once: it is in "
            "the menu under “Help”."
        ),
    ),
    Template(
        "chat_disconnected",
        _(
            "A chat was disconnected from the account. If it was not you, write to support at once: it is in "
            "the menu under “Help”."
        ),
    ),
)
