"""Contracts: one open a voucher, kept with all that the rules know, changed by one hand, read by the preschool."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from enrolment.contract_marks import Judgement, Mark
from enrolment.contract_states import OPEN_CONTRACT, ContractEnd, ContractKind, ContractState
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from storage.applications import Changed
from storage.contract_tables import contract, contract_item
from storage.contracts import ContractCount, ContractOpen
from storage.database import Database
from storage.papers import Paper
from storage.uow import Uow
from tests.storage.domain.contracting import SIGN_BY, begun, standing
from tests.storage.domain.families import NOW, employee, later, mother
from tests.storage.domain.issuing import BOTA
from tests.storage.domain.racing import race
from tests.storage.domain.test_family import tied

IBAN = "KZ00SECRET"
_WAITS = ContractState.PARENT_SIGNED


async def test_a_contract_is_found_as_it_was_begun(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow, form={"iban": IBAN})
        assert await uow.contracts.get(one.id) == await uow.contracts.get(one.id, lock=True) == one
        assert await uow.contracts.by_number(" B-11.26.001") == await uow.contracts.open_of_voucher(one.voucher_id)
        assert await uow.contracts.of_account(one.account_id) == await uow.contracts.of_voucher(one.voucher_id) == [one]
        assert await uow.contracts.of_application(one.application_id) == [one]
        assert await uow.contracts.get(1) is await uow.contracts.by_number("B-1") is None
        (row,) = (await uow.connection.execute(select(contract))).all()
    assert (one.open, one.contract.sign_by) == (True, SIGN_BY)
    assert IBAN.encode() not in row.form


async def test_all_that_the_rules_know_of_a_contract_comes_back(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        photo = Paper(one.account_id, DocumentKind.CHILD_PHOTO, (11,), NOW)
        await uow.papers.add(photo)
        marks = {
            DocumentKind.CHILD_PHOTO: Mark(Judgement.WRONG, "illegible_document", "Лицо не видно"),
            FormField.IBAN: Mark(Judgement.ACCEPTED),
        }
        known = standing(
            one,
            state=ContractState.SIGNATURE_PENDING,
            done=frozenset(ContractStep),
            frozen="ab" * 32,
            documents=frozenset({DocumentKind.CHILD_PHOTO}),
            marks=marks,
            changed=frozenset({FormField.ID_NUMBER}),
            corrections=1,
            kept_working_days=2,
            pending_from=ContractState.RETURNED,
        )
        known = replace(known, papers={DocumentKind.CHILD_PHOTO: photo.id}, version=3, sent_at=later(hours=1))
        saved = await uow.contracts.save(known)
        assert await uow.contracts.get(one.id) == saved == replace(known, rev=1)
        ended = standing(saved, state=ContractState.REJECTED, end=ContractEnd.REFUSED, marks={})
        ended = await uow.contracts.save(replace(ended, closed_at=NOW, reason="other", comment="Карантин"))
        assert await uow.contracts.get(one.id) == ended
        (row,) = (await uow.connection.execute(select(contract_item))).all()
    assert (row.item, row.judgement, ended.open) == ("child_photo", None, False)


async def test_a_voucher_has_one_open_contract(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        again = replace(one, number="B-11.26.009", id=one.id + 1)
        with pytest.raises(ContractOpen):
            await uow.contracts.add(again)
        signed = await uow.contracts.save(standing(one, state=ContractState.SIGNED))
        assert await uow.contracts.open_of_voucher(one.voucher_id) is None
        agreement = replace(standing(again, kind=ContractKind.ADDITIONAL_AGREEMENT), amends_id=one.id)
        await uow.contracts.add(agreement)
        assert await uow.contracts.of_voucher(one.voucher_id) == [agreement, signed]
        saule = await employee(uow, preschool_bin=BOTA.bin)
        both = {agreement.state, signed.state}
        assert await uow.contracts.count_for(saule, both) == ContractCount(others=2, own=0, children=1)


async def test_two_hands_at_once_do_not_both_change_it(database: Database) -> None:
    async with database.transaction("begin") as uow:
        one = await begun(uow)

    async def parent(uow: Uow) -> ContractState:
        return (await uow.contracts.save(standing(one, state=ContractState.PARENT_SIGNED))).state

    async def timer(uow: Uow) -> str:
        with pytest.raises(Changed):
            await uow.contracts.save(standing(one, state=ContractState.EXPIRED))
        return "too late"

    assert await race(database, parent, timer) == (ContractState.PARENT_SIGNED, "too late")


async def test_a_preschool_reads_its_contracts_by_pages_the_longest_waiting_first(database: Database) -> None:
    async with database.transaction("test") as uow:
        sent = [await begun(uow, count, sent_at=later(hours=9 - count)) for count in (1, 2, 3)]
        for_it = [await uow.contracts.save(standing(one, state=ContractState.PARENT_SIGNED)) for one in sent[:2]]
        waiting = [ContractState.PARENT_SIGNED]
        saule, stranger = await employee(uow, preschool_bin=BOTA.bin), await employee(uow, "7002")
        assert await uow.contracts.to_check_by(saule, 0, 9) == for_it[::-1]
        assert await uow.contracts.to_check_by(saule, 1, 1) == for_it[:1]
        assert await uow.contracts.to_check_by(stranger, 0, 9) == await uow.contracts.signed_for(saule, 0, 9) == []
        assert await uow.contracts.count_for(saule, OPEN_CONTRACT) == ContractCount(others=3, own=0, children=3)
        assert await uow.contracts.count_for(saule, waiting) == ContractCount(others=2, own=0, children=2)
        assert await uow.contracts.with_parents_after(0, 5) == sent[2:]
        assert await uow.contracts.with_parents_after(sent[2].id, 5) == []


async def test_what_both_signed_is_read_the_newest_first_whenever_it_was_sent(database: Database) -> None:
    async with database.transaction("test") as uow:
        sent = [await begun(uow, count, sent_at=later(hours=9 - count)) for count in (1, 2, 3)]
        signed = [standing(one, state=ContractState.SIGNED) for one in sent]
        days = [replace(one, signed_at=later(days=day)) for one, day in zip(signed, (2, 3, 1), strict=True)]
        first, second, third = [await uow.contracts.save(one) for one in days]
        saule = await employee(uow, preschool_bin=BOTA.bin)
        assert await uow.contracts.signed_for(saule, 0, 9) == [second, first, third]
        assert await uow.contracts.signed_for(saule, 1, 1) == [first]


@pytest.mark.rule("E-45")
async def test_edge_45_a_list_leaves_out_ones_own_family_and_its_count_is_the_same_on_every_page(
    database: Database,
) -> None:
    async with database.transaction("test") as uow:
        sent = [await begun(uow, count, sent_at=later(hours=count)) for count in (1, 2, 3, 4)]
        first, own, tied_, third = [await uow.contracts.save(standing(one, state=_WAITS)) for one in sent]
        saule = await employee(uow, "900003", preschool_bin=BOTA.bin)  # the chat of the second family
        application = await uow.applications.get(tied_.application_id)
        assert application is not None
        await tied(uow, application.child_id, await mother(uow, "900003"), Actor.SECOND_PARENT)
        assert await uow.contracts.to_check_by(saule, 0, 9) == [first, third]
        assert await uow.contracts.to_check_by(saule, 1, 1) == [third]
        assert await uow.contracts.count_for(saule, {_WAITS}) == ContractCount(others=2, own=2, children=2)
        for one in (first, own, tied_, third):
            await uow.contracts.save(standing(one, state=ContractState.SIGNED))
        assert [one.id for one in await uow.contracts.signed_for(saule, 0, 9)] == [third.id, first.id]
        assert await uow.contracts.count_for(saule, {ContractState.SIGNED}) == ContractCount(2, 2, 2)


async def test_numbers_are_counted_in_each_series(database: Database) -> None:
    async with database.transaction("test") as uow:
        counted = [await uow.contracts.next_count(series) for series in ("B-11.*", "B-11.*", "B-12.*", "B-11.*")]
    assert counted == [1, 2, 1, 3]


async def test_two_contracts_at_once_have_different_numbers(database: Database) -> None:
    async def count(uow: Uow) -> int:
        return await uow.contracts.next_count("B-11.*")

    assert await race(database, count, count) == (1, 2)


@pytest.mark.rule("E-40")
async def test_edge_40_what_was_signed_stays_when_the_rest_is_erased(database: Database) -> None:
    async with database.transaction("test") as uow:
        kept, gone = [await begun(uow, count, form={"iban": IBAN}, comment="Болен") for count in (1, 2)]
        await uow.contracts.save(standing(kept, state=ContractState.ARCHIVED))
        await uow.contracts.save(standing(gone, state=ContractState.CANCELLED))
        for one in (kept, gone):
            await uow.contracts.erase(await uow.contracts.in_vain_of(one.account_id))
        found = [await uow.contracts.get(one.id) for one in (kept, gone)]
    assert [one and (one.form, one.comment) for one in found] == [({"iban": IBAN}, "Болен"), (None, None)]
