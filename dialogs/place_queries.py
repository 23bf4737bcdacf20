"""What is asked about a place in the queue over time. S3-39."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.facts import Query


@dataclass(frozen=True)
class PlaceMove:
    """The place in the queue at the end of a day; `before` is that of the day before, None on the first day known."""

    on: date
    place: int
    before: int | None = None


@dataclass(frozen=True)
class PlaceMoves(Query[tuple[PlaceMove, ...]]):
    """The days on which the place of a waiting application changed, newest first, the first day known as the last."""

    application: int
