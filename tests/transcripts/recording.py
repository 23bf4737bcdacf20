"""A talk that is written down as it would look on the phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from bot.channels import TELEGRAM
from bot.telegram.render import render
from dialogs.inputs import Contact, FileCame, Found, Said, Sent, Started, Tapped
from dialogs.message import Message
from tests.dialogs.talk import Talk


@dataclass
class Recording(Talk):
    """Writes every input and every message, as Telegram shows it."""

    lines: list[str] = field(default_factory=list)
    inputs: int = 0

    def send(self, sent: Sent) -> Self:
        self.lines.append(f"parent > {self.words_of(sent)}")
        self.inputs += not isinstance(sent, Found)
        heard = len(self.heard)
        super().send(sent)
        for message in self.heard[heard:]:
            self.lines += self.shown(message)
        return self

    def words_of(self, sent: Sent) -> str:
        """What the person did."""
        match sent:
            case Said(text):
                return text
            case Started():
                return "/start"
            case Contact(phone):
                return f"[contact {phone}]"
            case FileCame(page):
                return f"[{page.mime}]"
            case Found():
                return "[answer of the registry]"
            case Tapped(_, _, key):
                choices = [*self.heard[-1].choices, *self.heard[-1].nav] if self.heard else []
                return next(
                    (f"[{c.label.in_(self.locale)}]" for c in choices if c.key == key), f"[an old button: {key}]"
                )
        return f"[{type(sent).__name__}]"

    def shown(self, message: Message) -> list[str]:
        """The message as Telegram shows it: the text, then the keyboard."""
        spoken = message.spoken(self.locale, self.engine.current(self.conversation), self.conversation.rev)
        lines: list[str] = []
        for call in render(spoken, TELEGRAM):
            text = str(call.arguments.get("text") or call.arguments.get("caption") or "")
            lines += [f"bot    > {line}" if not n else f"         {line}" for n, line in enumerate(text.split("\n"))]
            lines += [f"         {row}" for row in rows(call.arguments.get("reply_markup"))]
        return [line.rstrip() for line in lines]


def rows(markup: dict[str, Any] | None) -> list[str]:
    """A keyboard, one line a row."""
    keyboard = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [" ".join(f"[{button['text']}]" for button in row) for row in keyboard]
