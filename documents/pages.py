"""Makes the page that is kept: upright, on white, bare of everything but pixels, and small enough to be sent on."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

LONG_SIDE: Final = 2000
_SIDES: Final = (LONG_SIDE, 1600, 1280)
_QUALITIES: Final = (85, 75, 65)
_COLOURED: Final = ("RGB", "YCbCr", "CMYK", "LAB", "HSV")
_SIXTEEN_BITS: Final = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


def upright(picture: Image.Image) -> Image.Image:
    """The picture in RGB as a person sees it, its long side 2000 pixels at most; raises what a damaged one raises."""
    if picture.mode not in (*_COLOURED, "L"):
        picture = _on_white(picture)
    share = LONG_SIDE / max(*picture.size, LONG_SIDE)
    picture.draft(None, (int(picture.width * share), int(picture.height * share)))
    picture.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2.0)
    turned = ImageOps.exif_transpose(picture).convert("RGB")
    turned.info.clear()
    return turned


def as_jpeg(page: Image.Image, most: int) -> bytes:
    """The page as JPEG without any metadata: the finest that has at most so many bytes, else the coarsest."""
    written = b""
    for side in _SIDES:
        smaller = page if side == LONG_SIDE else _reduced(page, side)
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


def _reduced(page: Image.Image, side: int) -> Image.Image:
    smaller = page.copy()
    smaller.thumbnail((side, side))
    return smaller


def _saved(page: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    page.save(file, "JPEG", quality=quality)
    return file.getvalue()
