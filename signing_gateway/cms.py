"""Reading a CMS SignedData of exactly one signer, strictly: what nobody checks must not be there (eds.md 8.1, 1–3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from enrolment.signature_verdict import RefusedBecause as Why
from signing_gateway import der
from signing_gateway.algorithms import algorithm
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.der import Fields, Malformed, Node, own
from signing_gateway.refusals import Refusal

SIGNED_DATA, DATA, TIME_STAMPED = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"
_MOST_CERTIFICATES = 8


@dataclass(frozen=True)
class Signer:
    """A SignerInfo: `signed` are the bytes under the signature, the signed attributes as a SET."""

    certificate: X509
    digest: str
    attributes: Mapping[str, Node]
    signed: bytes
    algorithm: str
    signature: bytes
    unsigned: Mapping[str, Sequence[Node]] = field(default_factory=dict)


@dataclass(frozen=True)
class SignedData:
    """`content` is what the message carries itself, if anything; `others` are certificates besides the signer's."""

    content: bytes | None
    signer: Signer
    others: tuple[X509, ...]


def read_signed_data(data: bytes, content_type: str = DATA) -> SignedData:
    """The message in these DER bytes. Raises Refusal."""
    try:
        return _read(data, content_type)
    except Malformed as error:
        raise Refusal(Why.MALFORMED, str(error)) from error


def _read(data: bytes, content_type: str) -> SignedData:
    outer = Fields(der.read(data))
    _expect(der.oid(outer.take()), SIGNED_DATA)
    fields = Fields(der.only(outer.take(), own(0)))
    outer.end()
    _expect(der.integer(fields.take()), 1 if content_type == DATA else 3)
    digests = [algorithm(node) for node in der.children(fields.take(), der.SET)]
    content = _content(fields.take(), content_type)
    certificates, lists = fields.maybe(own(0)), fields.maybe(own(1))
    if lists is not None:
        der.check_throughout(lists)  # nobody signed them: those of the certification centre itself are asked for
    infos = der.children(fields.take(der.SET), der.SET)
    fields.end()
    if len(infos) != 1:
        raise Refusal(Why.SEVERAL_SIGNERS if infos else Why.NO_SIGNER, f"{len(infos)} signers")
    known = [] if certificates is None else _certificates(certificates)
    signer = _signer(infos[0], known)
    _expect(digests, [signer.digest])
    return SignedData(content, signer, tuple(one for one in known if one is not signer.certificate))


def _expect(found: object, expected: object) -> None:
    if found != expected:
        raise Malformed(f"{found} instead of {expected}")


def _content(node: Node, content_type: str) -> bytes | None:
    fields = Fields(node)
    _expect(der.oid(fields.take()), content_type)
    content = fields.maybe(own(0))
    fields.end()
    return None if content is None else der.octets(der.only(content, own(0)))


def _certificates(node: Node) -> list[X509]:
    written = der.children(node, own(0))
    if len(written) > _MOST_CERTIFICATES or len({one.raw for one in written}) != len(written):
        raise Malformed("too many certificates, or one twice")
    return [read_certificate(one.raw) for one in written]


def _signer(node: Node, known: Sequence[X509]) -> Signer:
    fields = Fields(node)
    _expect(der.integer(fields.take()), 1)
    identifier = Fields(fields.take(der.SEQUENCE))
    issuer, serial = identifier.take().raw, der.integer(identifier.take())
    identifier.end()
    digest = algorithm(fields.take())
    signed = fields.maybe(own(0))
    kind, signature = algorithm(fields.take()), der.octets(fields.take())
    unsigned = fields.maybe(own(1))
    fields.end()
    found = [one for one in known if (one.issuer, one.serial) == (issuer, serial)]
    if len(found) != 1:
        raise Refusal(Why.NO_CERTIFICATE, f"{len(found)} certificates of the signer")
    if signed is None:
        raise Refusal(Why.BAD_ATTRIBUTES, "no signed attributes")
    covered = bytes([der.SET]) + signed.raw[1:]
    extra = {} if unsigned is None else _unsigned(unsigned)
    return Signer(found[0], digest, _attributes(signed), covered, kind, signature, extra)


def _attributes(node: Node) -> dict[str, Node]:
    """The signed attributes, each once and with one value."""
    found: dict[str, Node] = {}
    for one in der.children(node, own(0)):
        der.check_throughout(one)
        kind, values = _attribute(one)
        if kind in found or len(values) != 1:
            raise Refusal(Why.BAD_ATTRIBUTES, f"{kind} twice, or with several values")
        found[kind] = values[0]
    return found


def _unsigned(node: Node) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for one in der.children(node, own(1)):
        der.check_throughout(one)
        kind, values = _attribute(one)
        if kind in found:
            raise Malformed(f"{kind} twice")
        found[kind] = values
    return found


def _attribute(node: Node) -> tuple[str, list[Node]]:
    fields = Fields(node)
    kind, values = der.oid(fields.take()), der.children(fields.take(), der.SET)
    fields.end()
    return kind, values
