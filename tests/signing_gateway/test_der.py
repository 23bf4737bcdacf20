"""DER is read strictly: a value has one form, and any other is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from signing_gateway import der
from signing_gateway.armour import CERTIFICATES, SIGNATURES, all_der, to_der
from signing_gateway.der import Fields, Malformed, read


def value(text: str) -> der.Node:
    return read(bytes.fromhex(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30",
        "3001",
        "300100ff",
        "3080020101" + "0000",
        "308101" + "00",
        "30820080" + "00" * 128,
        "3085000000000102",
        "3080" + "00" * 128,
        "1f810101",
        "1f0100",
        "30ff",
    ],
    ids=[
        "nothing",
        "no length",
        "cut off",
        "something after it",
        "indefinite length",
        "long form for a short length",
        "length with a leading nought",
        "length of five bytes",
        "indefinite length as if it were 128",
        "a tag of two bytes",
        "a tag of two bytes and a length",
        "no length at all",
    ],
)
def test_what_is_no_der_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        value(text)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (der.integer, "0200"),
        (der.integer, "0241" + "01" * 65),
        (der.oid, "0641" + "ff" * 64 + "01"),
        (der.integer, "02020001"),
        (der.integer, "0202ff80"),
        (der.integer, "040101"),
        (der.oid, "0600"),
        (der.oid, "06022a81"),
        (der.oid, "06032a8001"),
        (der.bits, "0300"),
        (der.bits, "030201fe"),
        (der.boolean, "010101"),
        (der.moment, "170d3236303530383036343531335b"),
        (der.moment, "170b323630353038303634355a"),
        (der.moment, "170d3236313330383036343531335a"),
        (der.moment, "181032303236303530383036343531332e5a"),
        (der.moment, "181232303236303530383036343531332e35305a"),
        (der.moment, "0c0d3236303530383036343531335a"),
        (der.moment, "181032303236303530383036343531" + "2e335a"),
        (der.moment, "180f323032363035303830363435" + "2e335a"),
        (der.moment, "180d3236303530383036343531335a"),
        (der.moment, "170f32303236303530383036343531335a"),
        (der.octets, "24020400"),
        (der.children, "3100"),
        (lambda node: list(der.each(node)), "3100"),
    ],
)
def test_a_value_in_another_form_is_refused(reader: Callable[[der.Node], object], text: str) -> None:
    with pytest.raises(Malformed):
        reader(value(text))


def test_values_are_read() -> None:
    assert der.integer(value("020200ff")) == 255
    assert der.integer(value("0201ff")) == -1
    assert der.oid(value("06082a830e030a010303")) == "1.2.398.3.10.1.3.3"
    assert der.oid(value("0603883703")) == "2.999.3"
    assert der.oid(value("06042a818000")) == "1.2.16384"
    assert der.oid(value("0640" + "01" * 64)).startswith("0.1.1.")
    assert der.moment(value("170d3236303530383036343531335a")) == datetime(2026, 5, 8, 6, 45, 13, tzinfo=UTC)
    assert der.moment(value("170d3630303530383036343531335a")).year == 1960
    assert der.moment(value("181132303236303530383036343531332e355a")).microsecond == 500_000


def test_members_are_taken_in_order_and_none_is_left() -> None:
    fields = Fields(value("3006020101020102"))
    assert der.integer(fields.take()) == 1
    assert fields.maybe(der.OCTETS) is None
    with pytest.raises(Malformed):
        fields.end()
    with pytest.raises(Malformed):
        fields.take(der.OCTETS)


def test_nothing_within_may_be_malformed_nor_too_deep() -> None:
    der.check_throughout(value("300431020500"))
    with pytest.raises(Malformed):
        der.check_throughout(value("3003310130"))
    deep = b"\x05\x00"
    for _level in range(40):
        deep = bytes([0x30, len(deep)]) + deep
    with pytest.raises(Malformed):
        der.check_throughout(read(deep))


@pytest.mark.parametrize(
    "armoured",
    [
        b"\x30\x00",
        b"MAA=",
        b"\nMA\nA=\r\n",
        b"-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n",
        b"-----BEGIN PKCS7-----\r\nMAA=\r\n-----END PKCS7-----",
    ],
)
def test_a_signature_comes_as_der_base64_or_pem(armoured: bytes) -> None:
    assert to_der(armoured, SIGNATURES) == b"\x30\x00"


@pytest.mark.parametrize(
    "armoured",
    [
        b"MAB=",
        b"MAA",
        b"M*A=",
        b"-----BEGIN CMS-----\nMAA=\n-----END PKCS7-----",
        b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
        b"x-----BEGIN CMS-----\nMAA=\n-----END CMS-----",
    ],
)
def test_what_is_not_quite_that_is_refused(armoured: bytes) -> None:
    with pytest.raises(Malformed):
        to_der(armoured, SIGNATURES)


def test_a_file_may_hold_several_certificates() -> None:
    one = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    assert all_der(b"# two\n" + one + b"and\n" + one, CERTIFICATES) == [b"\x30\x00"] * 2
    assert all_der(one, SIGNATURES) == []
