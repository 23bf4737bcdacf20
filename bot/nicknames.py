"""What somebody is called by a channel, so far hidden that its owner recognises it and nobody else learns it."""

from __future__ import annotations

from typing import Any

HIDDEN = "***"


def masked_name(name: Any) -> str:
    """`А***м` of a first name; of a very short one less, and nothing where there is no letter or digit in it."""
    signs = [sign for sign in name if sign.isalnum()] if isinstance(name, str) else []
    if not signs:
        return ""
    return f"{signs[0]}{HIDDEN}{signs[-1] if len(signs) > 2 else ''}"
