"""What to advise a parent about a photo before staff see it: a person decides, so it is advice and no refusal. X-10."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_PAPER_AT_LEAST = 90
_INK_AT_LEAST = 0.003
_BLANK_RANGE = 60
_SHARP_AT_LEAST = 0.12
_EVEN_AT_LEAST = 0.2
_MOVED_BELOW = 0.28
_READABLE_SIDE = 700
_PHONE_SCREEN = 1.9
_PLAIN_AT_LEAST = 0.25


class PhotoAdvice(StrEnum):
    """Why another photo may be better."""

    DARK = "dark"
    BLANK = "blank"
    BLURRED = "blurred"
    SMALL = "small"
    SCREENSHOT = "screenshot"
    TWICE = "twice"


@dataclass(frozen=True)
class Look:
    """What a picture looks like; shades from 0 (black) to 255, shares from 0 to 1.

    `paper` is the shade that only 2 % of the pixels outshine, `range` the distance from it to the darkest 2 %;
    `ink` the share of pixels much darker than what is around them; `sharpness` how abrupt the edges
    are; `evenness` the weaker of both directions of edges as a share of the stronger; `plain` the share of pixels
    in areas of one colour that is not white; `width` and `height` in pixels as kept.
    """

    paper: int
    range: int
    ink: float
    sharpness: float
    evenness: float
    plain: float
    width: int
    height: int


def advice(look: Look) -> PhotoAdvice | None:
    """The most important thing to advise, None for a picture that will do.

    The limits were measured on synthetic papers of 12 megapixels: small print out of focus by 4 pixels can still be
    read, by 6 it cannot.
    """
    if look.paper < _PAPER_AT_LEAST:
        return PhotoAdvice.DARK
    if look.ink < _INK_AT_LEAST and look.range <= _BLANK_RANGE:
        return PhotoAdvice.BLANK
    moved = look.evenness < _EVEN_AT_LEAST and look.sharpness < _MOVED_BELOW
    if look.sharpness < _SHARP_AT_LEAST or moved:
        return PhotoAdvice.BLURRED
    if min(look.width, look.height) < _READABLE_SIDE:
        return PhotoAdvice.SMALL
    tall = look.height >= look.width * _PHONE_SCREEN
    return PhotoAdvice.SCREENSHOT if tall and look.plain >= _PLAIN_AT_LEAST else None


def shared(advised: Iterable[PhotoAdvice | None]) -> PhotoAdvice | None:
    """Advice about several pages only where no page will do: the empty back of a scanned sheet is usual."""
    found = list(advised)
    return None if None in found else found[0]
