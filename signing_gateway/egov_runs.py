"""Links on their way through eGov Mobile: which addresses they have, and what the page shows of a refusal."""

from __future__ import annotations

import hmac
from typing import Final

from signing_gateway.submissions import Outcome
from storage.uow import Uow

MOST: Final = 10_000
INVITATION, DOCUMENT, PASS = "invitation", "document", "pass"


class Runs:
    """Refusals with the next link, for the browser that shows the code; what was signed stands in the database.

    Kept in this process, the oldest forgotten first: the next link stands in the chat as well.
    """

    def __init__(self) -> None:
        self._outcomes: dict[int, Outcome] = {}

    def keep(self, signing_id: int, outcome: Outcome) -> None:
        """What came of the signature that came with this link."""
        if len(self._outcomes) >= MOST:
            self._outcomes.pop(next(iter(self._outcomes)))
        self._outcomes[signing_id] = outcome

    def of(self, signing_id: int) -> Outcome | None:
        """The same, if it is known here."""
        return self._outcomes.get(signing_id)


def secret(uow: Uow, what: str, signing_id: int) -> str:
    """128 bits that nobody can guess, another for each use and each link; the same in every process."""
    return uow.sealer.index(f"egov mobile {what}", str(signing_id)).hex()


def same(one: str, other: str) -> bool:
    """Compared in constant time, whatever letters a stranger sends."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
