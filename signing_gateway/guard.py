"""What holds for every answer of the signing site: policies for browsers, strangers kept out, no token in a log."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from signing_gateway import page_words as words
from signing_gateway.page_views import lost

A_YEAR_S: Final = 31_536_000
OURS: Final = frozenset({"", "same-origin", "none"})
A_MINUTE_S, MOST_A_MINUTE, COUNTERS = 60.0, 240, 1 << 16
HTML: Final = "text/html"
log = structlog.get_logger()


class Otherwise(Exception):
    """What was asked for is not to be had, and this page says why."""

    def __init__(self, page_: web.Response) -> None:
        super().__init__(page_.status)
        self.page = page_


def policy(ncalayer: str, around: str = "'none'") -> str:
    """The content security policy: nothing inline or of others, of sockets NCALayer's alone, and no frame `around`."""
    return (
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {ncalayer}; form-action 'self'; base-uri 'none'; frame-ancestors {around}"
    )


@dataclass
class Guard:
    """Answers everything that goes wrong in plain words; `secure` is behind TLS. Time in seconds of any clock."""

    ncalayer: str
    secure: bool
    clock: Callable[[], float]
    _since: float = 0.0
    _asked: dict[int, int] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)

    def middleware(self) -> Middleware:
        """To be put around all handlers."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = await self._answered(request, handler)
            for name, value in self._headers().items():
                response.headers.setdefault(name, value)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return guarded

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "") not in OURS:
            return page(403, lost(words.UNKNOWN))
        if not self.in_bounds(request.match_info.get("token", "")):
            return page(429, lost(words.TOO_OFTEN_HERE))
        try:
            return await handler(request)
        except Otherwise as otherwise:
            return otherwise.page
        except web.HTTPException as error:
            return error if error.status < 400 else page(error.status, lost(words.UNKNOWN))
        except Exception:
            # The path holds the token: it is not told.
            log.exception("signing.failed", method=request.method)
            return page(500, lost(words.TROUBLE))

    def in_bounds(self, token: str) -> bool:
        """Whether this link is asked for no more often than a person does.

        The counters have a number: however many links somebody makes up, the others are counted on, and nothing grows.
        """
        if not token:
            return True
        now = self.clock()
        if now - self._since > A_MINUTE_S:
            self._since, self._asked = now, {}
        mixed = hashlib.blake2b(token.encode(errors="surrogatepass"), digest_size=8, key=self._key).digest()
        counter = int.from_bytes(mixed, "big") % COUNTERS
        self._asked[counter] = self._asked.get(counter, 0) + 1
        return self._asked[counter] <= MOST_A_MINUTE

    @property
    def counted(self) -> int:
        """How many counters are in use."""
        return len(self._asked)

    def _headers(self) -> dict[str, str]:
        told = {
            "Content-Security-Policy": policy(self.ncalayer),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Server": "Balapan",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        return told | ({"Strict-Transport-Security": f"max-age={A_YEAR_S}"} if self.secure else {})


def page(status: int, html: str) -> web.Response:
    """An answer for a person."""
    return web.Response(status=status, text=html, content_type=HTML)
