"""One WhatsApp message: Twilio's resource, and what the phone shows of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from simulator.wire import JSON

API_VERSION = "2010-04-01"


def new_sid(prefix: str) -> str:
    """A SID that no run of the desk has given yet."""
    return prefix + secrets.token_hex(16)


@dataclass
class Message:
    """One message in or out; `shown` is what the control API tells of it. `user_id` is None where nobody is there."""

    sid: str
    account: str
    sender: str
    recipient: str
    body: str
    at: datetime
    status: str
    user_id: int | None = None
    media: list[str] = field(default_factory=list)
    shown: JSON = field(default_factory=dict)
    callback: str = ""
    error_code: int | None = None
    error_message: str | None = None
    on_phone: bool = False

    @property
    def inbound(self) -> bool:
        """Whether a person wrote it."""
        return self.shown.get("from") == "user"

    def wire(self) -> JSON:
        """Twilio's Message resource. What was tapped is not in it: only the webhook tells."""
        at = format_datetime(self.at.astimezone(UTC))
        uri = f"/{API_VERSION}/Accounts/{self.account}/Messages/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account,
            "messaging_service_sid": None,
            "api_version": API_VERSION,
            "direction": "inbound" if self.inbound else "outbound-api",
            "from": self.sender,
            "to": self.recipient,
            "body": self.body,
            "status": self.status,
            "num_segments": "1",
            "num_media": str(len(self.media)),
            "error_code": self.error_code,
            "error_message": self.error_message,
            "price": None,
            "price_unit": None,
            "date_created": at,
            "date_updated": at,
            "date_sent": at,
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }

    def seen(self) -> JSON:
        """The message as the control API tells it."""
        return {
            "message_id": self.sid,
            "at": self.at.isoformat(),
            "status": self.status,
            "error_code": self.error_code,
            "error_message": self.error_message,
            **self.shown,
        }


def showing(by: str, kind: str, text: str = "", **more: object) -> JSON:
    """What a message shows, with every field there is."""
    return {
        "from": by,
        "type": kind,
        "text": text,
        "entities": [],
        "buttons": [],
        "list_button": None,
        "template": None,
        "reply_keyboard": None,
        "removes_keyboard": False,
        "file": None,
        "contact": None,
        "location": None,
        "media_group_id": None,
        "reply_to": None,
        "edited": False,
        "deleted": False,
        **more,
    }
