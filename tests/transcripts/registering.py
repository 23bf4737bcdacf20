"""Conversations of those who have no account yet, or not here: it is opened, found again, or joined by a code."""

from __future__ import annotations

from dataclasses import replace

from dialogs.effects import Register, UseAccount
from dialogs.found_account import FoundAccount
from dialogs.inputs import Fine
from dialogs.page import Finish, Go
from dialogs.queries import ChatCard, Chats, MyChats
from dialogs.questions import Open
from tests.dialogs.parents import (
    FIRST_CHAT,
    FOUND,
    NAMELESS,
    PARENT_IIN,
    PERSON_FOUND,
    SECOND_CHAT,
)
from tests.transcripts.notices import UNASKED
from tests.transcripts.people import of_a_guest, of_a_parent
from tests.transcripts.recording import Recording


def proves_phone(talk: Recording) -> Recording:
    """The person gives the number in hand: by the button that shares it, or as the one that the chat vouches for."""
    return talk.picks("own") if talk.me.chat.phone else talk.shares_contact()


def register(talk: Recording) -> Recording:
    of_a_guest(talk).starts().picks("register")
    proves_phone(talk).says("91120540000").says(PARENT_IIN)
    talk.picks("read").picks("agree").hears_from_outside(PERSON_FOUND).picks("change").picks("return").picks("confirm")
    return talk


def register_by_code(talk: Recording) -> Recording:
    of_a_guest(talk).starts().picks("register").picks("type").says("8701").says("8 701 000 00 09").says("000000")
    talk.picks("resend").says("123456").says(PARENT_IIN).picks("agree").hears_from_outside({"status": "unknown"})
    return (
        talk.says("Серікова")
        .says("Серікова Әлия")
        .picks("change")
        .picks("q-birth_date")
        .says("19.07.1988")
        .picks("confirm")
    )


def register_without_number(talk: Recording) -> Recording:
    """The chat hides the number behind a user name: one is typed, and a code proves it."""
    of_a_guest(talk)
    talk.me = replace(talk.me, chat=NAMELESS)
    talk.starts().picks("register").shares_contact().says("8 701 000 00 01").says("123456").says(PARENT_IIN)
    return talk.picks("agree").hears_from_outside(PERSON_FOUND).picks("confirm")


def register_again(talk: Recording) -> Recording:
    """The person has an account in another chat already, which phone and IIN prove."""
    of_a_guest(talk).starts().picks("register")
    found = Open(FoundAccount, given=FOUND)
    talk.outcomes = {**talk.outcomes, Register: Fine(Finish(then=found)), UseAccount: Fine(Finish(then=Go("menu")))}
    proves_phone(talk).says(PARENT_IIN).picks("agree").hears_from_outside(PERSON_FOUND).picks("confirm")
    talk.says("?").picks("back").picks("resume-0")
    here, other = chats_of(talk)
    talk.facts = {**talk.facts, MyChats: Chats((replace(here, id=41), replace(other, id=42)))}
    of_a_parent(talk).picks("both").says("👍").is_told(UNASKED["chat_added"]).acts("unlink", "42")
    return talk.picks("no").acts("unlink", "43")


def recover(talk: Recording) -> Recording:
    of_a_guest(talk).starts().picks("account").picks("recover")
    talk.outcomes = {**talk.outcomes, UseAccount: Fine(Finish(then=Go("menu")))}
    if talk.me.chat.phone:
        talk.picks("own").says(PARENT_IIN)
    else:
        talk.says("87010000001").says(PARENT_IIN).says("123456")
    return of_a_parent(talk).picks("here")


def recover_by_code(talk: Recording) -> Recording:
    """The account has another number than the chat."""
    of_a_guest(talk).starts().picks("account").picks("recover")
    if talk.me.chat.phone:
        talk.picks("type")
    return talk.says("87010000009").says(PARENT_IIN).says("654321").says("123456")


def join_by_code(talk: Recording) -> Recording:
    of_a_guest(talk).starts().picks("account").picks("code").says("AC2E-K4M").says("ac2e k4mt")
    return talk.starts().says("AC2E-K4MT")


def chats_of(talk: Recording) -> tuple[ChatCard, ChatCard]:
    """The chat that one writes from, and the other one."""
    here, other = (SECOND_CHAT, FIRST_CHAT) if talk.me.chat.phone else (FIRST_CHAT, SECOND_CHAT)
    return replace(here, here=True), replace(other, here=False)
