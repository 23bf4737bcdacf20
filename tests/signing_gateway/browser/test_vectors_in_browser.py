"""The published test keys of the certification centre open in a real browser, and what they sign counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing_gateway.armour import CERTIFICATES, to_der
from signing_gateway.certificates import read_certificate
from signing_gateway.contents import digests_when_asked
from signing_gateway.purposes import Expected
from signing_gateway.verifier import Circumstances, Evidence, verify_signature
from tests.signing_gateway.browser.desk import CHROMIUM, Desk
from tests.signing_gateway.stage import CONTRACT, outcome
from tests.signing_gateway.vectors import VECTORS, beside

pytestmark = [
    beside,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="package"),
]
IIN, PASSWORD = "123456789011", "Qwerty12"
AUTHORITIES = [*VECTORS.glob("nca-test-2026/*.cer"), *VECTORS.glob("ncanode-java-tests/ca/*")]
IN_2026, IN_2020 = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2020, 12, 1, 12, tzinfo=UTC)
SIGN = {"nca-test-2026/individual/valid/*.p12": IN_2026, "nca-test-2020/personal/active/RSA256_*.p12": IN_2020}
REFUSED = {
    "nca-test-2020/personal/active/AUTH_*.p12": "authentication_key",
    "nca-test-2020/organization/active/GOSTKNCA_*.p12": "weak_algorithm",
    "nca-test-2026/legal/valid/head.p12": "organisation",
    "nca-test-2026/legal/valid/treasury_client.p12": "not_a_person",
    "nca-test-2026/individual/valid/*.p12": "not_yet_valid",
}


async def test_persons_sign_with_rsa_and_with_gost(desk: Desk) -> None:
    for pattern, at in SIGN.items():
        await desk.wants(at, iin=IIN)
        assert await desk.shows(file_like(pattern), PASSWORD) == "signed"
        assert judged(desk.signatures[-1], at) == "valid"


async def test_other_keys_are_refused(desk: Desk) -> None:
    await desk.wants(IN_2020, iin=IIN)
    for pattern, code in REFUSED.items():
        assert (pattern, await desk.shows(file_like(pattern), PASSWORD)) == (pattern, code)


def file_like(pattern: str) -> bytes:
    """The one key file of that name."""
    [file] = VECTORS.glob(pattern)
    return Path(file).read_bytes()


def judged(signature: bytes, at: datetime) -> str:
    """What the verifier says."""
    anchors = tuple(read_certificate(to_der(file.read_bytes(), CERTIFICATES)) for file in AUTHORITIES)
    circumstances = Circumstances(anchors, at, at)
    document = digests_when_asked(CONTRACT)
    return outcome(verify_signature(signature, document, Expected(iin=IIN), Evidence(revocation=False), circumstances))
