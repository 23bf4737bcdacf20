"""The certification centre's services over HTTP; what they say is not believed yet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, StreamReader

from signing_gateway.certificates import X509
from signing_gateway.questions import ocsp_request, time_stamp_request

PATIENCE: Final = ClientTimeout(total=10)
PATIENCE_FOR_A_LIST: Final = ClientTimeout(total=60)
LARGEST_ANSWER: Final = 64 * 1024
LARGEST_LIST: Final = 64 * 1024 * 1024
A_LIST_IS_KEPT_S: Final = 600.0
NONCE_BYTES: Final = 16
log = structlog.get_logger()


@dataclass(frozen=True)
class Addresses:
    """Where the services are."""

    ocsp: str
    tsp: str
    lists: Sequence[str] = ()


@dataclass
class Services:
    """Asks them; a service that does not answer gives None, never an error."""

    session: ClientSession
    addresses: Addresses
    _lists: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    async def ocsp(self, certificate: X509, issuer: X509, nonce: bytes) -> bytes | None:
        """A response about that certificate."""
        return await self._ask("ocsp", self.addresses.ocsp, ocsp_request(certificate, issuer, nonce))

    async def time_stamp(self, signature: bytes, *, gost: bool) -> bytes | None:
        """A response with a time stamp over that signature."""
        request = time_stamp_request(signature, secrets.randbits(63), gost=gost)
        return await self._ask("timestamp", self.addresses.tsp, request)

    async def lists(self) -> list[bytes]:
        """Every revocation list that can be had; one that was fetched in the last ten minutes is not fetched again."""
        found = [await self._list(address) for address in self.addresses.lists]
        return [one for one in found if one is not None]

    async def _ask(self, kind: str, address: str, request: bytes) -> bytes | None:
        headers = {"Content-Type": f"application/{kind}-{'request' if kind == 'ocsp' else 'query'}"}
        try:
            async with self.session.post(address, data=request, headers=headers, timeout=PATIENCE) as answer:
                answer.raise_for_status()
                return await _read(answer.content, LARGEST_ANSWER)
        except (ClientError, TimeoutError, _TooLarge) as error:
            log.warning("eds.service_silent", service=kind, error=type(error).__name__)
            return None

    async def _list(self, address: str) -> bytes | None:
        at, kept = self._lists.get(address, (float("-inf"), b""))
        if time.monotonic() - at < A_LIST_IS_KEPT_S:
            return kept
        try:
            async with self.session.get(address, timeout=PATIENCE_FOR_A_LIST) as answer:
                answer.raise_for_status()
                fetched = await _read(answer.content, LARGEST_LIST)
        except (ClientError, TimeoutError, _TooLarge) as error:
            log.warning("eds.service_silent", service="crl", error=type(error).__name__)
            return None
        self._lists[address] = (time.monotonic(), fetched)
        return fetched


class _TooLarge(Exception):
    """No honest answer is as long."""


async def _read(content: StreamReader, most: int) -> bytes:
    read = bytearray()
    async for chunk in content.iter_chunked(1 << 16):
        read += chunk
        if len(read) > most:
            raise _TooLarge
    return bytes(read)
