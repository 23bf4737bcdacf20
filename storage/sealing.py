"""Sealed values: AES-256-GCM under a key ring that rotates, bound to their place, and the blind index."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import PydanticSerializationError, from_json, to_json

_VERSION = b"\x01"
_KEY_ID = 4
_NONCE = 12
_HEADER = len(_VERSION) + _KEY_ID
_INDEX = 16


class UnknownKey(Exception):
    """The value was sealed under a key that the ring no longer holds."""

    def __init__(self, key_id: bytes) -> None:
        super().__init__(f"sealed under key {key_id.hex()}, which KEYRING does not hold")


class BadKey(ValueError):
    """A key is not base64 of exactly 32 bytes."""


def parse_key(text: str) -> bytes:
    """The 32 bytes of one base64 key; raises BadKey."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise BadKey("a key must be base64") from None
    if len(key) != 32:
        raise BadKey(f"a key must be base64 of 32 bytes, not of {len(key)}")
    return key


@dataclass(frozen=True)
class Keyring:
    """Encryption keys by their id, in the order given; the first one seals, all of them open."""

    keys: dict[bytes, AESGCM]
    newest: bytes

    @classmethod
    def parse(cls, text: str) -> Keyring:
        """Keys in base64, comma-separated, newest first; raises BadKey."""
        return cls.of([parse_key(part) for part in text.split(",")])

    @classmethod
    def of(cls, keys: list[bytes]) -> Keyring:
        ids = [hashlib.sha256(key).digest()[:_KEY_ID] for key in keys]
        return cls({key_id: AESGCM(key) for key_id, key in zip(ids, keys, strict=True)}, ids[0])

    def __repr__(self) -> str:
        return f"Keyring({', '.join(key_id.hex() for key_id in self.keys)})"


class Sealer:
    """Seals and opens values, and makes their blind index under a key of its own."""

    def __init__(self, keyring: Keyring, index_key: bytes) -> None:
        self._keyring = keyring
        self._newest = _VERSION + keyring.newest
        self._subkey = lru_cache(maxsize=None)(lambda field: _hmac(index_key, f"balapan index {field}".encode()))

    def seal(self, place: str, plaintext: bytes) -> bytes:
        """Version, key id, nonce, ciphertext and tag; opens only at the same place, such as "account.iin|<id>"."""
        nonce = os.urandom(_NONCE)
        key = self._keyring.keys[self._keyring.newest]
        return self._newest + nonce + key.encrypt(nonce, plaintext, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """The plaintext; raises InvalidTag for a changed value or another place, UnknownKey for a lost key."""
        if sealed[:1] != _VERSION or len(sealed) < _HEADER + _NONCE:
            raise InvalidTag
        key = self._keyring.keys.get(sealed[1:_HEADER])
        if key is None:
            raise UnknownKey(sealed[1:_HEADER])
        return key.decrypt(sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :], place.encode())

    def reseal(self, place: str, sealed: bytes) -> bytes:
        """The same value under the newest key; unchanged when it already is."""
        return sealed if sealed[:_HEADER] == self._newest else self.seal(place, self.open(place, sealed))

    def seal_text(self, place: str, text: str) -> bytes:
        return self.seal(place, text.encode())

    def open_text(self, place: str, sealed: bytes) -> str:
        return self.open(place, sealed).decode()

    def seal_json(self, place: str, value: Any) -> bytes:
        """Whatever JSON can say; raises TypeError for anything else."""
        return self.seal(place, _to_json(value))

    def open_json(self, place: str, sealed: bytes) -> Any:
        return _from_json(self.open(place, sealed))

    def index(self, field: str, normalised: str) -> bytes:
        """16 bytes by which an equal value of this field is found without being read."""
        return _hmac(self._subkey(field), normalised.encode())[:_INDEX]


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _to_json(value: Any) -> bytes:
    """The quick writer knows no half of a surrogate pair, which a malformed update may bring; the slow one does."""
    try:
        return to_json(value, inf_nan_mode="constants")
    except PydanticSerializationError:
        return json.dumps(value).encode()


def _from_json(text: bytes) -> Any:
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)
