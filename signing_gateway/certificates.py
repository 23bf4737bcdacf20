"""Reading a certificate: whose it is, who issued it, for how long, and what its key is for (eds.md 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from signing_gateway import der
from signing_gateway.algorithms import algorithm, verify
from signing_gateway.der import Fields, Malformed, Node, own

BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE = "2.5.29.19", "2.5.29.15", "2.5.29.37"
POLICIES = "2.5.29.32"
USAGES = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)
DIGITAL_SIGNATURE, NON_REPUDIATION, CERTIFICATE_SIGNING, CRL_SIGNING = 0, 1, 5, 6
_HARMLESS = {"2.5.29.14", "2.5.29.17", "2.5.29.31", POLICIES, "2.5.29.35", "1.3.6.1.5.5.7.1.1"}
UNDERSTOOD = _HARMLESS | {BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE}


@dataclass(frozen=True)
class Extension:
    """An extension with its DER value."""

    critical: bool
    value: bytes


@dataclass(frozen=True)
class X509:
    """A certificate; names and the signed part are kept as they are written."""

    der: bytes
    signed: bytes
    serial: int
    issuer: bytes
    subject: bytes
    valid_from: datetime
    valid_until: datetime
    key: Node
    extensions: Mapping[str, Extension]
    signature_algorithm: str
    signature: bytes

    @cached_property
    def sha256(self) -> str:
        """Of the DER form, in hex."""
        return hashlib.sha256(self.der).hexdigest()

    @cached_property
    def purposes(self) -> frozenset[str]:
        """The extended key usages. Raises Malformed."""
        found = self.extensions.get(EXTENDED_KEY_USAGE)
        return frozenset(der.oid(node) for node in der.children(der.read(found.value))) if found else frozenset()

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """By which rules it was issued. Raises Malformed."""
        found = self.extensions.get(POLICIES)
        return tuple(der.oid(Fields(one).take()) for one in der.children(der.read(found.value))) if found else ()

    @property
    def usages(self) -> tuple[str, ...]:
        """What its key may do, by the names of the standard. Raises Malformed."""
        return tuple(name for bit, name in enumerate(USAGES) if self.usable_for(bit))

    @cached_property
    def authority(self) -> bool:
        """Whether this is the certificate of a certification authority. Raises Malformed."""
        return self._constraints[0]

    @cached_property
    def path_length(self) -> int | None:
        """How many authorities may stand below this one; None for any number. Raises Malformed."""
        return self._constraints[1]

    def usable_for(self, bit: int, *, unless_said: bool = False) -> bool:
        """Whether the key usage has that bit; `unless_said` where there is no such extension. Raises Malformed."""
        found = self.extensions.get(KEY_USAGE)
        if found is None:
            return unless_said
        node = der.read(found.value)
        if node.tag != der.BITS or not 2 <= len(node.content) <= 3:
            raise Malformed("no key usage")
        flags = node.content[1:]
        return bit < 8 * len(flags) and bool(flags[bit // 8] & 0x80 >> bit % 8)

    @property
    def asks_unknown(self) -> bool:
        """Whether a critical extension is there that we do not understand."""
        return any(one.critical and kind not in UNDERSTOOD for kind, one in self.extensions.items())

    def valid_at(self, at: datetime) -> bool:
        """Whether the time lies within the term."""
        return self.valid_from <= at <= self.valid_until

    def issued_by(self, issuer: X509) -> bool:
        """Whether the issuer's name is there, and its signature. Raises Malformed."""
        return self.issuer == issuer.subject and verify(
            issuer.key, self.signature_algorithm, self.signature, self.signed
        )

    @cached_property
    def _constraints(self) -> tuple[bool, int | None]:
        found = self.extensions.get(BASIC_CONSTRAINTS)
        if found is None:
            return False, None
        fields = Fields(der.read(found.value))
        flag, length = fields.maybe(der.BOOLEAN), fields.maybe(der.INTEGER)
        fields.end()
        return flag is not None and der.boolean(flag), None if length is None else der.integer(length)


def read_certificate(data: bytes) -> X509:
    """A certificate of version 3. Raises Malformed."""
    outer = Fields(der.read(data))
    signed, kind, signature = outer.take(der.SEQUENCE), algorithm(outer.take()), der.bits(outer.take())
    outer.end()
    inner = Fields(signed)
    if der.integer(der.only(inner.take(own(0)), own(0))) != 2:
        raise Malformed("no certificate of version 3")
    serial, inside, issuer = der.integer(inner.take()), algorithm(inner.take()), inner.take(der.SEQUENCE)
    term = Fields(inner.take())
    start, end = der.moment(term.take()), der.moment(term.take())
    term.end()
    subject, key = inner.take(der.SEQUENCE), inner.take(der.SEQUENCE)
    extensions = read_extensions(der.only(inner.take(own(3)), own(3)))
    inner.end()
    if inside != kind:
        raise Malformed("two algorithms of one signature")
    return X509(data, signed.raw, serial, issuer.raw, subject.raw, start, end, key, extensions, kind, signature)


def read_extensions(node: Node, tag: int = der.SEQUENCE) -> Mapping[str, Extension]:
    """Extensions by identifier, each once; `tag` where they are tagged otherwise. Raises Malformed."""
    found: dict[str, Extension] = {}
    for one in der.children(node, tag):
        fields = Fields(one)
        identifier, critical, value = der.oid(fields.take()), fields.maybe(der.BOOLEAN), der.octets(fields.take())
        fields.end()
        if identifier in found:
            raise Malformed("an extension twice")
        found[identifier] = Extension(critical is not None and der.boolean(critical), value)
    return found
