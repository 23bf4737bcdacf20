"""How far two points are apart, and what is nearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import asin, cos, inf, radians, sin, sqrt
from typing import NamedTuple, TypeVar

_EARTH_KM = 6371.0088

Thing = TypeVar("Thing")


class Point(NamedTuple):
    """A place on the earth in degrees."""

    lat: float
    lon: float


def kilometres(one: Point, other: Point) -> float:
    """The way between two points over the earth's surface, in kilometres."""
    north = radians(other.lat - one.lat) / 2
    east = radians(other.lon - one.lon) / 2
    chord = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))


def nearest(here: Point, things: Iterable[Thing], where: Callable[[Thing], Point | None]) -> list[Thing]:
    """The things by distance, nearest first; equally far ones in their order, those without a point last."""

    def away(thing: Thing) -> float:
        point = where(thing)
        return inf if point is None else kilometres(here, point)

    return sorted(things, key=away)
