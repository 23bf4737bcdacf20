"""A phone of the simulator, driven over HTTP as a person would use it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote

# Telegram comes again to a program that was killed after 2, 4, 8, 16 seconds.
PATIENCE_S = 60


def call(url: str, body: Any = None, method: str | None = None) -> Any:
    """A JSON request; raises HTTPError with the server's words."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE_S + 10) as answer:
        return json.loads(answer.read() or b"null")


def _bytes(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
        return bytes(answer.read())


def data_of(button: dict[str, Any]) -> str:
    """What pressing a button sends."""
    return str(button.get("data") or "")


@dataclass
class Phone:
    """One person's chat with one bot; `seen` is the journal record up to which everything was read."""

    simulator: str
    bot: str
    user: int
    seen: int = 0
    read: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.simulator}/sim/{self.bot}/{self.user}"

    # What the person does

    def starts(self) -> Self:
        return self._act("start", {})

    def says(self, text: str) -> Self:
        return self._act("text", {"text": text})

    def shares_contact(self) -> Self:
        return self._act("contact", {"own": True})

    def taps(self, ending: str) -> Self:
        """Press the newest button whose data ends like this."""
        return self._tap(lambda button: data_of(button).endswith(ending))

    def picks(self, ending: str, label: str) -> Self:
        """Choose that answer of the question that was heard last."""
        return self.taps(ending)

    def taps_first(self, screen: str) -> Self:
        """Press the first option of the newest question of that dialog."""
        return self._tap(lambda button: data_of(button).startswith(f"{screen}."))

    def taps_action(self, action: str) -> Self:
        """Press the newest button of a notification that does this."""
        return self._tap(lambda button: data_of(button).startswith(f"!{action}."))

    def taps_label(self, label: str) -> Self:
        """Press the newest button that reads like this."""
        return self._tap(lambda button: label in str(button.get("text")))

    def _tap(self, wanted: Callable[[dict[str, Any]], bool]) -> Self:
        """Press it as soon as it is there: after a kill the message before may come a second time, and first."""
        seen = self.seen
        while not (found := self._buttons(wanted)):
            newer = self._newer("", seen)
            assert newer, f"no such button in {[m.get('text') for m in self.chat()][-2:]}"
            seen = newer[-1]["seq"]
        return self._act("tap", found[0])

    def _buttons(self, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """Such buttons as they are pressed, the newest message's first."""
        return [
            {"message_id": message["message_id"], "data": button["data"]}
            for message in reversed(self.chat())
            for button in message.get("buttons") or []
            if wanted(button)
        ]

    def sends_photo(self, content: bytes) -> Self:
        """A photo from the camera."""
        border = uuid.uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nphoto\r\n'.encode(),
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'.encode(),
            b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n",
            f"--{border}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={border}"}
        request = urllib.request.Request(f"{self.address}/file", b"".join(parts), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            self.seen = int(json.loads(answer.read())["seq"])
        return self

    # What the person sees

    def hears(self, *parts: str) -> Self:
        """Wait until a message from the bot, newer than the last one heard, has all these parts."""
        while True:
            records = self._newer(parts[0])
            for record in records:
                self.seen = record["seq"]
                text = str(record.get("text") or "")
                self.read.append(record)
                if all(part in text for part in parts):
                    return self
            assert records, f"{parts} never came; the chat ends with {[m.get('text') for m in self.chat()][-3:]}"

    def gets_file(self, ending: str) -> bytes:
        """Wait for a file with such a name, or for the link to it where the channel does not take its kind."""
        while True:
            records = self._newer("")
            for record in records:
                self.seen = record["seq"]
                file, link = record.get("file") or {}, re.search(r"https?://\S+", str(record.get("text") or ""))
                if str(file.get("name", "")).endswith(ending):
                    return _bytes(f"{self.simulator}/sim/{self.bot}/files/{file['file_id']}")
                if link and ending in str(record["text"]):
                    return _bytes(link[0])
            assert records, f"no {ending} came; the chat ends with {self.chat()[-3:]}"

    def chat(self) -> list[dict[str, Any]]:
        """The chat as the phone shows it now."""
        messages: list[dict[str, Any]] = call(f"{self.address}/chat")["messages"]
        return messages

    def refused(self) -> list[dict[str, Any]]:
        """The messages to this person that never arrived."""
        messages: list[dict[str, Any]] = call(f"{self.address}/chat").get("failed", [])
        return messages

    def from_bot(self) -> list[str]:
        """The words of every message that the bot sent to this chat."""
        return [str(m.get("text") or "") for m in self.chat() if m["from"] == "bot"]

    def _newer(self, contains: str, after: int | None = None) -> list[dict[str, Any]]:
        quoted = quote(contains)
        query = f"after={self.seen if after is None else after}&wait={PATIENCE_S}&from=bot&contains={quoted}"
        records: list[dict[str, Any]] = call(f"{self.address}/messages?{query}")["messages"]
        return [record for record in records if record["from"] == "bot"]

    def _act(self, path: str, body: dict[str, Any]) -> Self:
        self.seen = int(call(f"{self.address}/{path}", body)["seq"])
        return self
