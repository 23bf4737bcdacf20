"""What the signing page found is kept in the transaction in which a signature counts, and not otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enrolment.contract import ContractAction, ContractState
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Refused, Verdict
from handlers.contract_signing import contract_signed
from handlers.key_checking import eds_checked
from storage.kept_signature import KeptSignature
from storage.signings import Purpose, Signing
from tests.handlers.contracts import (
    REVOKED,
    SHA,
    begun,
    contract,
    frozen,
    link,
    marks,
    moves,
    opened,
    pending,
    signs,
    valid,
)
from tests.handlers.town import Town


def evidence(town: Town, signature: bytes = b"cms") -> SignatureEvidence:
    return SignatureEvidence(signature, town.clock.now(), ocsp=(b"ocsp",))


async def found(town: Town, signing: Signing, verdict: Verdict, signature: bytes = b"cms") -> KeptSignature | None:
    """The page has found this out; what is kept of it."""
    use_case = eds_checked if signing.purpose is Purpose.CHECK else contract_signed
    async with town.database.transaction("page") as uow:
        await use_case(uow, town.office, signing, verdict, evidence(town, signature))
    await town.settle()
    async with town.database.reading() as uow:
        return await uow.signatures.get(signing.id)


async def bytes_of(town: Town, kept: KeptSignature) -> bytes:
    async with town.database.reading() as uow:
        return (await uow.signatures.evidence(kept)).signature


async def test_the_signatures_of_both_sides_are_kept(town: Town) -> None:
    phone, saule, one = await begun(town)
    one = await frozen(town, one)
    parents = await found(town, await link(town, phone, one), valid(town.clock.now()))
    await marks(town, await opened(town, one))
    preschools = await found(town, await link(town, saule, one), valid(town.clock.now(), iin="880719300107"))
    assert parents is not None
    assert preschools is not None
    assert (await contract(town, one)).state is ContractState.SIGNED
    assert [(kept.side, kept.state) for kept in (parents, preschools)] == [
        (Side.PARENT, "valid"),
        (Side.PRESCHOOL, "valid"),
    ]


async def test_a_key_that_was_checked_is_kept(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    kept = await found(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    assert kept is not None
    assert (kept.state, kept.signing.purpose) == ("valid", Purpose.CHECK)


@pytest.mark.parametrize("purpose", Purpose)
async def test_what_is_refused_is_not_kept(town: Town, purpose: Purpose) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    assert await found(town, await link(town, phone, one, purpose), REVOKED) is None


async def test_a_signature_that_comes_twice_stays_as_it_was(town: Town) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, await frozen(town, one))
    await found(town, signing, valid(town.clock.now()))
    kept = await found(town, signing, valid(town.clock.now()), b"another")
    assert kept is not None
    assert await bytes_of(town, kept) == b"cms"


async def test_a_signature_that_came_too_late_is_not_kept(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    assert await found(town, replace(signing, sha256="0b" * 32), valid(town.clock.now(), "0b" * 32)) is None


@pytest.mark.rule("E-26")
@pytest.mark.parametrize(("verdict", "state"), [(None, "valid"), (REVOKED, "refused")], ids=["established", "revoked"])
async def test_edge_26_a_pending_signature_is_settled_with_what_was_learnt(
    town: Town, verdict: Refused | None, state: str
) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, await frozen(town, one))
    kept = await found(town, signing, pending(town.clock.now()))
    assert kept is not None
    assert kept.state == "pending"
    settled = await found(town, signing, verdict or valid(town.clock.now()))
    assert settled is not None
    assert (settled.state, settled.received_at) == (state, kept.received_at)


async def test_a_pending_check_that_fails_is_forgotten_with_its_link(town: Town) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, one, Purpose.CHECK)
    kept = await found(town, signing, pending(town.clock.now()))
    assert kept is not None
    assert kept.state == "pending"
    assert await found(town, signing, valid(town.clock.now(), iin="880719300107")) is None


async def test_what_was_signed_without_evidence_has_none(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await signs(town, phone, await frozen(town, one), valid(town.clock.now(), SHA))
    async with town.database.reading() as uow:
        assert await uow.signatures.of(one.id, 1) == []
