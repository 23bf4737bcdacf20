"""Opens a picture as a person would see it and makes the page that is kept, in the limited child process."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

import pi_heif
from PIL import Image

from documents.kinds import Kind
from documents.looks import look_at
from documents.pages import as_jpeg, sheets, upright
from documents.verdicts import Accepted, Examined, Limits, Refusal, Refused
from enrolment.photo_advice import PhotoAdvice, advice, shared

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
    """Accepted with its page, several of a scrolled text; the header alone refuses what is too large."""
    most = limits.max_pixels if kind is Kind.JPEG else limits.max_whole_pixels
    Image.MAX_IMAGE_PIXELS = most
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _made(content, kind, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return Refused(Refusal.TOO_MANY_PIXELS, {"limit": most // 1_000_000})
    except Exception as error:
        return Refused(Refusal.BROKEN_PICTURE, {"why": type(error).__name__})


def _made(content: bytes, kind: Kind, limits: Limits) -> Examined:
    with Image.open(BytesIO(content), formats=_FORMATS[kind]) as picture:
        size = picture.size
        if min(size) < limits.min_side:
            return Refused(Refusal.TOO_SMALL, {"width": size[0], "height": size[1], "limit": limits.min_side})
        if picture.getexif().get(_ORIENTATION) in _TURNED:
            size = size[1], size[0]
        page = upright(picture)
    made, advised = [], []
    for sheet in sheets(page):
        made.append(as_jpeg(sheet, limits.page_max_bytes))
        advised.append(_advice(sheet, made[-1]))
    if (largest := max(map(len, made))) > limits.page_max_bytes:
        return Refused(Refusal.TOO_BIG, {"bytes": largest, "limit": limits.page_max_bytes})
    return Accepted(kind, len(made), *size, shared(advised), tuple(made))


def _advice(page: Image.Image, written: bytes) -> PhotoAdvice | None:
    """What to advise about a page by the size in which it is kept: whoever reads it sees no other."""
    with Image.open(BytesIO(written)) as kept:
        return advice(look_at(page, kept.size))
