"""A member too many is refused wherever it stands: what nobody reads could say something else to somebody else."""

from __future__ import annotations

import pytest

from signing_gateway import der
from signing_gateway.certificates import read_certificate
from signing_gateway.cms import read_signed_data
from signing_gateway.der import Malformed, Node
from signing_gateway.der_writing import explicit, integer, octets, oid, sequence, value
from signing_gateway.ocsp import Question, told_by_ocsp
from signing_gateway.refusals import Refusal
from signing_gateway.revocation_lists import read_list
from signing_gateway.standing import GOOD
from signing_gateway.subjects import read_subject
from signing_gateway.timestamps import read_time_stamp
from simulator.eds.certificates import unheard_of
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import Answer, ListOf, Response, ocsp_response, revoked
from simulator.eds.stamps import Stamp, response
from tests.signing_gateway.stage import CONTRACT, DAY, IIN, NOW, stage

Path = tuple[int, ...]


def inside(node: Node) -> list[Node]:
    """What stands in a value; an OCTET STRING may have one in it."""
    return list(der.children(node, node.tag))


def stuffed(data: bytes, path: Path, more: bytes | None = None) -> bytes:
    """The value with bytes added to the member that is reached by these steps."""
    node = der.read(data)
    if not path:
        return value(node.tag, node.content, octets(b"more") if more is None else more)
    parts = [one.raw for one in inside(node)]
    parts[path[0]] = stuffed(parts[path[0]], path[1:], more)
    return value(node.tag, *parts)


CERTIFICATE: dict[str, Path] = {
    "certificate": (),
    "what is signed": (0,),
    "version": (0, 0),
    "algorithm": (0, 2),
    "term": (0, 4),
    "extensions": (0, 7),
    "extension": (0, 7, 0, 0),
}


@pytest.mark.parametrize("path", CERTIFICATE.values(), ids=CERTIFICATE)
def test_in_a_certificate(path: Path) -> None:
    certificate = stage("gost").mother.certificate.der
    assert read_certificate(certificate).der == certificate
    with pytest.raises(Malformed, match=r"too many|instead of one"):
        read_certificate(stuffed(certificate, path))


def test_in_a_name() -> None:
    name = stage("gost").mother.certificate.subject
    assert read_subject(name).iin == IIN
    with pytest.raises(Malformed, match="too many"):
        read_subject(stuffed(name, (0, 0)))


LIST: dict[str, Path] = {"list": (), "what is signed": (0,), "extensions": (0, 6), "extension": (0, 6, 0, 0)}


@pytest.mark.parametrize("path", LIST.values(), ids=LIST)
def test_in_a_revocation_list(path: Path) -> None:
    at = stage("gost")
    told = {at.head.certificate.serial: (NOW - DAY, None)}
    one = ListOf(1, NOW - DAY, NOW + DAY, told).signed_by(at.authority.holder)
    assert read_list(one).number == 1
    with pytest.raises(Malformed, match=r"too many|instead of one"):
        read_list(stuffed(one, path))


ANSWER: dict[str, Path] = {
    "response": (),
    "wrapping": (1, 0),
    "basic response": (1, 0, 1, 0),
    "certificates": (1, 0, 1, 0, 3),
    "what is signed": (1, 0, 1, 0, 0),
    "answer": (1, 0, 1, 0, 0, 2, 0),
    "about whom": (1, 0, 1, 0, 0, 2, 0, 0),
}


@pytest.mark.parametrize("path", ANSWER.values(), ids=ANSWER)
def test_in_an_answer_on_revocation(path: Path) -> None:
    at = stage("gost")
    good = ocsp_response(at.responder, Answer(at.mother.certificate, at.anchor, NOW))
    question = Question(at.mother.certificate, at.anchor, NOW, NOW)
    assert told_by_ocsp(good, question).standing == GOOD
    with pytest.raises(Malformed, match=r"too many|instead of one"):
        told_by_ocsp(stuffed(good, path), question)


def test_an_answer_says_nothing_that_must_be_understood_and_is_not() -> None:
    at = stage("gost")
    question = Question(at.mother.certificate, at.anchor, NOW, NOW)
    good = ocsp_response(at.responder, Answer(at.mother.certificate, at.anchor, NOW))
    with pytest.raises(Malformed, match="understand"):
        told_by_ocsp(stuffed(good, (1, 0, 1, 0, 0, 2, 0), explicit(1, sequence(unheard_of()))), question)
    padding = sequence(oid("1.2.3.5"), octets(bytes(70_000)))
    known = explicit(1, sequence(sequence(oid("1.2.3.5"), octets(b""))))
    with pytest.raises(Malformed, match="broken signature"):
        told_by_ocsp(stuffed(good, (1, 0, 1, 0, 0, 2, 0), known), question)
    large = Response((Answer(at.mother.certificate, at.anchor, NOW),), extension=padding).signed_by(at.responder)
    with pytest.raises(Malformed, match="bytes"):
        told_by_ocsp(large, question)


@pytest.mark.parametrize(("number", "why"), [(0, "broken signature"), (1, "another version")])
def test_an_answer_may_name_the_first_version_alone(number: int, why: str) -> None:
    """Our responder leaves the number out: the signature is over something else."""
    at = stage("gost")
    good = ocsp_response(at.responder, Answer(at.mother.certificate, at.anchor, NOW))
    with pytest.raises(Malformed, match=why):
        told_by_ocsp(_with_version(good, number), Question(at.mother.certificate, at.anchor, NOW, NOW))


def _with_version(response_: bytes, number: int) -> bytes:
    status, wrapped = der.children(der.read(response_))
    kind, packed = der.children(der.children(wrapped, der.own(0))[0])
    said, *rest = der.children(der.read(packed.content))
    versioned = sequence(explicit(0, integer(number)), said.content)
    basic = sequence(versioned, *(one.raw for one in rest))
    return sequence(status.raw, explicit(0, sequence(kind.raw, octets(basic))))


def test_in_the_time_of_a_revocation() -> None:
    at = stage("gost")
    gone = ocsp_response(at.responder, Answer(at.mother.certificate, at.anchor, NOW, revoked(NOW - DAY)))
    with pytest.raises(Malformed, match="too many"):
        told_by_ocsp(stuffed(gone, (1, 0, 1, 0, 0, 2, 0, 1)), Question(at.mother.certificate, at.anchor, NOW, NOW))


MESSAGE: dict[str, Path] = {
    "message": (),
    "wrapping": (1,),
    "signed data": (1, 0),
    "content": (1, 0, 2),
    "signer": (1, 0, 4, 0),
    "who that is": (1, 0, 4, 0, 1),
    "digest": (1, 0, 4, 0, 2),
    "an attribute": (1, 0, 4, 0, 3, 0),
    "the signature's algorithm": (1, 0, 4, 0, 4),
    "an unsigned attribute": (1, 0, 4, 0, 6, 0),
}


@pytest.mark.parametrize("path", MESSAGE.values(), ids=MESSAGE)
def test_in_a_message(path: Path) -> None:
    at = stage("gost")
    unsigned = sequence(oid("1.2.3"), value(der.SET, integer(1)))
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW), (unsigned,))
    good = message_of(info).built()
    assert read_signed_data(good).signer.unsigned
    with pytest.raises(Refusal, match=r"too many|instead of one"):
        read_signed_data(stuffed(good, path))


STAMP: dict[str, Path] = {"stamp": (), "imprint": (2,), "the digest's algorithm": (2, 0)}


@pytest.mark.parametrize("path", STAMP.values(), ids=STAMP)
def test_in_a_time_stamp(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = stage("gost")
    assert read_time_stamp(response(Stamp(NOW, CONTRACT).signed_by(at.stamping)), CONTRACT, [at.anchor]).at == NOW
    content = stuffed(Stamp(NOW, CONTRACT).built(), path)
    monkeypatch.setattr(Stamp, "built", lambda _self: content)
    with pytest.raises(Refusal, match="too many"):
        read_time_stamp(Stamp(NOW, CONTRACT).signed_by(at.stamping), CONTRACT, [at.anchor])


def test_in_a_response_with_a_time_stamp() -> None:
    at = stage("gost")
    with pytest.raises(Refusal, match="too many"):
        read_time_stamp(stuffed(response(Stamp(NOW, CONTRACT).signed_by(at.stamping)), ()), CONTRACT, [at.anchor])
