"""Draws a page of a contract's file for the chat, in the child process: what is looked at is the file itself."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image

WIDTH: Final = 1080
_GREYS: Final = 16


def picture_of(pdf: bytes, number: int) -> tuple[bytes, int]:
    """The page of that number, from 1, as a PNG 1080 pixels wide in 16 greys, and how many pages there are.

    Raises IndexError and `pypdfium2.PdfiumError`.
    """
    if number < 1:
        raise IndexError(number)
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[number - 1]) as page:
        scale = WIDTH / page.get_size()[0]
        with closing(page.render(scale=scale, grayscale=True, may_draw_forms=False)) as bitmap:
            return _small(bitmap.to_pil()), len(document)


def count_pages(pdf: bytes) -> int:
    """How many pages the file has."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def _small(page: Image.Image) -> bytes:
    """A third of the bytes of all greys: 100 KB a page."""
    step = 255 / (_GREYS - 1)
    levels = page.convert("L").point([round(grey / step) for grey in range(256)])
    picture = Image.frombytes("P", levels.size, levels.tobytes())
    picture.putpalette([round(level * step) for level in range(_GREYS) for _channel in "rgb"])
    packed = BytesIO()
    picture.save(packed, "PNG", bits=4)
    return packed.getvalue()
