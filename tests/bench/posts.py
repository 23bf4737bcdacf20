"""Webhooks as Telegram and as Twilio post them, signed, each with ids of its own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

SECRET = "bench-secret"
TWILIO = {
    "TWILIO_ACCOUNT_SID": f"AC{1:032d}",
    "TWILIO_AUTH_TOKEN": "bench-token",
    "TWILIO_WHATSAPP_FROM": "whatsapp:+77000000000",
}
NUMBERS = itertools.count(1)
SIGN = import_module("twilio.request_validator").RequestValidator(TWILIO["TWILIO_AUTH_TOKEN"])
Post = dict[str, Any]


class Posts(Protocol):
    """What one channel posts to one address."""

    @property
    def url(self) -> str:
        """The address."""
        ...

    def text(self, user: int, words: str) -> Post:
        """The arguments of a request that brings these words."""
        ...

    def photo(self, user: int) -> Post:
        """The arguments of a request that brings a photo, which has to be fetched."""
        ...


@dataclass(frozen=True)
class FromTelegram:
    """Updates of private chats."""

    url: str

    def text(self, user: int, words: str) -> Post:
        return self._update(user, {"text": words})

    def photo(self, user: int) -> Post:
        size = {"file_id": f"f{user}", "file_unique_id": f"u{user}", "width": 900, "height": 1200, "file_size": 5000}
        return self._update(user, {"photo": [size]})

    def _update(self, user: int, content: dict[str, Any]) -> Post:
        person = {"id": user, "is_bot": False, "first_name": "Bench", "language_code": "ru"}
        chat = {"id": user, "type": "private", "first_name": "Bench"}
        number = next(NUMBERS)
        message = {"message_id": number, "date": 1795000000, "from": person, "chat": chat, **content}
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        return {"json": {"update_id": number, "message": message}, "headers": headers}


@dataclass(frozen=True)
class FromTwilio:
    """Forms of WhatsApp messages; `api` is where files are fetched."""

    url: str
    api: str

    def text(self, user: int, words: str) -> Post:
        return self._form(user, f"SM{next(NUMBERS):032x}", {"Body": words, "MessageType": "text", "NumMedia": "0"})

    def photo(self, user: int) -> Post:
        sid = f"MM{next(NUMBERS):032x}"
        media = f"{self.api}/2010-04-01/Accounts/{TWILIO['TWILIO_ACCOUNT_SID']}/Messages/{sid}/Media/ME{sid[2:]}"
        told = {"Body": "", "MessageType": "image", "NumMedia": "1", "MediaContentType0": "image/jpeg"}
        return self._form(user, sid, {**told, "MediaUrl0": media})

    def _form(self, user: int, sid: str, content: dict[str, str]) -> Post:
        phone = f"+7701{user:07d}"
        form = {
            "AccountSid": TWILIO["TWILIO_ACCOUNT_SID"],
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "From": f"whatsapp:{phone}",
            "To": TWILIO["TWILIO_WHATSAPP_FROM"],
            "WaId": phone[1:],
            "ExternalUserId": f"whatsapp:KZ.1502{user}",
            "ProfileName": "Bench",
            "ApiVersion": "2010-04-01",
            **content,
        }
        signature = SIGN.compute_signature(self.url, form)
        return {"data": form, "headers": {"X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": sid}}
