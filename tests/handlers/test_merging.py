"""Two accounts of one person become one, once phone and IIN of the other are proved, where that harms nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import AddChild, DeleteMyData, MergeAccounts, Person
from dialogs.inputs import Fine
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor
from handlers.outside_work import task_done
from simulator.people import ALIKHAN
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    PHONE,
    code_of,
    connected_to,
    does,
    newcomer,
    parent_with_child,
    registered,
    registered_by_number,
    tasks,
    why,
)
from tests.handlers.staff.people import applies
from tests.handlers.town import Phone, Town


async def with_child(town: Town, phone: Phone, iin: str | None = CHILD_IIN, document: str | None = None) -> int:
    """Adds a child to the account of that phone."""
    person = Person("Оспанов", "Алихан", "", ALIKHAN.birth_date)
    added = await does(town, phone, AddChild(iin, document, person, "none"))
    assert isinstance(added, Fine)
    phone.hears()
    return int(added.value.result)


def said(outcome: object) -> str:
    """The words that a merge ends with."""
    assert isinstance(outcome, Fine)
    return str(outcome.value.notes[0].text)


@pytest.mark.rule("S3-12", "E-35")
async def test_everything_of_both_is_together_in_the_account_that_was_proved(town: Town) -> None:
    first, _child = await parent_with_child(town)
    second = await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    await with_child(town, second, None, "N12345678")
    kept, gone = await first.account(), await second.account()
    await second.picks("Profile")
    await second.picks("My chats")
    await second.picks("Another account")
    await second.picks("Make one of them")
    await second.picks("Another number")
    await second.says("8 701 000 00 01")
    await second.says(IIN)
    await second.says(await code_of(town))
    second.hears("Your two accounts are one now.", "[My applications]")
    first.hears("Two of your accounts became one, 23 November, Monday, 10:00.", "tell us at once")
    assert (await second.account()).id == (await first.account()).id == kept.id
    assert (await first.account()).iin == IIN
    await first.says("menu")
    await first.picks("My children")
    first.hears("You have 2 children here.")
    async with town.database.reading() as uow:
        assert (await uow.accounts.load([gone.id]))[gone.id].deleted_at is not None
        assert [event.to for event in await uow.events.history(f"account:{gone.id}")][-1] == "merged"
        assert [event.to for event in await uow.events.history(f"account:{kept.id}")][-1] == "took_over"


async def test_the_number_of_the_chat_is_proof_enough_for_its_own_account(town: Town) -> None:
    first = await registered(town)
    second = await registered_by_number(town, PHONE, OTHER_IIN)
    for label in ("Profile", "My chats", "Another account", "Make one of them", "Use this number"):
        await second.picks(label)
    await second.says(IIN)
    second.hears("Your two accounts are one now.")
    assert (await second.account()).id == (await first.account()).id


async def test_the_other_chats_of_both_stay(town: Town) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    third = await connected_to(second, await newcomer(town, "1002"))
    assert "one now" in said(await does(town, second, MergeAccounts(PHONE, IIN)))
    first.hears("Two of your accounts became one")
    third.hears("Two of your accounts became one")
    assert len({(await phone.account()).id for phone in (first, second, third)}) == 1


async def test_what_was_begun_in_either_can_be_taken_up(town: Town) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    await first.picks("Profile")
    await first.picks("Change name")
    await second.picks("Profile")
    for label in ("My chats", "Another account", "Make one of them", "Another number"):
        await second.picks(label)
    await second.says("8 701 000 00 01")
    await second.says(IIN)
    await second.says(await code_of(town))
    continues = [f"{choice.label} {choice.hint}" for choice in second.heard[-1].choices]
    assert any("My name" in one and "Continue" in one for one in continues)


async def test_two_applications_of_one_child_keep_the_accounts_apart(town: Town) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    for phone in (first, second):
        child = await with_child(town, phone)
        one = await applies(town, phone, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED)
        async with town.database.transaction("same child") as uow:
            kept = await uow.children.get(one.child_id)
            typed = await uow.children.get(child)
            assert kept is not None
            assert typed is not None
            await uow.children.remove(child, town.clock.now())
            await uow.children.save(replace(kept, iin=CHILD_IIN))
    text = said(await does(town, second, MergeAccounts(PHONE, IIN)))
    assert "Withdraw one of them first" in text
    assert "Nothing has changed." in text
    assert (await second.account()).iin == OTHER_IIN
    assert (await second.account()).id != (await first.account()).id


@pytest.mark.rule("E-8")
async def test_edge_08_of_two_second_parents_of_one_child_the_earlier_stays_and_all_are_told(town: Town) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    members = [await newcomer(town, chat) for chat in ("1002", "1003")]
    for phone, member in zip((first, second), members, strict=True):
        child, account, now = await with_child(town, phone), await member.account(), town.clock.now()
        async with town.database.transaction("let in") as uow:
            tie = await uow.family.invite(child, Actor.SECOND_PARENT, str(account.id), now, now)
            await uow.family.ask(tie.id, account.id, now)
            await uow.family.join(tie.id, now)
        town.clock.move(minutes=1)
    earlier, later = members
    assert "Not let in any more: —. For one child" in said(await does(town, second, MergeAccounts(PHONE, IIN)))
    later.hears("The parent has ended your access.")
    earlier.hears_not("ended your access")


async def test_two_people_keep_their_accounts(connected: Town) -> None:
    first, second = await registered(connected), await registered_by_number(connected, OTHER_PHONE, OTHER_IIN)
    accounts = [await phone.account() for phone in (first, second)]
    async with connected.database.transaction("proof") as uow:
        for account in accounts:
            await uow.accounts.save(replace(account, iin_proof="registry"))
    assert "two different people" in said(await does(connected, second, MergeAccounts(PHONE, IIN)))
    assert (await second.account()).iin == OTHER_IIN


@pytest.mark.rule("S3-12")
async def test_whoever_guesses_has_three_tries_a_day(town: Town) -> None:
    await registered(town)
    second = await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    for _try in range(3):
        assert "together" in why(await does(town, second, MergeAccounts(PHONE, OTHER_IIN)))
    assert "last try for today" in why(await does(town, second, MergeAccounts(PHONE, IIN)))


async def test_an_account_is_not_merged_with_itself_nor_with_a_stranger(town: Town) -> None:
    first, stranger = await registered(town), await newcomer(town, "1002")
    assert "has already" in said(await does(town, first, MergeAccounts(PHONE, IIN)))
    assert (await first.account()).registered_at is not None
    assert "register first" in why(await does(town, stranger, MergeAccounts(PHONE, IIN)))


@pytest.mark.parametrize("at_work", [False, True])
async def test_the_registrys_answer_comes_though_the_accounts_become_one_meanwhile(
    connected: Town, at_work: bool
) -> None:
    await registered(connected)
    second = await registered_by_number(connected, PHONE, OTHER_IIN)
    await second.picks("Continue")
    await second.says(CHILD_IIN)
    second.hears("One moment, I am checking the IIN.")
    begun = await tasks(connected) if at_work else []
    await second.says("menu")
    for label in ("Profile", "My chats", "Another account", "Make one of them", "Use this number"):
        await second.picks(label)
    await second.says(IIN)
    second.hears("Your two accounts are one now.")
    for task in begun or await tasks(connected):
        await task_done(connected.database, connected.office, task, {"status": "unavailable"})
    await connected.settle()
    await second.says("menu")
    await second.picks("New child")
    second.hears("Type the child's surname, name and patronymic.")
    assert await tasks(connected) == []


@pytest.mark.rule("E-40")
async def test_who_deletes_the_account_deletes_what_came_into_it(town: Town) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    gone = await second.account()
    await does(town, second, MergeAccounts(PHONE, IIN))
    await does(town, first, DeleteMyData())
    async with town.database.reading() as uow:
        history = await uow.events.history(f"account:{gone.id}")
    assert [event.details for event in history] == [None] * len(history)
