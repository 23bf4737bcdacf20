"""A good signature with one byte changed never counts: every byte of RSA, every eighth of GOST, all in `make kill`.

One byte is written in two ways that mean the same: `rsaEncryption` and `sha256WithRSAEncryption`, both with SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signing_gateway.algorithms import RSA, RSA_SHA256
from signing_gateway.der_writing import octets, oid
from signing_gateway.verifier import Evidence
from simulator.eds.messages import SignerInfo, attribute, attributes_over, message_of
from simulator.eds.stamps import Stamp
from tests.signing_gateway.stage import CONTRACT, NOW, Stage, outcome, stage

TURNS = (0x01, 0xFF)


def changed(data: bytes, step: int, turns: tuple[int, ...] = TURNS) -> Iterator[tuple[int, bytes]]:
    """The bytes with one of them turned, and which."""
    for at in range(0, len(data), step):
        for turn in turns:
            yield at, data[:at] + bytes([data[at] ^ turn]) + data[at + 1 :]


def survivors(on: Stage, signature: bytes, step: int, turns: tuple[int, ...] = TURNS) -> list[int]:
    return [at for at, one in changed(signature, step, turns) if outcome(on.judged(one)) == "valid"]


@pytest.mark.parametrize("attached", [False, True], ids=["detached", "attached"])
def test_no_byte_of_an_rsa_signature_may_change(attached: bool) -> None:
    at = stage("rsa")
    signature = at.signed(attached=attached)
    assert outcome(at.judged(signature)) == "valid"
    assert survivors(at, signature, 1) == []


def test_no_eighth_byte_of_a_gost_signature_may_change() -> None:
    at = stage("gost")
    assert survivors(at, at.signed(), 8, TURNS[:1]) == []


def test_the_last_byte_of_the_algorithm_is_the_only_one_with_two_values() -> None:
    at = stage("rsa")
    signature = at.signed()
    place = signature.rindex(oid(RSA_SHA256)) + len(oid(RSA_SHA256)) - 1
    counting = [
        value
        for value in range(256)
        if outcome(at.judged(signature[:place] + bytes([value]) + signature[place + 1 :])) == "valid"
    ]
    assert counting == [oid(RSA)[-1], oid(RSA_SHA256)[-1]]


def test_no_byte_of_a_response_or_a_stamp_may_change() -> None:
    at = stage("rsa")
    signature = at.signed()
    [response] = at.good().ocsp
    for _place, one in changed(response, 3, TURNS[:1]):
        assert outcome(at.judged(signature, evidence=Evidence(ocsp=[one]))) != "valid"
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    token = Stamp(NOW, info.signed()).signed_by(at.stamping)
    for _place, one in changed(token, 3, TURNS[:1]):
        evidence = Evidence(time_stamp=one, revocation=False)
        assert outcome(at.judged(message_of(info).built(), evidence=evidence)) == "bad_time_stamp"


def test_what_nobody_signed_is_looked_at_for_its_form_only() -> None:
    """An unsigned attribute may say anything that is DER, and a certificate more anything that is a certificate."""
    at = stage("rsa")
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW), (attribute("1.2.3", octets(b"note")),))
    signature = message_of(info, at.head.certificate).built()
    note, other = signature.index(b"note"), signature.index(at.head.certificate.der)
    outside = {*range(note, note + 4), *range(other, other + len(at.head.certificate.der))}
    free = {note - 7, note - 6, note - 5, note - 3, note - 2, note - 1}
    assert outcome(at.judged(signature)) == "valid"
    assert set(survivors(at, signature, 1, TURNS[:1])) <= outside | free


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gost", "old"])
def test_no_byte_of_a_gost_signature_may_change(kind: str) -> None:
    at = stage(kind)
    assert survivors(at, at.signed(), 1) == []


@pytest.mark.slow
def test_no_bit_of_an_rsa_signature_may_change() -> None:
    at = stage("rsa")
    assert survivors(at, at.signed(), 1, tuple(1 << bit for bit in range(8))) == []
