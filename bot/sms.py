"""Sending an SMS: by a plain HTTP service, or by Twilio."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, Protocol

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import Settings

TIMEOUT_S = 10.0
TWILIO = "https://api.twilio.com"
log = structlog.get_logger()


class Sms(Protocol):
    """A way to send an SMS."""

    async def send(self, to: str, text: str) -> bool:
        """Whether the service took it."""
        ...


class HttpSms:
    """A service that takes `{to, text}` as JSON."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def send(self, to: str, text: str) -> bool:
        body, timeout = {"to": to, "text": text}, ClientTimeout(total=TIMEOUT_S)
        try:
            async with self._session.post(self._url, json=body, timeout=timeout) as response:
                if response.status < 300:
                    return True
                log.warning("sms.failed", status=response.status)
        except (ClientError, TimeoutError) as error:
            log.warning("sms.failed", error=type(error).__name__)
        return False


class TwilioSms:
    """Twilio's messages; the SDK's own timeout does not work, so ours is put around it."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def send(self, to: str, text: str) -> bool:
        failures = import_module("twilio.base.exceptions")
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._client.messages.create_async(to=to, from_=self._sender, body=text)
        except (failures.TwilioException, ClientError, TimeoutError) as error:
            log.warning("sms.failed", error=type(error).__name__, code=getattr(error, "code", None))
            return False
        return True


def open_sms(settings: Settings, session: ClientSession) -> Sms | None:
    """The way that the settings name, None where there is none."""
    if settings.sms_url:
        return HttpSms(session, settings.sms_url)
    return TwilioSms(_twilio(settings, session), settings.sms_from) if settings.sms_from else None


def _twilio(settings: Settings, session: ClientSession) -> Any:
    """Twilio's client on our session; with TWILIO_API_URL it calls there, which the SDK itself has no setting for."""
    http = import_module("twilio.http.async_http_client").AsyncTwilioHttpClient(pool_connections=False)
    http.session = session
    if settings.twilio_api_url:
        http.request = _redirected(http.request, settings.twilio_api_url)
    credentials = (settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value())
    return import_module("twilio.rest").Client(*credentials, http_client=http)


def _redirected(request: Callable[..., Awaitable[Any]], address: str) -> Callable[..., Awaitable[Any]]:
    async def elsewhere(method: str, url: str, *rest: Any, **options: Any) -> Any:
        return await request(method, url.replace(TWILIO, address, 1), *rest, **options)

    return elsewhere
