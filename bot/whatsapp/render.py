"""A message as WhatsApp shows it: buttons where three are enough, a list up to ten, numbered text otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.channels import Capabilities, length
from bot.splitting import split_text
from bot.whatsapp.shapes import ALL_SHAPES, QUICK, Kind, Shape, filled
from bot.wording import body, numbered, said, under_zero
from dialogs.message import FileOut, Spoken
from locales.text import _

PICTURES = ("image/jpeg", "image/png")
OFFICE = "application/vnd.openxmlformats-officedocument"
TAKEN = (
    *PICTURES,
    "application/pdf",
    "application/msword",
    f"{OFFICE}.wordprocessingml.document",
    f"{OFFICE}.presentationml.presentation",
    f"{OFFICE}.spreadsheetml.sheet",
)
OPENS = _("Choose")
_GAPS = re.compile(r"[^\S\xa0\u202f]+")


@dataclass(frozen=True)
class SentText:
    """A plain text."""

    body: str


@dataclass(frozen=True)
class SentRich:
    """A shape filled with the lines of a message; `buttons` are pairs of data and label, `button` opens a list."""

    kind: Kind
    sid: str
    variables: Mapping[str, str]
    body: str
    buttons: tuple[tuple[str, str], ...]
    button: str
    plain: tuple[SentText, ...]


@dataclass(frozen=True)
class SentFile:
    """One file, under its caption; as a link in a text where WhatsApp does not take the type."""

    file: FileOut
    caption: str = ""
    linked: bool = False


Part = SentText | SentRich | SentFile


def render(spoken: Spoken, capabilities: Capabilities, shapes: Mapping[str, str]) -> list[Part]:
    """The messages that say it, in order; `shapes` are the sids of the contents that Twilio has."""
    files = [SentFile(file, linked=file.mime not in TAKEN) for file in spoken.files]
    text = body(spoken)
    if not text:
        return [*files]
    if _is_caption(spoken, capabilities, text):
        return [replace(files[0], caption=text)]
    plain = _numbered(spoken, capabilities)
    rich = _rich(spoken, capabilities, shapes, plain)
    return [*files, rich] if rich else [*files, *plain]


def _is_caption(spoken: Spoken, capabilities: Capabilities, text: str) -> bool:
    """Whether the words go with the only file: a document takes no caption, and neither takes buttons."""
    if len(spoken.files) != 1 or spoken.choices or spoken.nav or length(text) > capabilities.caption:
        return False
    return spoken.files[0].mime in PICTURES or spoken.files[0].mime not in TAKEN


def _numbered(spoken: Spoken, capabilities: Capabilities) -> tuple[SentText, ...]:
    """The answers by number, the menu by zero, and the other ways out by their names."""
    zero = under_zero(spoken)
    ways = ", ".join(choice.label for choice in spoken.nav if choice is not zero)
    told = _("You can also write: {words}.", words=ways).in_(spoken.locale) if ways else ""
    gap = "\n" if spoken.choices or zero else "\n\n"
    text = gap.join(part for part in (body(spoken), told) if part)
    return tuple(SentText(part) for part in split_text(text, capabilities.body))


def _rich(
    spoken: Spoken, capabilities: Capabilities, shapes: Mapping[str, str], plain: tuple[SentText, ...]
) -> SentRich | None:
    """The message in a shape; None where it has no buttons, does not fit, or the shape is not made yet."""
    lines = [line for line in map(tidy, said(spoken).split("\n")) if line]
    answers = [tidy(option) for option in numbered(spoken)]
    buttons = tuple((choice.data, tidy(choice.label)) for choice in (*spoken.choices, *spoken.nav))
    kind = _kind(buttons, capabilities)
    shape = kind and ALL_SHAPES.get(Shape(kind, len(lines), len(answers), len(buttons)).name)
    whole = "\n\n".join("\n".join(block) for block in (lines, answers) if block)
    if not shape or shape.name not in shapes or not _fits([*lines, *answers], whole, capabilities):
        return None
    button = OPENS.in_(spoken.locale) if kind == "list" else ""
    titles = [(label, data) for data, label in buttons]
    values = filled([*lines, *answers], button, titles)
    return SentRich(shape.kind, shapes[shape.name], values, whole, buttons, button, plain)


def _kind(buttons: Sequence[tuple[str, str]], capabilities: Capabilities) -> Kind | None:
    """Which kind can carry these buttons; WhatsApp refuses two of the same name."""
    labels = [label for _data, label in buttons]
    widest = max(map(length, labels), default=0)
    sound = all(labels) and len(set(labels)) == len(labels)
    if not sound or any(not 1 <= len(data.encode()) <= capabilities.data for data, _label in buttons):
        return None
    if 1 <= len(buttons) <= QUICK and widest <= capabilities.label:
        return "quick"
    return "list" if 2 <= len(buttons) <= capabilities.list_rows and widest <= capabilities.list_label else None


def _fits(lines: Sequence[str], whole: str, capabilities: Capabilities) -> bool:
    return length(whole) <= capabilities.rich and all(length(line) <= capabilities.value for line in lines)


def tidy(line: str) -> str:
    """The line without tabs and runs of spaces, which no variable may hold (error 21656)."""
    return _GAPS.sub(" ", line).strip()
