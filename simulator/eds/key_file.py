"""Key files as the NCA makes them: PKCS#12 in BER, triple DES for the key, RC2 for the certificate (eds.md 1.2)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from signing_gateway.der_writing import algorithm, explicit, integer, octets, oid, sequence, set_of
from simulator.eds.rc2 import rc2_cbc

ITERATIONS = 1024
_BLOCK, _HASHED_BLOCK, _HASH = 8, 64, 20
_OCTETS, _SEQUENCE, _CONTEXT, _IN_PIECES = 0x04, 0x30, 0xA0, 0x24
_DATA, _ENCRYPTED_DATA = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.6")
_TRIPLE_DES, _RC2_40 = oid("1.2.840.113549.1.12.1.3"), oid("1.2.840.113549.1.12.1.6")
_SHROUDED_KEY, _CERTIFICATE = oid("1.2.840.113549.1.12.10.1.2"), oid("1.2.840.113549.1.12.10.1.3")
_LOCAL_KEY_ID = oid("1.2.840.113549.1.9.21")
_X509, _SHA1 = oid("1.2.840.113549.1.9.22.1"), "1.3.14.3.2.26"
_KEY, _VECTOR, _MAC = 1, 2, 3
Wrap = Callable[[bytes, bytes, bytes], bytes]


def key_file(private_key: bytes, certificate: bytes, password: str) -> bytes:
    """A `.p12` with one key (PKCS#8, DER) and its certificate (DER)."""
    return key_file_of([(private_key, certificate)], [certificate], password)


def key_file_of(keys: Sequence[tuple[bytes, bytes]], certificates: Sequence[bytes], password: str) -> bytes:
    """A `.p12` with several keys, each with the certificate that it belongs to, and certificates in any order."""
    secret = password.encode("utf-16-be") + b"\0\0"
    shrouded, owners = [], []
    for private_key, certificate in keys:
        how, wrapped = _wrapped(_TRIPLE_DES, 24, _triple_des, secret, private_key)
        shrouded.append(sequence(_SHROUDED_KEY, explicit(0, sequence(how, octets(wrapped))), _number(certificate)))
    for certificate in certificates:
        owner = explicit(0, sequence(_X509, explicit(0, octets(certificate))))
        owners.append(sequence(_CERTIFICATE, owner, _number(certificate)))
    how, wrapped = _wrapped(_RC2_40, 5, rc2_cbc, secret, sequence(*owners))
    hidden = sequence(integer(0), _open(_SEQUENCE, _DATA, how, _pieces(_CONTEXT, wrapped)))
    infos = [
        _open(_SEQUENCE, _DATA, _open(_CONTEXT, _pieces(_IN_PIECES, sequence(*shrouded)))),
        sequence(_ENCRYPTED_DATA, explicit(0, hidden)),
    ]
    safe = _open(_SEQUENCE, *infos)
    content = _open(_SEQUENCE, _DATA, _open(_CONTEXT, _pieces(_IN_PIECES, safe)))
    return _open(_SEQUENCE, integer(3), content, _mac(secret, safe))


def _number(certificate: bytes) -> bytes:
    """What tells which certificate belongs to which key."""
    said = octets(hashlib.sha1(certificate, usedforsecurity=False).digest())
    return set_of(sequence(_LOCAL_KEY_ID, set_of(said)))


def _wrapped(name: bytes, key_length: int, wrap: Wrap, secret: bytes, clear: bytes) -> tuple[bytes, bytes]:
    """The algorithm with its parameters, and the octets that it makes."""
    salt = secrets.token_bytes(_HASH)
    key, vector = _derived(secret, salt, _KEY, key_length), _derived(secret, salt, _VECTOR, _BLOCK)
    size = _BLOCK - len(clear) % _BLOCK
    padding = bytes([size]) * size
    return sequence(name, sequence(octets(salt), integer(ITERATIONS))), wrap(key, vector, clear + padding)


def _triple_des(key: bytes, vector: bytes, clear: bytes) -> bytes:
    encryptor = Cipher(TripleDES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(clear) + encryptor.finalize()


def _mac(secret: bytes, safe: bytes) -> bytes:
    salt = secrets.token_bytes(_HASH)
    digest = hmac.digest(_derived(secret, salt, _MAC, _HASH), safe, "sha1")
    return sequence(sequence(algorithm(_SHA1), octets(digest)), octets(salt), integer(ITERATIONS))


def _derived(secret: bytes, salt: bytes, purpose: int, length: int) -> bytes:
    """The key derivation of PKCS#12 (RFC 7292, B.2)."""
    blocks = [
        _repeated(text)[at : at + _HASHED_BLOCK]
        for text in (salt, secret)
        for at in range(0, len(_repeated(text)), _HASHED_BLOCK)
    ]
    made = b""
    while len(made) < length:
        digest = bytes([purpose]) * _HASHED_BLOCK + b"".join(blocks)
        for _ in range(ITERATIONS):
            digest = hashlib.sha1(digest, usedforsecurity=False).digest()
        made += digest
        more = int.from_bytes((digest * 4)[:_HASHED_BLOCK], "big") + 1
        sums = [(int.from_bytes(block, "big") + more) % (1 << 8 * _HASHED_BLOCK) for block in blocks]
        blocks = [number.to_bytes(_HASHED_BLOCK, "big") for number in sums]
    return made[:length]


def _repeated(text: bytes) -> bytes:
    """Over and over, up to the next whole block."""
    length = -(-len(text) // _HASHED_BLOCK) * _HASHED_BLOCK
    return (text * length)[:length]


def _pieces(tag: int, data: bytes, size: int = 1000) -> bytes:
    """An octet string in pieces of any length."""
    return _open(tag, *(octets(data[at : at + size]) for at in range(0, len(data), size)))


def _open(tag: int, *parts: bytes) -> bytes:
    """An element whose end is marked instead of its length told."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"
