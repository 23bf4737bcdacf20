"""Makes the pages that are kept: upright, on white, bare of everything but pixels, and small enough to be sent on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Final

from PIL import Image, ImageOps

LONG_SIDE: Final = 2000
_SHORT_SIDE: Final = 1000
_SHARES: Final = (1.0, 0.8, 0.64)
_TALLEST: Final = 2.5
"""The shape of the longest telephones: what is longer by far is a text that was scrolled."""
_SHEET: Final = 2
_ON_BOTH: Final = 0.05
_MOST_SHEETS: Final = 12
_LONGEST: Final = _MOST_SHEETS * 1900
_QUALITIES: Final = (85, 75, 65)
_COLOURED: Final = ("RGB", "YCbCr", "CMYK", "LAB", "HSV")
_SIXTEEN_BITS: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


def upright(picture: Image.Image) -> Image.Image:
    """The picture in RGB as a person sees it; raises what a damaged one raises.

    Its long side has 2000 pixels at most; where that would leave a narrow strip, the short side has 1000, as long as
    the strip does not get longer than twelve sheets.
    """
    if picture.mode not in (*_COLOURED, "L"):
        picture = _on_white(picture)
    long, short = max(picture.size), min(picture.size)
    most = LONG_SIDE if long <= short * _TALLEST else min(long * _SHORT_SIDE // short, _LONGEST)
    share = min(1.0, most / long)
    picture.draft(None, (int(picture.width * share), int(picture.height * share)))
    picture.thumbnail((most, most), reducing_gap=2.0)
    turned = ImageOps.exif_transpose(picture).convert("RGB")
    turned.info.clear()
    return turned


def sheets(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture; one much taller than a telephone in pieces of twice its width, from the top.

    A twentieth of each stands on the next one too, so that no line is cut through on both.
    """
    if picture.height <= picture.width * _TALLEST:
        yield picture
        return
    both = int(picture.width * _SHEET * _ON_BOTH)
    count = min(_MOST_SHEETS, ceil((picture.height - both) / (picture.width * _SHEET - both)))
    tops = [(picture.height - both) * number // count for number in range(count + 1)]
    for top, end in pairwise(tops):
        piece = picture.crop((0, top, picture.width, end + both))
        yield _reduced(piece, LONG_SIDE / max(LONG_SIDE, piece.height))


def as_jpeg(page: Image.Image, most: int) -> bytes:
    """The page as JPEG without any metadata: the finest that has at most so many bytes, else the coarsest."""
    written = b""
    for share in _SHARES:
        smaller = _reduced(page, share)
        for quality in _QUALITIES:
            written = _saved(smaller, quality)
            if len(written) <= most:
                return written
    return written


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent is seen on paper; shades of 16 bits come down to eight."""
    exif = picture.getexif()
    if picture.mode in _SIXTEEN_BITS:
        shown = picture.convert("I").point(lambda shade: shade / 256).convert("L")
    elif picture.has_transparency_data:
        solid = picture.convert("RGBA")
        shown = Image.new("RGB", solid.size, "white")
        shown.paste(solid, mask=solid)
    else:
        shown = picture.convert("RGB")
    shown.info["exif"] = exif.tobytes()
    return shown


def _reduced(page: Image.Image, share: float) -> Image.Image:
    if share == 1:
        return page
    smaller = page.copy()
    smaller.thumbnail((int(page.width * share), int(page.height * share)))
    return smaller


def _saved(page: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    page.save(file, "JPEG", quality=quality)
    return file.getvalue()
