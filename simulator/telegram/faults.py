"""Faults that a test orders for the next calls of a bot."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.telegram.errors import ApiError
from simulator.wire import JSON, Refused

DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
CUT = 0


@dataclass
class Fault:
    """The next `count` calls of `method` ("*" is any but getUpdates) fail with `status`.

    Status 0 cuts the connection. With `applied` the call is carried out first and only its answer is lost.
    """

    method: str
    status: int
    count: int = 1
    retry_after: int = 1
    applied: bool = False
    description: str = ""

    def meets(self, method: str) -> bool:
        """Whether this call is to fail; uses one of the count."""
        wanted = self.method.lower()
        if self.count <= 0 or not (wanted == method or (wanted == "*" and method != "getupdates")):
            return False
        self.count -= 1
        return True

    def error(self) -> ApiError:
        """What the caller is told."""
        said = self.description or DESCRIPTIONS.get(self.status, "Internal Server Error")
        wait = self.retry_after if self.status == 429 else None
        return ApiError(self.status, said.format(retry_after=self.retry_after), wait)


def read_fault(wish: JSON) -> Fault:
    """A fault from `{method, status, count, retry_after, applied, description}`. Raises Refused."""
    try:
        fault = Fault(
            str(wish.get("method", "*")),
            int(wish["status"]),
            int(wish.get("count", 1)),
            int(wish.get("retry_after", 1)),
            bool(wish.get("applied")),
            str(wish.get("description", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("give method, status and count; status, count and retry_after are numbers") from error
    if fault.status != CUT and not 400 <= fault.status <= 599:
        raise Refused("status is 400 to 599, or 0 to cut the connection")
    return fault
