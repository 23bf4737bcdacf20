"""How a certificate stands with its issuer: good, unknown, or revoked since some time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from signing_gateway.certificates import X509

SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Good:
    """Issued, and not revoked."""


@dataclass(frozen=True)
class Unknown:
    """Nothing that can be believed has been said; never as good as good."""


@dataclass(frozen=True)
class Revoked:
    """Revoked, or held, since then."""

    since: datetime


GOOD, UNKNOWN = Good(), Unknown()
Standing = Good | Unknown | Revoked


@dataclass(frozen=True)
class Told:
    """A standing, when it was told, by whom, and whether in a list."""

    standing: Standing
    at: datetime
    by: X509
    listed: bool = False
