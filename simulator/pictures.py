"""A phone's way with photos: re-made as JPEG in several sizes, without a name and without EXIF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageOps

SIDES = (90, 320, 800, 1280, 2560)
MOST_SIDES_TOGETHER = 10_000
MOST_RATIO = 20


class NotAPicture(Exception):
    """These bytes are no picture that can be opened."""


class WrongDimensions(Exception):
    """Too long a side, or sides too different."""


@dataclass(frozen=True)
class Size:
    """One size of a photo, in pixels."""

    width: int
    height: int
    content: bytes


def photo_sizes(content: bytes) -> list[Size]:
    """The sizes of a photo, smallest first, never larger than the original.

    Raises NotAPicture, or WrongDimensions when width + height > 10000 or the ratio is above 20.
    """
    pi_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(content)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    width, height = picture.size
    if width + height > MOST_SIDES_TOGETHER or max(width, height) > MOST_RATIO * min(width, height):
        raise WrongDimensions
    largest = max(width, height)
    sides = [side for side in SIDES if side < largest]
    return [_resized(picture, side) for side in (*sides, min(largest, SIDES[-1]))]


def _resized(picture: Image.Image, side: int) -> Size:
    scale = min(1.0, side / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    out = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=87)
    return Size(*size, out.getvalue())
