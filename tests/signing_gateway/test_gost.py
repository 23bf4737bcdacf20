"""Kazakh GOST signatures: what the standard's numbers and our own keys sign is valid, and nothing else is."""

from __future__ import annotations

import pytest

from signing_gateway.gost import GOST_2004, GOST_2015, Curve, PrivateKey, new_key, on_curve, sign, verify
from signing_gateway.streebog import streebog512

CURVES = pytest.mark.parametrize("curve", [GOST_2004, GOST_2015], ids=["2004", "2015"])
DIGEST = streebog512(b"a contract")


@CURVES
def test_the_base_point_lies_on_the_curve_and_has_its_order(curve: Curve) -> None:
    assert on_curve(curve, curve.base)
    first, last = PrivateKey(curve, 1).public, PrivateKey(curve, curve.q - 1).public
    size = curve.size
    assert first[:size] == last[:size] == curve.base[0].to_bytes(size, "little")
    ys = [int.from_bytes(key[size:], "little") for key in (first, last)]
    assert sum(ys) == curve.p


@CURVES
def test_what_a_key_signs_is_valid_for_this_digest_and_this_key_only(curve: Curve) -> None:
    key, other = new_key(curve), new_key(curve)
    signature = sign(key, DIGEST)
    assert verify(curve, key.public, signature, DIGEST)
    assert not verify(curve, key.public, signature, streebog512(b"another contract"))
    assert not verify(curve, other.public, signature, DIGEST)


@CURVES
def test_a_signature_is_written_in_one_way_only(curve: Curve) -> None:
    key = PrivateKey(curve, 7)
    signature = sign(key, DIGEST)
    size = curve.size
    r, s = (int.from_bytes(half, "little") for half in (signature[:size], signature[size:]))

    def written(r: int, s: int) -> bytes:
        return r.to_bytes(size, "little") + s.to_bytes(size, "little")

    wrong = [
        b"",
        signature[:-1],
        signature + b"\0",
        written(0, s),
        written(r, 0),
        written(r, curve.q),
        written(curve.q, s),
        written(s, r),
        written(r, curve.q - s),
        b"\xff" * (2 * size),
    ]
    wrong += [written(r, s + curve.q)] if s + curve.q < 2 ** (8 * size) else []
    assert not any(verify(curve, key.public, one, DIGEST) for one in wrong)


@CURVES
def test_a_key_off_the_curve_has_signed_nothing(curve: Curve) -> None:
    key = new_key(curve)
    signature, size = sign(key, DIGEST), curve.size
    x, y = (int.from_bytes(half, "little") for half in (key.public[:size], key.public[size:]))
    for point in [(x, y + 1 if y + 1 < 2 ** (8 * size) else 0), (0, 0), (y, x)]:
        public = b"".join(number.to_bytes(size, "little") for number in point)
        assert not verify(curve, public, signature, DIGEST)
    assert not verify(curve, key.public[:-1], signature, DIGEST)


@CURVES
def test_nobody_signs_with_a_point_of_order_two_beside_the_curve(curve: Curve) -> None:
    """Whoever names such a point as a key needs no private key: an even multiple of it vanishes."""
    size, e = curve.size, int.from_bytes(DIGEST, "little") % curve.q
    z = next(z for z in range(1, 99) if -x_of(curve, z) * pow(e, -1, curve.q) % curve.q % 2 == 0)
    forged = x_of(curve, z).to_bytes(size, "little") + (z * e % curve.q).to_bytes(size, "little")
    assert not verify(curve, (5).to_bytes(size, "little") + bytes(size), forged, DIGEST)


def x_of(curve: Curve, z: int) -> int:
    """The first coordinate of z times the base point, as it stands in a signature."""
    return int.from_bytes(PrivateKey(curve, z).public[: curve.size], "little") % curve.q


def test_a_digest_of_nought_counts_as_one() -> None:
    key = new_key(GOST_2015)
    signature = sign(key, bytes(64))
    assert verify(GOST_2015, key.public, signature, GOST_2015.q.to_bytes(64, "little"))


def test_a_private_key_does_not_show_its_number() -> None:
    assert "d=" not in repr(PrivateKey(GOST_2015, 5))
