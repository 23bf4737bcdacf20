"""The form of a stored file: a random prefix and chunks of AES-256-GCM that cannot be swapped, cut off or added to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1 << 20
TAG = 16
_MAGIC = b"BF1"
_PREFIX = 7
HEADER = len(_MAGIC) + _PREFIX


class NotAStoredFile(ValueError):
    """The bytes do not begin as a stored file does."""


class ChunkSealer:
    """Seals one file's bytes chunk by chunk; the nonce is prefix, counter and whether this is the last one."""

    def __init__(self, key: bytes, name: bytes) -> None:
        self._cipher = AESGCM(key)
        self._name = name
        self._prefix = os.urandom(_PREFIX)
        self._waiting = bytearray()
        self._counter = 0

    def header(self) -> bytes:
        return _MAGIC + self._prefix

    def feed(self, part: bytes) -> Iterator[bytes]:
        """The chunks that this part completes; one is always kept back, because it may be the last."""
        self._waiting += part
        while len(self._waiting) > CHUNK:
            chunk = bytes(self._waiting[:CHUNK])
            del self._waiting[:CHUNK]
            yield self._seal(chunk, last=False)

    def finish(self) -> bytes:
        """The last chunk, empty only for an empty file."""
        return self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> bytes:
        nonce = _nonce(self._prefix, self._counter, last=last)
        self._counter += 1
        return self._cipher.encrypt(nonce, chunk, self._name)


def open_chunks(file: BinaryIO, key: bytes, name: bytes) -> Iterator[bytes]:
    """The plain chunks of a whole file; raises InvalidTag at the first that is not as it was written."""
    header = file.read(HEADER)
    if len(header) != HEADER or not header.startswith(_MAGIC):
        raise NotAStoredFile
    cipher = AESGCM(key)
    prefix = header[len(_MAGIC) :]
    chunk = file.read(CHUNK + TAG)
    counter, last = 0, False
    while not last:
        ahead = file.read(CHUNK + TAG)
        last = not ahead
        yield cipher.decrypt(_nonce(prefix, counter, last=last), chunk, name)
        chunk, counter = ahead, counter + 1


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + bytes([last])
