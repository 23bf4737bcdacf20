"""A talk that is written down as it would look on the phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from dialogs.inputs import Acted, Contact, FileCame, Found, Said, Sent, Started, Tapped
from dialogs.message import Message
from dialogs.progress import Progress
from tests.dialogs.talk import Talk
from tests.transcripts.screens import SCREENS, Screen


@dataclass
class Recording(Talk):
    """Writes every input and every message as its channel shows it, and counts what the person had to do."""

    lines: list[str] = field(default_factory=list)
    inputs: int = 0
    screen: Screen = SCREENS["telegram"]
    asked: set[tuple[str, str]] = field(default_factory=set)

    def send(self, sent: Sent) -> Self:
        self.lines.append(f"parent > {self.words_of(sent)}")
        self.inputs += not isinstance(sent, Found)
        heard = len(self.heard)
        super().send(sent)
        self.asked.add(self.question())
        for message in self.heard[heard:]:
            self.lines += self.shown(message)
        return self

    def question(self) -> tuple[str, str]:
        """The dialog and its question, or the page, in front."""
        frame = self.conversation.top
        if frame is None:
            return "page", self.conversation.page.page
        question = Progress(self.engine.dialogs, self.known_facts()).question(frame)
        return frame.dialog, question.name if question else ""

    def is_told(self, notice: Message) -> Self:
        """Something arrives that was not asked for."""
        self.heard.append(notice)
        self.lines += self.shown(notice)
        return self

    def words_of(self, sent: Sent) -> str:
        """What the person did."""
        match sent:
            case Said(text):
                return text
            case Started():
                return self.screen.begins[self.locale]
            case Contact(phone):
                return f"[contact {phone}]"
            case FileCame(page):
                return f"[{page.mime}]"
            case Found():
                return "[answer of the registry]"
            case Tapped(_, _, key):
                return self.pressed(key)
            case Acted(action, subject):
                return self.pressed(f"{action}.{subject}")
        return f"[{type(sent).__name__}]"

    def pressed(self, key: str) -> str:
        """The button of the last message that has this key."""
        choices = [*self.heard[-1].choices, *self.heard[-1].nav] if self.heard else []
        return next((f"[{c.label.in_(self.locale)}]" for c in choices if c.key == key), f"[an old button: {key}]")

    def shown(self, message: Message) -> list[str]:
        """The message as it looks in this chat."""
        spoken = message.spoken(self.locale, self.engine.current(self.conversation), self.conversation.rev)
        return [line.rstrip() for line in self.screen.shows(spoken)]
