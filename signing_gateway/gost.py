"""Kazakh GOST 34.310 signatures: verifying, and signing for test authorities and the simulator (eds.md 2).

Keys and signatures are as Kazakhstan writes them: X and Y, r and s, and the digest are all little-endian.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

Point = tuple[int, int]
Projective = tuple[int, int, int]
_NOWHERE = (1, 1, 0)


@dataclass(frozen=True)
class Curve:
    """y² = x³ − 3x + b over the field of p; `base` has the prime order q; a coordinate takes `size` bytes."""

    size: int
    p: int
    b: int
    q: int
    base: Point


GOST_2004 = Curve(  # id-GostR3410-2001-CryptoPro-A-ParamSet
    size=32,
    p=2**256 - 617,
    b=166,
    q=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893,
    base=(1, 0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14),
)
GOST_2015 = Curve(  # id-tc26-gost-3410-12-512-paramSetA
    size=64,
    p=2**512 - 569,
    b=int(
        "E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265"
        "EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760",
        16,
    ),
    q=int(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275",
        16,
    ),
    base=(
        3,
        int(
            "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921"
            "DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4",
            16,
        ),
    ),
)


@dataclass(frozen=True)
class PrivateKey:
    """A number below the order of its curve; only test authorities and the simulator have one."""

    curve: Curve
    d: int = field(repr=False)

    @property
    def public(self) -> bytes:
        """X and Y, as they stand in a certificate."""
        point = _affine(self.curve, _sum_of(self.curve, self.d, self.curve.base))
        assert point is not None
        return b"".join(number.to_bytes(self.curve.size, "little") for number in point)


def new_key(curve: Curve) -> PrivateKey:
    """A fresh key."""
    return PrivateKey(curve, 1 + secrets.randbelow(curve.q - 1))


def sign(key: PrivateKey, digest: bytes) -> bytes:
    """The signature over that digest. Not of constant time: for test keys only."""
    curve, e = key.curve, _number(key.curve, digest)
    while True:
        k = 1 + secrets.randbelow(curve.q - 1)
        point = _affine(curve, _sum_of(curve, k, curve.base))
        r = point[0] % curve.q if point else 0
        s = (r * key.d + k * e) % curve.q
        if r and s:
            return r.to_bytes(curve.size, "little") + s.to_bytes(curve.size, "little")


def verify(curve: Curve, public: bytes, signature: bytes, digest: bytes) -> bool:
    """Whether the holder of that key has signed that digest; a key off the curve has signed nothing."""
    key, numbers = _pair(curve, public), _pair(curve, signature)
    if key is None or numbers is None or not on_curve(curve, key):
        return False
    r, s = numbers
    if not (0 < r < curve.q and 0 < s < curve.q):
        return False
    inverse = pow(_number(curve, digest), -1, curve.q)
    found = _affine(curve, _sum_of(curve, s * inverse % curve.q, curve.base, -r * inverse % curve.q, key))
    return found is not None and found[0] % curve.q == r


def on_curve(curve: Curve, point: Point) -> bool:
    """Whether the coordinates are reduced and fulfil the equation."""
    x, y = point
    return x < curve.p and y < curve.p and (y * y - (x * x - 3) * x - curve.b) % curve.p == 0


def _pair(curve: Curve, data: bytes) -> Point | None:
    if len(data) != 2 * curve.size:
        return None
    return int.from_bytes(data[: curve.size], "little"), int.from_bytes(data[curve.size :], "little")


def _number(curve: Curve, digest: bytes) -> int:
    return int.from_bytes(digest, "little") % curve.q or 1


def _sum_of(curve: Curve, a: int, first: Point, b: int = 0, second: Point | None = None) -> Projective:
    """a·first + b·second, doubling once for both."""
    p = curve.p
    one, other = (*first, 1), (*second, 1) if second else _NOWHERE
    steps = (None, one, other, _add(p, one, other))
    total = _NOWHERE
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = _double(p, total)
        step = steps[(a >> bit & 1) | (b >> bit & 1) << 1]
        if step is not None:
            total = _add(p, total, step)
    return total


def _double(p: int, point: Projective) -> Projective:
    """In Jacobian coordinates, where dividing waits until the end."""
    x, y, z = point
    squared = z * z % p
    gamma = y * y % p
    beta = x * gamma % p
    alpha = 3 * (x - squared) * (x + squared) % p
    x3 = (alpha * alpha - 8 * beta) % p
    return x3, (alpha * (4 * beta - x3) - 8 * gamma * gamma) % p, 2 * y * z % p


def _add(p: int, one: Projective, other: Projective) -> Projective:
    x1, y1, z1 = one
    x2, y2, z2 = other
    if not z1 or not z2:
        return other if not z1 else one
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, s1 = x1 * zz2 % p, y1 * zz2 * z2 % p
    h, r = (x2 * zz1 - u1) % p, (y2 * zz1 * z1 - s1) % p
    if not h:
        return _NOWHERE if r else _double(p, one)
    hh = h * h % p
    v = u1 * hh % p
    x3 = (r * r - h * hh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * h * hh) % p, h * z1 * z2 % p


def _affine(curve: Curve, point: Projective) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, curve.p)
    return x * inverse**2 % curve.p, y * inverse**3 % curve.p
