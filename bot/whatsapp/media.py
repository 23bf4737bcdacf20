"""Files that people sent on WhatsApp: fetched from Twilio, whose credentials go to our own account's media only."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from bot.delivery import Flooded, TryLater, Wrong
from bot.downloads import TooBig, Unwanted
from bot.settings import TWILIO
from bot.whatsapp.account import TwilioAccount

MOST_HOPS = 3
CHUNK = 64 * 1024
UNSAID_PAUSE_S = 5.0
DOWNLOAD = ClientTimeout(total=120, sock_connect=10, sock_read=30)
DISCARD = ClientTimeout(total=10)
FILE_SERVERS = ".twiliocdn.com"
REDIRECTED = frozenset({301, 302, 303, 307, 308})
PLAIN = {"Accept-Encoding": "identity"}
_MEDIA = re.compile(r"/Messages/(?:SM|MM)[0-9a-fA-F]{32}/Media/ME[0-9a-fA-F]{32}")
log = structlog.get_logger()


class TwilioMedia:
    """The media of our account; `file_id` is the address that the webhook told."""

    def __init__(self, session: ClientSession, account: TwilioAccount) -> None:
        self._session = session
        self._account = account

    async def download(self, file_id: str, limit: int) -> bytes:
        """The content; raises TooBig above `limit` bytes, Unwanted for a sound or a film, or `Undelivered`."""
        with _translated():
            async with self._opened(self._resource(file_id)) as response:
                _check(response, limit)
                content = bytearray()
                async for chunk in response.content.iter_chunked(CHUNK):
                    content += chunk
                    if len(content) > limit:
                        raise TooBig
                return bytes(content)

    async def delete(self, chat: str, message: int) -> None:
        """Nothing can be taken out of somebody's chat on WhatsApp. N34."""
        raise Wrong("WhatsApp messages cannot be deleted")

    async def discard(self, file_id: str) -> None:
        """Have Twilio forget the file, which it would keep for ever; gone already is as well. Raises `Undelivered`."""
        address, headers = f"{self._resource(file_id)}.json", self._account.headers
        with _translated():
            async with self._session.delete(
                URL(address), headers=headers, timeout=DISCARD, allow_redirects=False
            ) as response:
                if response.status != 404:
                    _check_status(response)

    def _resource(self, file_id: str) -> str:
        """Where the file is at the API in use; raises Wrong for any address but one of our own account's media."""
        account = self._account
        for api in (account.api, TWILIO):
            path = file_id.removeprefix(account.resources.replace(account.api, api, 1))
            if path != file_id and _MEDIA.fullmatch(path):
                return f"{account.resources}{path}"
        raise Wrong("not a file of our account")

    @asynccontextmanager
    async def _opened(self, resource: str) -> AsyncIterator[ClientResponse]:
        """The answer with the file in it, after at most three redirects, which are followed without credentials."""
        address, headers = URL(resource), {**PLAIN, **self._account.headers}
        for _hop in range(MOST_HOPS + 1):
            async with self._session.get(address, headers=headers, timeout=DOWNLOAD, allow_redirects=False) as response:
                if response.status not in REDIRECTED:
                    _check_status(response)
                    yield response
                    return
                location = response.headers.get("Location", "")
                address, headers = next_hop(self._account, address, location), PLAIN
        raise Wrong("redirected too often")


def next_hop(account: TwilioAccount, at: URL, location: str) -> URL:
    """Where a redirect leads; raises Wrong for a place that files of ours are never at."""
    try:
        target = at.join(URL(location, encoded=True))
        at_our_api = account.api != TWILIO and target.origin() == URL(account.api).origin()
    except ValueError:
        raise Wrong("redirected to no address") from None
    at_twilio = target.scheme == "https" and target.port == 443 and f"{target.host}".endswith(FILE_SERVERS)
    if target.user is not None or not (at_twilio or at_our_api):
        raise Wrong("redirected to a foreign server")
    return target


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ClientError, OSError) as error:
        raise TryLater(type(error).__name__) from None


def _check(response: ClientResponse, limit: int) -> None:
    """Before anything is read: how much is it, and what."""
    if response.content_length is not None and response.content_length > limit:
        raise TooBig
    family = response.content_type.partition("/")[0]
    if family in {"audio", "video"}:
        raise Unwanted(family)


def _check_status(response: ClientResponse) -> None:
    """What is not there yet may be on its way between Twilio's servers, so only a plain refusal is final."""
    status = response.status
    if status < 300:
        return
    if status == 429:
        told = response.headers.get("Retry-After", "")
        raise Flooded(float(told) if told.isdecimal() else UNSAID_PAUSE_S)
    if status in {401, 404, 408} or status >= 500:
        raise TryLater(f"status {status}")
    raise Wrong(f"status {status}")
