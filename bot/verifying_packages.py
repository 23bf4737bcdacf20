"""`balapan verify-package`: a signed contract with all that proves it, checked from one file, without any network."""

from __future__ import annotations

import argparse
from datetime import datetime

from bot.settings import Settings
from bot.verifying import EXITS, anchors, content, say, tell
from enrolment.working_days import ALMATY
from signing_gateway.package_check import Asked, check_package
from signing_gateway.package_files import LARGEST


def verify_package(settings: Settings, given: argparse.Namespace) -> int:
    """Print the verdict; returns the exit code: 0 valid, 1 invalid, 2 pending. Raises BadSetting. No network."""
    at = given.at if given.at is None or given.at.tzinfo else given.at.replace(tzinfo=ALMATY)
    now = datetime.now(ALMATY)
    asked = Asked(anchors(settings, given.trust), max(now, at or now), at, given.iin, given.bin)
    found = check_package(content(given.package, LARGEST), asked)
    told = {
        "verdict": found.verdict,
        "reason": found.reason,
        "contract": found.contract or None,
        "document": found.document or None,
        "signatures": [{"side": side, **tell(one)} for side, one in found.signatures],
    }
    say(told)
    return EXITS[found.verdict]
