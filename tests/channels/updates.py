"""Updates as Telegram sends them, about people who do not exist."""

from __future__ import annotations

from typing import Any

AIGERIM = {"id": 700100001, "is_bot": False, "first_name": "Айгерім", "last_name": "Оспанова", "language_code": "kk"}
CHAT = {"id": 700100001, "first_name": "Айгерім", "last_name": "Оспанова", "type": "private"}
GROUP = {"id": -1001234567890, "title": "Ата-аналар", "type": "supergroup"}
BOT = {"id": 1000001, "is_bot": True, "first_name": "Balapan", "username": "balapan_parent_bot"}

Update = dict[str, Any]


def message(number: int = 900_000_001, **content: Any) -> Update:
    """A message of Aigerim's."""
    head = {"message_id": 57, "from": AIGERIM, "chat": CHAT, "date": 1_795_330_800}
    return {"update_id": number, "message": {**head, **content}}


def tap(data: str, number: int = 900_000_002) -> Update:
    """A pressed inline button."""
    shown = {"message_id": 56, "from": BOT, "chat": CHAT, "date": 1_795_330_790, "text": "Which language?"}
    query = {"id": "3006921234567890123", "from": AIGERIM, "message": shown, "chat_instance": "-42", "data": data}
    return {"update_id": number, "callback_query": query}


def membership(status: str, number: int = 900_000_003) -> Update:
    """The person shut the bot out, or let it in."""
    member: dict[str, Any] = {"user": BOT, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    change = {
        "chat": CHAT,
        "from": AIGERIM,
        "date": 1_795_330_900,
        "old_chat_member": {"user": BOT, "status": "member"},
    }
    return {"update_id": number, "my_chat_member": {**change, "new_chat_member": member}}


PHOTO = [
    {"file_id": "AgACs", "file_unique_id": "AQADs", "file_size": 1_502, "width": 90, "height": 67},
    {"file_id": "AgACx", "file_unique_id": "AQADx", "file_size": 142_301, "width": 1280, "height": 960},
    {"file_id": "AgACm", "file_unique_id": "AQADm", "file_size": 21_044, "width": 320, "height": 240},
]
DOCUMENT = {
    "file_name": "анықтама.pdf",
    "mime_type": "application/pdf",
    "file_id": "BQACd",
    "file_unique_id": "AgADd",
    "file_size": 88_412,
}
CONTACT = {"phone_number": "77010000001", "first_name": "Айгерім", "user_id": 700100001}
LOCATION = {"latitude": 44.8488, "longitude": 65.4823}
STICKER = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
    "file_id": "CAACt",
    "file_unique_id": "AgADt",
    "file_size": 9_000,
}
VOICE = {"duration": 2, "mime_type": "audio/ogg", "file_id": "AwACv", "file_unique_id": "AgADv", "file_size": 8_001}
ANIMATION = {
    "file_id": "CgACa",
    "file_unique_id": "AgADa",
    "width": 320,
    "height": 240,
    "duration": 3,
    "mime_type": "video/mp4",
    "file_size": 60_000,
}
