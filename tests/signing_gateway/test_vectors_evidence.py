"""What the certification centre's own services answered is read, believed for its time, and for no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from enrolment.signature_verdict import Pending, PendingBecause, Refused
from signing_gateway.armour import CERTIFICATES, to_der
from signing_gateway.certificates import X509, read_certificate
from signing_gateway.contents import digests_when_asked
from signing_gateway.der import children
from signing_gateway.gost import GOST_2015, PrivateKey, sign, verify
from signing_gateway.ocsp import Question, told_by_ocsp
from signing_gateway.purposes import Expected, Purpose, Role
from signing_gateway.refusals import Refusal
from signing_gateway.revocation_lists import read_list, told_by_lists
from signing_gateway.standing import GOOD, UNKNOWN, Revoked, Standing
from signing_gateway.streebog import streebog512
from signing_gateway.timestamps import read_time_stamp
from signing_gateway.trust import PINNED, anchors_in, authority
from signing_gateway.verifier import Circumstances, Evidence, verify_signature
from tests.signing_gateway.stage import DAY, OLD
from tests.signing_gateway.vectors import VECTORS, beside

pytestmark = beside
SERVICES = VECTORS / "ncanode-java-tests"


def certificate(file: Path) -> X509:
    return read_certificate(to_der(file.read_bytes(), CERTIFICATES))


def issuer(name: str) -> X509:
    return certificate(SERVICES / "ca" / name)


def known_answers() -> dict[str, str]:
    lines = (VECTORS / "kat" / "test_gost512.vectors").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_the_known_answers_of_the_official_kit() -> None:
    known = known_answers()
    digest = streebog512(known["msg"].encode())
    key = PrivateKey(GOST_2015, int(known["d"], 16))
    assert digest.hex() == known["digest"]
    assert key.public == bytes.fromhex(known["qx"])[::-1] + bytes.fromhex(known["qy"])[::-1]
    assert verify(GOST_2015, key.public, bytes.fromhex(known["sig"]), digest)
    assert verify(GOST_2015, key.public, sign(key, digest), digest)


OCSP: dict[str, tuple[str, Standing | type[Revoked]]] = {
    "individual_2015": ("nca_gost2015_test.cer", UNKNOWN),
    "ceo_2015_revoked": ("nca_gost2015_test.cer", Revoked),
    "individual_sign_2004": ("nca_rsa_test.crt", GOOD),
    "ceo_sign_2004_revoked": ("nca_gost_test.crt", Revoked),
}


@pytest.mark.parametrize(("name", "authority_file", "expected"), [(name, *told) for name, told in OCSP.items()])
def test_an_answer_of_the_test_responder(name: str, authority_file: str, expected: Standing | type[Revoked]) -> None:
    response = (SERVICES / "ocsp" / f"ocsp_response_{name}.bin").read_bytes()
    by = issuer(authority_file)
    asked = _asked_about(response, by)
    found = told_by_ocsp(response, asked).standing
    assert isinstance(found, Revoked) if expected is Revoked else found == expected
    stranger = certificate(VECTORS / "prod-ca/root_gost.pem")
    for other in (replace(asked, at=asked.at + DAY), replace(asked, issuer=stranger)):
        with pytest.raises(ValueError, match=r"time|answers"):
            told_by_ocsp(response, other)


def _asked_about(response: bytes, by: X509) -> Question:
    """The question that was answered: its certificate is known by its number alone."""
    from cryptography.x509.ocsp import load_der_ocsp_response

    said = load_der_ocsp_response(response)
    unseen = replace(certificate(SERVICES / "certs/individual_valid_sign_2004_rsa.cer"), serial=said.serial_number)
    return Question(unseen, by, said.produced_at_utc, said.produced_at_utc + timedelta(minutes=1))


LISTS = [
    (SERVICES / "crl/nca_gost2022_test.crl", "nca_gost2015_test.cer"),
    (SERVICES / "crl/nca_gost_test.crl", "nca_gost_test.crt"),
    (SERVICES / "crl/nca_rsa_test.crl", "nca_rsa_test.crt"),
    (VECTORS / "nca-test-2026/nca_gost2022_test.crl", "nca_gost2015_test.cer"),
]


@pytest.mark.parametrize(("file", "by"), LISTS, ids=[f"{file.parts[-3]} {file.stem}" for file, _by in LISTS])
def test_a_list_of_the_test_authority_counts_while_it_is_in_force(file: Path, by: str) -> None:
    data, issued_by = file.read_bytes(), issuer(by)
    listed = read_list(data)
    assert listed.entries is not None
    first = children(listed.entries)[0]
    revoked = first.content[2 : 2 + first.content[1]]
    someone = certificate(SERVICES / "certs/ceo_valid_sign_2004_gost.cer")
    at = listed.since + timedelta(hours=1)
    someone = replace(someone, valid_until=at)
    named = replace(someone, serial=int.from_bytes(revoked, "big"))
    assert told_by_lists([data], Question(someone, issued_by, at, at)).standing == GOOD
    assert isinstance(told_by_lists([data], Question(named, issued_by, at, at)).standing, Revoked)
    late = listed.until + timedelta(hours=1)
    assert told_by_lists([data], Question(named, issued_by, late, late)).standing == UNKNOWN


@pytest.mark.parametrize("name", ["tsp_token.bin", "tsp_response.bin"])
def test_a_time_stamp_of_the_test_service_is_for_what_it_stamped_only(name: str) -> None:
    """What was stamped is not published: the imprint, made with SHA-1, is not on our list either."""
    data = (SERVICES / "tsp" / name).read_bytes()
    with pytest.raises(Refusal, match="something else"):
        read_time_stamp(data, b"data", [issuer("nca_gost_test.crt")])


KEYS = {
    ("personal", "active", "RSA256"): None,
    ("personal", "active", "AUTH_RSA256"): "authentication_key",
    ("personal", "revoked", "RSA256"): None,
    ("personal", "revoked", "AUTH_RSA256"): "authentication_key",
    ("organization", "active", "GOSTKNCA"): None,
    ("organization", "active", "AUTH_RSA256"): "authentication_key",
    ("organization", "revoked", "GOSTKNCA"): None,
    ("organization", "revoked", "AUTH_RSA256"): "authentication_key",
}


@pytest.mark.parametrize(("which", "reason"), KEYS.items(), ids=["-".join(which) for which in KEYS])
def test_what_the_old_kit_signed_is_whole_but_for_the_name_of_its_certificate(
    which: tuple[str, str, str], reason: str | None
) -> None:
    holder, state, kind = which
    [file] = (VECTORS / "nca-test-2020" / holder / state).glob(f"{kind}_*.cms")
    role = Role.PERSON if holder == "personal" else Role.HEAD
    around = Circumstances(anchors_in(SERVICES / "ca"), OLD, OLD)
    for purpose, expected in ((Purpose.SIGN, reason), (Purpose.CHECK, None)):
        wanted = Expected(purpose, frozenset({role}), ess_optional=True)
        found = verify_signature(file.read_bytes(), digests_when_asked(b"asdasd"), wanted, Evidence(), around)
        match found.verdict:
            case Refused(because=why):
                assert why == expected
            case Pending(because=because):
                assert (because, expected) == (PendingBecause.REVOCATION_UNKNOWN, None)
            case _:
                pytest.fail("nothing was said of revocation")


@pytest.mark.parametrize("file", sorted((VECTORS / "prod-ca").glob("*.[cp]e[rm]")), ids=lambda file: str(file.stem))
def test_the_authorities_of_production_are_pinned_by_their_names(file: Path) -> None:
    assert PINNED[authority(file.read_bytes(), sandbox=False).sha256].name == file.stem


def test_no_test_authority_is_pinned() -> None:
    for folder in (VECTORS / "nca-test-2026", SERVICES / "ca"):
        assert not {one.sha256 for one in anchors_in(folder)} & set(PINNED)
