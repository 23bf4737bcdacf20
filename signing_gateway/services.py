"""The certification centre's services over HTTP; what they say is not believed yet."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, StreamReader

from signing_gateway.certificates import X509
from signing_gateway.der import Malformed, read
from signing_gateway.questions import ocsp_request, time_stamp_request

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


@dataclass(frozen=True)
class Patience:
    """For how many seconds a whole answer is waited for, and for how many the fetching of a list may go on."""

    answer_s: float = 10.0
    list_s: float = 60.0


@dataclass
class Services:
    """Asks them; a service that does not answer, or with something that is no DER, gives None, never an error."""

    session: ClientSession
    addresses: Addresses
    patience: Patience = field(default_factory=Patience)
    monotonic: Callable[[], float] = time.monotonic
    _lists: dict[str, tuple[float, asyncio.Task[bytes | None]]] = field(default_factory=dict)

    async def ocsp(self, certificate: X509, issuer: X509, nonce: bytes) -> bytes | None:
        """A response about that certificate."""
        return await self._ask("ocsp", self.addresses.ocsp, ocsp_request(certificate, issuer, nonce))

    async def time_stamp(self, signature: bytes, *, gost: bool) -> bytes | None:
        """A response with a time stamp over that signature."""
        request = time_stamp_request(signature, secrets.randbits(63), gost=gost)
        return await self._ask("timestamp", self.addresses.tsp, request)

    async def lists(self) -> list[bytes]:
        """Every revocation list that is here soon; one that comes later is there the next time, for ten minutes."""
        fetching = [self._list(address) for address in self.addresses.lists]
        if fetching:
            await asyncio.wait(fetching, timeout=self.patience.answer_s)
        return [found for task in fetching if task.done() and (found := task.result()) is not None]

    async def _ask(self, kind: str, address: str, request: bytes) -> bytes | None:
        headers = {"Content-Type": f"application/{kind}-{'request' if kind == 'ocsp' else 'query'}"}
        patience = ClientTimeout(total=self.patience.answer_s)
        # A redirect could lead to a neighbour that only we can reach.
        asked = self.session.post(address, data=request, headers=headers, timeout=patience, allow_redirects=False)
        try:
            async with asked as answer:
                return await _body(answer, LARGEST_ANSWER)
        except (ClientError, TimeoutError, _NoAnswer) as error:
            log.warning("eds.service_silent", service=kind, error=type(error).__name__)
            return None

    def _list(self, address: str) -> asyncio.Task[bytes | None]:
        """The list, fetched once for all who want it now."""
        since, known = self._lists.get(address, (float("-inf"), None))
        fresh = self.monotonic() - since < A_LIST_IS_KEPT_S
        if known is None or not fresh or (known.done() and known.result() is None):
            known = asyncio.create_task(self._fetched(address), name="revocation list")
            self._lists[address] = self.monotonic(), known
        return known

    async def _fetched(self, address: str) -> bytes | None:
        patience = ClientTimeout(total=self.patience.list_s)
        try:
            async with self.session.get(address, timeout=patience, allow_redirects=False) as answer:
                return await _body(answer, LARGEST_LIST)
        except (ClientError, TimeoutError, _NoAnswer) as error:
            log.warning("eds.service_silent", service="crl", error=type(error).__name__)
            return None


def session_for_services() -> ClientSession:
    """Without a memory, and taking bytes as they come: nothing packed grows here."""
    return ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar())


class _NoAnswer(Exception):
    """No honest answer is like that."""


async def _body(answer: ClientResponse, most: int) -> bytes:
    """One DER value; of what kind the server calls it is not asked. Raises _NoAnswer."""
    if answer.status != 200:
        raise _NoAnswer
    body = await _read(answer.content, most)
    try:
        return read(body).raw
    except Malformed:
        raise _NoAnswer from None


async def _read(content: StreamReader, most: int) -> bytes:
    found = bytearray()
    async for chunk in content.iter_chunked(1 << 16):
        found += chunk
        if len(found) > most:
            raise _NoAnswer
    return bytes(found)
