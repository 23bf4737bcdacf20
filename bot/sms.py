"""Sending an SMS: by a plain HTTP service, or by Twilio."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any, Protocol

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.delivery import Flooded
from bot.settings import Settings
from bot.whatsapp.client import open_twilio

TIMEOUT_S = 10.0
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
    """Twilio's messages."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def send(self, to: str, text: str) -> bool:
        failures = import_module("twilio.base.exceptions")
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._client.messages.create_async(to=to, from_=self._sender, body=text)
        except (failures.TwilioException, ClientError, TimeoutError, Flooded) as error:
            log.warning("sms.failed", error=type(error).__name__, code=getattr(error, "code", None))
            return False
        return True


def open_sms(settings: Settings, session: ClientSession) -> Sms | None:
    """The way that the settings name, None where there is none."""
    if settings.sms_url:
        return HttpSms(session, settings.sms_url)
    return TwilioSms(open_twilio(settings, session), settings.sms_from) if settings.sms_from else None
