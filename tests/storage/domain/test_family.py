"""The ties of a child to those whom its applicant let in, and what becomes of them when accounts do. Edges 8, 9."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from enrolment.voucher_states import Actor
from storage.accounts import Account
from storage.database import Database
from storage.family import Tie
from storage.family_tables import family_tie
from storage.links import CodeInUse
from storage.uow import Uow
from tests.storage.domain.families import GIRL_IIN, NOW, boy, mother, unsent

CODE, OTHER_CODE = "AC2EK4MT", "AC2EK4M7"
SOON = NOW + timedelta(hours=24)


async def tied(uow: Uow, child_id: int, member: Account, role: Actor = Actor.DELEGATE) -> Tie:
    """Somebody who joined."""
    one = await uow.family.invite(child_id, role, f"C{member.id}{child_id}{role}", NOW, SOON)
    await uow.family.ask(one.id, member.id, SOON)
    await uow.family.join(one.id, NOW)
    found = await uow.family.get(one.id)
    assert found is not None
    return found


@pytest.mark.rule("E-8")
async def test_a_code_is_kept_as_a_digest_and_works_once_in_time(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow, "1")).id)
        father = await mother(uow, "2")
        one = await uow.family.invite(child.id, Actor.SECOND_PARENT, CODE, NOW, SOON)
        (kept,) = (await uow.connection.execute(family_tie.select())).all()
        assert CODE.encode() not in kept.code_hash
        assert await uow.family.by_code(OTHER_CODE, NOW) is None
        assert await uow.family.by_code(CODE, SOON) is None
        assert await uow.family.by_code(CODE, NOW) == one
        await uow.family.ask(one.id, father.id, SOON)
        assert await uow.family.by_code(CODE, NOW) is None
        assert [tie.member_id for tie in await uow.family.asked_of(child.id, NOW)] == [father.id]
        assert await uow.family.asked_of(child.id, SOON) == []


async def test_a_new_code_replaces_the_unused_one_of_its_role_alone(database: Database) -> None:
    async with database.transaction("test") as uow:
        child = await boy(uow, (await mother(uow, "1")).id)
        await uow.family.invite(child.id, Actor.DELEGATE, CODE, NOW, SOON)
        await uow.family.invite(child.id, Actor.SECOND_PARENT, OTHER_CODE, NOW, SOON)
        with pytest.raises(CodeInUse):
            await uow.family.invite(child.id, Actor.SECOND_PARENT, CODE, NOW, SOON)
        assert await uow.family.by_code(CODE, NOW) is not None


@pytest.mark.rule("E-8")
async def test_who_is_concerned_by_an_application(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, father, aunt = [await mother(uow, chat) for chat in ("1", "2", "3")]
        child = await boy(uow, parent.id)
        one = unsent(parent.id, child.id, child.key)
        await uow.applications.add(one)
        await tied(uow, child.id, father, Actor.SECOND_PARENT)
        tie = await tied(uow, child.id, aunt)
        audience = await uow.family.audience(one.id)
        assert audience is not None
        assert [audience.role_of(who.id) for who in (parent, father, aunt)] == [
            Actor.PARENT,
            Actor.SECOND_PARENT,
            Actor.DELEGATE,
        ]
        assert await uow.family.role(one.id, father.id) is Actor.SECOND_PARENT
        assert await uow.family.settle(tie.id, "ended", NOW)
        assert not await uow.family.settle(tie.id, "ended", NOW)
        assert await uow.family.role(one.id, aunt.id) is None
        assert await uow.family.was_member(one.id, aunt.id)
        assert not await uow.family.was_member(one.id, parent.id)
        assert await uow.family.audience(1) is None
        assert await uow.family.role(1, parent.id) is None


@pytest.mark.rule("E-8")
async def test_edge_08_who_acts_and_who_takes_the_role_away_wait_for_each_other(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, father = await mother(uow, "1"), await mother(uow, "2")
        child = await boy(uow, parent.id)
        one = unsent(parent.id, child.id, child.key)
        await uow.applications.add(one)
        tie = await tied(uow, child.id, father, Actor.SECOND_PARENT)
    said: list[str] = []
    acting = asyncio.Event()

    async def act() -> None:
        async with database.transaction("act") as uow:
            assert await uow.family.role(one.id, father.id) is Actor.SECOND_PARENT
            acting.set()
            for _step in range(5):
                await asyncio.sleep(0)
            said.append("acted")

    async def revoke() -> None:
        await acting.wait()
        async with database.transaction("revoke") as uow:
            await uow.family.settle(tie.id, "ended", NOW)
            said.append("revoked")

    await asyncio.gather(act(), revoke())
    assert said == ["acted", "revoked"]
    async with database.transaction("later") as uow:
        assert await uow.family.role(one.id, father.id) is None


async def test_an_account_that_ends_is_in_no_circle_and_has_none(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, father = await mother(uow, "1"), await mother(uow, "2")
        mine, theirs = await boy(uow, parent.id), await boy(uow, father.id, GIRL_IIN)
        await tied(uow, mine.id, father)
        await tied(uow, theirs.id, parent)
        await uow.accounts.erase(parent.id, NOW)
        assert await uow.family.of_child(mine.id) == []
        assert await uow.family.of_child(theirs.id) == []


async def test_accounts_that_become_one_keep_what_was_entrusted_to_either_once(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, old, new = [await mother(uow, chat) for chat in ("1", "2", "3")]
        first, second = await boy(uow, parent.id), await boy(uow, parent.id, GIRL_IIN)
        await tied(uow, first.id, old, Actor.SECOND_PARENT)
        await tied(uow, first.id, new)
        await tied(uow, second.id, old)
        await uow.accounts.hand_over(old.id, new.id)
        assert [(tie.child_id, tie.role) for tie in await uow.family.of_member(new.id)] == [
            (first.id, Actor.SECOND_PARENT),
            (second.id, Actor.DELEGATE),
        ]
        assert await uow.family.of_member(old.id) == []


@pytest.mark.rule("E-8")
async def test_edge_08_of_two_second_parents_of_one_child_the_earlier_one_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        hers, theirs = await mother(uow, "1"), await mother(uow, "2")
        mine, other = await boy(uow, hers.id), await boy(uow, theirs.id)
        first = await tied(uow, other.id, await mother(uow, "3"), Actor.SECOND_PARENT)
        later = await tied(uow, mine.id, await mother(uow, "4"), Actor.SECOND_PARENT)
        aunt = await tied(uow, mine.id, await mother(uow, "5"))
        await uow.accounts.hand_over(hers.id, theirs.id)
        assert {tie.id for tie in await uow.family.of_child(other.id)} == {first.id, aunt.id}
        ended = await uow.family.get(later.id)
        assert ended is not None and ended.state == "ended"


async def test_nobody_is_entrusted_with_a_child_of_their_own(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, other, aunt = [await mother(uow, chat) for chat in ("1", "2", "3")]
        mine, same = await boy(uow, parent.id), await boy(uow, other.id)
        await tied(uow, mine.id, other, Actor.SECOND_PARENT)
        await tied(uow, mine.id, aunt)
        await tied(uow, same.id, aunt)
        await uow.accounts.hand_over(parent.id, other.id)
        assert await uow.family.of_member(other.id) == []
        assert [tie.child_id for tie in await uow.family.of_member(aunt.id)] == [same.id]
