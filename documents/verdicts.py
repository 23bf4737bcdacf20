"""What the check of a file can come to: accepted as what it is, or refused for one reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    """What may come in: bytes of the file, pages of a PDF, pixels of a picture (`min_side` is its shorter side)."""

    max_bytes: int = 20 * MEGABYTE
    max_pages: int = 50
    max_pixels: int = 64_000_000
    min_side: int = 480


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept; width and height in pixels as a person sees the picture, None for a PDF."""

    mime: str
    pages: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Refused:
    """A file that may not be kept; `details` are the numbers and words that explain why."""

    reason: Refusal
    details: Mapping[str, str | int] = field(default_factory=dict)


Examined = Accepted | Refused
