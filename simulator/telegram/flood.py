"""Telegram's flood limits: about 30 messages a second overall, one a second in a chat with a short burst."""

from __future__ import annotations

import math
from collections.abc import Callable

OVERALL_PER_SECOND = 30.0
CHAT_PER_SECOND = 1.0
CHAT_BURST = 5.0


class Bucket:
    """A bucket of tokens that fills with time."""

    def __init__(self, rate: float, size: float, now: float) -> None:
        self._rate, self._size = rate, size
        self._tokens, self._at = size, now

    def missing(self, now: float) -> float:
        """Seconds until one token is there; 0 when it is."""
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1.0 - self._tokens) / self._rate)

    def take(self) -> None:
        """Use one token."""
        self._tokens -= 1.0


class FloodGate:
    """Says for each message of one bot whether it may pass; `monotonic` tells seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._overall = Bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND, monotonic())
        self._chats: dict[str, Bucket] = {}

    def retry_after(self, chat: str) -> int:
        """0 when the message may pass, otherwise whole seconds to wait."""
        now = self._monotonic()
        bucket = self._chats.setdefault(chat, Bucket(CHAT_PER_SECOND, CHAT_BURST, now))
        missing = max(self._overall.missing(now), bucket.missing(now))
        if missing > 0:
            return math.ceil(missing)
        self._overall.take()
        bucket.take()
        return 0
