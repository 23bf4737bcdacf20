"""Another chat joins the account: a code is shown in one, typed in the other, confirmed in the first. Edge 38."""

from __future__ import annotations

import secrets
from datetime import timedelta

from dialogs.effects import AnswerLink, IssueLinkCode, LinkByCode
from dialogs.inputs import Fine, Refused
from dialogs.link_codes import ALPHABET, LENGTH, found_code, shown
from dialogs.message import Choice, Message
from dialogs.page import Finish, Go
from handlers.book import Outcome, performs
from handlers.chat_moves import guest_at, take_in
from handlers.chats import chat_label
from handlers.contact_centre import call_us
from handlers.desk import Desk
from handlers.family_joining import join_by_words
from handlers.profile_changes import NOT_REGISTERED
from handlers.telling import locale_of, notify_everywhere
from locales.text import Text, _, joined, n_, verbatim
from storage.links import CodeInUse, Link, LinkState

HOUR = 3600
CODES_AN_HOUR, WRONG_AN_HOUR = 5, 5
LIFETIME = TIME_TO_ANSWER = timedelta(minutes=10)
HAS_ACCOUNT = joined(
    _("A code is typed in a chat that has no account yet, and this chat has one."),
    _("If both accounts are yours, I can make one of them: Menu, Profile, My chats, Another account."),
)
NO_SUCH_CODE = _(
    "This code does not fit: it may be mistyped, used already or too old. "
    "Get a new one in your other chat and type it here."
)
TOO_MANY_WRONG = _("Those were too many wrong codes. Please try again in an hour.")
ASKED = _("I have asked in your other chat whether it is you. Go there and press “Yes, it is me”.")
YES, NO = "link", "nolink"
BY_NAME_ONLY = frozenset({YES, NO})
SETTLED = _("This question is settled already.")
TOO_LATE = _("It is too late to answer. If you want to connect the chat, get a new code.")
NOT_FREE = _("The other chat has an account of its own by now, so it has not joined yours.")
WELCOME = _("This chat belongs to your account now. You can go on here where you stopped in the other one.")


@performs(IssueLinkCode)
async def issue(desk: Desk, effect: IssueLinkCode) -> Outcome:
    """Show a fresh code; an earlier one ends. Only a digest of it is kept."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    if not await desk.uow.limits.hit(f"link codes of {desk.account.id}", desk.now, HOUR, CODES_AN_HOUR):
        return Refused(
            n_(
                "I can give {count} code an hour. Please ask again later.",
                "I can give {count} codes an hour. Please ask again later.",
                CODES_AN_HOUR,
            )
        )
    return Fine(Finish(notes=(Message(code_text(await _fresh_code(desk))),), then=Go("chats")))


async def _fresh_code(desk: Desk) -> str:
    """One with a digit in it, so that it is understood wherever it is typed, and that nobody else has now."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
        if found_code(code) is None:
            continue
        try:
            await desk.uow.links.issue(desk.account.id, code, desk.present, desk.present + LIFETIME)
        except CodeInUse:
            continue
        return code


def code_text(code: str) -> Text:
    """The code, what it is for, and how long it is good."""
    return joined(
        _("Your code: {code}", code=verbatim(shown(code))),
        n_(
            "Type it in your other chat within {count} minute. It works once.",
            "Type it in your other chat within {count} minutes. It works once.",
            LIFETIME.seconds // 60,
        ),
        _("Give it to nobody: whoever joins sees your children and documents."),
    )


@performs(LinkByCode)
async def link_by_code(desk: Desk, effect: LinkByCode) -> Outcome:
    """Have the account of that code asked; nothing of it is told before it says yes, nor why a code does not fit."""
    if desk.account.registered_at is not None:
        return await join_by_words(desk, effect.code, HAS_ACCOUNT)
    tries = f"wrong link codes of {desk.address.id}"
    if not await desk.uow.limits.left(tries, desk.now, HOUR, WRONG_AN_HOUR):
        return Refused(TOO_MANY_WRONG)
    label = chat_label(desk.office, desk.address, desk.called)
    link = await desk.uow.links.typed(effect.code, desk.address.id, label, desk.now)
    if link is None:
        await desk.uow.limits.hit(tries, desk.now, HOUR, WRONG_AN_HOUR)
        return Refused(NO_SUCH_CODE)
    desk.outgoing += await notify_everywhere(desk, link.account_id, question(link), f"account:{link.account_id}")
    return Fine(Finish(notes=(Message(ASKED),), then=Go("menu")))


def question(link: Link) -> Message:
    """What the account is asked about the chat that wants to join."""
    label = verbatim(link.label or "—")
    return Message(
        joined(
            _("Somebody wants to join your account from another chat: {chat}. Is it you?", chat=label),
            _("After “Yes, it is me” that chat shows your children, applications and documents."),
        ),
        (
            Choice(f"{YES}.{link.id}", _("Yes, it is me"), action=True),
            Choice(f"{NO}.{link.id}", _("No, refuse"), action=True),
        ),
        purpose="chat_joining",
        named={"chat": label},
    )


@performs(AnswerLink)
async def answer_link(desk: Desk, effect: AnswerLink) -> Outcome:
    """Take the chat in or refuse it, once, in time, and while it has no account of its own."""
    link = await desk.uow.links.get(effect.link)
    if link is None or link.account_id != desk.account.id or link.state != "asked" or link.address_id is None:
        return Refused(SETTLED)
    if desk.now > link.expires_at + TIME_TO_ANSWER:
        await desk.uow.links.settle(link.id, "expired", desk.now)
        return Refused(TOO_LATE)
    return await (_accept if effect.yes else _refuse)(desk, link, link.address_id)


async def _accept(desk: Desk, link: Link, address_id: int) -> Outcome:
    found = await guest_at(desk, address_id)
    if found is None:
        await desk.uow.links.settle(link.id, "refused", desk.now)
        return Refused(NOT_FREE)
    desk.say_in(await take_in(desk, found[0]), Message(WELCOME, purpose="chat_joined"))
    note = _("Connected: {chat}. Both chats have the same account now.", chat=verbatim(link.label or "—"))
    others = [chat for chat in await desk.other_chats() if chat.id != address_id]
    for chat in others:
        desk.say_in(chat, Message(note, purpose="chat_connected"))
    await _settle(desk, link, "linked", "chat_connected")
    return Fine(Finish(notes=(Message(note),)))


async def _refuse(desk: Desk, link: Link, address_id: int) -> Outcome:
    found = await guest_at(desk, address_id)
    if found is not None:
        chat, guest = found
        desk.say_in(chat, Message(_("The other chat has refused. Nothing has changed here.")), locale_of(guest))
    await _settle(desk, link, "refused", "chat_refused")
    note = joined(_("Refused. Nobody has joined your account."), call_us(desk))
    return Fine(Finish(notes=(Message(note),)))


async def _settle(desk: Desk, link: Link, state: LinkState, event: str) -> None:
    await desk.uow.links.settle(link.id, state, desk.now)
    details = {"chat": link.address_id, "label": link.label}
    await desk.uow.events.append(desk.actor, desk.actor, None, event, at=desk.now, details=details)
