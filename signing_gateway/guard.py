"""What holds for every answer of the signing site: policies for browsers, strangers kept out, no token in a log."""

from __future__ import annotations

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
A_MINUTE_S, MOST_A_MINUTE, MOST_KNOWN = 60.0, 240, 10_000
HTML: Final = "text/html"
log = structlog.get_logger()


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
    _asked: dict[str, int] = field(default_factory=dict)

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
        if not self._in_bounds(request.match_info.get("token", "")):
            return page(429, lost(words.TOO_OFTEN_HERE))
        try:
            return await handler(request)
        except web.HTTPException as error:
            return error if error.status < 400 else page(error.status, lost(words.UNKNOWN))
        except Exception:
            # The path holds the token: it is not told.
            log.exception("signing.failed", method=request.method)
            return page(500, lost(words.TROUBLE))

    def _in_bounds(self, token: str) -> bool:
        """Whether this link is asked for no more often than a person does."""
        now = self.clock()
        if now - self._since > A_MINUTE_S or len(self._asked) > MOST_KNOWN:
            self._since, self._asked = now, {}
        self._asked[token] = self._asked.get(token, 0) + bool(token)
        return self._asked[token] <= MOST_A_MINUTE

    def _headers(self) -> dict[str, str]:
        told = {
            "Content-Security-Policy": policy(self.ncalayer),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        return told | ({"Strict-Transport-Security": f"max-age={A_YEAR_S}"} if self.secure else {})


def page(status: int, html: str) -> web.Response:
    """An answer for a person."""
    return web.Response(status=status, text=html, content_type=HTML)
