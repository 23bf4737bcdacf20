"""Joining with a code, being locked out, leaving. Edge 39."""

from __future__ import annotations

import pytest

from dialogs.effects import JoinStaff, NameStaff
from dialogs.inputs import Refused
from dialogs.staff.member_queries import EndMembership
from enrolment.terms import Role
from handlers.invitations import Invitee, NotInvited, invite
from storage.staff import StaffMember
from tests.handlers.staff.catalogues import BIN, loaded
from tests.handlers.staff.people import administrator, doctor, does, events_of, joined, parent
from tests.handlers.town import Phone, Town


async def code_for(town: Town, invitee: Invitee) -> str:
    async with town.database.transaction("invite") as uow:
        return await invite(uow, town.office.profile, invitee, town.clock.now())


async def member_of(town: Town, phone: Phone) -> StaffMember | None:
    account = await phone.account()
    async with town.database.reading() as uow:
        return await uow.staff.by_account(account.id)


async def at_the_code(town: Town, chat: str = "901") -> Phone:
    phone = town.phone("staff", chat)
    await phone.says("hello")
    await phone.picks("English")
    return phone.hears("Send the invite code.")


async def test_role_and_locality_come_from_the_invite(town: Town) -> None:
    phone = await at_the_code(town)
    code = await code_for(town, Invitee(Role.PMPC_REVIEWER, "astana"))
    await phone.says(f"{code[:8]} {code[8:].lower()}")
    await phone.says("Ли Анна")
    phone.hears("Ли Анна · PMPC reviewer · Astana")
    member = await member_of(town, phone)
    assert member is not None
    assert (member.role, member.locality, member.name) == (Role.PMPC_REVIEWER, "astana", "Ли Анна")
    assert await events_of(town, f"staff:{member.id}") == [("staff", "joined"), ("staff", "named")]


async def test_a_code_works_once_and_for_a_day(town: Town) -> None:
    first, second = await at_the_code(town), await at_the_code(town, "902")
    used, stale = [await code_for(town, Invitee(Role.ADMIN)) for _each in range(2)]
    await first.says(used)
    first.hears("What is your surname and name?")
    await second.says(used)
    second.hears("This code does not work.")
    town.clock.move(hours=24, seconds=1)
    await second.says(stale)
    second.hears("This code does not work.")
    assert await member_of(town, second) is None


async def test_five_wrong_codes_lock_the_sender_for_an_hour_even_with_a_right_one(town: Town) -> None:
    phone = await at_the_code(town)
    code = await code_for(town, Invitee(Role.ADMIN))
    for _each in range(4):
        await phone.says("WRONG")
        phone.hears("This code does not work.")
    await phone.says("WRONG")
    phone.hears("Too many wrong codes. Try again in an hour.")
    town.clock.move(minutes=59)
    await phone.says(code)
    phone.hears("Too many wrong codes.")
    neighbour = await at_the_code(town, "902")
    await neighbour.says("WRONG")
    neighbour.hears("This code does not work.")
    town.clock.move(minutes=2)
    await phone.says(code)
    phone.hears("What is your surname and name?")


async def test_the_parents_bot_takes_no_invite_codes(town: Town) -> None:
    family = await parent(town)
    code = await code_for(town, Invitee(Role.ADMIN))
    assert isinstance(await does(town, family, JoinStaff(code)), Refused)
    assert isinstance(await does(town, family, NameStaff("Серікова Әлия")), Refused)
    assert await member_of(town, family) is None


async def test_codes_are_different_and_long(town: Town) -> None:
    codes = {await code_for(town, Invitee(Role.ADMIN)) for _each in range(20)}
    assert len(codes) == 20
    assert all(len(code) * 5 >= 128 for code in codes)


async def test_an_employee_is_bound_to_a_preschool_of_the_catalogue(town: Town) -> None:
    await loaded(town)
    phone = await joined(town, "903", "Омарова Сауле", Invitee(Role.PRESCHOOL_EMPLOYEE, preschool_bin=BIN))
    member = await member_of(town, phone)
    assert member is not None
    assert (member.preschool_bin, member.locality) == (BIN, "almaty")
    phone.hears("Kindergarten employee", "Еркемай")


@pytest.mark.parametrize(
    ("invitee", "why"),
    [
        (Invitee(Role.PHTHISIATRICIAN, "paris"), "no locality paris"),
        (Invitee(Role.PRESCHOOL_EMPLOYEE, "almaty"), "a preschool is named for"),
        (Invitee(Role.ADMIN, None, BIN), "a preschool is named for"),
        (Invitee(Role.PRESCHOOL_EMPLOYEE, None, "000000000000"), "no preschool with BIN 000000000000"),
        (Invitee(Role.PRESCHOOL_EMPLOYEE, "astana", BIN), "the preschool is in almaty"),
    ],
)
async def test_an_invitation_that_makes_no_sense_says_why(town: Town, invitee: Invitee, why: str) -> None:
    await loaded(town)
    with pytest.raises(NotInvited, match=why):
        await code_for(town, invitee)


@pytest.mark.rule("E-39")
async def test_somebody_who_left_comes_back_with_another_role(town: Town) -> None:
    admin, phone = await administrator(town), await doctor(town)
    member = await member_of(town, phone)
    assert member is not None
    await does(town, admin, EndMembership(member.id))
    code = await code_for(town, Invitee(Role.EDUCATION_DEPARTMENT, "astana"))
    await phone.says("/start")
    await phone.picks("Enter the code")
    await phone.says(code)
    await phone.says("Ахметова Дана")
    phone.hears("Education department · Astana")
