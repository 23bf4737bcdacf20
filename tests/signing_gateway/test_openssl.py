"""Where OpenSSL knows the algorithms, it and the verifier are of one mind about a message's integrity."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from simulator.eds.keys import RsaKey
from simulator.eds.messages import SignerInfo, attributes_over, message_of
from tests.signing_gateway.stage import CONTRACT, NOW, outcome, stage


def accepted(openssl: str, folder: Path, signature: bytes, document: bytes) -> bool:
    """What `openssl cms -verify` says of the message and the digest, without the chain and its purposes."""
    for name, data in (("signature", signature), ("document", document)):
        (folder / name).write_bytes(data)
    command = [openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "document"]
    done = subprocess.run([*command, "-noverify", "-out", "said"], cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def samples() -> dict[str, bytes]:
    at = stage("rsa")
    good = at.signed()
    info = SignerInfo(at.mother, attributes_over(at.mother, CONTRACT, NOW))
    other = SignerInfo(at.mother, attributes_over(at.mother, b"another contract", NOW))
    return {
        "good": good,
        "of another document": message_of(other).built(),
        "last byte turned": good[:-1] + bytes([good[-1] ^ 1]),
        "no certificate": replace(message_of(info), certificates=()).built(),
        "certificate of another": replace(message_of(info), certificates=(at.head.certificate.der,)).built(),
        "signed by another key": message_of(replace(info, signature=at.head.key.sign(b"anything"))).built(),
        "cut off": good[:-1],
    }


def test_openssl_says_the_same(openssl: str, tmp_path: Path) -> None:
    for name, signature in samples().items():
        ours = outcome(stage("rsa").judged(signature)) == "valid"
        assert accepted(openssl, tmp_path, signature, CONTRACT) is ours is (name == "good"), name


@pytest.mark.parametrize(("option", "passed"), [("-cades", True), ("-nosmimecap", False)])
def test_what_openssl_signs_is_read_and_refused_where_it_names_no_certificate(
    openssl: str, option: str, passed: bool, tmp_path: Path
) -> None:
    at = stage("rsa")
    assert isinstance(at.mother.key, RsaKey)
    private = at.mother.key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(at.mother.certificate.der)
    (tmp_path / "signer").write_bytes(private + certificate + b"-----END CERTIFICATE-----\n")
    (tmp_path / "document").write_bytes(CONTRACT)
    command = [openssl, "cms", "-sign", "-binary", option, "-md", "sha256", "-in", "document", "-signer", "signer"]
    subprocess.run([*command, "-outform", "DER", "-out", "signature"], cwd=tmp_path, capture_output=True, check=True)
    found = at.judged((tmp_path / "signature").read_bytes())
    steps = {one.name: one.passed for one in found.checks}
    assert steps["attributes"] and steps["certificate_named"] is passed
    assert steps.get("signature", False) is passed
