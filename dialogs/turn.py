"""What one input leads to in a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.conversation import Conversation
from dialogs.effects import Effect
from dialogs.message import Message


@dataclass(frozen=True)
class Turn:
    """What one input led to. `silent`: nothing is to be said or shown."""

    conversation: Conversation
    messages: tuple[Message, ...] = ()
    effect: Effect | None = None
    silent: bool = False
