"""The time stamp over a signature: whose it is, when it was made, and that it is for this signature (eds.md 8.1, 9)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway import der
from signing_gateway.algorithms import DIGESTS, algorithm, permitted, verify
from signing_gateway.attributes import check_algorithms, check_content, named_in
from signing_gateway.certificates import (
    DIGITAL_SIGNATURE,
    EXTENDED_KEY_USAGE,
    NON_REPUDIATION,
    X509,
    read_extensions,
)
from signing_gateway.chain import Chain, build_chain
from signing_gateway.cms import TIME_STAMPED, Signer, read_signed_data
from signing_gateway.der import Fields, Malformed, own
from signing_gateway.refusals import Refusal

TIME_STAMPING = "1.3.6.1.5.5.7.3.8"


@dataclass(frozen=True)
class TimeStamp:
    """When, by which authority (chain up to the anchor), under which policy."""

    at: datetime
    policy: str
    chain: Chain


@dataclass(frozen=True)
class _Said:
    """A TSTInfo: the digest that was stamped, by its kind, and when."""

    policy: str
    kind: str
    digest: bytes
    at: datetime


def read_time_stamp(data: bytes, stamped: bytes, anchors: Sequence[X509]) -> TimeStamp:
    """The time stamp in a token or a response, over these bytes. Raises Refusal (bad_time_stamp)."""
    try:
        return _checked(_token(data), stamped, anchors)
    except Malformed as error:
        raise Refusal(Why.BAD_TIME_STAMP, str(error)) from error
    except Refusal as refusal:
        raise Refusal(Why.BAD_TIME_STAMP, refusal.detail) from refusal


def _token(data: bytes) -> bytes:
    """What a response carries, or the token itself: a response begins with its status, a SEQUENCE."""
    fields = Fields(der.read(data))
    first = fields.take()
    if first.tag != der.SEQUENCE:
        return data
    if der.integer(Fields(first).take()) not in {0, 1}:
        raise Malformed("a time stamp that was not granted")
    token = fields.take(der.SEQUENCE)
    fields.end()
    return token.raw


def _checked(token: bytes, stamped: bytes, anchors: Sequence[X509]) -> TimeStamp:
    message = read_signed_data(token, TIME_STAMPED)
    signer, content = message.signer, message.content
    if content is None:
        raise Malformed("a token without content")
    said = _read(content)
    if said.kind not in DIGESTS or not hmac.compare_digest(DIGESTS[said.kind](stamped), said.digest):
        raise Malformed("a time stamp of something else")
    check_algorithms(signer)
    if not permitted(signer.algorithm, said.at):
        raise Malformed("an algorithm of the past")
    check_content(signer, TIME_STAMPED, DIGESTS[signer.digest](content))
    _check_authority(signer, said.at)
    chain = build_chain(signer.certificate, message.others, anchors, said.at)
    if not verify(signer.certificate.key, signer.algorithm, signer.signature, signer.signed):
        raise Malformed("a broken signature")
    return TimeStamp(said.at, said.policy, chain)


def _read(content: bytes) -> _Said:
    fields = Fields(der.read(content))
    if der.integer(fields.take()) != 1:
        raise Malformed("a time stamp of another version")
    policy, imprint = der.oid(fields.take()), Fields(fields.take())
    kind, digest = algorithm(imprint.take()), der.octets(imprint.take())
    imprint.end()
    der.integer(fields.take())
    at = der.moment(fields.take(der.GENERALIZED_TIME))
    for tag in (der.SEQUENCE, der.BOOLEAN, der.INTEGER, own(0)):
        fields.maybe(tag)
    extensions = fields.maybe(own(1))
    fields.end()
    if extensions is not None and any(one.critical for one in read_extensions(extensions, own(1)).values()):
        raise Malformed("a critical extension that we do not understand")
    return _Said(policy, kind, digest, at)


def _check_authority(signer: Signer, at: datetime) -> None:
    """Stamping the time is all that the certificate is for, it says so critically, and the token names it."""
    certificate = signer.certificate
    usage = certificate.extensions.get(EXTENDED_KEY_USAGE)
    if usage is None or not usage.critical or certificate.purposes != {TIME_STAMPING}:
        raise Malformed("no certificate of a time-stamping authority")
    if not any(certificate.usable_for(bit, unless_said=True) for bit in (DIGITAL_SIGNATURE, NON_REPUDIATION)):
        raise Malformed("the authority's key is not for signing")
    if not certificate.valid_at(at):
        raise Malformed("the authority's certificate was not valid then")
    if not named_in(signer):
        raise Malformed("the token names no certificate")
