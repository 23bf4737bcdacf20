"""Which algorithms count, and checking a signature by a public key with them (eds.md 2 and 8.1, 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from signing_gateway import der, gost
from signing_gateway.der import Fields, Malformed, Node
from signing_gateway.gost3411 import gost3411
from signing_gateway.streebog import streebog512

SHA256, STREEBOG_512, GOST_3411 = "2.16.840.1.101.3.4.2.1", "1.2.398.3.10.1.3.3", "1.2.398.3.10.1.3.1"
RSA, RSA_SHA256 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"
GOST_2015_SIGNATURE, GOST_2004_SIGNATURE = "1.2.398.3.10.1.1.2.3.2", "1.2.398.3.10.1.1.1.2"
GOST_2015_KEY, GOST_2004_KEY = "1.2.398.3.10.1.1.2.2", "1.2.398.3.10.1.1.1.1"
GOST_2004_ENDED = datetime(2024, 4, 27, 19, tzinfo=UTC)  # 28 April 2024 in Kazakhstan
RSA_BITS = range(2048, 8193)

DIGESTS: Mapping[str, Callable[[bytes], bytes]] = {
    SHA256: lambda data: hashlib.sha256(data).digest(),
    STREEBOG_512: streebog512,
    GOST_3411: gost3411,
}
DIGEST_OF: Mapping[str, str] = {
    RSA: SHA256,
    RSA_SHA256: SHA256,
    GOST_2015_SIGNATURE: STREEBOG_512,
    GOST_2004_SIGNATURE: GOST_3411,
}


@dataclass(frozen=True)
class GostKind:
    """What a GOST key says of itself in its certificate."""

    curve: gost.Curve
    key: str
    parameters: tuple[str, str]


GOST_KINDS: Mapping[str, GostKind] = {
    GOST_2015_SIGNATURE: GostKind(gost.GOST_2015, GOST_2015_KEY, ("1.2.398.3.10.1.1.2.2.1", STREEBOG_512)),
    GOST_2004_SIGNATURE: GostKind(gost.GOST_2004, GOST_2004_KEY, ("1.2.398.3.10.1.1.1.1.1", "1.2.398.3.10.1.3.1.1.0")),
}


def algorithm(node: Node) -> str:
    """The identifier of an algorithm that has no parameters, or NULL for them. Raises Malformed."""
    fields = Fields(node)
    identifier = der.oid(fields.take(der.OID))
    null = fields.maybe(der.NULL)
    if null is not None and null.content:
        raise Malformed("NULL with something in it")
    fields.end()
    return identifier


def permitted(signature_algorithm: str, at: datetime) -> bool:
    """Whether signatures of that kind count at that time: GOST 34.310-2004 until its keys were issued no more."""
    return signature_algorithm in DIGEST_OF and (signature_algorithm != GOST_2004_SIGNATURE or at < GOST_2004_ENDED)


def verify(
    key: Node, signature_algorithm: str, signature: bytes, data: bytes, known: Mapping[str, bytes] | None = None
) -> bool:
    """Whether the holder of the key (SubjectPublicKeyInfo) has signed these bytes with that algorithm.

    `known` are digests of the bytes by their kind, where somebody has computed them: GOST takes seconds a megabyte.
    """
    kind = GOST_KINDS.get(signature_algorithm)
    if kind is not None:
        point, digest = _gost_point(key, kind), DIGEST_OF[signature_algorithm]
        said = (known or {}).get(digest)
        return point is not None and gost.verify(kind.curve, point, signature, said or DIGESTS[digest](data))
    return signature_algorithm in {RSA, RSA_SHA256} and _verify_rsa(key, signature, data)


def _gost_point(key: Node, kind: GostKind) -> bytes | None:
    fields = Fields(key)
    described, value = Fields(fields.take()), fields.take(der.BITS)
    fields.end()
    if der.oid(described.take()) != kind.key:
        return None
    if tuple(der.oid(node) for node in der.children(described.take())) != kind.parameters:
        return None
    described.end()
    return der.octets(der.read(der.bits(value)))


def _verify_rsa(key: Node, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256 as Sha256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        loaded = load_der_public_key(key.raw)
        if not isinstance(loaded, RSAPublicKey) or loaded.key_size not in RSA_BITS:
            return False
        loaded.verify(signature, data, PKCS1v15(), Sha256())
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
