"""Limited child processes in which hostile files are opened, so that neither the event loop nor the program suffers."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from documents.inspector import ANSWER, READY, REQUEST

_INSPECTOR = (sys.executable, "-m", "documents.inspector")
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ")
_LONGEST_ANSWER = 32 * 1024 * 1024
_MOST_ATTACHED = 96 * 1024 * 1024
_FILES_A_CHILD = 50
_STARTS_WITHIN_S = 30.0
_CLOSES_WITHIN_S = 3.0


class Perished(Exception):
    """The child process hung, died or answered nonsense over this file; it was killed."""


class Unavailable(Exception):
    """No child process can be started here: the installation is broken, not the file."""


class Quarantine:
    """At most `places` children, started when first needed, replaced when they fail and after every 50 files.

    A file that takes longer than `patience` seconds is given up.
    """

    def __init__(
        self,
        *,
        places: int = 2,
        patience: float = 60.0,
        inspector: Sequence[str] = _INSPECTOR,
        files: int = _FILES_A_CHILD,
    ) -> None:
        self._patience = patience
        self._inspector = inspector
        self._files = files
        self._places: asyncio.LifoQueue[_Child | None] = asyncio.LifoQueue()
        self._count = places
        self._alive: set[_Child] = set()
        for _place in range(places):
            self._places.put_nowait(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End all children; a file in hand has three seconds to be finished."""
        free = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSES_WITHIN_S):
                while free < self._count:
                    await self._places.get()
                    free += 1
        for child in tuple(self._alive):
            await self._end(child)
        for _place in range(free):
            self._places.put_nowait(None)

    async def inspect(self, header: Mapping[str, object], content: bytes) -> Mapping[str, Any]:
        """The child's answer to this request, bytes in its list `attached`. Raises `Perished`, or `Unavailable`."""
        child = await self._places.get()
        kept: _Child | None = None
        try:
            if child is None or child.gone:
                child = await self._started()
            async with asyncio.timeout(self._patience):
                answer = await child.ask(header, content)
            kept = child if child.asked < self._files else None
        except (TimeoutError, EOFError, ConnectionError, ValueError) as error:
            raise Perished(type(error).__name__) from error
        finally:
            self._places.put_nowait(kept)
            if child is not None and kept is None:
                await self._end(child)
        return answer

    async def _started(self) -> _Child:
        child = await _Child.spawned(self._inspector)
        self._alive.add(child)
        try:
            await child.ready()
        except BaseException:
            await self._end(child)
            raise
        return child

    async def _end(self, child: _Child) -> None:
        self._alive.discard(child)
        await child.end()


class _Child:
    """One child process and its pipes."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._process, self._requests, self._answers = process, process.stdin, process.stdout
        self._ending = False
        self.asked = 0

    @classmethod
    async def spawned(cls, command: Sequence[str]) -> _Child:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={**environment, "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )
        return cls(process)

    async def ready(self) -> None:
        """Return when it can be asked; raises Unavailable."""
        try:
            async with asyncio.timeout(_STARTS_WITHIN_S):
                said = await self._answers.read(len(READY))
        except TimeoutError:
            raise Unavailable("the inspector hangs before its first word") from None
        if said != READY:
            raise Unavailable("the inspector ended before its first word")

    @property
    def gone(self) -> bool:
        return self._process.returncode is not None

    async def ask(self, header: Mapping[str, object], content: bytes) -> Mapping[str, Any]:
        """Raises EOFError, ConnectionError or ValueError when the child does not answer as it should."""
        self.asked += 1
        said = json.dumps(header).encode()
        self._requests.writelines((REQUEST.pack(len(said), len(content)), said, content))
        await self._requests.drain()
        (length,) = ANSWER.unpack(await self._answers.readexactly(ANSWER.size))
        if length > _LONGEST_ANSWER:
            raise ValueError(length)
        answer = json.loads(await self._answers.readexactly(length))
        if not isinstance(answer, dict):
            raise ValueError(type(answer))
        return answer | {"attached": [await self._answers.readexactly(size) for size in _sizes(answer)]}

    async def end(self) -> None:
        if self._process.returncode is None and not self._ending:
            self._ending = True  # a second kill might collect the child before the event loop does
            self._process.kill()
        self._requests.close()
        await self._process.wait()


def _sizes(answer: Mapping[str, Any]) -> list[int]:
    """How many bytes each part has that follows the answer; raises ValueError."""
    sizes = answer.get("attached", [])
    if not (isinstance(sizes, list) and all(type(size) is int and size >= 0 for size in sizes)):
        raise ValueError("sizes")
    if sum(sizes) > _MOST_ATTACHED:
        raise ValueError(sum(sizes))
    return sizes
