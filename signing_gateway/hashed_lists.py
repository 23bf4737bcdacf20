"""Revocation lists of 20 MB: hashed once, in a process of their own, while a signature waits or is looked at again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from signing_gateway.algorithms import GOST_2015_SIGNATURE
from signing_gateway.chain import Chain
from signing_gateway.digests import Digests
from signing_gateway.revocation import Evidence
from signing_gateway.revocation_lists import RevocationList, lists_of


@dataclass(frozen=True)
class HashedLists:
    """`digests` are computed for lists alone, so that no document waits for them; `patience_s` is in seconds."""

    digests: Digests
    patience_s: float = 10.0

    async def added(self, evidence: Evidence, lists: Sequence[bytes], chain: Chain) -> Evidence:
        """The evidence with the lists of this chain's issuers; what is hashed too late counts the next time.

        A list is kept with the signature for ever: the others would prove nothing.
        """
        found = await asyncio.to_thread(lists_of, chain[1:], lists)
        slow = [one for _data, one in found if one.algorithm == GOST_2015_SIGNATURE]
        known = await self._hashed(slow)
        ready = [data for data, one in found if one not in slow or one.name in known]
        return replace(evidence, lists=ready, list_digests=known)

    async def _hashed(self, lists: Sequence[RevocationList]) -> dict[str, dict[str, bytes]]:
        """Digests by the names of lists. GOST takes seconds a megabyte; RSA needs none."""
        computing = [asyncio.create_task(self.digests.of(one.signed), name="list digests") for one in lists]
        if computing:
            await asyncio.wait(computing, timeout=self.patience_s)
        done = [task.result() for task in computing if task.done() and task.exception() is None]
        for task in computing:
            task.cancel()  # who waits; the child goes on
        return {one.sha256: dict(one.by_algorithm) for one in done}
