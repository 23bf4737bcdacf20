"""Draws the pages of a PDF, only in the limited child process: pdfium bounds neither its time nor its memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pypdfium2
from PIL import Image

from documents.kinds import Kind
from documents.looks import look_at
from documents.pages import LONG_SIDE, as_jpeg
from documents.pdfs import examine_pdf, wrong_count
from documents.verdicts import MEGABYTE, Accepted, Examined, Limits, Refusal, Refused
from enrolment.photo_advice import PhotoAdvice, advice, shared

_CHECKED_SIDE: Final = 1000
_MOST_MADE: Final = 48 * MEGABYTE
_OPENING: Final = b"%PDF-"
_ENDING: Final = b"%%EOF"
_ENDS_WITHIN: Final = 1024
_LOCK: Final = b"/Encrypt"


def take_pdf(content: bytes, limits: Limits) -> Examined:
    """The PDF as it came where it may be kept and can be drawn, else its pages as JPEG, or why it is refused.

    One that is damaged, locked against changes only, or reaches for what lies elsewhere, is saved as pictures: these do
    nothing by themselves.
    """
    examined = examine_pdf(content, limits)
    if isinstance(examined, Refused) and examined.reason is not Refusal.BROKEN_PDF:
        return examined
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if (refused := wrong_count(len(document), limits)) is not None:
                return refused
            if isinstance(examined, Accepted) and _may_stay(content, limits):
                advised = (_advice(page) for page in _drawn(document, _CHECKED_SIDE))
                return Accepted(Kind.PDF, len(document), advice=shared(advised))
            return _as_pages(document, limits)
    except Exception as error:
        return Refused(Refusal.BROKEN_PDF, {"why": type(error).__name__})


def _may_stay(content: bytes, limits: Limits) -> bool:
    """Not where it is locked, and not where something else stands before or after it: a page or an archive."""
    if limits.pdf_max_bytes is None or len(content) > limits.pdf_max_bytes or _LOCK in content:
        return False
    return content.startswith(_OPENING) and _ENDING in content[-_ENDS_WITHIN:]


def _as_pages(document: pypdfium2.PdfDocument, limits: Limits) -> Examined:
    most = min(limits.page_max_bytes, _MOST_MADE // len(document))
    made, advised = [], []
    for page in _drawn(document, LONG_SIDE):
        made.append(as_jpeg(page, most))
        advised.append(_advice(page))
    largest = max(map(len, made))
    if largest > limits.page_max_bytes:
        return Refused(Refusal.TOO_BIG, {"bytes": largest, "limit": limits.page_max_bytes})
    return Accepted(Kind.PDF, len(made), advice=shared(advised), made=tuple(made))


def _drawn(document: pypdfium2.PdfDocument, long_side: int) -> Iterator[Image.Image]:
    """Each page on white, without forms, its long side this many pixels."""
    for number in range(len(document)):
        with closing(document[number]) as page:
            scale = long_side / max(page.get_size())
            with closing(page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)) as bitmap:
                yield bitmap.to_pil().convert("RGB")


def _advice(page: Image.Image) -> PhotoAdvice | None:
    """Neither the size nor the shape of a drawing says anything about the file."""
    return advice(look_at(page, (LONG_SIDE, LONG_SIDE)))
