"""Reading the body of a request: held in memory, never larger than it may be, and never for ever."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

LONGEST_S: Final = 120.0
"""Enough for the largest signature over a bad network; a body that drips keeps nobody's connection."""


class NotRead(Exception):
    """The body is not to be had."""


class TooLarge(NotRead):
    """More came than may."""


class TooSlow(NotRead):
    """It had not come to its end in time."""


async def read_body(request: web.Request, most: int) -> bytes:
    """The whole body, of at most so many bytes, whatever length it says to have. Raises TooLarge and TooSlow."""
    if (request.content_length or 0) > most:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(LONGEST_S):
            async for chunk in request.content.iter_chunked(1 << 16):
                body += chunk
                if len(body) > most:
                    raise TooLarge
    except TimeoutError:
        raise TooSlow from None
    return bytes(body)
