"""Keys and their passwords are recognised; papers about them and questions about them are not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from documents.eds_keys import holds_key, looks_like_eds_password, named_as_key
from tests.documents import files

KEY: EllipticCurvePrivateKey = generate_private_key(SECP256R1())
LOCKED: KeySerializationEncryption = BestAvailableEncryption(b"synthetic")
OPEN: KeySerializationEncryption = NoEncryption()


@pytest.mark.rule("S2-21")
@pytest.mark.parametrize(
    "name",
    [
        "AUTH_RSA256_0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.p12",
        "RSA256_0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.p12",
        "GOSTKNCA_0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        "GOST512_0a1b2c3d4e5f.bin",
        "auth_rsa_0a1b2c3d.P12",
        "мой ключ.pfx",
        "store.jks",
    ],
)
def test_a_name_is_enough(name: str) -> None:
    assert named_as_key(name)


@pytest.mark.parametrize("name", [None, "", "photo.jpg", "Справка GOST.pdf", "RSA.docx", "key.txt"])
def test_other_names_are_not_keys(name: str | None) -> None:
    assert not named_as_key(name)


@pytest.mark.parametrize(
    "content",
    [
        serialize_key_and_certificates(b"synthetic", KEY, None, None, LOCKED),
        KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, OPEN),
        KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, LOCKED),
        KEY.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, OPEN),
        KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, LOCKED),
        KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, OPEN),
        files.PFX_OPENING,
        files.PFX_BER_OPENING,
        b"\xfe\xed\xfe\xed\x00\x00\x00\x02",
        files.archive("notes.txt", "AUTH_RSA256_0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.p12"),
    ],
    ids=lambda content: f"{len(content)} bytes",
)
def test_the_content_is_enough(content: bytes) -> None:
    assert holds_key(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"0",
        files.CERTIFICATE_PEM,
        files.pdf(),
        files.picture(),
        files.archive("page.jpg", "another.jpg"),
        KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        bytes.fromhex("308205a006092a864886f70d010702a0820591"),
    ],
    ids=lambda content: f"{len(content)} bytes",
)
def test_papers_certificates_and_signatures_are_not_keys(content: bytes) -> None:
    assert not holds_key(content)


@pytest.mark.parametrize(
    "text",
    [
        "пароль ЭЦП: Qwerty12",
        "Пароль от ЭЦП Aa123456",
        "пароль от моей ЭЦП - qwerty",
        "вот ЭЦП пароль Aa1234",
        "ЭЦҚ құпиясөзі: Balapan2024",
        "ЭЦҚ-ның құпия сөзі Balapan2024",
        "EDS password is: Aa123456",
    ],
)
def test_a_password_that_is_told_is_recognised(text: str) -> None:
    assert looks_like_eds_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Как узнать пароль от ЭЦП?",
        "Пароль ЭЦП не подходит",
        "забыла пароль ЭЦП",
        "ЭЦҚ құпиясөзін ұмытып қалдым",
        "ЭЦП истекла в 2024",
        "пароль от wifi: Qwerty12",
        "880719300107",
    ],
)
def test_a_question_about_a_password_is_no_password(text: str) -> None:
    assert not looks_like_eds_password(text)
