"""What an OCSP response says of a certificate, if it can be believed (eds.md 1.7 and 8.1, 10)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from signing_gateway import der
from signing_gateway.algorithms import SHA256, algorithm, permitted, verify
from signing_gateway.certificates import DIGITAL_SIGNATURE, X509, Extension, read_certificate, read_extensions
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.standing import GOOD, SKEW, UNKNOWN, Revoked, Standing, Told

OCSP_SIGNING, NONCE = "1.3.6.1.5.5.7.3.9", "1.3.6.1.5.5.7.48.1.2"
LARGEST = 64 * 1024
FRESH, FRESH_IF_PROMISED = timedelta(minutes=5), timedelta(days=1)
_MOST_CERTIFICATES = 8
_BASIC = "1.3.6.1.5.5.7.48.1.1"
_HOLD, _NEVER = 6, datetime(1970, 1, 1, tzinfo=UTC)
_HASHES: Mapping[str, Callable[[bytes], bytes]] = {
    SHA256: lambda data: hashlib.sha256(data).digest(),
    "1.3.14.3.2.26": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
}


@dataclass(frozen=True)
class Question:
    """Which certificate, by whom issued, for which time; `now` bounds answers, `nonce` is that of our request."""

    certificate: X509
    issuer: X509
    at: datetime
    now: datetime
    nonce: bytes | None = None


@dataclass(frozen=True)
class _Response:
    """A basic response, not yet believed."""

    signed: bytes
    responder: Node
    produced: datetime
    answers: list[Node]
    extensions: Mapping[str, Extension]
    algorithm: str
    signature: bytes
    certificates: list[X509] = field(default_factory=list)


def told_by_ocsp(data: bytes, question: Question) -> Told:
    """What the response says of the certificate, and who says it. Raises Malformed where it is not to be believed."""
    response = _read(data)
    if not permitted(response.algorithm, question.at):
        raise Malformed("an algorithm of the past")
    if any(one.critical and kind != NONCE for kind, one in response.extensions.items()):
        raise Malformed("a critical extension that we do not understand")
    _check_nonce(response, question.nonce)
    found = [said for answer in response.answers if (said := _answer(answer, question)) is not None]
    if len(found) != 1:
        raise Malformed(f"{len(found)} answers about the certificate")
    [(standing, since)] = found
    if since - SKEW > response.produced:
        raise Malformed("an answer about a time after it was signed")
    for responder in _responders(response, since, question):
        if verify(responder.key, response.algorithm, response.signature, response.signed):
            return Told(standing, since, responder)
    raise Malformed("a broken signature, or that of nobody whom the issuer charged")


def _read(data: bytes) -> _Response:
    if len(data) > LARGEST:
        raise Malformed(f"{len(data)} bytes")
    outer = Fields(der.read(data))
    if der.integer(outer.take(), der.ENUMERATED) != 0:
        raise Malformed("the responder does not answer")
    wrapped = Fields(der.only(outer.take(), own(0)))
    outer.end()
    if der.oid(wrapped.take()) != _BASIC:
        raise Malformed("no basic response")
    basic = Fields(der.read(der.octets(wrapped.take())))
    wrapped.end()
    signed, kind, signature = basic.take(), algorithm(basic.take()), der.bits(basic.take())
    brought = basic.maybe(own(0))
    basic.end()
    certificates = [] if brought is None else der.children(der.only(brought, own(0)))
    if len(certificates) > _MOST_CERTIFICATES:
        raise Malformed(f"{len(certificates)} certificates of the responder")
    said = Fields(signed)
    version = said.maybe(own(0))
    if version is not None and der.integer(der.only(version, own(0))) != 0:
        raise Malformed("a response of another version")
    responder, produced, answers = said.take(own(1), own(2)), der.moment(said.take()), der.children(said.take())
    extensions = said.maybe(own(1))
    said.end()
    return _Response(
        signed.raw,
        responder,
        produced,
        answers,
        {} if extensions is None else read_extensions(der.only(extensions, own(1))),
        kind,
        signature,
        [read_certificate(one.raw) for one in certificates],
    )


def _check_nonce(response: _Response, nonce: bytes | None) -> None:
    if nonce is None:
        return
    said = response.extensions.get(NONCE)
    if said is None or not hmac.compare_digest(der.octets(der.read(said.value)), nonce):
        raise Malformed("not the answer to our question")


def _responders(response: _Response, since: datetime, question: Question) -> Iterator[X509]:
    """The issuer itself, or whom it has charged with answering, by name or by key as the response says.

    There may be several: a responder keeps its name when it gets a new key.
    """
    if _is_named(question.issuer, response.responder):
        yield question.issuer
    for one in response.certificates:
        if _is_named(one, response.responder) and _charged(one, since, question):
            yield one


def _charged(certificate: X509, at: datetime, question: Question) -> bool:
    return (
        OCSP_SIGNING in certificate.purposes
        and not certificate.asks_unknown
        and certificate.usable_for(DIGITAL_SIGNATURE, unless_said=True)
        and certificate.valid_at(at)
        and permitted(certificate.signature_algorithm, question.at)
        and certificate.issued_by(question.issuer)
    )


def _is_named(certificate: X509, responder: Node) -> bool:
    said = der.only(responder, responder.tag)
    if responder.tag == own(1):
        return said.raw == certificate.subject
    return der.octets(said) == hashlib.sha1(_key_bits(certificate), usedforsecurity=False).digest()


def _key_bits(certificate: X509) -> bytes:
    fields = Fields(certificate.key)
    fields.take(der.SEQUENCE)
    return der.bits(fields.take())


def _answer(node: Node, question: Question) -> tuple[Standing, datetime] | None:
    """What one answer says, and of which time, if it is about the certificate and fresh; None if about another one."""
    fields = Fields(node)
    about, status, since = fields.take(), fields.take(), der.moment(fields.take())
    until, extensions = fields.maybe(own(0)), fields.maybe(own(1))
    fields.end()
    if not _is_about(about, question):
        return None
    if extensions is not None and any(one.critical for one in read_extensions(der.only(extensions, own(1))).values()):
        raise Malformed("a critical extension that we do not understand")
    _check_fresh(since, None if until is None else der.moment(der.only(until, own(0))), question)
    return _status(status), since


def _is_about(node: Node, question: Question) -> bool:
    fields = Fields(node)
    kind, name, key, serial = algorithm(fields.take()), fields.take(), fields.take(), der.integer(fields.take())
    fields.end()
    if kind not in _HASHES or serial != question.certificate.serial:
        return False
    wanted = [_HASHES[kind](data) for data in (question.issuer.subject, _key_bits(question.issuer))]
    return [der.octets(name), der.octets(key)] == wanted


def _check_fresh(since: datetime, until: datetime | None, question: Question) -> None:
    """Not older than the time in question, but for minutes; for a day where the responder promised as much, and never
    older than it promised.
    """
    oldest = question.at - (FRESH if until is None else FRESH_IF_PROMISED)
    if not oldest <= since <= question.now + SKEW or (until is not None and until < max(since, question.at)):
        raise Malformed("an answer of another time")


def _status(node: Node) -> Standing:
    if node.tag == 0x80 and not node.content:
        return GOOD
    if node.tag != own(1):
        return UNKNOWN
    fields = Fields(node, own(1))
    when, reason = der.moment(fields.take()), fields.maybe(own(0))
    fields.end()
    held = reason is not None and der.integer(der.only(reason, own(0)), der.ENUMERATED) == _HOLD
    # What a responder that was never told of a certificate answers (RFC 6960, 2.2, "extended revoke").
    return UNKNOWN if held and when == _NEVER else Revoked(when)
