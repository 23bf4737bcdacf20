"""Whether WhatsApp takes a message: each part against its limits, and once more as Twilio itself would judge it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from bot.channels import WHATSAPP, length
from bot.whatsapp.render import Part, SentFile, SentRich, SentText, render
from bot.whatsapp.shapes import ALL_SHAPES, every_shape
from bot.wording import body, options
from dialogs.message import Spoken
from simulator.whatsapp.contents import Content, Contents
from simulator.whatsapp.showing import shown
from simulator.whatsapp.variables import read_variables

SHAPES = every_shape()
NAMES = {sid: name for name, sid in SHAPES.items()}
NOW = datetime(2026, 11, 23, tzinfo=UTC)
MOST_BUTTONS, MOST_ROWS = 3, 10
BUTTON, ROW, DESCRIPTION, LIST_BUTTON, ID, VALUE = 20, 24, 72, 20, 200, 255
PLAIN, RICH, CAPTION = 1600, 1024, 1024


@cache
def at_twilio(sid: str) -> Content:
    """The shape as Twilio keeps it."""
    shape = ALL_SHAPES[NAMES[sid]]
    wish = {"friendly_name": shape.name, "language": "en", "variables": shape.samples(), "types": shape.types()}
    return Contents().create(wish, NOW)


def check_message(spoken: Spoken) -> None:
    """Whatever is made of it fits, with the shapes and without them, and all that can be chosen is there."""
    for shapes in (SHAPES, {}):
        parts = render(spoken, WHATSAPP, shapes)
        assert parts, spoken
        for part in parts:
            check_part(part)
        check_choices(spoken, parts)


def check_part(part: Part) -> None:
    """One message of its own."""
    match part:
        case SentText(text):
            assert 0 < length(text) <= PLAIN, text
        case SentFile(_, caption):
            assert length(caption) <= CAPTION, caption
        case SentRich():
            check_rich(part)
    assert "{" not in words_of(part), part


def check_rich(part: SentRich) -> None:
    """Buttons or a list."""
    assert 0 < length(part.body) <= RICH, part.body
    most, widest = (MOST_BUTTONS, BUTTON) if part.kind == "quick" else (MOST_ROWS, ROW)
    assert 1 <= len(part.buttons) <= most, part.buttons
    for data, label in part.buttons:
        assert 0 < length(label) <= widest, label
        assert 0 < len(data.encode()) <= ID, data
    assert (0 < length(part.button) <= LIST_BUTTON) is (part.kind == "list"), part.button
    for value in part.variables.values():
        assert 0 < length(value) <= VALUE, value
    assert length(part.body) and part.plain
    for text in part.plain:
        check_part(text)
    check_as_twilio(part)


def check_as_twilio(part: SentRich) -> None:
    """Twilio takes the variables, and WhatsApp shows the very words and buttons that were meant."""
    values: Mapping[str, str] = read_variables(json.dumps(part.variables), strict=True)
    drawn = shown(at_twilio(part.sid), values)
    assert drawn.failure is None, drawn.problem
    assert drawn.text == part.body
    assert [(each["data"], each["text"]) for each in drawn.buttons] == list(part.buttons)
    assert all(length(each["description"] or "") <= DESCRIPTION for each in drawn.buttons)


def check_choices(spoken: Spoken, parts: list[Part]) -> None:
    """Every answer stands in the words by its number, and every way out is pressed or named."""
    told = "\n".join(map(words_of, parts))
    squeezed = " ".join(told.split())
    for option in options(spoken):
        assert " ".join(option.split()) in squeezed, option
    pressed = {label for part in parts if isinstance(part, SentRich) for _data, label in part.buttons}
    for way in spoken.nav:
        assert way.label in pressed or way.label in told, way
    assert not body(spoken) or told.strip()


def words_of(part: Part) -> str:
    """What is read of it."""
    return part.caption if isinstance(part, SentFile) else part.body
