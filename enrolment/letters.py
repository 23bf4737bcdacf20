"""The letters that a contract can print: Latin, Cyrillic with every Kazakh letter, and the signs that go with them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNPRINTABLE: Final = re.compile(
    r"[^\x20-\x7E\xA1-\xAC\xAE-\u024F\u0400-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u203A\u20AC\u20B8\u2116]"
)


def as_printed(text: str) -> str:
    """The text on one line: composed letters, one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unprintable(text: str) -> str:
    """The letters of a text that a contract cannot print, each once: emoji, hieroglyphs, control characters."""
    return "".join(dict.fromkeys(_UNPRINTABLE.findall(as_printed(text))))
