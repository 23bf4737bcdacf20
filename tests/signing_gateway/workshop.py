"""A good signature in parts, to be put together otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from signing_gateway import der, der_writing
from signing_gateway.attributes import SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2
from signing_gateway.cms import SIGNED_DATA
from signing_gateway.der_writing import explicit, octets, oid, sequence
from simulator.eds.certificates import Holder
from simulator.eds.messages import (
    Message,
    SignerInfo,
    attribute,
    attributes_over,
    message_of,
    naming,
)
from tests.signing_gateway.stage import CONTRACT, NOW, Stage, stage


@dataclass(frozen=True)
class Workshop:
    """A good signature in parts, to be put together wrongly."""

    at: Stage
    info: SignerInfo
    message: Message

    @property
    def good(self) -> bytes:
        return self.message.built()

    def with_signer(self, *infos: SignerInfo) -> bytes:
        return replace(self.message, signers=tuple(info.built() for info in infos)).built()

    def with_attributes(self, *attributes: bytes) -> bytes:
        return self.with_signer(replace(self.info, attributes=attributes))

    def without(self, kind: str, *instead: bytes) -> bytes:
        kept = [one for one in self.info.attributes if oid(kind) not in one]
        return self.with_attributes(*kept, *instead)

    @property
    def other(self) -> Holder:
        """Another key of the same mother, from the same authority."""
        return self.at.mother_logging_in


def workshop(kind: str) -> Workshop:
    at = stage(kind)
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    return Workshop(at, info, message_of(info))


def with_lists_inside(work: Workshop, *lists: bytes) -> bytes:
    """The message with revocation lists where they may stand in it."""
    inner = der.children(der.only(der.children(der.read(work.good))[1], der.own(0)))
    parts = [one.raw for one in inner]
    return sequence(oid(SIGNED_DATA), explicit(0, sequence(*parts[:-1], explicit(1, *lists), parts[-1])))


def with_part(work: Workshop, number: int, part: bytes) -> bytes:
    """The signer's entry with one part replaced: 2 is the digest's algorithm, 4 the signature's."""
    parts = [one.raw for one in der.children(der.read(work.info.built()))]
    return sequence(*parts[:number], part, *parts[number + 1 :])


def signed_with(kind: str) -> Callable[[Workshop], bytes]:
    def attack(work: Workshop) -> bytes:
        return replace(work.message, signers=(with_part(work, 4, der_writing.algorithm(kind)),)).built()

    return attack


def naming_by_sha1(certificate: bytes) -> bytes:
    """The older attribute, signingCertificate."""
    hashed = octets(hashlib.sha1(certificate, usedforsecurity=False).digest())
    return attribute(SIGNING_CERTIFICATE, sequence(sequence(sequence(hashed))))


def named_wrongly(work: Workshop) -> bytes:
    return work.without(SIGNING_CERTIFICATE_V2, naming(work.other.certificate))
