"""From degrees to pixels: a flat map of a town, true to scale, north up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from documents.drawing.geometry import Spot
from enrolment.distance import Point

_KM_A_DEGREE = 111.195
_SMALLEST_KM, _ALONE_KM = 0.6, 4.0
_NARROWEST = 0.62
_MARGIN_PX = 70


@dataclass(frozen=True)
class Projection:
    """A map `width` pixels wide and `height` high with its middle at that point."""

    middle: Point
    px_per_km: float
    width: int
    height: int

    def spot(self, point: Point) -> Spot:
        """Where a point is drawn."""
        east = (point.lon - self.middle.lon) * cos(radians(self.middle.lat)) * _KM_A_DEGREE
        north = (point.lat - self.middle.lat) * _KM_A_DEGREE
        return Spot(
            round(self.width / 2 + east * self.px_per_km, 1), round(self.height / 2 - north * self.px_per_km, 1)
        )

    def scale_km(self, longest_px: int) -> float:
        """The longest of 1, 2, 5, 10, 20, … metres or kilometres whose bar fits into that many pixels."""
        most = longest_px / self.px_per_km
        power = 10.0 ** floor(log10(most))
        return next(factor * power for factor in (5, 2, 1) if factor * power <= most)


def around(points: Sequence[Point], width: int) -> Projection:
    """The map that shows all points with a margin, as high as they need, at least 600 metres across.

    Where there is a single point, four kilometres around it tell where in the town it is.
    """
    smallest = _ALONE_KM if len(set(points)) == 1 else _SMALLEST_KM
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    west, east = min(point.lon for point in points), max(point.lon for point in points)
    middle = Point((south + north) / 2, (west + east) / 2)
    across = max((east - west) * cos(radians(middle.lat)) * _KM_A_DEGREE, smallest)
    down = max((north - south) * _KM_A_DEGREE, smallest * _NARROWEST)
    room = width - 2 * _MARGIN_PX
    px_per_km = min(room / across, room / down)
    height = max(round(down * px_per_km) + 2 * _MARGIN_PX, round(width * _NARROWEST))
    return Projection(middle, px_per_km, width, height)
