"""From the signer up to a pinned authority: who may issue, when, and what a message brings (eds.md 8.1, 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signing_gateway.certificates import X509
from signing_gateway.chain import build_chain
from signing_gateway.refusals import Refusal
from signing_gateway.verifier import Evidence
from simulator.eds.authority import YEAR, Authority, new_authority
from simulator.eds.certificates import ISSUING, PERSON, Holder, constraints, key_usage, person_name
from simulator.eds.keys import new_gost_key
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import Answer, ListOf, ocsp_response
from tests.signing_gateway.stage import BEFORE, CONTRACT, DAY, MOTHER, NOW, both, outcome, stage


def signed(holder: Holder, *others: X509) -> bytes:
    return message_of(SignerInfo(holder, attributes_over(holder, CONTRACT, NOW)), *others).built()


def authority(path_length: int | None = None) -> Authority:
    return new_authority("НЕГІЗГІ ТЕСТ", new_gost_key, BEFORE, path_length)


def trusts(leaf: X509, others: list[X509], anchors: list[X509]) -> bool:
    try:
        build_chain(leaf, others, anchors, NOW)
    except Refusal:
        return False
    return True


def test_a_root_and_an_authority_below_it_are_anchors_alike() -> None:
    root = authority()
    below = root.below("ҰЛТТЫҚ ТЕСТ")
    leaf = below.issue(MOTHER, PERSON).certificate
    between = below.holder.certificate
    assert trusts(leaf, [], [between])
    assert trusts(leaf, [between], [root.holder.certificate])
    assert not trusts(leaf, [], [root.holder.certificate])
    assert not trusts(leaf, [between], [])


def test_no_more_authorities_may_stand_below_than_permitted() -> None:
    for permitted, expected in [(0, False), (1, True), (None, True)]:
        root = authority(permitted)
        below = root.below("ҰЛТТЫҚ ТЕСТ")
        leaf = below.issue(MOTHER, PERSON).certificate
        assert trusts(leaf, [below.holder.certificate], [root.holder.certificate]) is expected


def test_a_chain_has_an_end() -> None:
    chain = [authority()]
    for number in range(5):
        chain.append(chain[-1].below(f"УЦ {number}"))
    others = [one.holder.certificate for one in chain[1:]]
    leaf = chain[-1].issue(MOTHER, PERSON).certificate
    assert not trusts(leaf, others, [chain[0].holder.certificate])
    assert trusts(leaf, others, [chain[3].holder.certificate])


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ((constraints(), key_usage(ISSUING)), True),
        ((constraints(),), True),
        ((constraints(), key_usage(0xC0)), False),
        ((key_usage(ISSUING),), False),
        ((), False),
    ],
    ids=["an authority", "without key usage", "not for issuing", "no constraints", "nothing"],
)
def test_only_an_authority_that_may_issue_is_one(extensions: tuple[bytes, ...], expected: bool) -> None:
    root = authority()
    holder = root.certify(root.wish(person_name("ҰЛТТЫҚ ТЕСТ", None), *extensions))
    leaf = replace(root, holder=holder).issue(MOTHER, PERSON).certificate
    assert trusts(leaf, [holder.certificate], [root.holder.certificate]) is expected


@pytest.mark.parametrize("days", [-400, 400])
def test_an_authority_counts_only_in_its_own_term(days: int) -> None:
    root = authority()
    wish = root.wish(person_name("ҰЛТТЫҚ ТЕСТ", None), constraints())
    moved = replace(wish, valid_from=wish.valid_from + days * DAY, valid_until=wish.valid_until + days * DAY)
    holder = root.certify(moved)
    leaf = replace(root, holder=holder).issue(MOTHER, PERSON).certificate
    assert not trusts(leaf, [], [holder.certificate])
    assert moved.valid_until - moved.valid_from == YEAR


@both
def test_an_authority_that_the_message_brings_must_not_be_revoked_either(kind: str) -> None:
    at = stage(kind)
    below = at.authority.below("ҰЛТТЫҚ ТЕСТ")
    mother, between = below.issue(MOTHER, PERSON), below.holder.certificate
    signature = signed(mother, between)
    good = ocsp_response(below.responder(), Answer(mother.certificate, between, NOW))
    assert outcome(at.judged(signature)) == "valid"
    assert outcome(at.judged(signature, evidence=Evidence(ocsp=[good]))) == "pending"
    empty = ListOf(1, NOW - DAY, NOW + DAY, {}).signed_by(at.authority.holder)
    assert outcome(at.judged(signature, evidence=Evidence(ocsp=[good], lists=[empty]))) == "valid"
    named = ListOf(1, NOW - DAY, NOW + DAY, {between.serial: (NOW - DAY, None)}).signed_by(at.authority.holder)
    assert outcome(at.judged(signature, evidence=Evidence(ocsp=[good], lists=[named]))) == "revoked"


def test_two_authorities_of_one_name_are_told_apart_by_their_keys() -> None:
    ours, theirs = authority(), authority()
    leaf = ours.issue(MOTHER, PERSON).certificate
    assert trusts(leaf, [], [theirs.holder.certificate, ours.holder.certificate])
    assert not trusts(leaf, [], [theirs.holder.certificate])
