"""Media of the account: what people sent, which Twilio keeps until it is deleted, and what the program sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.messages import API_VERSION, new_sid
from simulator.wire import JSON


@dataclass
class Media:
    """One file of one message; the next `missing` downloads find nothing yet."""

    sid: str
    message_sid: str
    account: str
    name: str
    mime: str
    content: bytes
    at: datetime
    key: str = field(default_factory=lambda: new_sid(""))
    missing: int = 0
    deleted: bool = False

    @property
    def path(self) -> str:
        """Its address on the API's host."""
        return f"/{API_VERSION}/Accounts/{self.account}/Messages/{self.message_sid}/Media/{self.sid}"

    def wire(self) -> JSON:
        """Twilio's Media resource."""
        return {
            "sid": self.sid,
            "account_sid": self.account,
            "parent_sid": self.message_sid,
            "content_type": self.mime,
            "date_created": self.at.strftime("%a, %d %b %Y %H:%M:%S %z"),
            "date_updated": self.at.strftime("%a, %d %b %Y %H:%M:%S %z"),
            "uri": f"{self.path}.json",
        }

    def seen(self, kind: str) -> JSON:
        """The file as the control API tells it; a picture has no name there."""
        name = None if kind == "photo" else self.name
        return {"kind": kind, "file_id": self.key, "name": name, "mime": self.mime, "size": len(self.content)}


class MediaStore:
    """All media by SID and by the key of the address that a download is sent on to."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Media] = {}
        self._by_key: dict[str, Media] = {}

    def keep(self, media: Media) -> Media:
        """Keep one."""
        self._by_sid[media.sid] = self._by_key[media.key] = media
        return media

    def get(self, message_sid: str, sid: str) -> Media:
        """The media of that message. Raises TwilioError 20404 for an unknown or deleted one."""
        media = self._by_sid.get(sid)
        if media is None or media.message_sid != message_sid or media.deleted:
            raise TwilioError(20404, f"/Messages/{message_sid}/Media/{sid}")
        return media

    def of(self, message_sid: str) -> list[Media]:
        """What of a message's media is still there."""
        return [each for each in self._by_sid.values() if each.message_sid == message_sid and not each.deleted]

    def by_key(self, key: str) -> Media | None:
        """The media with that key, also a deleted one: the phone keeps its own copy."""
        return self._by_key.get(key)

    def clear(self) -> None:
        """Forget all."""
        self._by_sid.clear()
        self._by_key.clear()
