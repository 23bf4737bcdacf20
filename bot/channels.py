"""What each channel can show, as data: whoever renders a message asks here, never the channel's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Capabilities:
    """Limits of one channel; lengths are counted in UTF-16 units, `data` in bytes, 0 means not at all.

    `rich` is the body of a message with buttons, `value` one variable of it; `file_bytes` and `photo_bytes` are
    what one file may weigh.
    """

    body: int
    rich: int
    value: int
    caption: int
    buttons: int
    label: int
    data: int
    list_rows: int
    list_label: int
    album: int
    photo_bytes: int
    file_bytes: int
    edits: bool
    deletes: bool
    asks_contact: bool


TELEGRAM = Capabilities(
    body=4096,
    rich=4096,
    value=0,
    caption=1024,
    buttons=100,
    label=40,
    data=64,
    list_rows=0,
    list_label=0,
    album=10,
    photo_bytes=10 << 20,
    file_bytes=50 << 20,
    edits=True,
    deletes=True,
    asks_contact=True,
)
WHATSAPP = Capabilities(
    body=1600,
    rich=1024,
    value=255,
    caption=1024,
    buttons=3,
    label=20,
    data=200,
    list_rows=10,
    list_label=24,
    album=1,
    photo_bytes=5 << 20,
    file_bytes=16 << 20,
    edits=False,
    deletes=False,
    asks_contact=False,
)


def length(text: str) -> int:
    """How long the channels count a text: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
