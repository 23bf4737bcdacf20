"""What the check of a file can come to: accepted as what it is, or refused for one reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from enrolment.photo_advice import PhotoAdvice

MEGABYTE = 1024 * 1024


class Refusal(StrEnum):
    """Why a file is not kept."""

    TOO_BIG = "too_big"
    EMPTY = "empty"
    NOT_A_DOCUMENT = "not_a_document"
    EDS_KEY = "eds_key"
    BROKEN_PICTURE = "broken_picture"
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN_PDF = "broken_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"
    ACTIVE_PDF = "active_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"


@dataclass(frozen=True)
class Limits:
    """What may come in: bytes of the file, pages of a PDF, pixels of a picture (`min_side` is its shorter side).

    A JPEG can be opened at a part of its size, other pictures only whole: these may have `max_whole_pixels`. What is
    kept is a JPEG of at most `page_max_bytes` a page, or the PDF as it came up to `pdf_max_bytes` (None: never).
    """

    max_bytes: int = 20 * MEGABYTE
    max_pages: int = 50
    max_pixels: int = 64_000_000
    max_whole_pixels: int = 26_000_000
    min_side: int = 480
    page_max_bytes: int = 2 * MEGABYTE
    pdf_max_bytes: int | None = 10 * MEGABYTE


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept; width and height in pixels as a person sees the picture as sent, None for a PDF.

    `made` are the JPEG pages that are shown and kept beside it; without any, the file itself is.
    """

    mime: str
    pages: int
    width: int | None = None
    height: int | None = None
    advice: PhotoAdvice | None = None
    made: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Refused:
    """A file that may not be kept; `details` are the numbers and words that explain why."""

    reason: Refusal
    details: Mapping[str, str | int] = field(default_factory=dict)


Examined = Accepted | Refused
