"""RC2 with an effective key of 40 bits (RFC 2268), encrypting only: it wraps the certificates of key files."""

from __future__ import annotations

import struct

BLOCK = 8
_LAST = 123  # of 128 octets the first that the key's 40 bits fill
_TURNS = (1, 2, 3, 5)
_PI = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)


def rc2_cbc(key: bytes, vector: bytes, clear: bytes) -> bytes:
    """Cipher block chaining over whole blocks; the key has five octets."""
    keys = _expanded(key)
    made = [vector]
    for at in range(0, len(clear), BLOCK):
        mixed = bytes(a ^ b for a, b in zip(clear[at : at + BLOCK], made[-1], strict=True))
        made.append(_encrypted(keys, mixed))
    return b"".join(made[1:])


def _expanded(key: bytes) -> tuple[int, ...]:
    octets = bytearray(key)
    while len(octets) < 128:
        octets.append(_PI[(octets[-1] + octets[-len(key)]) % 256])
    octets[_LAST] = _PI[octets[_LAST]]
    for at in range(_LAST - 1, -1, -1):
        octets[at] = _PI[octets[at + 1] ^ octets[at + 128 - _LAST]]
    return struct.unpack("<64H", octets)


def _encrypted(keys: tuple[int, ...], block: bytes) -> bytes:
    words = list(struct.unpack("<4H", block))
    for turn in range(16):
        for at in range(4):
            before, second, third = words[at - 1], words[at - 2], words[at - 3]
            sum_ = words[at] + keys[4 * turn + at] + (before & second) + (~before & third & 0xFFFF)
            words[at] = (sum_ << _TURNS[at] | (sum_ & 0xFFFF) >> (16 - _TURNS[at])) & 0xFFFF
        if turn in {4, 10}:
            for at in range(4):
                words[at] = (words[at] + keys[words[at - 1] & 63]) & 0xFFFF
    return struct.pack("<4H", *words)
