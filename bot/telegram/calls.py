"""One call of the Bot API, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dialogs.message import FileOut


@dataclass(frozen=True)
class Call:
    """A method with its arguments but the chat.

    `files` fill the method's photo, document or media; `keyboard` tells whether a reply keyboard is open afterwards
    (None: as before); `replaces` is the number of the message that is to be edited instead, where it can be.
    """

    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    files: tuple[FileOut, ...] = ()
    keyboard: bool | None = None
    replaces: int | None = None

    @property
    def with_photos(self) -> bool:
        """Whether the files go as photos."""
        return bool(self.files) and self.arguments.get("kind") == "photo"

    def as_documents(self) -> Call:
        """The same files untouched, where Telegram will not have them as photos."""
        method = "sendDocument" if self.method == "sendPhoto" else self.method
        return replace(self, method=method, arguments={**self.arguments, "kind": "document"})
