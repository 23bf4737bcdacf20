"""A key file opened in a real browser: what it signs, what it refuses, and that nothing of it leaves the page."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from signing_gateway.purposes import Expected, Purpose, Role
from simulator.eds.authority import Person
from simulator.eds.certificates import HEAD, SYSTEM, certify
from simulator.eds.key_file import key_file, key_file_of
from tests.signing_gateway.browser.desk import CHROMIUM, Desk, forms_of
from tests.signing_gateway.browser.keys import PASSWORD, file_of, issued, secrets_of
from tests.signing_gateway.stage import BIN, CONTRACT, IIN, both, outcome, stage
from tests.signing_gateway.test_openssl import accepted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="package"),
]
DIRECTOR = Person("САДЫҚОВА ДИНА", IIN, bin=BIN)


@pytest.mark.rule("S2-46")
@both
async def test_the_verifier_takes_what_the_browser_signs(desk: Desk, kind: str) -> None:
    assert await desk.shows(file_of(stage(kind).mother)) == "signed"
    assert outcome(stage(kind).judged(desk.signatures[0])) == "valid"


async def test_openssl_takes_what_the_browser_signs(desk: Desk, openssl: str, tmp_path: Path) -> None:
    assert await desk.shows(file_of(stage("rsa").mother)) == "signed"
    assert accepted(openssl, tmp_path, desk.signatures[0], CONTRACT)
    assert not accepted(openssl, tmp_path, desk.signatures[0], CONTRACT + b".")


@both
async def test_neither_key_nor_password_leave_the_page(desk: Desk, kind: str) -> None:
    mother = stage(kind).mother
    file = file_of(mother)
    assert await desk.shows(file) == "signed"
    assert await desk.shows(file, "Qate-Soz99", "Whose key is it?") == "wrong_password"
    traffic = b"\n".join(desk.traffic)
    assert base64.b64encode(desk.signatures[0]) in traffic
    secrets = [*secrets_of(mother, file), b"Qate-Soz99"]
    assert [form for secret in secrets for form in forms_of(secret) if form in traffic] == []
    await desk.forgets()


async def test_the_page_tells_whose_key_it_is_before_anything_is_signed(desk: Desk) -> None:
    said = json.loads(await desk.shows(file_of(stage("gost").mother), button="Whose key is it?"))
    assert (said["name"], said["iin"], said["algorithm"]) == ("АХМЕТОВА АЙГЕРІМ СЕРІКҚЫЗЫ", IIN, "gost")
    assert (said["validFrom"], said["validUntil"]) == ("2026-10-21T10:00:00.000Z", "2027-10-21T10:00:00.000Z")
    await desk.wants(bin=BIN)
    said = json.loads(await desk.shows(file_of(issued("rsa", DIRECTOR, HEAD)), button="Whose key is it?"))
    assert (said["name"], said["bin"], said["algorithm"]) == ("САДЫҚОВА ДИНА", BIN, "rsa")
    assert desk.signatures == []


async def test_a_wrong_password_and_a_broken_file_are_told_apart(desk: Desk) -> None:
    file = file_of(stage("gost").mother)
    assert await desk.shows(file, "Qwerty13") == "wrong_password"
    assert await desk.shows(file, "") == "wrong_password"
    for broken in (file[:-1], file[:1000], b"%PDF-1.7 not a key at all", b"", b"\x30\x80" * 30_000, bytes(70_000)):
        assert await desk.shows(broken) == "key_file_broken"
    assert desk.signatures == []
    assert await desk.shows(file) == "signed"


@pytest.mark.rule("S1-27")
@pytest.mark.rule("S2-53")
async def test_a_key_that_the_verifier_would_refuse_is_refused_before_signing(desk: Desk) -> None:
    refused = {
        file_of(stage("old").mother): "weak_algorithm",
        file_of(stage("rsa").mother_logging_in): "authentication_key",
        file_of(issued("gost", days=(-400, -1))): "expired",
        file_of(issued("gost", days=(1, 366))): "not_yet_valid",
        file_of(issued("gost", Person("БӨТЕН", "900101300008"))): "other_iin",
        file_of(issued("gost", Person("ИС", None, bin=BIN), SYSTEM)): "not_a_person",
        file_of(issued("gost", DIRECTOR, HEAD)): "organisation",
    }
    for file, code in refused.items():
        assert await desk.shows(file) == code
    assert desk.signatures == []
    await desk.forgets()


async def test_of_two_keys_in_a_file_the_first_signs_with_its_own_certificate(desk: Desk) -> None:
    mother, other = stage("gost").mother, issued("rsa", Person("БӨТЕН", "900101300008"))
    pairs = [(one.key.pkcs8, one.certificate.der) for one in (mother, other)]
    certificates = [other.certificate.der, mother.certificate.der]
    assert await desk.shows(key_file_of(pairs, certificates, PASSWORD)) == "signed"
    assert outcome(stage("gost").judged(desk.signatures[-1])) == "valid"
    assert await desk.shows(key_file_of(pairs[::-1], certificates[::-1], PASSWORD)) == "other_iin"


async def test_a_key_of_a_kind_that_is_not_issued_here_is_told_as_that(desk: Desk) -> None:
    private = generate_private_key(SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pkcs8 = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    authority = stage("gost").authority
    wish = authority.wish(stage("gost").mother.certificate.subject)
    certificate = certify(wish, public, authority.holder.certificate.subject, authority.holder.key)
    assert await desk.shows(key_file(pkcs8, certificate.der, PASSWORD)) == "key_file_unsupported"


@pytest.mark.rule("S2-21")
@pytest.mark.rule("S2-22")
async def test_a_key_for_logging_in_is_good_for_the_check(desk: Desk) -> None:
    await desk.wants(purpose="check")
    assert await desk.shows(file_of(stage("rsa").mother_logging_in)) == "signed"
    judged = stage("rsa").judged(desk.signatures[0], Expected(Purpose.CHECK, iin=IIN))
    assert outcome(judged) == "valid"


async def test_the_kindergarten_signs_with_the_key_of_its_own_head(desk: Desk) -> None:
    await desk.wants(bin=BIN)
    assert await desk.shows(file_of(issued("gost", DIRECTOR, HEAD))) == "signed"
    expected = Expected(roles=frozenset({Role.HEAD, Role.SIGNER}), iin=IIN, bin=BIN)
    assert outcome(stage("gost").judged(desk.signatures[0], expected)) == "valid"
    assert await desk.shows(file_of(issued("gost", Person("ӨЗГЕ", IIN, bin="150740012345"), HEAD))) == "other_bin"
    assert await desk.shows(file_of(issued("gost"))) == "not_entitled"
