"""What the law said of a document with an EDS on the day of its signature, in both languages (eds.md 7)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("legal_notes.toml")


@dataclass(frozen=True)
class LegalNote:
    """A note in both languages, and since when it counts."""

    since: date
    kk: str
    ru: str


@cache
def legal_notes(file: Path = _FILE) -> tuple[LegalNote, ...]:
    """All notes, the oldest first."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["note"]
    return tuple(sorted((LegalNote(**note) for note in found), key=lambda note: note.since))


def legal_note(on: date) -> LegalNote:
    """The one that counts on that day."""
    return [note for note in legal_notes() if note.since <= on][-1]
