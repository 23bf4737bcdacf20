"""Pictures that were drawn lately: what is asked for again within minutes is not drawn again."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from time import monotonic

from documents.drawing.sheet import Sheet
from documents.drawing.studio import NotDrawn

FRESH_S = 300.0
MOST = 64

Draw = Callable[[Sheet], Awaitable[bytes]]


async def nobody_draws(sheet: Sheet) -> bytes:
    """An instance without a studio: the words stand alone."""
    raise NotDrawn("there is no studio")


class Album:
    """Draws one picture at a time and keeps the latest 64 in memory for five minutes, by what they show."""

    def __init__(self, draw: Draw = nobody_draws, seconds: Callable[[], float] = monotonic) -> None:
        self._draw = draw
        self._seconds = seconds
        self._drawn: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def picture(self, sheet: Sheet) -> bytes:
        """The picture as PNG; raises `NotDrawn`."""
        content = _fingerprint(sheet)
        async with self._drawing:
            self._forget_old()
            if content not in self._drawn:
                self._drawn[content] = self._seconds(), await self._draw(sheet)
            return self._drawn[content][1]

    def _forget_old(self) -> None:
        """The oldest stand first."""
        before = self._seconds() - FRESH_S
        while self._drawn and (len(self._drawn) >= MOST or next(iter(self._drawn.values()))[0] < before):
            self._drawn.popitem(last=False)


def _fingerprint(sheet: Sheet) -> str:
    return hashlib.sha256(json.dumps(asdict(sheet), sort_keys=True).encode()).hexdigest()
