"""Registration: whose IIN it is, who makes way, and that nobody learns which IINs are known."""

from __future__ import annotations

import pytest

from dialogs.effects import DeleteMyData, Person, Recover, Register
from dialogs.found_account import FoundAccount
from dialogs.inputs import Fine
from dialogs.questions import Open
from tests.handlers.neighbours import (
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    PHONE,
    begins_registration,
    code_of,
    does,
    newcomer,
    registered,
    registered_by_number,
    registers,
    why,
    work_outside,
)
from tests.handlers.town import Town

TYPED = Person("Оспанова", "Айгуль", "")


def registration(phone: str = PHONE, iin: str = IIN, registry: str = "none") -> Register:
    return Register(phone, iin, TYPED, "2026-11", "2026-11-23T10:00:00+05:00", registry)


@pytest.mark.rule("S1-12")
@pytest.mark.rule("S3-16")
@pytest.mark.rule("S3-21")
async def test_without_a_registry_a_parent_types_the_data(town: Town) -> None:
    phone = await registers(town)
    phone.hears("You are registered, Айгерім.", "Next, add your child", "Type the child's IIN.")
    account = await phone.account()
    assert (account.phone, account.iin, account.iin_proof) == (PHONE, IIN, "none")
    assert account.phone_proved_at == account.registered_at == account.consent_at == town.clock.now()
    assert account.consent_version == town.office.profile.privacy.data_policy_version
    assert account.person is not None
    assert account.person.last_name == "Оспанова"


@pytest.mark.rule("S3-19")
async def test_the_registry_gives_the_data_and_proves_the_iin(connected: Town) -> None:
    phone = await registers(connected)
    phone.hears("Name: Оспанова Айгерім Серікқызы", "Born: 5 December 1991", "You are registered")
    account = await phone.account()
    assert account.iin_proof == "registry"
    assert account.person is not None
    assert account.person.middle_name == "Серікқызы"


async def test_with_somebody_elses_iin_the_registry_shows_nothing(connected: Town) -> None:
    phone = await begins_registration(connected, await newcomer(connected), PHONE, OTHER_IIN)
    phone.hears("Type your surname, name and patronymic").hears_not("Тимур", "Жұмабеков")


async def test_a_registry_that_is_away_lets_the_parent_type(connected: Town) -> None:
    phone = await newcomer(connected)
    await phone.picks("Register")
    await phone.sends({"contact": {"phone": PHONE, "own": True}})
    await phone.says(IIN)
    await phone.picks("I agree")
    await work_outside(connected, registry_down=True)
    phone.hears("Type your surname, name and patronymic")


async def test_a_proved_iin_cannot_be_registered_from_another_phone(connected: Town) -> None:
    await registers(connected)
    stranger = await registers(connected, "1002", OTHER_PHONE)
    stranger.hears("I cannot register you with these data.", "choose “I have an account”", "+7 (700) 000-00-00")
    stranger.hears_not("You are registered", "Айгерім Серікқызы", "exists", "known")
    assert (await stranger.account()).registered_at is None


async def test_the_refusal_reads_the_same_for_known_and_unknown_iins(connected: Town) -> None:
    """Whoever tries numbers is soon refused all of them, in the very same words."""
    await registers(connected)
    prober = await newcomer(connected, "1002")
    known = {why(await does(connected, prober, registration(OTHER_PHONE))) for _try in range(6)}
    unknown = why(await does(connected, prober, registration(OTHER_PHONE, OTHER_IIN)))
    assert known == {unknown}


async def test_an_unproved_iin_blocks_nobody(town: Town) -> None:
    await registers(town)
    second = await registers(town, "1002", OTHER_PHONE)
    second.hears("You are registered")
    assert (await second.account()).iin == IIN


async def test_proof_takes_an_iin_over_and_both_are_told(connected: Town) -> None:
    claimer = await newcomer(connected, "1002")
    assert isinstance(await does(connected, claimer, registration(OTHER_PHONE)), Fine)
    owner = await registers(connected)
    owner.hears("You are registered", "The IIN stood in another account too")
    claimer.hears("The owner of the IIN that you typed here has proved it", "Your children and applications stay")
    assert (await claimer.account()).iin is None
    assert (await claimer.account()).registered_at is not None
    assert (await owner.account()).iin_proof == "registry"


async def test_what_the_earlier_account_does_in_the_same_moment_does_not_bring_the_iin_back(connected: Town) -> None:
    claimer = await newcomer(connected, "1002")
    await does(connected, claimer, registration(OTHER_PHONE))
    owner = await begins_registration(connected, await newcomer(connected))
    button = next(choice.data for choice in owner.heard[-1].choices if choice.label == "Register")
    await owner.writes({"tapped": button})
    await claimer.sends({"said": "language"}, {"said": "1"})
    assert (await claimer.account()).locale == "kk"
    assert (await claimer.account()).iin is None
    assert (await owner.account()).iin == IIN


async def test_nobody_registers_twice_in_one_chat(town: Town) -> None:
    phone = await registered(town)
    again = await does(town, phone, registration(OTHER_PHONE, OTHER_IIN))
    assert isinstance(again, Fine)
    assert str(again.value.notes[0].text) == "You are registered in this chat already."
    assert (await phone.account()).iin == IIN


@pytest.mark.rule("S3-12")
async def test_who_guesses_the_iin_of_an_account_by_registering_has_three_tries_a_day(town: Town) -> None:
    await registered(town)
    guest = town.phone("telegram", "1002")
    for iin in (OTHER_IIN, OTHER_IIN):
        await newcomer(town, "1002")
        assert isinstance(await does(town, guest, registration(iin=iin)), Fine)
        await does(town, guest, DeleteMyData())
    assert "cannot open an account" in why(await does(town, guest, Recover(PHONE, OTHER_IIN)))
    assert "last try for today" in why(await does(town, guest, registration()))
    assert (await guest.account()).registered_at is None
    town.clock.move(days=1)
    outcome = await does(town, guest, registration())
    assert isinstance(outcome, Fine)
    assert isinstance(outcome.value.then, Open)
    assert outcome.value.then.dialog is FoundAccount


@pytest.mark.rule("S3-16", "E-35")
async def test_who_writes_under_a_name_without_a_number_registers_by_a_code(town: Town) -> None:
    phone = await newcomer(town, "KZ.150212345678", channel="whatsapp")
    await phone.picks("Register")
    phone.hears("Type your mobile number.").hears_not("Use this number", "Send my number")
    await phone.sends({"contact": {"phone": PHONE, "own": False}})
    phone.hears("A contact card proves nothing here.")
    await phone.says("8 701 000 00 01")
    await phone.says(await code_of(town))
    await phone.says(IIN)
    await phone.picks("I agree")
    await phone.says("Оспанова Айгерім Серікқызы")
    await phone.picks("Register")
    phone.hears("You are registered")
    assert (await phone.account()).phone == PHONE


@pytest.mark.rule("S3-16")
async def test_the_number_of_the_chat_registers_without_a_code(town: Town) -> None:
    phone = await registered_by_number(town)
    assert (await phone.account()).phone == PHONE
    assert await work_outside(town) == []
