"""From the signer up to a pinned authority: who may issue, when, and what a message brings (eds.md 8.1, 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signing_gateway import certificates
from signing_gateway.algorithms import verify
from signing_gateway.certificates import X509
from signing_gateway.chain import build_chain
from signing_gateway.der import Node
from signing_gateway.der_writing import octets, oid, sequence
from signing_gateway.refusals import Refusal
from signing_gateway.verifier import Evidence
from simulator.eds.authority import YEAR, Authority, new_authority
from simulator.eds.certificates import (
    ISSUING,
    PERSON,
    Holder,
    Wish,
    certify,
    constraints,
    key_usage,
    person_name,
    unheard_of,
)
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


def test_a_new_certificate_of_the_same_authority_takes_no_room() -> None:
    root = authority(1)
    renewed = root.below("НЕГІЗГІ ТЕСТ")
    below = renewed.below("ҰЛТТЫҚ ТЕСТ")
    lowest = below.below("ТӨМЕНГІ ТЕСТ")
    others = [one.holder.certificate for one in (lowest, below, renewed)]
    anchors = [root.holder.certificate]
    assert trusts(below.issue(MOTHER, PERSON).certificate, others, anchors)
    assert not trusts(lowest.issue(MOTHER, PERSON).certificate, others, anchors)


def test_an_anchor_that_asks_for_what_nobody_understands_is_none() -> None:
    root = authority()
    holder = root.certify(root.wish(person_name("ҰЛТТЫҚ ТЕСТ", None), constraints(), key_usage(ISSUING), unheard_of()))
    leaf = replace(root, holder=holder).issue(MOTHER, PERSON).certificate
    assert not trusts(leaf, [], [holder.certificate])
    assert not trusts(leaf, [holder.certificate], [root.holder.certificate])


def test_what_need_not_be_understood_harms_nobody() -> None:
    root = authority()
    known = sequence(oid("1.2.398.3.3.5"), octets(sequence()))
    wish = root.wish(person_name("НЕГІЗГІ ТЕСТ", None), known)
    assert trusts(root.certify(wish).certificate, [], [root.holder.certificate])


def test_an_authority_that_cannot_be_read_spoils_no_other() -> None:
    root = authority()
    unread = sequence(oid(certificates.KEY_USAGE), octets(octets(b"")))
    other = root.certify(root.wish(person_name("БАСҚА", None), constraints(), unread)).certificate
    leaf = root.issue(MOTHER, PERSON).certificate
    assert trusts(leaf, [other], [other, root.holder.certificate])
    by_other = replace(root, holder=Holder(root.holder.key, other)).issue(MOTHER, PERSON).certificate
    assert not trusts(by_other, [], [other])


def self_made(name: str, issuer: str) -> tuple[list[X509], X509]:
    """Seven authorities of one name and key, which vouch for one another, and the mother as one of them writes her."""
    key, subject = new_gost_key(), person_name(name, None)
    wish = Wish(subject, BEFORE - YEAR, BEFORE + YEAR, (key_usage(ISSUING), constraints()))
    made = [certify(wish, key.public, person_name(issuer, None), key) for _number in range(7)]
    forger = Authority(Holder(key, made[0]), new_gost_key, BEFORE)
    return made, forger.issue(MOTHER, PERSON).certificate


@pytest.mark.parametrize(
    ("name", "issuer", "most"),
    [("БӨТЕН", "БӨТЕН", 0), ("БӨТЕН", "НЕГІЗГІ ТЕСТ", 7), ("НЕГІЗГІ ТЕСТ", "НЕГІЗГІ ТЕСТ", 8)],
    ids=["of a name of their own", "in the anchor's name", "all of the anchor's name"],
)
def test_authorities_that_vouch_for_one_another_keep_nobody_busy(
    monkeypatch: pytest.MonkeyPatch, name: str, issuer: str, most: int
) -> None:
    made, leaf = self_made(name, issuer)
    anchor = authority().holder.certificate
    checked: list[bytes] = []

    def counted(key: Node, kind: str, signature: bytes, data: bytes) -> bool:
        checked.append(signature)
        return verify(key, kind, signature, data)

    monkeypatch.setattr(certificates, "verify", counted)
    assert not trusts(leaf, made, [anchor])
    assert len(checked) == most
