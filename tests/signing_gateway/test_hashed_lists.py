"""A long revocation list is hashed once, elsewhere, and no signature counts by a list that was not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from signing_gateway.contents import ContentDigests, digests_of
from signing_gateway.digests import Digests, NotDigested
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.revocation import Evidence
from signing_gateway.revocation_lists import read_list
from simulator.eds.certificates import Holder
from simulator.eds.revocations import ListOf
from tests.signing_gateway.stage import DAY, KINDS, NOW, both, outcome, stage


class Counted(Digests):
    """Hashes here, and counts; waits while `held`, fails when `broken`."""

    def __init__(self) -> None:
        super().__init__()
        self.hashed: list[bytes] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.broken = False

    async def _compute(self, document: bytes) -> ContentDigests:
        await self.go_on.wait()
        if self.broken:
            raise NotDigested
        self.hashed.append(document)
        return digests_of(document)


@pytest.fixture
async def digests() -> AsyncIterator[Counted]:
    async with Counted() as counted:
        yield counted


def listed(kind: str, *revoked: Holder) -> bytes:
    """The list of that kind's authority."""
    told = {one.certificate.serial: (NOW - DAY, None) for one in revoked}
    return ListOf(1, NOW - DAY, NOW + DAY, told).signed_by(stage(kind).authority.holder)


async def judged(kind: str, hashed: HashedLists, *lists: bytes) -> tuple[str, Evidence]:
    """What comes of the mother's signature with these lists."""
    at = stage(kind)
    chain = (at.mother.certificate, at.anchor)
    evidence = await hashed.added(Evidence(), lists, chain)
    return outcome(at.judged(at.signed(), evidence=evidence)), evidence


@both
async def test_a_list_counts_by_its_digest_which_is_computed_once(kind: str, digests: Counted) -> None:
    hashed = HashedLists(digests)
    good, others = listed(kind), listed(next(one for one in KINDS if one != kind))
    for _signature in range(3):
        said, evidence = await judged(kind, hashed, others, good, b"no list")
        assert (said, evidence.lists) == ("valid", [good])
    assert (await judged(kind, hashed, listed(kind, stage(kind).mother)))[0] == "revoked"
    assert digests.hashed.count(read_list(good).signed) == (1 if kind == "gost" else 0)


async def test_what_is_not_hashed_yet_says_nothing_and_counts_the_next_time(digests: Counted) -> None:
    digests.go_on.clear()
    good = listed("gost")
    said, evidence = await judged("gost", HashedLists(digests, patience_s=0.0), good)
    assert (said, evidence.lists) == ("pending", [])
    digests.go_on.set()
    assert (await judged("gost", HashedLists(digests), good))[0] == "valid"
    assert len(digests.hashed) == 1, "the child went on while nobody waited"


async def test_where_the_child_fails_the_signature_waits(digests: Counted) -> None:
    digests.broken = True
    assert (await judged("gost", HashedLists(digests), listed("gost")))[0] == "pending"
    digests.broken = False
    assert (await judged("gost", HashedLists(digests), listed("gost")))[0] == "valid"


async def test_the_digest_of_another_list_makes_nothing_valid(digests: Counted) -> None:
    """Digests are found by what was hashed: one under a wrong name breaks the signature of the list."""
    at, good = stage("gost"), listed("gost")
    name = read_list(good).name
    known = {name: dict(digests_of(b"something else").by_algorithm)}
    evidence = Evidence(lists=[good], list_digests=known)
    assert outcome(at.judged(at.signed(), evidence=evidence)) == "pending"
    right = {name: dict(digests_of(read_list(good).signed).by_algorithm)}
    assert outcome(at.judged(at.signed(), evidence=replace(evidence, list_digests=right))) == "valid"
