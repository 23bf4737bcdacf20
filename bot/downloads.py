"""Getting a file from a channel, with patience for its hiccups."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.delivery import Flooded, Undelivered, Wrong

PAUSES_S = (1.0, 3.0)
LONGEST_PAUSE_S = 30.0
pause = asyncio.sleep
TOO_BIG_THERE = "file is too big"
log = structlog.get_logger()


class TooBig(Exception):
    """The file is larger than it may be."""


class Unwanted(Exception):
    """The server says that the file is of a family that no document is of."""

    def __init__(self, family: str) -> None:
        super().__init__(family)
        self.family = family


class NotDownloaded(Exception):
    """The file could not be got."""


class Source(Protocol):
    """A channel that files come from."""

    async def download(self, file_id: str, limit: int) -> bytes:
        """The file's content; raises TooBig above `limit` bytes, Unwanted, or `Undelivered`."""
        ...

    async def delete(self, chat: str, message: int) -> None:
        """Take a message out of the chat; raises `Undelivered`."""
        ...


async def downloaded(source: Source, file_id: str, limit: int) -> bytes:
    """The content after at most three tries; raises TooBig, Unwanted or NotDownloaded."""
    for seconds in (*PAUSES_S, None):
        try:
            return await source.download(file_id, limit)
        except Undelivered as error:
            if TOO_BIG_THERE in str(error):
                raise TooBig from None
            log.warning("download.failed", error=str(error), again_in_s=seconds)
            if seconds is None or _is_final(error):
                break
            await pause(min(error.seconds, LONGEST_PAUSE_S) if isinstance(error, Flooded) else seconds)
    raise NotDownloaded


def _is_final(error: Undelivered) -> bool:
    """A refusal of the file itself; a file that is not there may still be on its way between the servers."""
    return type(error) is Wrong
