"""The PDFs of a contract, the links by which they are signed, and what is kept for the next contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from enrolment.contract_states import ContractState
from storage.contract_tables import requisites, signing
from storage.contract_versions import ContractVersion
from storage.database import Database
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow
from tests.storage.domain.contracting import begun, standing, stored
from tests.storage.domain.families import NOW, later, mother
from tests.storage.domain.racing import race

SHA = "0f" * 32


async def version(uow: Uow, one: StoredContract, number: int, *, frozen: bool = False) -> ContractVersion:
    made = ContractVersion(one.id, number, await stored(uow, one), SHA, 30, "unified-1", NOW, NOW if frozen else None)
    await uow.contract_versions.add(replace(made, form={"iban": f"KZ{number}"}))
    return replace(made, form={"iban": f"KZ{number}"})


async def test_a_version_keeps_its_file_and_says_who_has_signed_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        draft, frozen = await version(uow, one, 1), await version(uow, one, 2, frozen=True)
        assert await uow.contract_versions.of(one.id) == [draft, frozen]
        await uow.contract_versions.signed(one.id, 2, parent=later(hours=1))
        await uow.contract_versions.signed(one.id, 2, preschool=later(hours=2))
        signed = replace(frozen, parent_signed_at=later(hours=1), preschool_signed_at=later(hours=2))
        assert await uow.contract_versions.get(one.id, 2) == signed
        assert await uow.contract_versions.get(one.id, 3) is None
        files = await uow.files.get([draft.file_id, frozen.file_id])
    assert {file.state for file in files.values()} == {"kept"}


async def test_drafts_go_when_nobody_reads_them_any_more_and_frozen_versions_stay(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        draft, frozen = await version(uow, one, 1), await version(uow, one, 2, frozen=True)
        await uow.contract_versions.drop_drafts(one.id)
        assert await uow.contract_versions.of(one.id) == [frozen]
        files = await uow.files.get([draft.file_id, frozen.file_id])
    assert [files[each.file_id].state for each in (draft, frozen)] == ["loose", "kept"]


@pytest.mark.rule("E-40")
async def test_edge_40_the_pdf_of_a_contract_that_came_to_nothing_goes_with_the_account(database: Database) -> None:
    async with database.transaction("test") as uow:
        kept, gone = [await begun(uow, count) for count in (1, 2)]
        for one, state in ((kept, ContractState.SIGNED), (gone, ContractState.EXPIRED)):
            await version(uow, one, 1, frozen=True)
            await uow.contracts.save(standing(one, state=state))
            await uow.contract_versions.erase(await uow.contracts.in_vain_of(one.account_id))
        assert len(await uow.contract_versions.of(kept.id)) == 1
        assert await uow.contract_versions.of(gone.id) == []


@pytest.mark.rule("E-8")
async def test_edge_8_of_a_former_parent_only_what_was_signed_is_kept(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        draft, signed, fixed = [await version(uow, one, number, frozen=number > 1) for number in (1, 2, 3)]
        await uow.contract_versions.signed(one.id, 2, parent=later(hours=1))
        await uow.contract_versions.forget_unsigned(one.id)
        assert [each.version for each in await uow.contract_versions.of(one.id)] == [2]
        assert set(await uow.files.get([draft.file_id, signed.file_id, fixed.file_id])) == {signed.file_id}


@pytest.mark.rule("S2-73")
async def test_C20_only_a_text_that_will_be_signed_is_counted_as_to_be_made_anew(database: Database) -> None:
    async with database.transaction("test") as uow:
        states = (ContractState.DRAFT, ContractState.DRAFT, ContractState.RETURNED, ContractState.SIGNED)
        ones = [await begun(uow, count) for count, _state in enumerate(states, start=1)]
        for one, state, fixed in zip(ones, states, (None, SHA, SHA, SHA), strict=True):
            await version(uow, one, 1, frozen=fixed is not None)
            await uow.contracts.save(replace(standing(one, state=state, frozen=fixed), version=1))
        assert await uow.contracts.count_unsigned() == 3
        for one in (ones[1], ones[2]):  # Changed since, or signed and returned.
            stored_ = await uow.contracts.get(one.id)
            assert stored_ is not None
            await uow.contracts.save(standing(stored_, frozen=None))
        assert await uow.contracts.count_unsigned() == 1
        await uow.contract_versions.drop_drafts(ones[0].id)
        assert await uow.contracts.count_unsigned() == 0


def link(one: StoredContract, purpose: Purpose = Purpose.SIGN) -> Signing:
    return Signing(one.id, one.account_id, purpose, NOW, later(minutes=30), 2, SHA)


async def test_a_link_is_used_once_and_in_time(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        mine = link(one)
        await uow.signings.issue(mine, "token")
        assert await uow.signings.by_token("token") == await uow.signings.get(mine.id) == mine
        assert await uow.signings.by_token("other") is await uow.signings.get(1) is None
        (row,) = (await uow.connection.execute(select(signing))).all()
        assert not await uow.signings.use(mine.id, mine.expires_at)
        assert await uow.signings.use(mine.id, later(minutes=1))
        assert not await uow.signings.use(mine.id, later(minutes=1))
        assert (await uow.signings.get(mine.id)) == replace(mine, used_at=later(minutes=1))
    assert b"token" not in row.token_hash


async def test_a_new_link_takes_the_place_of_the_unused_one(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        first, second, third = link(one, Purpose.CHECK), link(one), link(one)
        await uow.signings.issue(first, "1")
        await uow.signings.use(first.id, NOW)
        await uow.signings.issue(second, "2")
        await uow.signings.issue(third, "3")
        found = [await uow.signings.by_token(token) for token in "123"]
        assert found == [replace(first, used_at=NOW), None, third]
        await uow.signings.erase(third.expires_at + timedelta(seconds=1))
        assert [await uow.signings.get(each.id) is None for each in (first, third)] == [False, True]


async def test_one_link_does_not_sign_twice_at_once(database: Database) -> None:
    async with database.transaction("issue") as uow:
        mine = link(await begun(uow))
        await uow.signings.issue(mine, "token")

    async def use(uow: Uow) -> bool:
        return await uow.signings.use(mine.id, NOW)

    assert await race(database, use, use) == (True, False)


async def test_requisites_are_kept_sealed_and_the_last_ones_count(database: Database) -> None:
    async with database.transaction("test") as uow:
        parent = await mother(uow)
        assert await uow.requisites.of(parent.id) == {}
        await uow.requisites.keep(parent.id, {"iban": "KZ1"}, NOW)
        await uow.requisites.keep(parent.id, {"iban": "KZ2"}, later(days=1))
        (row,) = (await uow.connection.execute(select(requisites))).all()
        assert await uow.requisites.of(parent.id) == {"iban": "KZ2"}
        await uow.requisites.erase(parent.id)
        assert await uow.requisites.of(parent.id) == {}
    assert b"KZ2" not in row.form


async def test_two_accounts_that_become_one_keep_what_the_older_one_knew(database: Database) -> None:
    async with database.transaction("test") as uow:
        new, old = await mother(uow, "1"), await mother(uow, "2")
        await uow.requisites.hand_over(new.id, old.id)
        assert await uow.requisites.of(old.id) == {}
        await uow.requisites.keep(new.id, {"iban": "KZ1", "email": "a@example.kz"}, NOW)
        await uow.requisites.keep(old.id, {"iban": "KZ2"}, NOW)
        await uow.requisites.hand_over(new.id, old.id)
        assert await uow.requisites.of(old.id) == {"iban": "KZ2", "email": "a@example.kz"}
        assert await uow.requisites.of(new.id) == {}
