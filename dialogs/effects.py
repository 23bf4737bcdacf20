"""What a dialog asks to be done: values that the handler carries out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """Something to do; its outcome comes back into the conversation as an input."""
