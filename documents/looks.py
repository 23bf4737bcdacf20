"""Measures what a page looks like, in the limited child process: enough to advise another photo."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

from enrolment.photo_advice import Look

_SIDE: Final = 1000
_TILES: Final = 10
_DARKER_BY: Final = 25
_NEARLY_WHITE: Final = 248
_GREY: Final = 128
_NOTHING: Final = 1e-6
_ACROSS_TWICE: Final = ImageFilter.Kernel((3, 3), (0, 0, 0, 1, -2, 1, 0, 0, 0), scale=1, offset=_GREY)
_DOWN_TWICE: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 0, -2, 0, 0, 1, 0), scale=1, offset=_GREY)
_CURVES: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=_GREY)
_ACROSS: Final = ImageFilter.Kernel((3, 3), (0, 0, 0, -1, 0, 1, 0, 0, 0), scale=1, offset=_GREY)
_DOWN: Final = ImageFilter.Kernel((3, 3), (0, -1, 0, 0, 0, 0, 0, 1, 0), scale=1, offset=_GREY)


def look_at(page: Image.Image, size: tuple[int, int]) -> Look:
    """The look of an upright page that is kept with `size` pixels; the page itself stays as it is."""
    grey = page.convert("L")
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    shades = grey.histogram()
    paper, darkest = _shade(shades, 0.98), _shade(shades, 0.02)
    across, down = _spread(_filtered(grey, _ACROSS_TWICE)), _spread(_filtered(grey, _DOWN_TWICE))
    return Look(
        paper=paper,
        range=paper - darkest,
        ink=_ink(grey),
        sharpness=_sharpness(grey.filter(ImageFilter.GaussianBlur(1))),
        evenness=min(across, down) / max(across, down, _NOTHING),
        plain=_plain(grey),
        width=size[0],
        height=size[1],
    )


def _sharpness(smooth: Image.Image) -> float:
    """How abrupt the edges are in the tile that a tenth of the tiles surpass, for most of a page is empty.

    Smoothed first, because the noise of a sensor is sharp in every photo.
    """
    across, down = _filtered(smooth, _ACROSS), _filtered(smooth, _DOWN)
    slopes = sorted((_spread(across.crop(tile)) + _spread(down.crop(tile)), tile) for tile in _tiles(across))
    slope, tile = slopes[_TILES * _TILES * 9 // 10]
    return _spread(_filtered(smooth, _CURVES).crop(tile)) / max(slope, _NOTHING)


def _tiles(picture: Image.Image) -> list[tuple[int, int, int, int]]:
    across = [picture.width * number // _TILES for number in range(_TILES + 1)]
    down = [picture.height * number // _TILES for number in range(_TILES + 1)]
    return [(left, top, right, bottom) for left, right in pairwise(across) for top, bottom in pairwise(down)]


def _filtered(grey: Image.Image, kernel: ImageFilter.Kernel) -> Image.Image:
    """Without the border, which a kernel leaves as it was."""
    return _inside(grey.filter(kernel))


def _inside(grey: Image.Image) -> Image.Image:
    return grey.crop((1, 1, grey.width - 1, grey.height - 1))


def _shade(shades: list[int], share: float) -> int:
    """The shade up to which that share of the pixels lies."""
    wanted, so_far = share * sum(shades), 0
    for shade, count in enumerate(shades):
        so_far += count
        if so_far >= wanted:
            return shade
    return 255


def _ink(grey: Image.Image) -> float:
    """Compared with what is around: a shadow over half a page is no ink."""
    around = grey.filter(ImageFilter.BoxBlur(max(grey.size) // 50))
    darker = ImageChops.subtract(around, grey).histogram()
    return sum(darker[_DARKER_BY + 1 :]) / sum(darker)


def _plain(grey: Image.Image) -> float:
    """Where nothing changes from pixel to pixel and nothing is white: bubbles and backgrounds, never a photo."""
    same = _filtered(grey, _CURVES).point([255 if shade == _GREY else 0 for shade in range(256)])
    shaded = _inside(grey).point([255 if shade < _NEARLY_WHITE else 0 for shade in range(256)])
    return ImageStat.Stat(ImageChops.darker(same, shaded)).mean[0] / 255


def _spread(picture: Image.Image) -> float:
    return ImageStat.Stat(picture).var[0]
