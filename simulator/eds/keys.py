"""Key pairs of both kinds that Kazakhstan has issued, RSA and GOST, with which test signatures are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from signing_gateway import algorithms, der, der_writing, gost
from signing_gateway.der_writing import bits, integer, octets, oid, sequence


class Key(Protocol):
    """A pair that signs; `public` is a SubjectPublicKeyInfo, `pkcs8` what stands in a key file."""

    @property
    def public(self) -> bytes: ...

    @property
    def pkcs8(self) -> bytes: ...

    @property
    def algorithm(self) -> str:
        """The identifier of its signatures."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over these bytes."""
        ...


@dataclass(frozen=True)
class RsaKey:
    """RSA with SHA-256."""

    private: RSAPrivateKey
    algorithm: str = algorithms.RSA_SHA256

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def pkcs8(self) -> bytes:
        return self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, PKCS1v15(), SHA256())


@dataclass(frozen=True)
class GostKey:
    """GOST 34.310 of 2015, or of 2004 as old keys have it."""

    private: gost.PrivateKey
    algorithm: str = algorithms.GOST_2015_SIGNATURE

    @property
    def public(self) -> bytes:
        return sequence(self._kind, bits(octets(self.private.public)))

    @property
    def pkcs8(self) -> bytes:
        if self.algorithm == algorithms.GOST_2004_SIGNATURE:
            return sequence(integer(0), self._kind, octets(integer(self.private.d)))
        number = self.private.d.to_bytes(self.private.curve.size, "little")
        return sequence(integer(0), self._kind, octets(octets(number)))

    def sign(self, data: bytes) -> bytes:
        return gost.sign(self.private, algorithms.DIGESTS[algorithms.DIGEST_OF[self.algorithm]](data))

    @property
    def _kind(self) -> bytes:
        kind = algorithms.GOST_KINDS[self.algorithm]
        return sequence(oid(kind.key), sequence(*(oid(one) for one in kind.parameters)))


def new_rsa_key(size: int = 2048) -> RsaKey:
    """A fresh RSA key of so many bits."""
    return RsaKey(generate_private_key(65537, size))


def new_gost_key(algorithm: str = algorithms.GOST_2015_SIGNATURE) -> GostKey:
    """A fresh GOST key."""
    return GostKey(gost.new_key(algorithms.GOST_KINDS[algorithm].curve), algorithm)


def read_key(pkcs8: bytes) -> Key:
    """An RSA key, or a GOST key of 2015, as `pkcs8` writes it. Raises Malformed or ValueError."""
    _version, kind, content = der.children(der.read(pkcs8))
    if der.oid(der.children(kind)[0]) != algorithms.GOST_KINDS[algorithms.GOST_2015_SIGNATURE].key:
        private = load_der_private_key(pkcs8, None)
        assert isinstance(private, RSAPrivateKey)
        return RsaKey(private)
    number = int.from_bytes(der.octets(der.read(der.octets(content))), "little")
    return GostKey(gost.PrivateKey(algorithms.GOST_KINDS[algorithms.GOST_2015_SIGNATURE].curve, number))


def digest_algorithm(key: Key) -> bytes:
    """The AlgorithmIdentifier of the digest under its signatures."""
    return der_writing.algorithm(algorithms.DIGEST_OF[key.algorithm])
