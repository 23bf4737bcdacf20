"""The districts of the cities that a schematic map knows, from a file beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from documents.drawing.map_chart import District
from enrolment.distance import Point
from locales.text import trilingual

_FILE = Path(__file__).with_name("districts.toml")


@cache
def districts_of(locality: str) -> tuple[District, ...]:
    """The districts of a locality by its code; none where nobody has drawn them."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(locality, [])
    return tuple(District(trilingual(**row["name"]), [Point(*point) for point in row["outline"]]) for row in rows)
