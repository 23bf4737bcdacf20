"""What the authority answers to OCSP questions and to wishes for a time stamp (eds.md 1.7)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from signing_gateway import der
from signing_gateway.algorithms import STREEBOG_512, algorithm
from signing_gateway.cms import TIME_STAMPED
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.der_writing import algorithm as named
from signing_gateway.der_writing import bits, explicit, generalized_time, integer, octets, oid, sequence
from signing_gateway.ocsp import NONCE
from simulator.eds.certificates import Holder
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from simulator.eds.revocations import GOOD, no_answer, revoked
from simulator.nca.authority import Nca, Root, key_bits
from simulator.nca.kinds import Family

MALFORMED, UNAUTHORIZED = 1, 6
GOST_POLICY, RSA_POLICY = "1.2.398.3.3.2.6.4", "1.2.398.3.3.2.6.2"
_HOLD, _NEVER = 6, datetime(1970, 1, 1, tzinfo=UTC)
_BASIC = "1.3.6.1.5.5.7.48.1.1"
_HASHES = {"1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.1": "sha256"}
_REJECTED = 2


def answer_ocsp(nca: Nca, question: bytes) -> bytes:
    """An OCSP response; one about certificates of nobody here says only that it is not for us."""
    try:
        asked, nonce = _question(question)
        roots = {_issuer(nca, one) for one in asked}
    except Malformed:
        return no_answer(MALFORMED)
    if len(roots) != 1 or (root := roots.pop()) is None:
        return no_answer(UNAUTHORIZED)
    return _response(root, asked, nonce, nca.now())


def answer_tsp(nca: Nca, wish: bytes) -> bytes:
    """A TimeStampResp; what is no wish for a stamp is rejected."""
    try:
        wanted = _wish(wish)
    except Malformed:
        return sequence(sequence(integer(_REJECTED)))
    rsa = wanted.policy == RSA_POLICY or (wanted.policy is None and wanted.algorithm != STREEBOG_512)
    stamping = nca.roots[Family.RSA if rsa else Family.GOST].stamping()
    at = nca.now()
    policy = wanted.policy or (RSA_POLICY if rsa else GOST_POLICY)
    parts = [integer(1), oid(policy), wanted.imprint, integer(secrets.randbits(63)), generalized_time(at)]
    content = sequence(*parts, b"" if wanted.nonce is None else integer(wanted.nonce))
    return sequence(sequence(integer(0)), _token(stamping, content, at))


@dataclass(frozen=True)
class _Wish:
    """What shall be stamped: a digest, by its algorithm, as it was written."""

    imprint: bytes
    algorithm: str
    policy: str | None
    nonce: int | None


def _wish(data: bytes) -> _Wish:
    fields = Fields(der.read(data))
    if der.integer(fields.take()) != 1:
        raise Malformed("another version")
    imprint = fields.take(der.SEQUENCE)
    policy, nonce = fields.maybe(der.OID), fields.maybe(der.INTEGER)
    fields.maybe(der.BOOLEAN)
    fields.end()
    kind = algorithm(der.children(imprint)[0])
    return _Wish(imprint.raw, kind, der.oid(policy) if policy else None, der.integer(nonce) if nonce else None)


def _token(stamping: Holder, content: bytes, at: datetime) -> bytes:
    info = SignerInfo(stamping, attributes_over(stamping, content, at, TIME_STAMPED))
    return replace(message_of(info), version=3, content_type=TIME_STAMPED, content=content).built()


def _question(data: bytes) -> tuple[Sequence[Node], bytes | None]:
    """The certificates asked about, each as the question names it, and the nonce as an extension's value."""
    outer = Fields(der.read(data))
    fields = Fields(outer.take())
    fields.maybe(own(0))
    fields.maybe(own(1))
    asked = [der.children(one)[0] for one in der.children(fields.take(der.SEQUENCE))]
    extensions = fields.maybe(own(2))
    nonce = None
    for one in der.children(der.only(extensions, own(2))) if extensions else []:
        parts = der.children(one)
        if der.oid(parts[0]) == NONCE:
            nonce = der.octets(parts[-1])
    return asked, nonce


def _issuer(nca: Nca, asked: Node) -> Root | None:
    """The root that the question names by the digests of its name and key."""
    fields = Fields(asked)
    kind, name, key = algorithm(fields.take()), der.octets(fields.take()), der.octets(fields.take())
    if kind not in _HASHES:
        raise Malformed("another digest")
    for root in nca.roots.values():
        known = [root.certificate.subject, key_bits(root.certificate)]
        if [hashlib.new(_HASHES[kind], one, usedforsecurity=False).digest() for one in known] == [name, key]:
            return root
    return None


def _response(root: Root, asked: Sequence[Node], nonce: bytes | None, at: datetime) -> bytes:
    """Signed by the responder, without an end of its validity, as the NCA does it."""
    responder = root.responder()
    answers = [sequence(one.raw, _status(root, one), generalized_time(at)) for one in asked]
    extensions = b"" if nonce is None else explicit(1, sequence(sequence(oid(NONCE), octets(nonce))))
    name = explicit(1, responder.certificate.subject)
    signed = sequence(name, generalized_time(at), sequence(*answers), extensions)
    signature = bits(responder.key.sign(signed))
    brought = explicit(0, sequence(responder.certificate.der))
    basic = sequence(signed, named(responder.key.algorithm), signature, brought)
    return sequence(integer(0, der.ENUMERATED), explicit(0, sequence(oid(_BASIC), octets(basic))))


def _status(root: Root, asked: Node) -> bytes:
    """Whoever was never issued is told as held since 1970 ("extended revoke")."""
    serial = der.integer(der.children(asked)[3])
    if serial not in root.given:
        return revoked(_NEVER, _HOLD)
    since = root.given[serial]
    return GOOD if since is None else revoked(since)
