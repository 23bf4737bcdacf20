"""Staff: invited once, found by role and place, gone when they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from enrolment.terms import Role
from storage.database import Database
from storage.domain_tables import invite, staff
from storage.invites import Invite, InviteProblem, Invites
from storage.staff import Staff
from storage.uow import Uow
from tests.storage.domain.families import NOW, employee, later, stranger
from tests.storage.domain.racing import race

DOCTOR = Role.PHTHISIATRICIAN


async def test_a_code_lets_one_person_in(database: Database) -> None:
    async with database.transaction("test") as uow:
        invites, newcomer, other = Invites(uow), await stranger(uow, "1"), await stranger(uow, "2")
        code = await invites.create(Role.PRESCHOOL_EMPLOYEE, NOW, "almaty", "150140000002")
        typed = f" {code[:5].lower()}-{code[5:]} "
        admitted = await invites.redeem(typed, newcomer.id, later(hours=23))
        assert await invites.redeem(code, other.id, later(hours=23)) is InviteProblem.USED
        kept = (await uow.connection.execute(select(invite))).one()
    assert isinstance(admitted, Invite)
    assert (admitted.role, admitted.locality, admitted.preschool_bin) == (
        Role.PRESCHOOL_EMPLOYEE,
        "almaty",
        "150140000002",
    )
    assert (admitted.used_by, admitted.used_at) == (newcomer.id, later(hours=23))
    assert len(code) == 26
    assert code.encode() not in b"".join(str(value).encode() for value in kept)


async def test_a_code_is_unknown_or_too_old(database: Database) -> None:
    async with database.transaction("test") as uow:
        invites, newcomer = Invites(uow), await stranger(uow)
        code = await invites.create(DOCTOR, NOW)
        assert await invites.redeem(code[:-1], newcomer.id, NOW) is InviteProblem.UNKNOWN
        assert await invites.redeem(code, newcomer.id, NOW + timedelta(hours=24)) is InviteProblem.EXPIRED


async def test_two_at_once_with_one_code(database: Database) -> None:
    async with database.transaction("invite") as uow:
        code = await Invites(uow).create(DOCTOR, NOW)
        one, other = await stranger(uow, "1"), await stranger(uow, "2")

    async def first(uow: Uow) -> Invite | InviteProblem:
        return await Invites(uow).redeem(code, one.id, NOW)

    async def second(uow: Uow) -> Invite | InviteProblem:
        return await Invites(uow).redeem(code, other.id, NOW)

    admitted, refused = await race(database, first, second)
    assert isinstance(admitted, Invite)
    assert refused is InviteProblem.USED


async def test_staff_are_found_by_account_and_by_role_and_place(database: Database) -> None:
    async with database.transaction("test") as uow:
        members = Staff(uow)
        here, there = await employee(uow, "1"), await employee(uow, "2", locality="astana")
        everywhere = await employee(uow, "3", locality=None)
        admin = await employee(uow, "4", role=Role.ADMIN, locality=None, name=None)
        assert await members.by_account(here.account_id) == here
        assert await members.for_role(DOCTOR, "almaty") == [here, everywhere]
        assert await members.for_role(DOCTOR) == [here, there, everywhere]
        assert await members.for_role(Role.ADMIN, "karaganda") == [admin]
        assert await members.load([here.id, admin.id]) == {here.id: here, admin.id: admin}


async def test_who_left_is_no_staff_but_still_has_a_name(database: Database) -> None:
    async with database.transaction("test") as uow:
        members, doctor = Staff(uow), await employee(uow)
        await members.name(doctor.id, "Серикова Б.")
        await members.leave(doctor.id, later(days=1))
        assert await members.by_account(doctor.account_id) is None
        assert await members.for_role(DOCTOR) == []
        assert await members.get(doctor.id) == replace(doctor, name="Серикова Б.", left_at=later(days=1))
        assert await members.get(doctor.id + 1) is None
        stored = (await uow.connection.execute(select(staff.c.name))).scalar_one()
    assert "Серикова".encode() not in stored


async def test_who_comes_back_keeps_the_id(database: Database) -> None:
    async with database.transaction("test") as uow:
        members, doctor = Staff(uow), await employee(uow)
        await members.leave(doctor.id, later(days=1))
        again = await employee(uow, role=Role.ADMIN, joined_at=later(days=2))
        assert again == replace(doctor, role=Role.ADMIN, joined_at=later(days=2))
        assert await members.by_account(doctor.account_id) == again
