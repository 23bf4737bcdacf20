"""A phone is proved by the chat where it can be, by a code where it cannot, and nowhere by a contact card alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import ChangePhone, CheckCode, Recover, SendCode
from dialogs.facts import Able, Chat
from tests.dialogs.parents import NAMELESS, NUMBERED, PARENT_IIN, guest, parent
from tests.dialogs.talk import Talk

NO_CODES = Able(codes=False, registry=True)


def on(chat: Chat) -> Talk:
    """A registered parent in that chat."""
    talk = parent()
    talk.me = replace(talk.me, chat=chat)
    return talk.starts()


@pytest.mark.rule("S3-14", "S3-16")
def test_where_the_chat_vouches_for_a_number_one_press_confirms_it() -> None:
    talk = guest(chat=NUMBERED).picks("Register").hears("The number of this chat: +7 (701) 000-00-01.", "to sign in")
    talk.hears("1 Use this number", "2 Another number").hears_not("Send my number")
    talk.picks("Use this number").hears("Registration · step 2 of 4", "Type your IIN")
    assert not any(isinstance(effect, SendCode) for effect in talk.done)


def test_another_number_is_proved_by_a_code_there_too() -> None:
    talk = guest(chat=NUMBERED).picks("Register").picks("Another number").hears("Type your mobile number")
    talk.says("8 701 000 00 02").does(SendCode("+77010000002", "register")).says("123456")
    talk.does(CheckCode("+77010000002", "123456", "register")).hears("Type your IIN")


def test_the_number_of_the_chat_needs_no_code_when_it_is_typed_either() -> None:
    talk = guest(chat=NUMBERED).picks("Register").says("8 701 000 00 01").hears("Type your IIN")
    assert talk.done == []


def test_an_iin_in_place_of_the_phone_is_named_as_one() -> None:
    guest(chat=NUMBERED).picks("Register").says(PARENT_IIN).hears("This is an IIN. Here I need a phone number.")


@pytest.mark.parametrize("own", [True, False])
def test_a_contact_card_proves_nothing_where_the_channel_does_not_say_whose_it_is(own: bool) -> None:
    talk = guest(chat=NUMBERED).picks("Register").shares_contact("+77010000009", own=own)
    talk.hears("A contact card proves nothing here. Press “Use this number”", "1 Use this number")
    assert talk.done == []


def test_without_codes_the_number_of_the_chat_is_the_only_one() -> None:
    talk = guest(NO_CODES, NUMBERED).picks("Register").hears_not("Another number").says("87010000002")
    talk.hears("Press “Use this number” below the message; typing the number is not enough.")
    talk.taps("Register", talk.conversation.rev, "type").hears("Press “Use this number”")


@pytest.mark.rule("S3-16", "E-35")
def test_who_has_no_number_to_show_types_one_and_proves_it_by_a_code() -> None:
    talk = guest(chat=NAMELESS).picks("Register").hears("step 1 of 4", "Type your mobile number", "For example")
    talk.hears_not("Use this number", "Send my number").shares_contact().hears(
        "proves nothing here. Type the number in digits."
    )
    talk.sends().hears("Type the number in digits.").says("8 701 000 00 01").does(SendCode("+77010000001", "register"))
    talk.says("123456").hears("Type your IIN")


def test_who_has_no_number_to_show_and_can_get_no_code_is_told_where_to_go() -> None:
    talk = guest(NO_CODES, NAMELESS).picks("Register")
    talk.hears("I do not see your phone number in this chat", "a chat that shows your number:\nTelegram")
    talk.hears("Contact centre: +7 (700) 000-00-00")
    talk.says("87010000001").hears("I do not see your phone number").taps("Register", talk.conversation.rev, "own")
    talk.hears("I do not see your phone number")
    alone = guest(NO_CODES, replace(NAMELESS, others=())).picks("Register")
    alone.hears("Contact centre").hears_not("a chat that shows your number")


@pytest.mark.parametrize("foreign", ["+15550000000", "+77272000000", "nonsense"])
def test_a_number_that_may_not_register_is_not_offered(foreign: str) -> None:
    guest(chat=replace(NUMBERED, phone=foreign)).picks("Register").hears("Type your mobile number")


@pytest.mark.rule("S3-12", "E-35")
def test_the_phone_of_the_account_in_hand_saves_the_code() -> None:
    talk = guest(chat=NUMBERED).picks("I have an account").picks("By phone and IIN")
    talk.hears("step 1 of 2", "The number of this chat: +7 (701) 000-00-01.", "Is it the phone of your account?")
    talk.picks("Use this number").says(PARENT_IIN).does(Recover("+77010000001", PARENT_IIN))
    assert not any(isinstance(effect, SendCode) for effect in talk.done)


def test_the_phone_of_an_account_elsewhere_wants_a_code() -> None:
    talk = guest(chat=NUMBERED).picks("I have an account").picks("By phone and IIN").picks("Another number")
    talk.hears("Type the phone number of your account.").says("8 701 000 00 02").says(PARENT_IIN)
    talk.does(SendCode("+77010000002", "recover")).hears("step 3 of 3").says("123456")
    talk.does(Recover("+77010000002", PARENT_IIN))


def test_without_codes_the_shared_number_may_open_the_account() -> None:
    talk = guest(NO_CODES).picks("I have an account").picks("By phone and IIN").hears("Send my number")
    talk.shares_contact().says(PARENT_IIN).does(Recover("+77010000001", PARENT_IIN))


def test_a_new_phone_can_be_the_number_of_the_chat() -> None:
    talk = on(NUMBERED).picks("Profile").picks("Change phone").hears("Shall it be the phone of your account?")
    talk.picks("Use this number").does(ChangePhone("+77010000001"))
