"""The citizen registry, asked in the protocol of `docs/registry.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

TIMEOUT = ClientTimeout(total=5)
TRIES = 2
_MEANING = {404: "unknown", 409: "not_related"}
log = structlog.get_logger()


class Registry:
    """A registry that may be away; without an address there is none."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def person(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Who has this IIN; with a phone, only when it is theirs. `status` is found, unknown, not_related, unavailable
        or none; with found come the registry's fields."""
        return await self._asked("person", payload, ("iin", "phone"))

    async def child(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The child with this IIN, told only where the registry names the parent. The result is as for a person."""
        return await self._asked("child", payload, ("iin", "parent_iin"))

    async def _asked(self, what: str, payload: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
        if not self._url:
            return {"status": "none"}
        question = {name: payload[name] for name in names if payload.get(name) is not None}
        for _try in range(TRIES):
            try:
                async with self._session.post(f"{self._url}/{what}", json=question, timeout=TIMEOUT) as response:
                    if response.status in _MEANING:
                        return {"status": _MEANING[response.status]}
                    if response.status == 200:
                        return {**_fields(await response.json()), "status": "found"}
                    log.warning("registry.failed", question=what, status=response.status)
            except (ClientError, TimeoutError, ValueError) as error:
                log.warning("registry.failed", question=what, error=type(error).__name__)
        return {"status": "unavailable"}


def _fields(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise ValueError("the registry's answer is no object")
    return answer
