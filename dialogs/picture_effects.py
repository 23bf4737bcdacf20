"""What pages with pictures ask to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.effects import Effect


@dataclass(frozen=True)
class SendPicture(Effect):
    """Draw a picture and send it into this chat with the same in words; the page stays.

    `picture` is the name that its painter is entered under, `about` what it is to show, as JSON values.
    """

    picture: str
    about: Mapping[str, Any] = field(default_factory=dict)
