"""The kk and ru catalogues: read once from the .po files that translators edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po


class Locale(StrEnum):
    """The languages the bot speaks; English is the source."""

    KK = "kk"
    RU = "ru"
    EN = "en"


@dataclass(frozen=True)
class Translations:
    """What one language says: by message id, a tuple of plural forms or a single text."""

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]


def gettext(locale: Locale, source: str) -> str:
    """The translation, or the English source where none is."""
    if locale is Locale.EN:
        return source
    return translations(locale).texts.get(source) or source


def ngettext(locale: Locale, source: str, plural: str, count: int) -> str:
    """The plural form that the language wants for that count."""
    if locale is not Locale.EN:
        known = translations(locale)
        forms = known.plurals.get(source)
        if forms:
            return forms[known.form(count)]
    return source if count == 1 else plural


@cache
def translations(locale: Locale) -> Translations:
    """Everything said in that language."""
    catalogue = read(locale)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if message.fuzzy or not message.id:
            continue
        if isinstance(message.id, str):
            texts[message.id] = str(message.string)
        elif isinstance(message.string, (tuple, list)) and all(message.string):
            plurals[message.id[0]] = tuple(message.string)
    return Translations(texts, plurals, _PLURAL_FORM[locale])


def read(locale: Locale) -> Catalog:
    """The .po file of that language as Babel reads it."""
    with po_file(locale).open("rb") as file:
        return read_po(file, locale=str(locale))


def po_file(locale: Locale) -> Path:
    """Where the language's texts are kept."""
    return Path(__file__).parent / f"{locale}.po"


def _russian(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2


def _kazakh(count: int) -> int:
    return int(count != 1)


_PLURAL_FORM: Mapping[Locale, Callable[[int], int]] = {Locale.KK: _kazakh, Locale.RU: _russian}
