"""The letters that a contract can print: Latin, Cyrillic with every Kazakh letter, and the signs that go with them.

Whoever reads what may end in a contract asks `printable`, so that nobody hears of a letter only after the last step.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNPRINTABLE: Final = re.compile(
    r"[^\x20-\x7E\xA1-\xAC\xAE-\u024F\u0400-\u0482\u048A-\u052F\u1E00-\u1EFF\u2010-\u2027\u2030-\u203A\u20AC\u20B8\u2116]"
)
_ODD: Final = re.compile(rf"(?:.(?=[\u0300-\u036F]))?{_UNPRINTABLE.pattern}")
"""An accent without its letter could not be read."""
_INVISIBLE: Final = re.compile(r"[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0]")
"""Fillers and selectors that Unicode counts among letters and accents."""
_HIDDEN: Final = frozenset({"Cc", "Cf"})


class OddLetters(ValueError):
    """A text with `letters` that a contract cannot print, each once."""

    def __init__(self, letters: str) -> None:
        super().__init__("letters that cannot be printed")
        self.letters = letters


def as_printed(text: str) -> str:
    """The text on one line: composed letters, one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def as_meant(text: str) -> str:
    """The text on one line without signs that nobody sees, wide digits, ligatures and their like as plain ones."""
    seen = "".join(sign for sign in _INVISIBLE.sub("", text) if sign.isspace() or not _hidden(sign))
    return as_printed(_UNPRINTABLE.sub(lambda found: _plain(found.group()), as_printed(seen)))


def printable(text: str) -> str:
    """The text as it was meant and as a contract prints it; raises OddLetters."""
    meant = as_meant(text)
    if odd := unprintable(meant):
        raise OddLetters(odd)
    return meant


def unprintable(text: str) -> str:
    """The letters of a text that a contract cannot print, each once: emoji, hieroglyphs, control characters."""
    return "".join(dict.fromkeys(_ODD.findall(as_printed(text))))


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in _HIDDEN


def _plain(sign: str) -> str:
    """What stands for it among letters that can be printed; itself where nothing does."""
    plain = unicodedata.normalize("NFKC", sign)
    return sign if _UNPRINTABLE.search(plain) else plain
