"""What a person does with the phone in a chat with a bot; each action becomes the update that Telegram would send."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.bots import Bot
from simulator.chats import Chat, ChatMessage
from simulator.pictures import NotAPicture, WrongDimensions
from simulator.telegram.arguments import Upload
from simulator.telegram.html import utf16_length
from simulator.telegram.limits import TEXT
from simulator.users import User
from simulator.wire import JSON, Refused

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?=\s|$)")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
OTHER_KINDS = ("video", "voice", "sticker")
ALBUM = 10


@dataclass(frozen=True)
class Phone:
    """One person's phone, open at one bot."""

    bot: Bot
    user: User

    @property
    def chat(self) -> Chat:
        """The chat that is open."""
        return self.bot.chat_with(self.user)

    def says(self, text: str) -> JSON:
        """Type a text and send it."""
        kept = text.strip()
        if not kept or utf16_length(kept) > TEXT:
            raise Refused("a text has 1 to 4096 characters")
        return self._send({"text": kept, **entities(kept)})

    def starts(self, payload: str) -> JSON:
        """Press Start, or open a deep link; unblocks the bot first."""
        if not PAYLOAD.fullmatch(payload):
            raise Refused("a payload is up to 64 of A-Z a-z 0-9 _ -")
        if self.chat.blocked:
            self.unblocks()
        return self.says(f"/start {payload}".strip())

    def shares_contact(self, wish: JSON) -> JSON:
        """Share the own number (`own`), or send somebody else's card."""
        first, _, last = self.user.name.partition(" ")
        own = {"phone_number": (self.user.phone or "").removeprefix("+"), "first_name": first, "user_id": self.user.id}
        if wish.get("own", True):
            if not self.user.phone:
                raise Refused("this person has no phone number", 409)
            return self._used_keyboard({"contact": own | ({"last_name": last} if last else {})})
        card = {"phone_number": str(wish.get("phone", "77010000099")), "first_name": str(wish.get("name", "Somebody"))}
        known = {"user_id": int(wish["user_id"])} if wish.get("user_id") else {}
        return self._send({"contact": {**card, **known}})

    def shares_location(self, latitude: float, longitude: float) -> JSON:
        """Send a place; the middle of Almaty when nothing else is said."""
        return self._used_keyboard({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_files(self, kind: str, uploads: Sequence[Upload], caption: str = "") -> JSON:
        """Send photos or documents (several are an album: one update each), a video, a voice message, a sticker."""
        if not 1 <= len(uploads) <= ALBUM:
            raise Refused("send 1 to 10 files")
        group = {"media_group_id": str(secrets.randbelow(10**17))} if len(uploads) > 1 else {}
        contents: list[JSON] = [{kind: await self._attached(kind, upload)} for upload in uploads]
        if caption:
            contents[0]["caption"] = caption
        sent = [self._send({**group, **content}) for content in contents]
        return {**sent[-1], "message_ids": [each["message_id"] for each in sent]}

    def edits(self, message_id: int, text: str) -> JSON:
        """Change a text that was sent before."""
        message = self.chat.messages.get(message_id)
        if message is None or message.by_bot or "text" not in message.wire:
            raise Refused("that is not a text of this person", 404)
        message.wire = {**message.wire, "text": text, "edit_date": self.bot.timestamp()}
        update_id = self.bot.updates.add("edited_message", f"chat {self.user.id}", message.wire)
        seq = self.bot.tell(self.chat, "edited", message)
        return {"message_id": message_id, "update_id": update_id, "seq": seq}

    def taps(self, message_id: int, data: str) -> JSON:
        """Press an inline button; `data` may be anything, as a hostile client's can."""
        message = self.chat.messages.get(message_id)
        if message is None:
            raise Refused("no such message", 404)
        query = str(secrets.randbelow(10**18))
        self.bot.callbacks[query] = (self.user.id, self.bot.desk.options.monotonic())
        content = {
            "id": query,
            "from": self.user.wire(),
            "message": self._visible(message),
            "chat_instance": str(self.user.id * 7919),
            "data": data,
        }
        update_id = self.bot.updates.add("callback_query", f"callback {self.user.id}", content)
        said: JSON = {"from": "user", "message_id": message_id, "data": data, "query": query}
        seq = self.bot.tell(self.chat, "tap", **said)
        return {"message_id": message_id, "update_id": update_id, "query": query, "seq": seq}

    def blocks(self) -> JSON:
        """Block the bot."""
        return self._membership(True)

    def unblocks(self) -> JSON:
        """Unblock the bot."""
        return self._membership(False)

    def _membership(self, blocked: bool) -> JSON:
        chat = self.chat
        if chat.blocked == blocked:
            return {"update_id": None, "seq": self.bot.desk.journal.last}
        chat.blocked = blocked
        gone = {"user": self.bot.wire(), "status": "kicked", "until_date": 0}
        here = {"user": self.bot.wire(), "status": "member"}
        head = {"chat": chat.wire(), "from": self.user.wire(), "date": self.bot.timestamp()}
        old, new = (here, gone) if blocked else (gone, here)
        change = {**head, "old_chat_member": old, "new_chat_member": new}
        update_id = self.bot.updates.add("my_chat_member", f"member {self.user.id}", change)
        return {"update_id": update_id, "seq": self.bot.tell(chat, "blocked" if blocked else "unblocked")}

    def fold_keyboard(self) -> None:
        """A one-time keyboard goes away as soon as one of its buttons is pressed."""
        if (self.chat.keyboard or {}).get("one_time_keyboard"):
            self.chat.keyboard = None

    def _used_keyboard(self, content: JSON) -> JSON:
        self.fold_keyboard()
        return self._send(content)

    def _send(self, content: JSON) -> JSON:
        if self.chat.blocked:
            raise Refused("this person blocked the bot: unblock first", 409)
        message = self.bot.post(self.chat, self.user.wire(), content)
        seq = self.bot.desk.journal.last
        update_id = self.bot.updates.add("message", f"chat {self.user.id}", message.wire)
        return {"message_id": message.wire["message_id"], "update_id": update_id, "seq": seq}

    async def _attached(self, kind: str, upload: Upload) -> JSON | list[JSON]:
        if kind == "document":
            return self.bot.files.document(upload)
        if kind in OTHER_KINDS:
            return self.bot.files.other(kind, upload)
        if kind != "photo":
            raise Refused("kind is photo, document, video, voice or sticker")
        try:
            return await self.bot.files.photo(upload)
        except (NotAPicture, WrongDimensions) as error:
            raise Refused("a phone cannot send this as a photo") from error

    def _visible(self, message: ChatMessage) -> JSON:
        """The message as a callback carries it; a deleted one is inaccessible."""
        if not message.deleted:
            return message.wire
        return {"chat": self.chat.wire(), "message_id": message.wire["message_id"], "date": 0}


def entities(text: str) -> JSON:
    """A command at the start is marked, as the phone does."""
    command = COMMAND.match(text)
    return {"entities": [{"type": "bot_command", "offset": 0, "length": command.end()}]} if command else {}
