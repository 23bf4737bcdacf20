"""What a certificate says of its key and its issuer counts as it is written; nothing is read into it (eds.md 1.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from signing_gateway import der
from signing_gateway.algorithms import RSA_SHA256
from signing_gateway.certificates import (
    BASIC_CONSTRAINTS,
    CERTIFICATE_SIGNING,
    DIGITAL_SIGNATURE,
    KEY_USAGE,
    NON_REPUDIATION,
    X509,
    read_certificate,
)
from signing_gateway.der import BITS, Malformed
from signing_gateway.der_writing import algorithm, boolean, integer, octets, oid, sequence, value
from signing_gateway.revocation_lists import read_list
from simulator.eds.certificates import PERSON, person_name
from simulator.eds.revocations import ListOf
from tests.signing_gateway.stage import DAY, MOTHER, NOW, stage

DECIPHERING_ALONE = 8
SECOND = timedelta(seconds=1)


def saying(kind: str, said: bytes, critical: bytes = b"") -> X509:
    """A certificate with that extension."""
    authority = stage("gost").authority
    extension = sequence(oid(kind), critical, octets(said))
    return authority.certify(authority.wish(person_name("АХМЕТОВА", None), extension)).certificate


def test_a_key_is_for_what_its_usage_says() -> None:
    one, two = saying(KEY_USAGE, value(BITS, b"\x06\xc0")), saying(KEY_USAGE, value(BITS, b"\x07\x40\x80"))
    bits = (DIGITAL_SIGNATURE, NON_REPUDIATION, CERTIFICATE_SIGNING, DECIPHERING_ALONE)
    assert [one.usable_for(bit) for bit in bits] == [True, True, False, False]
    assert [two.usable_for(bit) for bit in bits] == [False, True, False, True]


@pytest.mark.parametrize(
    "said",
    [octets(b"\x00\xc0"), value(BITS, b"\x00"), value(BITS, b"\x07\xc0\x80\x80"), value(BITS)],
    ids=["no bits", "none of them", "too many", "nothing"],
)
def test_a_usage_that_cannot_be_read_is_for_nothing(said: bytes) -> None:
    with pytest.raises(Malformed, match="usage"):
        saying(KEY_USAGE, said).usable_for(DIGITAL_SIGNATURE)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (sequence(boolean(true=True)), True),
        (sequence(boolean(true=True), integer(0)), True),
        (sequence(value(1, b"\0")), False),
        (sequence(), False),
        (sequence(integer(3)), False),
    ],
    ids=["an authority", "with none below", "none, in words", "none", "a length alone"],
)
def test_whoever_does_not_say_to_be_an_authority_is_none(said: bytes, expected: bool) -> None:
    assert saying(BASIC_CONSTRAINTS, said).authority is expected


def test_constraints_say_nothing_else() -> None:
    with pytest.raises(Malformed, match="too many"):
        _ = saying(BASIC_CONSTRAINTS, sequence(boolean(true=True), integer(0), integer(0))).authority


def test_what_says_not_to_be_critical_is_not() -> None:
    assert not saying("1.2.3.4", sequence(), value(1, b"\0")).extensions["1.2.3.4"].critical
    assert saying("1.2.3.4", sequence(), boolean(true=True)).extensions["1.2.3.4"].critical


def test_a_term_holds_from_its_first_to_its_last_second() -> None:
    mother = stage("gost").mother.certificate
    assert mother.valid_at(mother.valid_from)
    assert mother.valid_at(mother.valid_until)
    assert not mother.valid_at(mother.valid_from - SECOND)
    assert not mother.valid_at(mother.valid_until + SECOND)


def test_a_certificate_and_a_list_name_one_algorithm() -> None:
    at = stage("gost")
    issued = at.mother.certificate.der
    clean = ListOf(1, NOW - DAY, NOW + DAY, {}).signed_by(at.authority.holder)
    for whole, reads in ((issued, read_certificate), (clean, read_list)):
        signed, _kind, signature = der.children(der.read(whole))
        with pytest.raises(Malformed, match="two algorithms"):
            reads(sequence(signed.raw, algorithm(RSA_SHA256), signature.raw))


def test_an_issuer_signs_in_its_own_name() -> None:
    at = stage("gost")
    mother = at.authority.issue(MOTHER, PERSON).certificate
    assert mother.issued_by(at.anchor)
    assert not mother.issued_by(replace(at.anchor, subject=mother.subject))
    assert not mother.issued_by(replace(at.anchor, key=mother.key))
