"""A conversation in a test: what is heard, picked, said and sent, against an engine with canned facts and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from dialogs.conversation import Conversation
from dialogs.effects import Effect
from dialogs.engine import Engine
from dialogs.facts import Able, Facts, Me, Needed, Query
from dialogs.inputs import (
    Acted,
    Contact,
    FileCame,
    FileRefused,
    Fine,
    Found,
    Page,
    Refused,
    Said,
    Sent,
    Started,
    Tapped,
)
from dialogs.message import Message
from dialogs.turn import Turn
from enrolment.photo_advice import PhotoAdvice
from enrolment.profile import Profile, load_profile
from locales.catalogue import Locale
from locales.text import verbatim

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Almaty"))
Outcome = Fine | Refused


@cache
def profile_called(name: str) -> Profile:
    """The profile, read once."""
    return load_profile(name)


@dataclass
class Talk:
    """One person talking to one bot; `facts` answers queries by type or value, `outcomes` answers effects by type."""

    engine: Engine
    me: Me = field(default_factory=lambda: Me(1, Locale.EN, "almaty", True, "Aliya"))
    facts: Mapping[Any, Any] = field(default_factory=dict)
    outcomes: Mapping[type[Effect], Outcome | Callable[[Any], Outcome]] = field(default_factory=dict)
    able: Able = field(default_factory=lambda: Able(codes=True, registry=True))
    conversation: Conversation = field(default_factory=Conversation)
    heard: list[Message] = field(default_factory=list)
    done: list[Effect] = field(default_factory=list)
    silent: bool = False
    profile: str | Profile = "unified"
    locale: Locale = Locale.EN
    hasty: bool = False
    """Every fact is there at once; otherwise the turn is taken again for each that is missing, as handlers do."""

    # What the person does

    def starts(self) -> Self:
        return self.send(Started())

    def says(self, text: str) -> Self:
        return self.send(Said(text))

    def picks(self, label: str) -> Self:
        """Press the button with that label, a part of it, or that key."""
        screen = self.heard[-1]
        for choice in (*screen.choices, *screen.nav):
            if label == choice.key or label in choice.label.in_(self.locale):
                return self.send(Tapped(self.engine.current(self.conversation), self.conversation.rev, choice.key))
        raise AssertionError(f"no {label!r} among {[c.label.in_(self.locale) for c in screen.choices]}")

    def taps(self, screen: str, rev: int, key: str) -> Self:
        return self.send(Tapped(screen, rev, key))

    def acts(self, action: str, subject: str) -> Self:
        return self.send(Acted(action, subject, "nonce"))

    def shares_contact(self, phone: str = "+77010000001", *, own: bool = True) -> Self:
        return self.send(Contact(phone, own))

    def sends(self, mime: str = "image/jpeg", pages: int = 1, file: int = 7) -> Self:
        return self.send(FileCame(Page(file, mime, pages)))

    def sends_photo(self, file: int, advice: PhotoAdvice | None = None, mark: str = "") -> Self:
        return self.send(FileCame(Page(file, "image/jpeg", 1, mark=mark), advice))

    def sends_text(self, file: int, name: str) -> Self:
        return self.send(FileCame(Page(file, "text/plain", 1, name=name)))

    def sends_refused(self, why: str, *, secret: bool = False) -> Self:
        return self.send(FileRefused(verbatim(why), secret))

    def hears_from_outside(self, result: dict[str, Any], token: int = 5) -> Self:
        return self.send(Found(token, result))

    # What the bot says

    def hears(self, *parts: str) -> Self:
        """The last message has all these parts in its header, words, hint or choices."""
        said = self.last
        for part in parts:
            assert part in said, f"{part!r} not in:\n{said}"
        return self

    def hears_not(self, *parts: str) -> Self:
        for part in parts:
            assert part not in self.last, f"{part!r} in:\n{self.last}"
        return self

    def does(self, effect: type[Effect] | Effect) -> Self:
        """The last effect is this one."""
        assert self.done, "nothing was done"
        last = self.done[-1]
        assert last == effect or type(last) is effect, f"{last} was done"
        return self

    @property
    def last(self) -> str:
        return transcript(self.heard[-1], self.locale)

    # How it works

    def send(self, sent: Sent) -> Self:
        current = sent
        for _step in range(12):
            turn = self._turn(current)
            self.conversation = Conversation.from_json(turn.conversation.to_json())
            self.conversation = replace(self.conversation, pending=turn.conversation.pending)
            self.heard += turn.messages
            self.silent = turn.silent
            if turn.effect is None:
                return self
            self.done.append(turn.effect)
            current = self._outcome(turn.effect)
        raise AssertionError("endless turn")

    def _turn(self, sent: Sent) -> Turn:
        known: dict[Any, Any] = _Answers(self) if self.hasty else {}
        while True:
            facts = Facts(self.me, NOW, self._profile, self.able, known)
            try:
                return self.engine.turn(self.conversation, sent, facts)
            except Needed as needed:
                known[needed.query] = self._fact(needed.query)

    def known_facts(self) -> Facts:
        """Facts that answer everything at once, for looking at a screen without taking a turn."""
        return Facts(self.me, NOW, self._profile, self.able, _Answers(self))

    @property
    def _profile(self) -> Profile:
        return profile_called(self.profile) if isinstance(self.profile, str) else self.profile

    def _fact(self, query: Query[Any]) -> Any:
        for key in (query, type(query)):
            if key in self.facts:
                fact = self.facts[key]
                return fact(query) if callable(fact) else fact
        raise AssertionError(f"no fact for {query}")

    def _outcome(self, effect: Effect) -> Outcome:
        outcome = self.outcomes.get(type(effect), Fine())
        return outcome(effect) if callable(outcome) else outcome


class _Answers(dict[Any, Any]):
    """Answers every query when it is asked."""

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self.talk = talk

    def __missing__(self, query: Query[Any]) -> Any:
        return self.talk._fact(query)


def transcript(message: Message, locale: Locale) -> str:
    """A message as a test reads it: header, words, hint, then numbered choices."""
    spoken = message.spoken(locale)
    lines = [spoken.header, spoken.text, spoken.hint]
    for number, choice in enumerate(spoken.choices, 1):
        lines.append(f"{number} {choice.label}" + (f" — {choice.hint}" if choice.hint else ""))
    return "\n".join(line for line in lines if line)
