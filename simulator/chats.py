"""One private chat between a person and a bot, as the phone shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulator.clock import KAZAKHSTAN
from simulator.users import User
from simulator.wire import JSON

KINDS_OF_FILE = ("document", "video", "voice", "sticker")


@dataclass
class ChatMessage:
    """One message: Telegram's Message object, and what only the phone knows of it."""

    wire: JSON
    keyboard: JSON | None = None
    deleted: bool = False

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.wire["from"]["is_bot"])

    def has_kind(self) -> str:
        """What it consists of: text, photo, document, contact, location, …"""
        kinds = ("text", "photo", *KINDS_OF_FILE, "contact", "location")
        return next((kind for kind in kinds if kind in self.wire), "text")


@dataclass
class Chat:
    """The messages in order, the reply keyboard that is shown now, and whether the person blocked the bot."""

    user: User
    messages: dict[int, ChatMessage] = field(default_factory=dict)
    keyboard: JSON | None = None
    blocked: bool = False

    def wire(self) -> JSON:
        """Telegram's Chat object."""
        names = {name: value for name, value in self.user.wire().items() if name in ("first_name", "last_name")}
        return {"id": self.user.id, **names, "type": "private"}

    def standing(self) -> list[ChatMessage]:
        """What has not been deleted, in order."""
        return [message for message in self.messages.values() if not message.deleted]

    def show_keyboard(self, markup: JSON | None) -> None:
        """A bot's message may bring, or take away, the keyboard under the text field."""
        if markup is None:
            return
        if "keyboard" in markup:
            self.keyboard = markup
        elif markup.get("remove_keyboard"):
            self.keyboard = None


def seen(message: ChatMessage) -> JSON:
    """A message as the control API tells it."""
    wire = message.wire
    return {
        "message_id": wire["message_id"],
        "from": "bot" if message.by_bot else "user",
        "at": local(wire["date"]),
        "type": message.has_kind(),
        "text": wire.get("text", wire.get("caption", "")),
        "entities": wire.get("entities", wire.get("caption_entities", [])),
        "buttons": buttons(wire),
        "reply_keyboard": (message.keyboard or {}).get("keyboard"),
        "removes_keyboard": bool((message.keyboard or {}).get("remove_keyboard")),
        "file": file_seen(wire),
        "contact": wire.get("contact"),
        "location": wire.get("location"),
        "media_group_id": wire.get("media_group_id"),
        "edited": "edit_date" in wire,
        "deleted": message.deleted,
    }


def buttons(wire: JSON) -> list[JSON]:
    """The inline buttons, left to right and top to bottom; `row` counts from 0."""
    rows = (wire.get("reply_markup") or {}).get("inline_keyboard", [])
    return [
        {
            "text": button["text"],
            "data": button.get("callback_data"),
            "url": button.get("url") or (button.get("web_app") or {}).get("url"),
            "copy": (button.get("copy_text") or {}).get("text"),
            "style": button.get("style"),
            "row": number,
        }
        for number, row in enumerate(rows)
        for button in row
    ]


def file_seen(wire: JSON) -> JSON | None:
    """What came attached: kind, id, name, type and size in bytes."""
    if "photo" in wire:
        largest = wire["photo"][-1]
        return {
            "kind": "photo",
            "file_id": largest["file_id"],
            "name": None,
            "mime": "image/jpeg",
            "size": largest["file_size"],
        }
    for kind in KINDS_OF_FILE:
        if kind in wire:
            described = wire[kind]
            return {
                "kind": kind,
                "file_id": described["file_id"],
                "name": described.get("file_name"),
                "mime": described.get("mime_type"),
                "size": described["file_size"],
            }
    return None


def local(timestamp: int) -> str:
    """A Unix time as ISO text at +05:00."""
    return datetime.fromtimestamp(timestamp, UTC).astimezone(KAZAKHSTAN).isoformat()
