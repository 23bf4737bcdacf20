"""Troubles that a test orders: refused calls, undelivered messages, unruly status callbacks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from simulator.whatsapp.errors import FAILURES, REFUSALS, TwilioError
from simulator.wire import JSON, Refused

STATUSES = ("queued", "sent", "delivered", "read")
ORDERS = ("in order", "backwards", "shuffled")
CUT = 0


@dataclass
class Fault:
    """The next `count` calls of `method` ("*": any) are refused with `code`, or their messages fail with it.

    `status` overrides the code's own HTTP status; 0 cuts the connection. With `applied` the call is carried out and
    only its answer is lost. With `user_id` only messages to that person meet it.
    """

    method: str
    code: int
    status: int
    count: int = 1
    retry_after: int | None = None
    applied: bool = False
    user_id: int | None = None

    @property
    def of_delivery(self) -> bool:
        """Whether the call succeeds and the message fails later."""
        return self.code in FAILURES

    def meets(self, method: str, user_id: int | None) -> bool:
        """Whether this call is to fail; uses one of the count."""
        if self.count <= 0 or self.method not in ("*", method) or self.user_id not in (None, user_id):
            return False
        self.count -= 1
        return True

    def error(self) -> TwilioError:
        """What the caller is told."""
        return TwilioError(self.code, status=self.status, retry_after=self.retry_after)


def read_fault(wish: JSON) -> Fault:
    """A fault from `{code?, status?, method?, count?, retry_after?, applied?, user_id?}`. Raises Refused."""
    try:
        code = int(wish.get("code", 20500))
        known = 200 if code in FAILURES else REFUSALS[code][0]
        wait, user = wish.get("retry_after"), wish.get("user_id")
        return Fault(
            str(wish.get("method", "messages.create")),
            code,
            int(wish.get("status", known)),
            int(wish.get("count", 1)),
            None if wait is None else int(wait),
            bool(wish.get("applied")),
            None if user is None else int(user),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"code is one of {sorted({**REFUSALS, **FAILURES})}; the rest are numbers") from error


@dataclass
class Receipts:
    """How status callbacks come: up to `last`, in which order, each how often, and held or ahead of the answer."""

    last: str = "read"
    order: str = "in order"
    repeat: int = 1
    overtake: bool = False
    hold: bool = False

    def reaches(self, status: str) -> bool:
        """Whether a message gets that far; failures always do."""
        return status not in STATUSES or STATUSES.index(status) <= STATUSES.index(self.last)

    def arranged(self, statuses: list[str]) -> list[str]:
        """The callbacks in the order in which they are sent."""
        sent = [status for status in statuses for _ in range(self.repeat)]
        if self.order == "backwards":
            sent.reverse()
        elif self.order == "shuffled":
            secrets.SystemRandom().shuffle(sent)
        return sent


def read_receipts(before: Receipts, wish: JSON) -> Receipts:
    """The switches after a wish; `{"clear": true}` brings the usual ones back. Raises Refused."""
    before = Receipts() if wish.get("clear") else before
    known = {name: wish.get(name, value) for name, value in vars(before).items()}
    if known["last"] not in STATUSES or known["order"] not in ORDERS:
        raise Refused(f"last is one of {', '.join(STATUSES)}; order is one of {', '.join(ORDERS)}")
    if not isinstance(known["repeat"], int) or not 1 <= known["repeat"] <= 10:
        raise Refused("repeat is 1 to 10")
    return Receipts(known["last"], known["order"], known["repeat"], bool(known["overtake"]), bool(known["hold"]))
