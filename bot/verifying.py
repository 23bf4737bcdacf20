"""`balapan verify`: one signature checked by hand, from files alone, with every step told as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.settings import BadSetting, Settings
from enrolment.signature_verdict import Pending, Refused, Valid
from enrolment.working_days import ALMATY
from signing_gateway.armour import OCSP_RESPONSES, REVOCATION_LISTS, SIGNATURES, all_der, to_der
from signing_gateway.certificates import X509
from signing_gateway.contents import digests_when_asked
from signing_gateway.der import Malformed
from signing_gateway.purposes import Purpose, Role
from signing_gateway.steps import LARGEST
from signing_gateway.trust import NotTrusted, anchors_in, trusted_in
from signing_gateway.verifier import Circumstances, Evidence, Expected, Verification, verify_signature

EXITS: Mapping[str, int] = {"valid": 0, "invalid": 1, "pending": 2}


def verify(settings: Settings, given: argparse.Namespace) -> int:
    """Print the verdict; returns the exit code: 0 valid, 1 invalid, 2 pending. Raises BadSetting. No network."""
    verification = verify_signature(
        content(given.signature, LARGEST),
        digests_when_asked(content(given.document)),
        Expected(Purpose(given.purpose), frozenset({Role(given.role)}), given.iin, given.bin),
        _evidence(given),
        _circumstances(settings, given),
    )
    told = tell(verification)
    say(told)
    return EXITS[told["verdict"]]


def say(told: Mapping[str, Any]) -> None:
    """One JSON object on one line; in figures where the terminal has no letters for a name."""
    plain = json.dumps(told, ensure_ascii=False)
    try:
        plain.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        plain = json.dumps(told)
    print(plain)


def tell(verification: Verification) -> dict[str, Any]:
    """The verdict as JSON."""
    verdict, reason = _verdict(verification)
    return {
        "verdict": verdict,
        "reason": reason,
        "signer": _signer(verification),
        "checks": [{"name": one.name, "passed": one.passed, "detail": one.detail} for one in verification.checks],
    }


def _verdict(verification: Verification) -> tuple[str, str | None]:
    match verification.verdict:
        case Valid():
            return "valid", None
        case Pending(because=because):
            return "pending", because.value
        case Refused(because=why):
            return "invalid", why.value


def _signer(verification: Verification) -> dict[str, Any]:
    """Whom the certificate names, as far as it could be read; empty where there is none."""
    case = verification.case
    try:
        if case.message is None:
            return {}
        signer, certificate, times = case.signer, case.certificate, case.times
    except Malformed:
        return {}
    return {
        "iin": signer.iin,
        "name": signer.name,
        "bin": signer.bin,
        "certificate": {
            "serial": certificate.serial,
            "issuer": certificate.issuer,
            "sha256": certificate.sha256,
            "valid_from": certificate.valid_from.isoformat(),
            "valid_until": certificate.valid_until.isoformat(),
        },
        "claimed_at": None if case.claimed_at is None else case.claimed_at.isoformat(),
        "stamped_at": None if case.stamped_at is None else case.stamped_at.isoformat(),
        "judged_at": times.reference.isoformat(),
    }


def _evidence(given: argparse.Namespace) -> Evidence:
    lists = [one for file in given.crl for one in all_der(content(file), REVOCATION_LISTS)]
    return Evidence(
        ocsp=[_der(content(file, LARGEST), OCSP_RESPONSES) for file in given.ocsp],
        lists=lists,
        time_stamp=None if given.tsp is None else _der(content(given.tsp, LARGEST), SIGNATURES),
        revocation=not given.no_revocation,
    )


def _circumstances(settings: Settings, given: argparse.Namespace) -> Circumstances:
    at = given.at or datetime.now(ALMATY)
    at = at if at.tzinfo else at.replace(tzinfo=ALMATY)
    return Circumstances(anchors(settings, given.trust), at, at)


def anchors(settings: Settings, folder: Path | None) -> list[X509]:
    """A folder named by hand counts as it is; in the program's own all are pinned, but for the sandbox."""
    try:
        return anchors_in(folder) if folder else trusted_in(settings.trust_dir, sandbox=settings.sandbox)
    except NotTrusted as error:
        raise BadSetting("trust_dir", str(error)) from None
    except OSError as error:
        raise BadSetting("trust_dir", f"{folder or settings.trust_dir}: {error.strerror}") from None


def content(file: Path, most: int | None = None) -> bytes:
    """What is in the file: one byte more than `most`, if so many, tells that it is too large. Raises BadSetting."""
    try:
        with file.open("rb") as opened:
            return opened.read(-1 if most is None else most + 1)
    except OSError as error:
        raise BadSetting("verify", f"{file}: {error.strerror}") from None


def _der(data: bytes, labels: Sequence[str]) -> bytes:
    """As DER where it is base64 or PEM; what is neither is handed on, and will not be believed."""
    try:
        return to_der(data, labels)
    except Malformed:
        return data
