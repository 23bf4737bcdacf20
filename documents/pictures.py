"""Opens a picture as a person would see it, in the limited child process."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

import pi_heif
from PIL import Image

from documents.kinds import Kind
from documents.verdicts import Accepted, Examined, Limits, Refusal, Refused

_FORMATS: Final = {
    Kind.JPEG: ("JPEG",),
    Kind.PNG: ("PNG",),
    Kind.WEBP: ("WEBP",),
    Kind.HEIC: ("HEIF",),
}
_ORIENTATION: Final = 0x0112
_TURNED: Final = (5, 6, 7, 8)

pi_heif.options.DECODE_THREADS = 1
pi_heif.register_heif_opener()


def examine_picture(content: bytes, kind: Kind, limits: Limits) -> Examined:
    """Accepted with its size when every pixel can be decoded; the header alone refuses what is too large."""
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(content, kind, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return Refused(Refusal.TOO_MANY_PIXELS, {"limit": limits.max_pixels // 1_000_000})
    except Exception as error:
        return Refused(Refusal.BROKEN_PICTURE, {"why": type(error).__name__})


def _decode(content: bytes, kind: Kind, limits: Limits) -> Examined:
    with Image.open(BytesIO(content), formats=_FORMATS[kind]) as picture:
        width, height = picture.size
        if min(width, height) < limits.min_side:
            return Refused(Refusal.TOO_SMALL, {"width": width, "height": height, "limit": limits.min_side})
        turned = picture.getexif().get(_ORIENTATION) in _TURNED
        picture.draft("RGB", (width // 8, height // 8))
        picture.load()
    return Accepted(kind, 1, *((height, width) if turned else (width, height)))
