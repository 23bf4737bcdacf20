"""Whatever part is left out, doubled, emptied or of another kind: there is a verdict, and it is not valid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from signing_gateway import der, der_writing
from signing_gateway.der import Malformed, Node, read
from signing_gateway.verifier import Evidence
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import Answer, ListOf, ocsp_response
from simulator.eds.stamps import Stamp
from tests.signing_gateway.stage import CONTRACT, DAY, NOW, outcome, stage

NULL = bytes.fromhex("0500")
MAY_BE_LEFT_OUT = {(NULL, b"")}
AT = stage("rsa")
INFO = SignerInfo(AT.mother, attributes_over(AT.mother, CONTRACT, NOW))
INFO = replace(INFO, signature=INFO.signed())


def broken(data: bytes) -> Iterator[bytes]:
    """The value with one part anywhere within changed, the lengths around it made right again."""
    node = read(data)
    parts = _parts(node)
    if parts is None:
        return
    before = b"\0" if node.tag == der.BITS else b""
    for number, part in enumerate(parts):
        for instead in (b"", part.raw + part.raw, NULL, bytes([part.tag, 0]), *broken(part.raw)):
            if instead != part.raw and (part.raw, instead) not in MAY_BE_LEFT_OUT:
                around = [one.raw for one in parts]
                around[number] = instead
                yield der_writing.value(node.tag, before, *around)


def _parts(node: Node) -> list[Node] | None:
    """What a value holds; an octet or bit string may hold another value."""
    if node.tag & 0x20:
        return der.children(node, node.tag)
    if node.tag in {der.OCTETS, der.BITS}:
        try:
            inside = read(node.content[node.tag == der.BITS :])
            der.check_throughout(inside)
        except Malformed:
            return None
        return [inside] if inside.tag in {der.SEQUENCE, der.OCTETS} else None
    return None


def test_a_message() -> None:
    outcomes = [(one, outcome(AT.judged(one))) for one in broken(message_of(INFO).built())]
    assert len(outcomes) > 400
    assert [one for one, found in outcomes if found == "valid"] == []
    assert len({found for _one, found in outcomes}) > 6


def test_a_response() -> None:
    good = ocsp_response(AT.responder, Answer(AT.mother.certificate, AT.anchor, NOW), nonce=b"12345678")
    for one in broken(good):
        evidence = Evidence(ocsp=[one], nonce=b"12345678")
        certificate_twice = one.count(AT.responder.certificate.der) == 2
        assert certificate_twice or outcome(AT.judged(message_of(INFO).built(), evidence=evidence)) == "pending"


def test_a_list() -> None:
    good = ListOf(5, NOW - DAY, NOW + DAY, {AT.head.certificate.serial: (NOW, 1)}).signed_by(AT.authority.holder)
    for one in broken(good):
        evidence = Evidence(lists=[one])
        assert outcome(AT.judged(message_of(INFO).built(), evidence=evidence)) == "pending"


def test_a_time_stamp() -> None:
    token = Stamp(NOW, INFO.signed()).signed_by(AT.stamping)
    for one in broken(token):
        evidence = Evidence(time_stamp=one, revocation=False)
        assert outcome(AT.judged(message_of(INFO).built(), evidence=evidence)) == "bad_time_stamp"


@pytest.mark.parametrize("data", [b"\x30\x00", b"\x30\x02\x30\x00", b"\x31\x00", NULL])
def test_nothing_much(data: bytes) -> None:
    assert outcome(AT.judged(data)) == "malformed"
    evidence = Evidence(ocsp=[data], lists=[data])
    assert outcome(AT.judged(message_of(INFO).built(), evidence=evidence)) == "pending"
    stamped = Evidence(time_stamp=data, revocation=False)
    assert outcome(AT.judged(message_of(INFO).built(), evidence=stamped)) == "bad_time_stamp"
