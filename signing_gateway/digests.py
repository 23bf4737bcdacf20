"""Digests of documents, computed once for each in a process of their own and kept while they may be asked for again."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from documents.quarantine import Perished, Quarantine, Unavailable
from signing_gateway.contents import ContentDigests

KEPT: Final = 512
_DIGESTER: Final = (sys.executable, "-m", "signing_gateway.digester")


class NotDigested(Exception):
    """The child process failed."""


class Digests:
    """One child, started with the first document."""

    def __init__(self, *, digester: Sequence[str] = _DIGESTER, patience: float = 60.0) -> None:
        self._children = Quarantine(places=1, patience=patience, inspector=digester)
        self._known: dict[bytes, asyncio.Task[ContentDigests]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._known.values():
            task.cancel()
        await asyncio.gather(*self._known.values(), return_exceptions=True)
        await self._children.close()

    def begin(self, document: bytes) -> None:
        """Have them computed, so that they are there when the signature comes."""
        self._task(document).add_done_callback(lambda task: task.cancelled() or task.exception())

    async def of(self, document: bytes) -> ContentDigests:
        """SHA-256 and Streebog of the document. Raises NotDigested."""
        return await asyncio.shield(self._task(document))

    def _task(self, document: bytes) -> asyncio.Task[ContentDigests]:
        name = hashlib.sha256(document).digest()
        known = self._known.get(name)
        if known is None or (known.done() and (known.cancelled() or known.exception() is not None)):
            while len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known))).cancel()
            known = self._known[name] = asyncio.create_task(self._compute(document), name="digests")
        return known

    async def _compute(self, document: bytes) -> ContentDigests:
        try:
            answer = await self._children.inspect({"bytes": len(document)}, document)
            found = ContentDigests({kind: bytes.fromhex(digest) for kind, digest in answer["digests"].items()})
            right = found.are_of(document)
        except (Perished, Unavailable, KeyError, ValueError, TypeError, AttributeError) as error:
            raise NotDigested(f"{type(error).__name__}: {error}") from error
        if not right:
            raise NotDigested("digests of something else")
        return found
