"""The dialogs and the use cases know no channel by name: what a chat can do is told to them."""

from __future__ import annotations

import re
from pathlib import Path

import dialogs
import handlers

NAMES = re.compile(r"telegram|whatsapp|twilio|wa\.me|t\.me/", re.IGNORECASE)
SOURCES = sorted(path for room in (dialogs, handlers) for path in Path(room.__path__[0]).rglob("*.py"))
# For people to read: what the contact centre's own numbers are called, and who carries what one writes.
FOR_PEOPLE = {
    "if centre.whatsapp:",
    'lines.append(_("WhatsApp: {phones}", phones=verbatim(", ".join(centre.whatsapp))))',
    '"It is Telegram; or WhatsApp of the company Meta, with the company Twilio between. Their servers are abroad."',
}


def test_no_dialog_and_no_use_case_names_a_channel() -> None:
    lines = [(path, line.strip()) for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    named = [f"{path.name}: {line}" for path, line in lines if NAMES.search(line) and line not in FOR_PEOPLE]
    assert named == []
    assert len(SOURCES) > 100


def test_the_exceptions_are_still_there() -> None:
    lines = {line.strip() for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()}
    assert lines >= FOR_PEOPLE
