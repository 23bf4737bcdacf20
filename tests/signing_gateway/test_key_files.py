"""Key files of the desk open where those of the NCA do."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from tests.signing_gateway.browser.keys import PASSWORD, file_of
from tests.signing_gateway.stage import stage

TRIPLE_DES, RC2_40 = bytes.fromhex("2a864886f70d010c0103"), bytes.fromhex("2a864886f70d010c0106")
INDEFINITE = (b"\x30\x80", b"\xa0\x80", b"\x24\x80")


@pytest.mark.filterwarnings("ignore:PKCS#12 bundle could not be parsed as DER")
def test_key_and_certificate_come_out_as_they_went_in() -> None:
    mother = stage("rsa").mother
    key, certificate, others = load_key_and_certificates(file_of(mother), PASSWORD.encode())
    assert key is not None
    assert certificate is not None
    assert key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()) == mother.key.pkcs8
    assert (certificate.public_bytes(Encoding.DER), others) == (mother.certificate.der, [])


def test_a_wrong_password_opens_nothing() -> None:
    with pytest.raises(ValueError, match="password"):
        load_key_and_certificates(file_of(stage("rsa").mother), b"Qwerty13")


def test_it_is_hard_to_read_in_the_ways_of_the_nca() -> None:
    file = file_of(stage("rsa").mother)
    assert (file.count(TRIPLE_DES), file.count(RC2_40)) == (1, 1)
    assert all(mark in file for mark in INDEFINITE)
