"""The letters that a contract can print: Latin, Cyrillic with every Kazakh letter, and the signs that go with them."""

from __future__ import annotations

import unicodedata
from typing import Final

_PRINTABLE: Final = (
    (0x20, 0x7E),
    (0xA1, 0xAC),
    (0xAE, 0x24F),
    (0x400, 0x482),
    (0x48A, 0x52F),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x20B8, 0x20B8),
    (0x2116, 0x2116),
)


def as_printed(text: str) -> str:
    """The text on one line: composed letters, one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unprintable(text: str) -> str:
    """The letters of a text that a contract cannot print, each once: emoji, hieroglyphs, control characters."""
    return "".join(dict.fromkeys(letter for letter in as_printed(text) if not _is_printable(letter)))


def _is_printable(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _PRINTABLE)
