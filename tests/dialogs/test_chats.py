"""One account in several chats: connected by a code, chosen for notifications, disconnected; two accounts made one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import (
    AnswerLink,
    ChooseNotified,
    DisconnectChat,
    IssueLinkCode,
    LinkByCode,
    MergeAccounts,
    SendCode,
)
from dialogs.inputs import Refused
from dialogs.link_codes import ALPHABET, LENGTH, shown
from dialogs.queries import ChatCard, Chats, MyChats
from locales.text import verbatim
from tests.dialogs.parents import NUMBERED, ONE_CHAT, PARENT_IIN, SECOND_CHAT, TWO_CHATS, guest, parent
from tests.dialogs.talk import NOW, Talk


def with_chats(chats: Chats = TWO_CHATS) -> Talk:
    """A parent with these chats."""
    talk = parent()
    talk.facts = {**talk.facts, MyChats: chats}
    return talk.starts()


@pytest.mark.rule("E-38")
def test_another_chat_is_connected_by_a_code_that_this_one_shows() -> None:
    talk = with_chats(ONE_CHAT)
    talk.me = replace(
        talk.me, chat=replace(NUMBERED, others=("Telegram", "Viber"), links=("https://t.me/balapan_bot",))
    )
    talk.picks("Profile").hears_not("Notifications go to").picks("My chats").hears("Telegram (this chat)")
    talk.hears_not("Where to notify", "Notifications go to").picks("Connect a chat")
    talk.hears(
        "I am also here:\nTelegram: https://t.me/balapan_bot\nViber\n", "– Press “Get a code”.", "I will ask you here"
    )
    talk.picks("Get a code").does(IssueLinkCode()).hears("My chats")
    assert "Your code: AC2E-K4MT" in str(talk.heard[-2].text)


def test_where_there_is_no_other_channel_none_is_named() -> None:
    with_chats().picks("Profile").picks("My chats").picks("Connect a chat").hears_not("I am also")


@pytest.mark.rule("E-38")
@pytest.mark.parametrize("typed", ["AC2EK4MT", "ac2e-k4mt", "ас2е к4мт", "АС2Е–К4МТ", " AC2E K4MT. "])
def test_the_code_is_understood_however_it_is_typed(typed: str) -> None:
    talk = guest().picks("I have an account").picks("I have a code").hears("8 letters and digits", "Connect a chat")
    talk.says(typed).does(LinkByCode("AC2EK4MT")).hears("Menu")
    assert "I have asked" in str(talk.heard[-2].text)


@pytest.mark.parametrize("typed", ["AC2E-K4M", "AC2E-K4MTT", "BC2E-K4MT", "0C2E-K4MT", "?"])
def test_what_cannot_be_a_code_is_explained_and_costs_no_try(typed: str) -> None:
    talk = guest().picks("I have an account").picks("I have a code").says(typed)
    talk.hears("such as AC2E-K4MT", "I have a code")
    assert talk.done == []


def test_a_code_that_does_not_fit_is_asked_for_again() -> None:
    talk = guest()
    talk.outcomes = {**talk.outcomes, LinkByCode: Refused(verbatim("This code does not fit."))}
    talk.picks("I have an account").picks("I have a code").says("AC2E-K4MT").hears("This code does not fit.")
    talk.hears_not("Leave as it is").says("AC2E-K4MX").does(LinkByCode("AC2EK4MX"))


def test_a_code_typed_in_the_menu_is_understood_but_a_word_is_not() -> None:
    guest().says("ac2e k4mt").does(LinkByCode("AC2EK4MT"))
    parent().starts().says("ac2e k4mt").does(LinkByCode("AC2EK4MT"))
    guest().says("hello").hears("Please choose one of the options")
    assert guest().says("ТЕТКАМЕХ").hears("Please choose one of the options").done == []


def test_a_code_reads_in_two_groups_of_signs_that_nobody_mixes_up() -> None:
    assert shown("AC2EK4MT") == "AC2E-K4MT"
    assert len(ALPHABET) ** LENGTH > 6_000_000_000
    assert not set(ALPHABET) & set("01OILSZBDQ5")


@pytest.mark.parametrize(("action", "yes"), [("link", True), ("nolink", False)])
def test_the_answer_does_not_set_aside_what_is_being_answered(action: str, yes: bool) -> None:
    talk = parent().starts().picks("Apply").hears("Which queue?")
    talk.acts(action, "71").does(AnswerLink(71, yes)).hears("Which queue?", "Application")


def test_the_profile_says_where_notifications_go_and_lets_choose() -> None:
    talk = with_chats().picks("Profile").hears("Notifications go to: Where I wrote last").picks("My chats")
    talk.hears("WhatsApp +7 701 ••• •• 01", "WhatsApp •• 01").picks("Where to notify")
    talk.hears("within 60 minutes", "1 Where I wrote last", "2 Telegram", "3 WhatsApp •• 01")
    talk.picks("WhatsApp •• 01").does(ChooseNotified(42)).hears("My chats")
    talk.picks("Where to notify").picks("Where I wrote last").does(ChooseNotified(None))
    with_chats(replace(TWO_CHATS, notified=42)).picks("Profile").hears("Notifications go to: WhatsApp +7 701 ••• •• 01")
    with_chats(replace(TWO_CHATS, notified=99)).picks("Profile").hears("Notifications go to: Where I wrote last")


def test_a_chat_is_disconnected_after_saying_what_that_means() -> None:
    talk = (
        with_chats().picks("Profile").picks("My chats").picks("WhatsApp •• 01").hears("Last message there: 23 November")
    )
    talk.picks("Disconnect").hears("Disconnect the chat WhatsApp +7 701 ••• •• 01?", "Nothing is lost", "1 Keep it")
    talk.picks("Disconnect").does(DisconnectChat(42)).hears("My chats")
    talk.picks("WhatsApp •• 01").picks("Disconnect").picks("Keep it")
    assert talk.done == [DisconnectChat(42)]


def test_the_last_chat_stays_and_one_that_is_gone_is_explained() -> None:
    talk = with_chats(ONE_CHAT).picks("Profile").picks("My chats").picks("c-41")
    talk.hears("your only chat").hears_not("1 Disconnect")
    talk = with_chats().picks("Profile").picks("My chats")
    talk.facts = {**talk.facts, MyChats: Chats((*ONE_CHAT.cards, ChatCard(43, "Telegram 2", None, NOW)))}
    talk.taps("chats", talk.conversation.rev, "c-43").hears("Telegram 2").picks("Disconnect")
    talk.facts = {**talk.facts, MyChats: TWO_CHATS}
    talk.says("back").says("menu").picks("Continue").does(DisconnectChat(43)).hears("My chats")


def test_a_chat_that_has_left_meanwhile_is_explained() -> None:
    talk = with_chats().picks("Profile").picks("My chats").picks("WhatsApp •• 01")
    talk.facts = {**talk.facts, MyChats: ONE_CHAT}
    talk.says("?").hears("does not belong to your account any more")
    assert SECOND_CHAT.name == "WhatsApp +7 701 ••• •• 01"


@pytest.mark.rule("S3-12", "E-35")
def test_two_accounts_of_one_person_become_one() -> None:
    talk = with_chats().picks("Profile").picks("My chats").picks("Another account")
    talk.hears("registered twice", "cannot be undone", "1 Make one of them", "2 Keep them apart")
    talk.picks("Make one of them").hears("Type the phone number of your account.").says("8 701 000 00 09")
    talk.hears("IIN of your other account").says(PARENT_IIN).does(SendCode("+77010000009", "recover"))
    talk.says("123456").does(MergeAccounts("+77010000009", PARENT_IIN)).hears("Menu")


def test_nobody_is_made_to_join_two_accounts() -> None:
    talk = with_chats().picks("Profile").picks("My chats").picks("Another account").picks("Keep them apart")
    talk.hears("My chats")
    assert talk.done == []


def test_the_number_of_the_chat_proves_the_other_account() -> None:
    talk = with_chats()
    talk.me = replace(talk.me, chat=NUMBERED)
    talk.picks("Profile").picks("My chats").picks("Another account").picks("Make one").picks("Use this number")
    talk.says(PARENT_IIN).does(MergeAccounts("+77010000001", PARENT_IIN))
