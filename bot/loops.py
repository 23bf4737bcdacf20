"""Loops that run for the life of the program: stopped gently, and never silently dead."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
pause = asyncio.sleep
log = structlog.get_logger()

Loop = Callable[[asyncio.Event], Awaitable[None]]


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Wait for the work, or give it up when `stop` is set first; whether it was finished. Raises what it raised."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return False
    finally:
        for task in (working, stopping):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait({working, stopping})


async def kept_running(name: str, loop: Loop, stop: asyncio.Event) -> None:
    """Run the loop until `stop` or its own end; when it fails, log it and begin again after 1, 2, 4 … 30 seconds."""
    seconds = 1.0
    while not stop.is_set():
        started = time.monotonic()
        try:
            await loop(stop)
            return
        except Exception:
            log.exception("loop.failed", loop=name, again_in_s=seconds)
            if time.monotonic() - started > STEADY_S:
                seconds = 1.0
            await unless(stop, pause(seconds))
            seconds = min(seconds * 2, LONGEST_PAUSE_S)
