"""The quarantine that the tests of files share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from documents.quarantine import Quarantine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def quarantine() -> AsyncIterator[Quarantine]:
    async with Quarantine(places=1) as opened:
        yield opened
