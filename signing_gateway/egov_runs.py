"""Links on their way through eGov Mobile: what the page shows of them, and what was answered to the app."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field
from typing import Final

from signing_gateway.submissions import Outcome
from signing_gateway.visits import Visit
from storage.uow import Uow

MOST: Final = 10_000
INVITATION, DOCUMENT, PASS = "invitation", "document", "pass"


@dataclass
class Run:
    """One link; `visit` is that of the browser which shows the QR code, `digest` of the signature that came."""

    visit: Visit | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    digest: bytes | None = None
    outcome: Outcome | None = None


class Runs:
    """Kept in this process, the oldest forgotten first; what was signed stands in the database."""

    def __init__(self) -> None:
        self._runs: dict[int, Run] = {}

    def of(self, signing_id: int) -> Run:
        """The run of that link, a new one if there is none."""
        if signing_id not in self._runs and len(self._runs) >= MOST:
            self._runs.pop(next(iter(self._runs)))
        return self._runs.setdefault(signing_id, Run())

    def shown(self, token: str) -> Run | None:
        """The run of the link with that token, if a browser has it open."""
        return next((run for run in self._runs.values() if run.visit and run.visit.token == token), None)


def secret(uow: Uow, what: str, signing_id: int) -> str:
    """128 bits that nobody can guess, another for each use and each link; the same in every process."""
    return uow.sealer.index(f"egov mobile {what}", str(signing_id)).hex()


def same(one: str, other: str) -> bool:
    """Compared in constant time, whatever letters a stranger sends."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
