"""A text for a person: an English source with its parameters, said in a language only when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from locales.catalogue import Locale, gettext, ngettext
from locales.dates import say_date, say_moment


@dataclass(frozen=True)
class Text:
    """One translatable text; `plural` and `count` choose the form when things are counted."""

    source: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0

    def in_(self, locale: Locale) -> str:
        """The text in that language, parameters filled in."""
        if self.plural is None:
            pattern = gettext(locale, self.source) if self.source else ""
        else:
            pattern = ngettext(locale, self.source, self.plural, self.count)
        if not self.parameters:
            return pattern
        return pattern.format(**{name: say(value, locale) for name, value in self.parameters.items()})

    def __str__(self) -> str:
        return self.in_(Locale.EN)


@dataclass(frozen=True)
class Verbatim(Text):
    """Words that are a person's own (a name, a comment): never translated."""

    def in_(self, locale: Locale) -> str:
        return self.source


@dataclass(frozen=True)
class Trilingual(Text):
    """A text that comes with its languages, as names in the profile and the catalogue do."""

    kk: str = ""
    ru: str = ""

    def in_(self, locale: Locale) -> str:
        return {Locale.KK: self.kk, Locale.RU: self.ru}.get(locale, "") or self.source


@dataclass(frozen=True)
class Joined(Text):
    """Several texts one after another."""

    parts: tuple[Text, ...] = ()
    separator: str = "\n"

    def in_(self, locale: Locale) -> str:
        return self.separator.join(said for part in self.parts if (said := part.in_(locale)))


def _(source: str, **parameters: object) -> Text:
    """Mark an English source text for translation; `{name}` in it is filled from the parameters."""
    return Text(source, parameters)


def n_(source: str, plural: str, count: int, **parameters: object) -> Text:
    """Mark a counted text; `{count}` is filled with the number."""
    return Text(source, {"count": count, **parameters}, plural, count)


def verbatim(words: str) -> Text:
    """A person's own words as a text."""
    return Verbatim(words)


def trilingual(en: str, kk: str, ru: str) -> Text:
    """A text whose three languages come from data, not from the catalogues."""
    return Trilingual(en, kk=kk, ru=ru)


def before_choice(text: Text) -> Text:
    """For whoever has not chosen a language yet: in Kazakh, then in Russian."""
    return Verbatim("\n".join(dict.fromkeys(text.in_(locale) for locale in (Locale.KK, Locale.RU))))


def joined(*parts: Text, separator: str = "\n") -> Text:
    """Texts one after another; empty ones leave no gap."""
    return Joined("", parts=parts, separator=separator)


def say(value: object, locale: Locale) -> str:
    """A parameter as a person reads it: dates with weekday, texts in the language, the rest as is."""
    if isinstance(value, Text):
        return value.in_(locale)
    if isinstance(value, datetime):
        return say_moment(value, locale)
    if isinstance(value, date):
        return say_date(value, locale)
    return str(value)
