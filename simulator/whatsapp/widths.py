"""What fits into a WhatsApp message (`channels.md` §2); lengths are UTF-16 units, the strictest way to count."""

from __future__ import annotations

from simulator.telegram.html import utf16_length

BODY = 1600
INTERACTIVE_BODY = 1024
BUTTON_TITLE = 20
ACTION_TITLE = 25
ROW_TITLE = 24
ROW_DESCRIPTION = 72
PAYLOAD = 200
LIST_BUTTON = 20
BUTTONS = 10
BUTTONS_IN_SESSION = 3
ROWS = 10
ACTIONS = 3
VARIABLES = 100
VARIABLE_VALUE = 1600
VARIABLE_VALUE_KEPT_SAFE = 255
MEDIA_BYTES = 16 << 20
IMAGE_BYTES = 5 << 20


def over(text: str, limit: int) -> bool:
    """Whether a text is longer than that."""
    return utf16_length(text) > limit
