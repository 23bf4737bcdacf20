"""OpenSSL is asked only where it is."""

from __future__ import annotations

import os
import shutil

import pytest

OPENSSL = shutil.which("openssl")


@pytest.fixture
def openssl() -> str:
    reason = "no openssl on this machine (apt-get install openssl)"
    if OPENSSL is None and os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    if OPENSSL is None:
        pytest.skip(reason)
    return OPENSSL
