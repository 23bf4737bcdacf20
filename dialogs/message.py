"""What the bot says, before any channel or language is chosen, and the same once it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from locales.catalogue import Locale
from locales.text import Text, joined, say

EMPTY = Text("")


class Wants(StrEnum):
    """What kind of answer a message waits for."""

    NOTHING = "nothing"
    TEXT = "text"
    CHOICE = "choice"
    CONTACT = "contact"
    FILE = "file"
    LOCATION = "location"


@dataclass(frozen=True)
class Choice:
    """One thing to press: `key` is what comes back; `action` makes it work from anywhere (notifications)."""

    key: str
    label: Text
    action: bool = False
    hint: Text = EMPTY


@dataclass(frozen=True)
class FileOut:
    """A file to send along: by the id of a stored file, or small content made on the spot."""

    name: str
    mime: str
    stored: int | None = None
    content: str | None = None


@dataclass(frozen=True)
class Link:
    """A page to open with one press where the channel can do that; its address stands in the text for the others."""

    label: Text
    url: str = field(repr=False)


@dataclass(frozen=True)
class Message:
    """One message: where we are, what is said, what can be chosen.

    One that is `replaceable` and not yet sent gives way to the next of its screen, as the count of pages does. One that
    is `passing` only shows where the conversation stands: held up, it need not be sent once a newer one is there.
    One that is `in_place` stands where the tap was that it answers, where the channel can do that. `named` are the
    facts that an approved template may fill in: never a queue type, an illness or a surname.
    """

    text: Text
    choices: tuple[Choice, ...] = ()
    wants: Wants = Wants.NOTHING
    header: Text = EMPTY
    hint: Text = EMPTY
    files: tuple[FileOut, ...] = ()
    purpose: str = "reply"
    in_place: bool = False
    nav: tuple[Choice, ...] = ()
    replaceable: bool = False
    passing: bool = False
    named: Mapping[str, object] = field(default_factory=dict)
    link: Link | None = None

    def with_problem(self, problem: Text) -> Message:
        """The same question, asked again by saying what was wrong with the answer."""
        return replace(self, text=problem, in_place=False, replaceable=False, passing=False)

    def preceded(self, note: Text) -> Message:
        """The same message with a sentence before it."""
        return replace(
            self, text=joined(note, self.text, separator="\n\n"), in_place=False, replaceable=False, passing=False
        )

    def spoken(self, locale: Locale, screen: str = "", rev: int = 0, tapped: int | None = None) -> Spoken:
        """The message in one language, with the button data that this showing of it carries.

        `tapped` is the channel's number of the message whose button it answers.
        """

        def speak(choice: Choice) -> SpokenChoice:
            data = choice.key if choice.action else f"{screen}.{rev}.{choice.key}"
            return SpokenChoice(data, choice.label.in_(locale), choice.hint.in_(locale))

        return Spoken(
            text=self.text.in_(locale),
            choices=tuple(speak(choice) for choice in self.choices),
            nav=tuple(speak(choice) for choice in self.nav),
            wants=self.wants,
            header=self.header.in_(locale),
            hint=self.hint.in_(locale),
            files=self.files,
            purpose=self.purpose,
            replaces=tapped if self.in_place else None,
            locale=locale,
            named={name: say(value, locale) for name, value in self.named.items()},
            link=SpokenLink(self.link.label.in_(locale), self.link.url) if self.link else None,
        )


@dataclass(frozen=True)
class SpokenChoice:
    """A choice in one language; `data` is what the channel brings back when it is pressed."""

    data: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class SpokenLink:
    """A page to open, its button in one language."""

    label: str
    url: str = field(repr=False)


@dataclass(frozen=True)
class Spoken:
    """A message in one language, ready for a channel to render; kept in the outbox as JSON.

    `replaces` is the channel's number of the message that it may stand instead of.
    """

    text: str
    choices: tuple[SpokenChoice, ...] = ()
    wants: Wants = Wants.NOTHING
    header: str = ""
    hint: str = ""
    files: tuple[FileOut, ...] = ()
    purpose: str = "reply"
    replaces: int | None = None
    nav: tuple[SpokenChoice, ...] = ()
    locale: Locale = Locale.EN
    named: Mapping[str, str] = field(default_factory=dict)
    link: SpokenLink | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        parts = {name: [{**vars(one)} for one in getattr(self, name)] for name in ("choices", "nav", "files")}
        return {**vars(self), **parts, "link": {**vars(self.link)} if self.link else None}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Spoken:
        """Back from JSON; unknown keys of a newer version are ignored."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        known["choices"] = tuple(SpokenChoice(**c) for c in kept.get("choices", ()))
        known["nav"] = tuple(SpokenChoice(**c) for c in kept.get("nav", ()))
        known["files"] = tuple(FileOut(**f) for f in kept.get("files", ()))
        known["link"] = SpokenLink(**kept["link"]) if kept.get("link") else None
        known["wants"] = Wants(kept.get("wants", "nothing"))
        known["locale"] = Locale(kept.get("locale", "en"))
        return cls(**known)
