"""GOST 34.311-95 with the test S-box, the hash of Kazakh GOST 34.310-2004; only old signatures need it (RFC 5831)."""

from __future__ import annotations

BLOCK = 32
_BOXES = (
    "4a92d80e6b1c7f53",
    "eb4c6dfa23810759",
    "581da342efc7609b",
    "7da1089fe46cb253",
    "6c715fd84a9e03b2",
    "4ba0721d36859cfe",
    "db413f590ae7682c",
    "1fd057a4923e6b8c",
)
_MASK = 0xFFFFFFFF
_ORDER = (*range(8), *range(8), *range(8), *range(7, -1, -1))
_THIRD = int.from_bytes(bytes.fromhex("00ff00ff00ff00ffff00ff00ff00ff0000ffff00ff0000ffff000000ffff00ff"), "little")


def _table(byte: int) -> tuple[int, ...]:
    """Both S-boxes of one byte of a word, and the rotation by 11 bits after them."""
    low, high = ([int(digit, 16) for digit in _BOXES[2 * byte + half]] for half in (0, 1))
    words = ((low[value & 15] | high[value >> 4] << 4) << 8 * byte for value in range(256))
    return tuple((word << 11 | word >> 21) & _MASK for word in words)


_T0, _T1, _T2, _T3 = (_table(byte) for byte in range(4))


def gost3411(data: bytes) -> bytes:
    """The 32 bytes of the hash."""
    state = total = 0
    for at in range(0, len(data), BLOCK):
        block = int.from_bytes(data[at : at + BLOCK], "little")
        state, total = _step(state, block), (total + block) % 2**256
    state = _step(state, 8 * len(data) % 2**256)
    return _step(state, total).to_bytes(BLOCK, "little")


def _step(state: int, block: int) -> int:
    """The step function: four keys, four encryptions, and the mixing of sixteen-bit words."""
    encrypted = 0
    for quarter, key in enumerate(_keys(state, block)):
        encrypted |= _encrypt(state >> 64 * quarter & 2**64 - 1, key) << 64 * quarter
    mixed = _psi(_psi(encrypted, 12) ^ block, 1) ^ state
    return _psi(mixed, 61)


def _keys(state: int, block: int) -> list[tuple[int, ...]]:
    keys = [_key(state ^ block)]
    for number in (2, 3, 4):
        state = _a(state) ^ (_THIRD if number == 3 else 0)
        block = _a(_a(block))
        keys.append(_key(state ^ block))
    return keys


def _a(value: int) -> int:
    return value >> 64 | ((value ^ value >> 64) & 2**64 - 1) << 192


def _key(value: int) -> tuple[int, ...]:
    """The transposition of 32 bytes, as the eight words of a key."""
    data = value.to_bytes(BLOCK, "little")
    return tuple(int.from_bytes(data[word::8], "little") for word in range(8))


def _encrypt(block: int, key: tuple[int, ...]) -> int:
    low, high = block & _MASK, block >> 32
    for number in _ORDER:
        mixed = (low + key[number]) & _MASK
        mixed = _T0[mixed & 255] ^ _T1[mixed >> 8 & 255] ^ _T2[mixed >> 16 & 255] ^ _T3[mixed >> 24]
        low, high = high ^ mixed, low
    return high | low << 32


def _psi(value: int, times: int) -> int:
    for _time in range(times):
        made = value ^ value >> 16 ^ value >> 32 ^ value >> 48 ^ value >> 192 ^ value >> 240
        value = value >> 16 | (made & 0xFFFF) << 240
    return value
