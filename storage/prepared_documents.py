"""Documents of a child that were sent before a contract asked for them: one of each kind, kept for the next one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from enrolment.terms import DocumentKind
from storage.domain_tables import child, paper_page
from storage.flow_tables import stored_file
from storage.prepared_tables import prepared_document, prepared_page
from storage.schema import new_id

if TYPE_CHECKING:
    from storage.uow import Uow

_DOCUMENT, _PAGE = prepared_document.c, prepared_page.c


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """One file of a document: its id, its media type, and how many pages it has."""

    file_id: int
    mime: str
    pages: int


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document of a child, with its files in their order; `issued_on` is the day that stands on the paper."""

    child_id: int
    kind: DocumentKind
    files: tuple[PreparedPage, ...]
    sent_by: int
    sent_at: datetime
    issued_on: date | None = None
    id: int = field(default_factory=new_id)


class PreparedDocuments:
    """The documents, within one unit of work. A file that goes loses its record, and with it the key to its bytes."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def of_child(self, child_id: int) -> list[PreparedDocument]:
        """What is there for a child, in the order in which it came."""
        return await self._of([child_id])

    async def put(self, one: PreparedDocument) -> None:
        """Keeps the document and its files, in place of an earlier one of its kind; ValueError without any file."""
        if not one.files:
            raise ValueError("a document has at least one page")
        # Two who send at the same time come one after the other.
        same = select(child.c.id).where(child.c.id == one.child_id).with_for_update()
        await self._uow.connection.execute(same)
        ids = [page.file_id for page in one.files]
        await self._drop([old.id for old in await self.of_child(one.child_id) if old.kind is one.kind], kept=ids)
        await self._uow.connection.execute(insert(prepared_document), _row(one))
        pages = [
            {"document_id": one.id, "position": position, "file_id": page.file_id, "pages": page.pages}
            for position, page in enumerate(one.files, start=1)
        ]
        await self._uow.connection.execute(insert(prepared_page), pages)
        await self._uow.files.keep(ids)

    async def drop(self, child_id: int, kind: DocumentKind) -> bool:
        """Takes that document away for good; False when there is none."""
        found = [one.id for one in await self.of_child(child_id) if one.kind is kind]
        await self._drop(found)
        return bool(found)

    async def erase_child(self, child_id: int) -> None:
        """Takes everything of a child away."""
        await self._drop([one.id for one in await self.of_child(child_id)])

    async def erase(self, account_id: int) -> None:
        """Takes everything of an account's children away, also of those that it has removed."""
        mine = select(child.c.id).where(child.c.account_id == account_id)
        query = select(_DOCUMENT.id).where(_DOCUMENT.child_id.in_(mine))
        await self._drop(list((await self._uow.connection.execute(query)).scalars()))

    async def make_one_child(self, gone: Collection[int], kept: int) -> None:
        """These records of children have become that one; of two documents of a kind the later stays."""
        newest = {one.kind: one.id for one in await self._of([*gone, kept])}
        await self._drop([one.id for one in await self._of([*gone, kept]) if newest[one.kind] != one.id])
        moved = update(prepared_document).where(_DOCUMENT.child_id.in_(gone))
        await self._uow.connection.execute(moved.values(child_id=kept))

    async def hand_over(self, from_id: int, to_id: int) -> None:
        """One account has become the other: what either sent, that one has sent."""
        sent = update(prepared_document).where(_DOCUMENT.sent_by == from_id)
        await self._uow.connection.execute(sent.values(sent_by=to_id))

    async def _of(self, child_ids: Sequence[int]) -> list[PreparedDocument]:
        rows: dict[int, list[Any]] = {}
        for row in await self._uow.connection.execute(_OF_CHILDREN, {"children": list(child_ids)}):
            rows.setdefault(row.id, []).append(row)
        return [_document(pages) for pages in rows.values()]

    async def _drop(self, ids: Collection[int], kept: Collection[int] = ()) -> None:
        """Takes documents away, and their files unless something else refers to them."""
        if not ids:
            return
        pages = delete(prepared_page).where(_PAGE.document_id.in_(ids)).returning(_PAGE.file_id)
        files = set((await self._uow.connection.execute(pages)).scalars()) - set(kept)
        await self._uow.connection.execute(delete(prepared_document).where(_DOCUMENT.id.in_(ids)))
        for file_id in files - await self._needed(files):
            await self._uow.files.delete(file_id)

    async def _needed(self, files: Collection[int]) -> set[int]:
        """Those of the files that an application refers to as well."""
        query = select(paper_page.c.file_id).where(paper_page.c.file_id.in_(files))
        return set((await self._uow.connection.execute(query)).scalars())


_OF_CHILDREN = (
    select(prepared_document, _PAGE.file_id, _PAGE.pages, stored_file.c.mime)
    .join(prepared_page, _PAGE.document_id == _DOCUMENT.id)
    .join(stored_file, stored_file.c.id == _PAGE.file_id)
    .where(_DOCUMENT.child_id.in_(bindparam("children", expanding=True)))
    .order_by(_DOCUMENT.sent_at, _DOCUMENT.id, _PAGE.position)
)


def _row(one: PreparedDocument) -> dict[str, Any]:
    return {
        "id": one.id,
        "child_id": one.child_id,
        "kind": one.kind.value,
        "sent_by": one.sent_by,
        "sent_at": one.sent_at,
        "issued_on": one.issued_on.isoformat() if one.issued_on else None,
    }


def _document(rows: Sequence[Any]) -> PreparedDocument:
    """The rows of one document, a file each."""
    first = rows[0]
    files = tuple(PreparedPage(row.file_id, row.mime, row.pages) for row in rows)
    issued_on = date.fromisoformat(first.issued_on) if first.issued_on else None
    return PreparedDocument(
        first.child_id, DocumentKind(first.kind), files, first.sent_by, first.sent_at, issued_on, first.id
    )
