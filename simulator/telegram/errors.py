"""What the Bot API answers when a call fails."""

from __future__ import annotations

from simulator.wire import JSON


class ApiError(Exception):
    """A failed call: HTTP status, description, and seconds to wait for a 429."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def wire(self) -> JSON:
        """The JSON body."""
        body: JSON = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class BadRequest(ApiError):
    """400: the call itself is wrong."""

    def __init__(self, what: str) -> None:
        super().__init__(400, f"Bad Request: {what}")


class Forbidden(ApiError):
    """403: this person cannot be written to."""

    def __init__(self, what: str) -> None:
        super().__init__(403, f"Forbidden: {what}")


class Conflict(ApiError):
    """409: somebody else takes the updates."""

    def __init__(self, what: str) -> None:
        super().__init__(409, f"Conflict: {what}")


class TooManyRequests(ApiError):
    """429: wait that many seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after)


class NotFound(ApiError):
    """404: no such method, file or token."""

    def __init__(self, what: str = "") -> None:
        super().__init__(404, f"Not Found: {what}" if what else "Not Found")
