"""Flat geometry in pixels: spots, boxes, and whether they touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import NamedTuple


class Spot(NamedTuple):
    """A place in the picture, in pixels from its top left corner."""

    x: float
    y: float

    def to(self, other: Spot) -> float:
        """The distance in pixels."""
        return hypot(self.x - other.x, self.y - other.y)


@dataclass(frozen=True)
class Line:
    """A straight line between two spots."""

    start: Spot
    end: Spot

    def distance(self, spot: Spot) -> float:
        """How far a spot is from the nearest point of the line."""
        across, down = self.end.x - self.start.x, self.end.y - self.start.y
        length = across**2 + down**2
        along = ((spot.x - self.start.x) * across + (spot.y - self.start.y) * down) / length if length else 0.0
        share = min(1.0, max(0.0, along))
        return spot.to(Spot(self.start.x + share * across, self.start.y + share * down))


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, centre: Spot, width: float, height: float) -> Box:
        """The rectangle of that size with its middle there."""
        return cls(centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2)

    def holds(self, other: Box) -> bool:
        """Whether the other lies wholly within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def distance(self, spot: Spot) -> float:
        """How far a spot is outside; 0 within."""
        return hypot(
            max(self.left - spot.x, 0.0, spot.x - self.right), max(self.top - spot.y, 0.0, spot.y - self.bottom)
        )

    def touches(self, other: Box) -> bool:
        """Whether the two have anything in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def within(spot: Spot, outline: Sequence[Spot]) -> bool:
    """Whether a spot lies inside a closed outline."""
    inside = False
    for one, other in pairwise((*outline, outline[0])):
        if (one.y > spot.y) != (other.y > spot.y):
            crossing = one.x + (spot.y - one.y) * (other.x - one.x) / (other.y - one.y)
            inside ^= spot.x < crossing
    return inside
