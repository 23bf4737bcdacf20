"""What the catalogue's pages want to know: what was found, one kindergarten in full, the bulletin of free places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from dialogs.facts import Query
from dialogs.queries import PreschoolCard
from enrolment.catalogue_search import Sought
from enrolment.distance import Point

SHEET = 5
ON_THE_MAP = 12
ANYTHING = Sought()


@dataclass(frozen=True)
class FreeGroup:
    """Free places for these ages, in years; the lower one included, the upper one not."""

    min_age: float
    max_age: float
    free: int


@dataclass(frozen=True)
class Found:
    """How many kindergartens were found, and those of one sheet."""

    count: int
    cards: tuple[PreschoolCard, ...] = ()


@dataclass(frozen=True)
class FindPreschools(Query[Found]):
    """The kindergartens of a locality that have what is sought, nearest first where a point is given.

    With `free` only those with a free place (for the age, where one is sought); `at` counts the sheets from 0.
    """

    locality: str
    sought: Sought = ANYTHING
    free: bool = False
    near: Point | None = None
    at: int = 0

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self) | {"near": self.near and list(self.near)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> FindPreschools:
        """Back from JSON."""
        near = kept["near"]
        return cls(**{**kept, "sought": Sought(**kept["sought"]), "near": Point(*near) if near else None})


@dataclass(frozen=True)
class Details:
    """A kindergarten in full: its groups with free places, and what parents give it on average, if any did."""

    card: PreschoolCard
    groups: tuple[FreeGroup, ...] = ()
    rating: Decimal | None = None
    ratings: int = 0


@dataclass(frozen=True)
class PreschoolDetails(Query[Details | None]):
    """One kindergarten by its BIN, also one that is closed by now."""

    bin: str


@dataclass(frozen=True)
class BulletinRow:
    """A kindergarten of the bulletin with the places that were free in it."""

    card: PreschoolCard
    groups: tuple[FreeGroup, ...]


@dataclass(frozen=True)
class BulletinSheet:
    """A sheet of the bulletin; without `published_at` there is none yet. `next_at` is when the next one can be read."""

    next_at: datetime
    published_at: datetime | None = None
    preschools: int = 0
    free: int = 0
    rows: tuple[BulletinRow, ...] = ()


@dataclass(frozen=True)
class ReadBulletin(Query[BulletinSheet]):
    """The newest bulletin that can be read, for a locality; `at` counts the sheets from 0."""

    locality: str
    at: int = 0
