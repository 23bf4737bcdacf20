"""The pages of a document: as files to send, called by their numbers, and as they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from dialogs.inputs import Page
from dialogs.message import FileOut
from storage.uow import Uow

_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def page_files(pages: Iterable[tuple[int, str]]) -> tuple[FileOut, ...]:
    """Each stored file, given by its id and media type, under its number."""
    return tuple(
        FileOut(f"{number}.{_SUFFIXES.get(mime, 'bin')}", mime, stored=id_)
        for number, (id_, mime) in enumerate(pages, start=1)
    )


async def pages_of(uow: Uow, file_ids: Sequence[int]) -> tuple[Page, ...]:
    """Stored files as answers: what was made of one file is one answer again, with the mark of that file."""
    records = await uow.files.get(file_ids)
    originals = {record.original for record in records.values() if record.original is not None}
    sent = records | await uow.files.get(originals)
    there = [records[id_] for id_ in file_ids if id_ in records]
    pages: list[Page] = []
    for source, made in groupby(there, lambda record: record.original or record.id):
        first, *rest = made
        count = first.pages + sum(record.pages for record in rest)
        mark = sent[source].mark if source in sent else ""
        pages.append(Page(first.id, first.mime, count, tuple(record.id for record in rest), mark))
    return tuple(pages)
