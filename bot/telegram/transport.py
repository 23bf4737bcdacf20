"""Delivers messages to Telegram chats, one call at a time."""

from __future__ import annotations

from bot.attachments import Contents
from bot.channels import Capabilities
from bot.delivery import Wrong
from bot.letters import Delivered, Letter
from bot.telegram.calls import Call
from bot.telegram.client import Telegram
from bot.telegram.render import render
from dialogs.message import Spoken

_UNCHANGED = "message is not modified"
_NO_PHOTO = ("PHOTO_INVALID_DIMENSIONS", "PHOTO_SAVE_FILE_INVALID", "IMAGE_PROCESS_FAILED", "Entity Too Large")


class TelegramTransport:
    """One bot's deliveries."""

    def __init__(self, telegram: Telegram, attachments: Contents, capabilities: Capabilities) -> None:
        self._telegram = telegram
        self._attachments = attachments
        self._capabilities = capabilities

    async def deliver(self, letter: Letter) -> Delivered:
        """The next part of the letter; raises `Undelivered`, DataTooLong, MissingFile or DamagedFile."""
        calls = render(Spoken.from_json(letter.message), self._capabilities, keyboard_open=letter.keyboard_open)
        if letter.step >= len(calls):
            raise Wrong("there is nothing to say in this message")
        call = calls[letter.step]
        message = await self._replace(letter.chat, call) or await self._send(letter.chat, call)
        step = letter.step + 1
        if call.keyboard is False and step < len(calls):
            step -= 1
        return Delivered(str(message), step if step < len(calls) else None, call.keyboard)

    async def _replace(self, chat: str, call: Call) -> int | None:
        """The id of the message edited; None where none is to be, or Telegram will not have it changed."""
        if call.replaces is None:
            return None
        try:
            edit = Call("editMessageText", {**call.arguments, "message_id": call.replaces})
            return await self._telegram.send(chat, edit) or call.replaces
        except Wrong as error:
            return call.replaces if _UNCHANGED in str(error) else None

    async def _send(self, chat: str, call: Call) -> int:
        contents = [await self._attachments.content(file) for file in call.files]
        if call.with_photos and any(len(content) > self._capabilities.photo_bytes for content in contents):
            call = call.as_documents()
        try:
            return await self._telegram.send(chat, call, contents)
        except Wrong as error:
            if not call.with_photos or not any(word in str(error) for word in _NO_PHOTO):
                raise
        return await self._telegram.send(chat, call.as_documents(), contents)
