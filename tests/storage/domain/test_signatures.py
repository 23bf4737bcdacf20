"""A signature is kept with everything by which it can be checked again, sealed, and for as long as its contract."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from enrolment.contract_states import ContractState
from enrolment.signature_evidence import Proof, Side, SignatureCheck, SignatureEvidence, SignatureFacts, Word
from enrolment.signature_verdict import (
    Certificate,
    Pending,
    PendingBecause,
    Refused,
    RefusedBecause,
    Signer,
    Times,
    Valid,
)
from storage.database import Database
from storage.kept_facts import kept_facts
from storage.signature_tables import proof, signature, signature_proof
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.uow import Uow
from tests.storage.domain.contracting import begun, standing
from tests.storage.domain.families import NOW, later

SHA, IIN = "0f" * 32, "911205400003"
EVIDENCE = SignatureEvidence(
    b"the signature",
    later(minutes=3),
    chain=(b"leaf", b"authority"),
    ocsp=(b"good", b"good, too"),
    time_stamp=b"stamp",
    lists=(b"list",),
    nonce=b"\x00\xff",
    way="ncalayer",
    checks=(SignatureCheck("identity", True, IIN), SignatureCheck("revocation", None, "unknown")),
    facts=SignatureFacts(
        "КГКП «Бота»",
        ("1.2.398.3.3.2",),
        ("nonRepudiation",),
        ("1.2.398.3.3.4.1.1",),
        stamp=Word(later(seconds=2), "TSA", "ҰКО", "7ab1"),
        good=Word(later(seconds=1), "OCSP RESPONDER", "ҰКО", "5c0d"),
        listed=True,
    ),
)
CERTIFICATE = Certificate("1f", "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ", "cc" * 32, later(days=-1), later(days=300))
VALID = Valid(Signer(IIN, "СЕРІКОВА ӘЛИЯ"), CERTIFICATE, Times(NOW, later(seconds=2)), SHA)
PENDING = Pending(PendingBecause.REVOCATION_UNKNOWN, SHA, NOW)


async def link(uow: Uow, one: StoredContract, purpose: Purpose = Purpose.SIGN, version: int = 2) -> Signing:
    given = Signing(one.id, one.account_id, purpose, NOW, later(minutes=30), version, SHA)
    await uow.signings.issue(given, str(given.id))
    await uow.signings.use(given.id, NOW)
    found = await uow.signings.get(given.id)
    assert found is not None
    return found


async def count(uow: Uow, table: Any) -> int:
    return int((await uow.connection.execute(select(func.count()).select_from(table))).scalar_one())


@pytest.mark.rule("S1-26")
async def test_a_signature_that_counts_is_kept_with_all_that_proves_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        signing = await link(uow, await begun(uow))
        await uow.signatures.keep(signing, Side.PARENT, VALID, EVIDENCE)
        (kept,) = await uow.signatures.of(signing.contract_id, 2)
        assert kept == await uow.signatures.get(signing.id)
        assert await uow.signatures.evidence(kept) == EVIDENCE
        assert await uow.signatures.of(signing.contract_id, 1) == await uow.signatures.pending() == []
    assert (kept.signing, kept.side, kept.state, kept.reason) == (signing, Side.PARENT, "valid", None)
    assert (kept.signer, kept.certificate, kept.at) == (VALID.signer, CERTIFICATE, NOW), "its stamp came later"


async def test_a_signature_kept_before_there_were_facts_has_none() -> None:
    assert kept_facts({}) == SignatureFacts()


async def test_nothing_of_it_can_be_read_in_the_database(database: Database) -> None:
    async with database.transaction("test") as uow:
        await uow.signatures.keep(await link(uow, await begun(uow)), Side.PARENT, VALID, EVIDENCE)
        found = (await uow.connection.execute(select(signature.c.found))).scalar_one()
        bodies = [*(await uow.connection.execute(select(proof.c.body))).scalars()]
    everything = b"".join([found, *bodies])
    assert len(bodies) == 7
    assert IIN.encode() not in everything
    assert b"the signature" not in everything


async def test_both_sides_stand_in_the_order_in_which_they_signed(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        head, mother = await link(uow, one), await link(uow, one)
        signed_later = replace(VALID, times=Times(later(hours=1)))
        await uow.signatures.keep(head, Side.PRESCHOOL, signed_later, replace(EVIDENCE, signature=b"another"))
        await uow.signatures.keep(mother, Side.PARENT, VALID, EVIDENCE)
        assert [kept.side for kept in await uow.signatures.of(one.id, 2)] == [Side.PARENT, Side.PRESCHOOL]
        # A list of revoked certificates that proves both is kept once.
        assert (await count(uow, proof), await count(uow, signature_proof)) == (8, 14)


@pytest.mark.rule("E-26")
async def test_edge_26_a_pending_one_waits_to_be_judged_and_is_settled_with_what_was_learnt(database: Database) -> None:
    asked_first = replace(EVIDENCE, ocsp=(), lists=(), checked_at=NOW)
    async with database.transaction("test") as uow:
        signing = await link(uow, await begun(uow))
        await uow.signatures.keep(signing, Side.PARENT, PENDING, asked_first)
        (waits,) = await uow.signatures.pending()
        assert (waits.reason, waits.signer, waits.received_at) == ("revocation_unknown", None, NOW)
        assert await uow.signatures.evidence(waits) == asked_first
        await uow.signatures.keep(signing, Side.PARENT, VALID, EVIDENCE)
        assert await uow.signatures.pending() == []
        settled = await uow.signatures.get(signing.id)
        assert settled is not None
        assert (settled.state, await uow.signatures.evidence(settled)) == ("valid", EVIDENCE)


async def test_one_that_is_refused_in_the_end_keeps_when_it_came(database: Database) -> None:
    async with database.transaction("test") as uow:
        signing = await link(uow, await begun(uow))
        await uow.signatures.keep(signing, Side.PARENT, PENDING, EVIDENCE)
        await uow.signatures.keep(signing, Side.PARENT, Refused(RefusedBecause.REVOKED), EVIDENCE)
        refused = await uow.signatures.get(signing.id)
    assert refused is not None
    assert (refused.state, refused.reason, refused.received_at) == ("refused", "revoked", NOW)


async def test_the_longest_unseen_is_judged_first(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        first, second = await link(uow, one), await link(uow, one)
        await uow.signatures.keep(first, Side.PARENT, PENDING, EVIDENCE)
        await uow.signatures.keep(second, Side.PARENT, PENDING, replace(EVIDENCE, checked_at=NOW))
        assert [kept.signing for kept in await uow.signatures.pending()] == [second, first]


async def test_a_checked_eds_is_kept_with_what_was_signed_for_the_check(database: Database) -> None:
    checked = replace(EVIDENCE, challenge=b"account, time, nonce")
    async with database.transaction("test") as uow:
        signing = await link(uow, await begun(uow), Purpose.CHECK)
        await uow.signatures.keep(signing, Side.PARENT, VALID, checked)
        kept = await uow.signatures.get(signing.id)
        assert kept is not None
        assert await uow.signatures.evidence(kept) == checked
        rows = await uow.connection.execute(select(signature_proof.c.kind))
        assert set(rows.scalars()) == set(map(str, Proof))


async def test_a_link_whose_signature_waits_is_not_forgotten(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        signing = Signing(one.id, one.account_id, Purpose.CHECK, NOW, later(minutes=30))
        await uow.signings.issue(signing, "token")
        await uow.signatures.keep(signing, Side.PARENT, PENDING, EVIDENCE)
        await uow.signings.erase(later(days=1))
        assert await uow.signings.get(signing.id) == signing
        # A new link takes the place of the check, which is made anew.
        await uow.signings.issue(replace(signing, id=signing.id + 1), "other")
        assert await uow.signatures.pending() == []
        assert await count(uow, signature_proof) == 0


@pytest.mark.rule("E-40")
async def test_edge_40_only_signatures_under_what_came_to_nothing_go_with_the_account(database: Database) -> None:
    async with database.transaction("test") as uow:
        kept, gone = [await begun(uow, count) for count in (1, 2)]
        for one, state in ((kept, ContractState.SIGNED), (gone, ContractState.EXPIRED)):
            evidence = replace(EVIDENCE, signature=one.number.encode())
            await uow.signatures.keep(await link(uow, one), Side.PARENT, VALID, evidence)
            await uow.contracts.save(standing(one, state=state))
            await uow.signatures.erase(one.account_id, await uow.contracts.in_vain_of(one.account_id))
        assert [len(await uow.signatures.of(one.id, 2)) for one in (kept, gone)] == [1, 0]
        assert await count(uow, proof) == 7


@pytest.mark.rule("E-40")
@pytest.mark.parametrize("has_signed", [True, False])
async def test_edge_40_a_checked_key_goes_with_whoever_signed_nothing(database: Database, *, has_signed: bool) -> None:
    async with database.transaction("test") as uow:
        one = await begun(uow)
        checked = await link(uow, one, Purpose.CHECK)
        await uow.signatures.keep(checked, Side.PARENT, VALID, EVIDENCE)
        if has_signed:
            await uow.signatures.keep(await link(uow, one), Side.PARENT, VALID, EVIDENCE)
        await uow.signatures.erase(one.account_id, [])
        assert (await uow.signatures.get(checked.id) is not None) is has_signed
