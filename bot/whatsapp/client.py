"""Twilio's SDK on connections of our own: where its API is, how long a call may take, and what "too many" means."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, ClientTimeout, encode_basic_auth

from bot.delivery import Flooded
from bot.settings import Settings

TIMEOUT_S = 15.0
UNSAID_PAUSE_S = 5.0
LONGEST_PAUSE_S = 3600.0
_HOSTS = re.compile(r"https://[a-z0-9.-]+\.twilio\.com")
_JSON = "application/json"


class AsyncHttp:
    """What the SDK calls through.

    Its own asynchronous client ignores timeouts, sends JSON as a form and hides the header `Retry-After`.
    """

    is_async = True

    def __init__(self, session: ClientSession, api_url: str = "") -> None:
        self._session = session
        self._api_url = api_url

    async def request(self, method: str, url: str, **options: Any) -> Any:
        """One call; raises Flooded for too many of them, ClientError or TimeoutError when nothing answers."""
        headers = {**options["headers"], **_shown(options["auth"])}
        async with self._session.request(
            method,
            elsewhere(url, self._api_url),
            params=options["params"],
            data=_encoded(options["data"], headers.get("Content-Type", "")),
            headers=headers,
            allow_redirects=False,
            timeout=ClientTimeout(total=TIMEOUT_S),
        ) as response:
            if response.status == 429:
                raise Flooded(_pause(response.headers.get("Retry-After", "")))
            text = await response.text()
            return import_module("twilio.http.response").Response(response.status, text, response.headers)


class SyncHttp:
    """What the SDK of the command line calls through: its own client, at the address of the settings."""

    is_async = False

    def __init__(self, api_url: str = "") -> None:
        self._api_url = api_url
        self._http = import_module("twilio.http.http_client").TwilioHttpClient(timeout=TIMEOUT_S)

    def request(self, method: str, url: str, **options: Any) -> Any:
        """One call; raises what `requests` raises when nothing answers."""
        return self._http.request(method, elsewhere(url, self._api_url), **{**options, "timeout": None})

    def close(self) -> None:
        """Close the connections."""
        self._http.session.close()


def open_twilio(settings: Settings, session: ClientSession) -> Any:
    """The SDK's client for use in the program; closes nothing, the session is the caller's."""
    client = _client(settings, AsyncHttp(session, settings.twilio_api_url))
    _ = client.messages  # imports half of the SDK: better now than at the first message
    return client


def open_twilio_sync(settings: Settings) -> Any:
    """The SDK's client for the command line: only this one can make contents."""
    return _client(settings, SyncHttp(settings.twilio_api_url))


def elsewhere(url: str, api_url: str) -> str:
    """The address with each of the SDK's hosts replaced, where another server stands in for Twilio's."""
    return _HOSTS.sub(api_url, url, count=1) if api_url else url


def _client(settings: Settings, http: AsyncHttp | SyncHttp) -> Any:
    credentials = (settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value())
    return import_module("twilio.rest").Client(*credentials, http_client=http)


def _shown(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": encode_basic_auth(*auth)} if auth else {}


def _encoded(data: Mapping[str, Any] | None, content_type: str) -> bytes | None:
    if not data:
        return None
    return (json.dumps(data) if content_type.startswith(_JSON) else urlencode(data, doseq=True)).encode()


def _pause(retry_after: str) -> float:
    seconds = float(retry_after) if retry_after.isascii() and retry_after.isdecimal() else UNSAID_PAUSE_S
    return min(max(seconds, 1.0), LONGEST_PAUSE_S)
