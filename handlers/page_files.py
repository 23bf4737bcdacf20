"""The pages of a document as files to send, called by their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.message import FileOut

_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def page_files(pages: Iterable[tuple[int, str]]) -> tuple[FileOut, ...]:
    """Each stored file, given by its id and media type, under its number."""
    return tuple(
        FileOut(f"{number}.{_SUFFIXES.get(mime, 'bin')}", mime, stored=id_)
        for number, (id_, mime) in enumerate(pages, start=1)
    )
