"""Words about kindergartens that lists, cards and the bulletin share. S2-11."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.enrol_words import place_count
from dialogs.kindergarten_queries import FreeGroup
from dialogs.names import named
from dialogs.queries import PreschoolCard
from enrolment.distance import Point, kilometres
from locales.measures import decimal, distance
from locales.text import Text, _, joined

FREE_AND_OPEN = _(
    "The kindergarten counts its free places; open places the education department gives out by the queue."
)


def away(card: PreschoolCard, near: Point | None) -> Text:
    """How far it is; empty where nobody knows."""
    return distance(kilometres(near, card.point)) if near and card.point else Text("")


def in_a_line(card: PreschoolCard, near: Point | None = None) -> Text:
    """How far it is, where it is, how many places are free."""
    return joined(away(card, near), named(card.address), place_count(card.free), separator=", ")


def free_by_age(groups: Iterable[FreeGroup]) -> Text:
    """The free places of each age."""
    return joined(
        *(
            _("{least}–{most} years: {free}", least=decimal(one.min_age), most=decimal(one.max_age), free=one.free)
            for one in groups
        ),
        separator="; ",
    )


def map_link(at: Point) -> str:
    """A link that opens the place in the map application of a phone, or in the browser."""
    return f"https://maps.google.com/?q={at.lat:.5f},{at.lon:.5f}"
