"""Figures that were counted lately, with the moment they are of: whoever asks within minutes gets the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
FRESH = timedelta(minutes=10)
MOST = 200


@dataclass(frozen=True)
class Counted:
    """What was counted, and when."""

    value: Any
    at: datetime


class Figures:
    """At most two hundred countings, none of personal data, kept in memory for ten minutes each."""

    def __init__(self) -> None:
        self._counted: dict[Hashable, Counted] = {}

    async def of(self, what: Hashable, now: datetime, count: Callable[[], Awaitable[T]]) -> tuple[T, datetime]:
        """The figures, and the moment they are of; they are counted anew when nobody did within ten minutes."""
        known = self._counted.get(what)
        if known is None or not timedelta(0) <= now - known.at < FRESH:
            known = Counted(await count(), now)
            self._keep(what, known)
        return known.value, known.at

    def _keep(self, what: Hashable, counted: Counted) -> None:
        """The oldest counting gives way."""
        self._counted.pop(what, None)
        if len(self._counted) >= MOST:
            self._counted.pop(next(iter(self._counted)))
        self._counted[what] = counted
