"""A schematic map of preschools: numbered points to scale, one's own point, names and distances in a key (S1-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.drawing.captions import caption
from documents.drawing.geometry import Box, Spot, within
from documents.drawing.markers import RADIUS, Board, inner_spots
from documents.drawing.projection import Projection, around
from documents.drawing.sheet import INNER_WIDTH, Sheet, Template
from enrolment.distance import Point, kilometres
from locales.catalogue import Locale
from locales.measures import distance
from locales.text import Text, _, joined

MOST_PRESCHOOLS = 40
_LONGEST_BAR_PX = 300
_HERE_PX = 64
_LETTER_PX, _LABEL_PX = 21, 48
_ONE_COLUMN = 12

TITLE = _("Kindergartens on the map")
HERE = _("You are here")


@dataclass(frozen=True)
class Site:
    """A preschool on the map: its name, where it is, and what is worth a second line, such as its free places.

    `number` is the one by which a list shows it; without one the sites are counted.
    """

    name: Text
    at: Point
    note: Text | None = None
    number: int | None = None


@dataclass(frozen=True)
class District:
    """A part of the town with its outline."""

    name: Text
    outline: Sequence[Point]


@dataclass(frozen=True)
class TownMap:
    """Preschools, 1 to 40, numbered from 1 in the order given; `here` is the person's own point.

    Raises ValueError for none or more than 40.
    """

    about: Text
    sites: Sequence[Site]
    here: Point | None = None
    districts: Sequence[District] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.sites) <= MOST_PRESCHOOLS:
            raise ValueError(f"a map shows 1 to {MOST_PRESCHOOLS} preschools, not {len(self.sites)}")

    @property
    def numbered(self) -> Sequence[tuple[int, Site]]:
        """The sites with their numbers."""
        return [(site.number or count, site) for count, site in enumerate(self.sites, 1)]

    def away(self, site: Site) -> Text:
        """How far a preschool is from the person; empty when nobody knows where the person is."""
        return joined() if self.here is None else distance(kilometres(self.here, site.at))


def map_picture(town: TownMap, locale: Locale) -> Sheet:
    """The map with markers that never cover each other; a marker beside its point is tied to it by a line."""
    points = [site.at for site in town.sites]
    projection = around(points if town.here is None else [*points, town.here], INNER_WIDTH)
    board = Board(Box(0, 0, projection.width, projection.height))
    here = _here(town, projection, board, locale)
    dots = [projection.spot(point) for point in points]
    spots = board.markers(dots)
    bar_km = projection.scale_km(_LONGEST_BAR_PX)
    inputs = {
        "title": TITLE.in_(locale),
        "about": town.about.in_(locale),
        "width": projection.width,
        "height": projection.height,
        "radius": RADIUS,
        "districts": _districts(town, projection, board, locale),
        "here": here,
        "markers": [
            {"dot": dot, "spot": spot, "number": number}
            for dot, spot, (number, _site) in zip(dots, spots, town.numbered, strict=True)
        ],
        "bar": {"length": round(bar_km * projection.px_per_km, 1), "label": distance(bar_km).in_(locale)},
        "north": _("N").in_(locale),
        "columns": 1 if len(town.sites) <= _ONE_COLUMN else 2,
        "key": [{"number": number} | _row(town, site, locale) for number, site in town.numbered],
    }
    return Sheet(Template.MAP, locale, inputs)


def map_words(town: TownMap) -> Text:
    """The same as text: numbers, names, distances."""
    rows = [
        joined(
            Text("{number}. {name}", {"number": number, "name": site.name}),
            town.away(site),
            site.note or joined(),
            separator=", ",
        )
        for number, site in town.numbered
    ]
    return caption(joined(TITLE, town.about), rows)


def _row(town: TownMap, site: Site, locale: Locale) -> dict[str, str]:
    note = site.note or joined()
    return {"name": site.name.in_(locale), "away": town.away(site).in_(locale), "note": note.in_(locale)}


def _here(town: TownMap, projection: Projection, board: Board, locale: Locale) -> dict[str, object] | None:
    """The person's own point, with its label on the side where the fewest preschools are."""
    if town.here is None:
        return None
    at, words = projection.spot(town.here), HERE.in_(locale)
    board.take(Box.around(at, _HERE_PX, _HERE_PX))
    width = len(words) * _LETTER_PX
    away = (_HERE_PX + width) / 2
    sides = [Spot(at.x + away, at.y), Spot(at.x - away, at.y), Spot(at.x, at.y + 56), Spot(at.x, at.y - 56)]
    dots = [projection.spot(site.at) for site in town.sites]

    def covered(side: Spot) -> int:
        box = Box.around(side, width, _LABEL_PX)
        return sum(box.distance(dot) < RADIUS for dot in dots)

    return {"spot": at, "words": words, "label": board.label(sorted(sides, key=covered), width, _LABEL_PX)}


def _within(spot: Spot, width: int, outline: Sequence[Spot]) -> bool:
    """Whether a label there crosses no border of its district, as far as its corners tell."""
    corners = [Spot(spot.x + x, spot.y + y) for x in (-width / 2, width / 2) for y in (-_LABEL_PX / 2, _LABEL_PX / 2)]
    return all(within(corner, outline) for corner in corners)


def _districts(town: TownMap, projection: Projection, board: Board, locale: Locale) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for district in town.districts:
        outline = [projection.spot(point) for point in district.outline]
        name = district.name.in_(locale)
        width = len(name) * _LETTER_PX
        inside = [spot for spot in inner_spots(outline, board.frame) if _within(spot, width, outline)]
        label = board.label(inside, width, _LABEL_PX)
        found.append({"outline": outline, "name": name, "label": label})
    return found
