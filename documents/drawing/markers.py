"""Puts numbered markers beside each other where their points are too close, and labels where nothing is covered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import cos, pi, sin

from documents.drawing.geometry import Box, Line, Spot, within

RADIUS = 27
_APART = 2 * RADIUS + 5
_BESIDE = RADIUS + 5
_DOT = 8
_RINGS = 60
_STEPS = 24
_CLEAR_CANDIDATES = 14 * _STEPS
_LABEL_STEPS = 9

Law = Callable[[Spot], bool]


@dataclass
class Board:
    """The free room on a map; whatever is put there stays and keeps its distance."""

    frame: Box
    _taken: list[Box] = field(default_factory=list)
    _markers: list[Spot] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _untried: dict[tuple[Spot, bool], Iterator[Spot]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        """Nothing else may lie there."""
        self._taken.append(box)

    def markers(self, points: Sequence[Spot]) -> list[Spot]:
        """A spot for the marker of each point: its own where it is free, else the nearest free one.

        A marker hides no other point and no line to one, as long as there is room for that. Points that stand alone are
        served first, so that nobody else's marker drives theirs away.
        """
        crowded = [sum(point.to(other) < _APART for other in points) > 1 for point in points]
        order = sorted(range(len(points)), key=lambda number: (crowded[number], number))
        placed = {number: self._marker(points[number], points) for number in order}
        return [placed[number] for number in range(len(points))]

    def label(self, candidates: Iterable[Spot], width: float, height: float) -> Spot | None:
        """The first candidate around which a label of that size covers nothing, or None; the room is then taken."""
        for spot in candidates:
            box = Box.around(spot, width, height)
            if self._free_for(box):
                self.take(box)
                return spot
        return None

    def _marker(self, point: Spot, points: Sequence[Spot]) -> Spot:
        def clear(spot: Spot) -> bool:
            return self._free_at(spot) and self._hides_nothing(spot, point, points)

        spot = self._first(point, clear, islice(_rings(point), _CLEAR_CANDIDATES), True)
        spot = spot or self._first(point, self._free_at, _rings(point), False) or point
        self._markers.append(spot)
        self._lines.append(Line(point, spot))
        return spot

    def _first(self, point: Spot, law: Law, candidates: Iterator[Spot], clear: bool) -> Spot | None:
        """The first candidate that keeps the law; what an earlier marker of this very point found taken is taken."""
        return next(filter(law, self._untried.setdefault((point, clear), candidates)), None)

    def _free_at(self, spot: Spot) -> bool:
        return (
            self.frame.holds(Box.around(spot, 2 * RADIUS, 2 * RADIUS))
            and all(spot.to(other) >= _APART for other in self._markers)
            and all(box.distance(spot) >= _BESIDE for box in self._taken)
        )

    def _hides_nothing(self, spot: Spot, point: Spot, points: Sequence[Spot]) -> bool:
        own = Line(point, spot)
        return (
            all(spot.to(other) >= RADIUS + _DOT for other in points if other != point)
            and all(line.distance(spot) >= RADIUS for line in self._lines)
            and all(own.distance(other) >= RADIUS for other in self._markers)
        )

    def _free_for(self, box: Box) -> bool:
        return (
            self.frame.holds(box)
            and not any(box.touches(other) for other in self._taken)
            and all(box.distance(spot) >= _BESIDE for spot in self._markers)
        )


def inner_spots(outline: Sequence[Spot], frame: Box) -> list[Spot]:
    """Spots inside an outline and the frame, those nearest to the middle of the visible part first."""
    left, right = max(frame.left, min(s.x for s in outline)), min(frame.right, max(s.x for s in outline))
    top, bottom = max(frame.top, min(s.y for s in outline)), min(frame.bottom, max(s.y for s in outline))
    share = [(step + 0.5) / _LABEL_STEPS for step in range(_LABEL_STEPS)]
    grid = (Spot(left + (right - left) * x, top + (bottom - top) * y) for y in share for x in share)
    found = [spot for spot in grid if within(spot, outline)]
    if not found:
        return []
    middle = Spot(sum(s.x for s in found) / len(found), sum(s.y for s in found) / len(found))
    return sorted(found, key=middle.to)


def _rings(point: Spot) -> Iterator[Spot]:
    """The point itself, then rings around it, each half a marker wider."""
    yield point
    for ring in range(1, _RINGS):
        away = RADIUS * (1 + ring / 2)
        for step in range(_STEPS):
            turn = 2 * pi * step / _STEPS
            yield Spot(round(point.x + away * cos(turn), 1), round(point.y - away * sin(turn), 1))
