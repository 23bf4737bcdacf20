"""Somebody stops working here: what is open goes to a colleague or to all, and nothing is left with nobody. Edge 39."""

from __future__ import annotations

import pytest

from dialogs.effects import AnswerCase, OpenCase, TakeReview
from dialogs.inputs import Fine, Refused
from dialogs.staff.member_queries import Appoint, EndMembership, InviteColleague
from enrolment.terms import Role
from handlers.invitations import Invitee
from storage.applications import Application
from storage.reviews import Review
from storage.staff import StaffMember
from tests.handlers.crowds import doing
from tests.handlers.kindergartens import asks, city, employee, kindergarten, opens
from tests.handlers.staff.people import administrator, applies, department, doctor, does, events_of, hired, parent
from tests.handlers.town import Phone, Town
from tests.storage.domain.racing import race

pytestmark = pytest.mark.rule("E-39")


async def member(town: Town, phone: Phone) -> StaffMember:
    account = await phone.account()
    async with town.database.reading() as uow:
        found = await uow.staff.by_account(account.id)
    assert found is not None
    return found


async def review_of(town: Town, application: Application) -> Review:
    async with town.database.reading() as uow:
        found = await uow.reviews.get(application.id)
    assert found is not None
    return found


async def taken(town: Town) -> tuple[Phone, Phone, Application]:
    """A doctor who has taken a review, a colleague, and the application; everything read."""
    leaving, staying = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    application = await applies(town, await parent(town))
    await does(town, leaving, TakeReview(application.id))
    return leaving.forgets(), staying.forgets(), application


async def ends(admin: Phone, name: str = "Ахметова Дана") -> Phone:
    await admin.says("menu")
    await admin.picks("Staff")
    await admin.picks(name)
    return await admin.picks("End membership")


async def test_edge_39_a_colleague_takes_over_what_is_open_and_is_told(town: Town) -> None:
    admin = await administrator(town)
    leaving, staying, application = await taken(town)
    await ends(admin)
    admin.hears("This is open with them:", "1 application that they review", "Who takes it over?")
    await admin.picks("Сулейменов Ерлан")
    await admin.picks("Yes, end it")
    admin.hears("Handed over: 1. Waiting for all colleagues: 0.", "2 people work here.")
    staying.hears("You take over from: Ахметова Дана (Phthisiatrician).", "1 application to review")
    assert (await review_of(town, application)).taken_by == (await member(town, staying)).id
    await staying.picks("My reviews")
    await staying.picks(application.number)
    staying.hears("you took it, 10:00", "[Confirm]")
    leaving.hears("Your access to this chat has ended, 23 November, Monday, 10:00.")
    await leaving.says("menu")
    leaving.hears("This chat is for staff with an invitation.")
    assert ("staff", "handed_over") in await events_of(town, f"review:{application.id}")


async def test_edge_39_back_to_everybody_who_may_take_it(town: Town) -> None:
    admin = await administrator(town)
    _leaving, staying, application = await taken(town)
    await ends(admin)
    await admin.picks("To all colleagues")
    await admin.picks("Yes, end it")
    admin.hears("Handed over: 0. Waiting for all colleagues: 1.")
    staying.hears(f"Application {application.number}", "waits since 10:00", "[Confirm]")
    assert (await review_of(town, application)).taken_by is None


async def test_edge_39_a_relative_does_not_take_it_over(town: Town) -> None:
    admin, leaving, related = await administrator(town), await doctor(town), await doctor(town, "1001", "Серікова Әлия")
    application = await applies(town, await parent(town))
    await does(town, leaving, TakeReview(application.id))
    taker = (await member(town, related)).id
    await does(town, admin, EndMembership((await member(town, leaving)).id, taker))
    assert (await review_of(town, application)).taken_by is None
    related.hears_not(application.number)


async def test_edge_39_a_doctor_of_another_city_does_not_take_it_over(town: Town) -> None:
    admin, here = await administrator(town), await doctor(town, "510", "Сулейменов Ерлан", "almaty")
    there = await doctor(town, "511", "Ли Анна", "astana")
    everywhere = await hired(town, "509", "Омаров Асан", Invitee(Role.PHTHISIATRICIAN, None))
    far = await applies(town, await parent(town), locality="astana")
    near = await applies(town, await parent(town, "1002"))
    for application in (far, near):
        await does(town, everywhere, TakeReview(application.id))
    there.forgets()
    taker = await member(town, here)
    await does(town, admin, EndMembership((await member(town, everywhere)).id, taker.id))
    assert (await review_of(town, far)).taken_by is None
    assert (await review_of(town, near)).taken_by == taker.id
    here.hears("1 application to review")
    there.hears(f"Application {far.number}")


async def test_edge_39_the_last_doctor_leaves_by_themselves_and_others_are_told(town: Town) -> None:
    admin, clerk, dana = await administrator(town), await department(town), await doctor(town)
    application = await applies(town, await parent(town))
    await does(town, dana, TakeReview(application.id))
    clerk.forgets()
    await dana.says("help")
    await dana.picks("End my membership")
    dana.hears("What is open goes to: all colleagues.", "Nobody else has this role here.")
    await dana.picks("Yes, end it")
    dana.hears("The membership has ended.", "This chat is for staff with an invitation.")
    for watching in (admin, clerk):
        watching.hears("Nobody has this role any more: Phthisiatrician, Almaty.", "1 application waits for review.")
    new = await doctor(town, "503", "Ли Анна")
    await new.picks("Waiting: 1")
    new.hears(application.number)


async def test_edge_39_questions_of_parents_go_to_another_administrator(town: Town) -> None:
    admin, other = await administrator(town), await administrator(town, "702")
    family = await parent(town)
    await does(town, family, OpenCase("question", "When is our turn?"))
    async with town.database.reading() as uow:
        case = (await uow.support.open_cases())[0]
    await does(town, admin, AnswerCase(case.id, "On Friday."))
    other.forgets()
    await does(town, admin, EndMembership((await member(town, admin)).id, (await member(town, other)).id))
    other.hears("You take over from: Ким Виктор (Administrator).", "1 question of a parent", "[Questions]")
    async with town.database.reading() as uow:
        again = await uow.support.get(case.id)
    assert again is not None
    assert again.taken_by == (await member(town, other)).id


async def test_edge_39_the_last_administrator_stays_until_another_one_is_there(town: Town) -> None:
    admin, local = await administrator(town), await administrator(town, "702", "almaty")
    me = (await member(town, admin)).id
    assert isinstance(await does(town, admin, EndMembership(me)), Refused)
    assert isinstance(await does(town, admin, Appoint(me, Role.PHTHISIATRICIAN, "almaty")), Refused)
    await does(town, admin, EndMembership((await member(town, local)).id))
    assert (await member(town, admin)).role is Role.ADMIN
    await local.says("menu")
    local.hears("This chat is for staff with an invitation.")


async def test_edge_39_two_last_administrators_who_leave_at_once_do_not_both_leave(town: Town) -> None:
    phones = [await administrator(town), await administrator(town, "702")]
    one, other = [await member(town, phone) for phone in phones]
    leaves = [doing(town, each.account_id, EndMembership(each.id)) for each in (one, other)]
    outcomes = await race(town.database, *leaves)
    assert [type(outcome) for outcome in outcomes] == [Fine, Refused]
    async with town.database.reading() as uow:
        assert [each.id for each in await uow.staff.for_role(Role.ADMIN)] == [other.id]


async def test_edge_39_two_last_administrators_who_give_each_other_another_role_do_not_both_lose_it(town: Town) -> None:
    phones = [await administrator(town), await administrator(town, "702")]
    one, other = [await member(town, phone) for phone in phones]
    moves = [
        doing(town, giver.account_id, Appoint(taker.id, Role.PHTHISIATRICIAN, "almaty"))
        for giver, taker in ((one, other), (other, one))
    ]
    outcomes = await race(town.database, *moves)
    assert [type(outcome) for outcome in outcomes] == [Fine, Refused]
    async with town.database.reading() as uow:
        assert [each.id for each in await uow.staff.for_role(Role.ADMIN)] == [one.id]


async def test_edge_39_requests_of_a_kindergarten_without_employees_go_to_the_department(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    saule, clerk = await employee(town), await department(town)
    await asks(town)
    clerk.forgets()
    await does(town, saule, EndMembership((await member(town, saule)).id))
    clerk.hears(
        "Nobody has this role any more: Kindergarten employee, Детский сад «Бота».",
        "1 request waits for an answer.",
        "Nobody in this chat can answer request E-2026-000001",
    )


async def test_memberships_end_only_within_reach(town: Town) -> None:
    _admin, local = await administrator(town), await administrator(town, "702", "astana")
    phone, clerk = await doctor(town), await department(town)
    one = await member(town, phone)
    for other in (local, clerk, town.phone("staff", "999")):
        assert isinstance(await does(town, other, EndMembership(one.id)), Refused)
        assert isinstance(await does(town, other, Appoint(one.id, Role.ADMIN, None)), Refused)
    assert isinstance(await does(town, _admin, EndMembership(12345)), Refused)
    assert isinstance(await does(town, _admin, EndMembership(one.id, to=12345)), Refused)
    assert (await member(town, phone)).role is Role.PHTHISIATRICIAN


async def test_another_role_gives_back_what_was_open_and_tells_the_member(town: Town) -> None:
    admin = await administrator(town)
    leaving, staying, application = await taken(town)
    await admin.says("menu")
    await admin.picks("Staff")
    await admin.picks("Ахметова Дана")
    await admin.picks("Another role")
    await admin.picks("Education department")
    await admin.picks("Astana")
    await admin.picks("Change the role")
    admin.hears("The role is changed. The person is told.")
    leaving.hears("Your role here is now: Education department, Astana.")
    staying.hears(f"Application {application.number}")
    after = await member(town, leaving)
    assert (after.role, after.locality, after.name) == (Role.EDUCATION_DEPARTMENT, "astana", "Ахметова Дана")


async def test_an_administrator_invites_with_a_code_and_a_link(town: Town) -> None:
    admin = await administrator(town)
    town.office.links["staff"] = "https://t.me/balapan_staff_bot"
    await admin.says("menu")
    await admin.picks("Staff")
    await admin.picks("Invite somebody")
    await admin.picks("PMPC reviewer")
    await admin.picks("Astana")
    await admin.picks("Make the code")
    said = next(one.text for one in admin.heard if "Invite code:" in one.text)
    code = said.split("Invite code: ")[1].split()[0]
    assert f"https://t.me/balapan_staff_bot?start={code}" in said
    phone = town.phone("staff", "905")
    await phone.sends({"start": code})
    await phone.picks("English")
    await phone.picks("Join")
    await phone.says("Ли Анна")
    phone.hears("Ли Анна · PMPC reviewer · Astana")


async def test_an_administrator_of_one_city_lets_people_into_that_city_only(town: Town) -> None:
    local = await administrator(town, locality="almaty")
    for where in ("astana", None):
        assert isinstance(await does(town, local, InviteColleague(Role.ADMIN, where)), Refused)
    assert isinstance(await does(town, local, InviteColleague(Role.PRESCHOOL_EMPLOYEE, "almaty", "000")), Refused)
