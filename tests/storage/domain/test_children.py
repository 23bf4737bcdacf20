"""The children of an account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from storage.applications import Applications
from storage.children import Child, Children
from storage.database import Database
from storage.uow import Uow
from tests.storage.domain.families import BOY, BOY_IIN, GIRL_IIN, NOW, boy, later, mother, unsent


@pytest.mark.rule("S3-22")
async def test_children_are_listed_in_the_order_in_which_they_were_added(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        first = await boy(uow, parent.id)
        second = await boy(uow, parent.id, GIRL_IIN)
        assert await Children(uow).of(parent.id) == [first, second]
        assert await Children(uow).get(first.id) == first
        assert await Children(uow).load([second.id]) == {second.id: second}
    assert (first.iin, first.person) == (BOY_IIN, BOY)


@pytest.mark.rule("S1-35")
async def test_a_foreign_child_is_known_by_a_document(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        await boy(uow, parent.id)
        foreign = Child(parent.id, BOY, 2022, "typed_unknown", NOW, document_number="P1234567")
        foreign = await Children(uow).add(foreign)
        assert await Children(uow).same_in_account(parent.id, document_number="P1234567") == foreign
        assert await Children(uow).same_in_account(parent.id, document_number="P7654321") is None
        assert await Children(uow).same_in_account(parent.id) is None
        assert await Children(uow).get(foreign.id) == foreign


async def test_a_child_known_by_nothing_cannot_be_kept(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        with pytest.raises(ValueError, match="IIN or by document"):
            await Children(uow).add(Child(parent.id, BOY, 2022, "typed_unknown", NOW))


async def test_the_same_child_is_noticed_in_one_account_and_shared_between_two(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent, other = await mother(uow, "1"), await mother(uow, "2")
        mine = await boy(uow, parent.id)
        assert await Children(uow).same_in_account(parent.id, iin=BOY_IIN) == mine
        assert await Children(uow).same_in_account(other.id, iin=BOY_IIN) is None
        assert (await boy(uow, other.id)).key == mine.key
    with pytest.raises(IntegrityError):
        async with database.transaction("twice") as uow:
            await boy(uow, parent.id)


async def test_a_removed_child_is_gone_but_can_be_added_again(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        one = await boy(uow, parent.id)
        await Applications(uow).add(unsent(parent.id, one.id, one.key))
        await Children(uow).remove(one.id, later(days=1))
        assert await Children(uow).of(parent.id) == []
        assert await Children(uow).same_in_account(parent.id, iin=BOY_IIN) is None
        again = await boy(uow, parent.id)
        assert await Children(uow).of(parent.id) == [again]
        removed = await Children(uow).get(one.id)
    assert removed is not None
    assert removed.removed_at == later(days=1)


async def test_of_a_removed_child_that_no_application_names_nothing_stays(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        one = await boy(uow, parent.id)
        await Children(uow).remove(one.id, NOW)
        assert await Children(uow).kept(parent.id) == []
        assert await Children(uow).get(one.id) is None


async def test_erasing_spares_the_child_whose_application_still_runs(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        waiting, gone = await boy(uow, parent.id), await boy(uow, parent.id, GIRL_IIN)
        await Applications(uow).add(unsent(parent.id, waiting.id, waiting.key))
        await Children(uow).erase(parent.id, NOW)
        assert await Children(uow).get(waiting.id) == waiting
        assert await Children(uow).get(gone.id) is None


async def _siblings(uow: Uow, count: int) -> list[int]:
    parent = await mother(uow)
    return [
        (await uow.children.add(Child(parent.id, BOY, 2022, "typed_unknown", NOW, document_number=f"N{n}"))).id
        for n in range(count)
    ]


async def _families(uow: Uow, ids: list[int]) -> list[int | None]:
    known = await uow.children.load(ids)
    return [known[one].family_id for one in ids]


@pytest.mark.rule("E-11")
async def test_linked_children_are_one_family_and_so_is_who_joins_them(database: Database) -> None:
    async with database.transaction("test") as uow:
        twin, other, third, fourth, only = ids = await _siblings(uow, 5)
        family = await uow.children.link_family([twin, other])
        second = await uow.children.link_family([third, fourth])
        assert await _families(uow, ids) == [family, family, second, second, None]
        assert await uow.children.link_family([other, third]) == family
        assert await _families(uow, ids) == [family] * 4 + [None]
        assert [one.id for one in await uow.children.family(family)] == [twin, other, third, fourth]
        assert await uow.children.link_family([only, twin]) == family


async def test_nobody_is_left_in_a_family_alone(database: Database) -> None:
    async with database.transaction("test") as uow:
        twin, other, third = ids = await _siblings(uow, 3)
        family = await uow.children.link_family(ids)
        await uow.children.unlink(third)
        assert await _families(uow, ids) == [family, family, None]
        await uow.children.unlink(third)
        await uow.children.remove(other, NOW)
        assert await uow.children.family(family) == []
        assert (await uow.children.load([twin]))[twin].family_id is None


async def test_what_a_parent_corrects_leaves_the_family_as_it_is(database: Database) -> None:
    async with database.transaction("test") as uow:
        ids = await _siblings(uow, 2)
        family = await uow.children.link_family(ids)
        (one, _) = await uow.children.family(family)
        assert (await uow.children.save(replace(one, proof="registry"))).family_id == family
        assert await _families(uow, ids) == [family, family]
