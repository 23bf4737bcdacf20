"""The one place where time comes from, handed down."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The moment now, aware, in Asia/Almaty."""
