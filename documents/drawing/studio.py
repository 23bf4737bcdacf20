"""Draws pictures off the event loop, in a limited child process that is replaced before it grows."""

from __future__ import annotations

import sys
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Final, Self

from documents.drawing.sheet import Sheet
from documents.quarantine import Perished, Quarantine, Unavailable

_DRAUGHTSMAN: Final = (sys.executable, "-m", "documents.drawing.draughtsman")
_PICTURES_A_CHILD: Final = 200
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class NotDrawn(Exception):
    """No picture could be made of this sheet; its words say the same."""


class Studio:
    """One child, started with the first picture. Further pictures wait for it, at most `patience` seconds each."""

    def __init__(self, *, patience: float = 20.0, draughtsman: Sequence[str] = _DRAUGHTSMAN) -> None:
        self._children = Quarantine(places=1, patience=patience, inspector=draughtsman, files=_PICTURES_A_CHILD)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the child; a picture in hand has three seconds to be finished."""
        await self._children.close()

    async def draw(self, sheet: Sheet) -> bytes:
        """The picture as PNG, 1080 pixels wide; the same sheet gives the same bytes. Raises `NotDrawn`."""
        try:
            answer = await self._children.inspect(asdict(sheet), b"")
        except (Perished, Unavailable) as error:
            raise NotDrawn(str(error)) from error
        match answer:
            case {"png": str(encoded)}:
                return _png(encoded)
        raise NotDrawn(str(answer.get("complaint", "nonsense")))


def _png(encoded: str) -> bytes:
    try:
        picture = b64decode(encoded, validate=True)
    except NotBase64 as error:
        raise NotDrawn("nonsense") from error
    if not picture.startswith(_PNG):
        raise NotDrawn("nonsense")
    return picture
