"""The papers that parents send: each of one kind, of one or several pages that are stored files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, delete, insert, select, union, update

from enrolment.terms import DocumentKind
from storage.domain_tables import paper, paper_page
from storage.prepared_tables import prepared_page
from storage.schema import new_id

if TYPE_CHECKING:
    from storage.uow import Uow


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of an account; `file_ids` are its pages in order."""

    account_id: int
    kind: DocumentKind
    file_ids: tuple[int, ...]
    created_at: datetime
    application_id: int | None = None
    id: int = field(default_factory=new_id)


class Papers:
    """The papers, within one unit of work."""

    def __init__(self, uow: Uow) -> None:
        self._uow = uow

    async def add(self, one: Paper) -> None:
        """Stores a paper with its pages; ValueError without any page."""
        if not one.file_ids:
            raise ValueError("a paper has at least one page")
        await self._uow.connection.execute(
            _ADD,
            {
                "id": one.id,
                "account_id": one.account_id,
                "application_id": one.application_id,
                "kind": one.kind,
                "created_at": one.created_at,
            },
        )
        pages = [
            {"paper_id": one.id, "position": position, "file_id": file_id}
            for position, file_id in enumerate(one.file_ids, start=1)
        ]
        await self._uow.connection.execute(_ADD_PAGES, pages)

    async def get(self, paper_id: int) -> Paper | None:
        """One paper that was not removed."""
        found = await self._found(_BY_ID, of=paper_id)
        return found[0] if found else None

    async def of_application(self, application_id: int) -> list[Paper]:
        """The papers of an application, in the order in which they were sent."""
        return await self._found(_OF_APPLICATION, of=application_id)

    async def of_account(self, account_id: int) -> list[Paper]:
        """All papers of an account, attached to an application or not."""
        return await self._where(paper.c.account_id == account_id)

    async def remove(self, paper_id: int, at: datetime) -> tuple[int, ...]:
        """Takes a paper away and returns the files that nothing needs any more."""
        return await self._remove(paper.c.id == paper_id, at)

    async def erase(self, account_id: int, at: datetime) -> tuple[int, ...]:
        """Takes all papers of an account away and returns the files to delete."""
        return await self._remove(paper.c.account_id == account_id, at)

    async def _remove(self, condition: Any, at: datetime) -> tuple[int, ...]:
        marked = update(paper).where(condition, paper.c.removed_at.is_(None)).values(removed_at=at)
        ids = list((await self._uow.connection.execute(marked.returning(paper.c.id))).scalars())
        pages = delete(paper_page).where(paper_page.c.paper_id.in_(ids)).returning(paper_page.c.file_id)
        freed = set((await self._uow.connection.execute(pages)).scalars())
        return tuple(sorted(freed - await self._needed(freed)))

    async def _needed(self, files: Collection[int]) -> set[int]:
        """Those of the files that another paper, or a document sent ahead, refers to as well."""
        other = select(paper_page.c.file_id).where(paper_page.c.file_id.in_(files))
        ahead = select(prepared_page.c.file_id).where(prepared_page.c.file_id.in_(files))
        return set((await self._uow.connection.execute(union(other, ahead))).scalars())

    async def _where(self, *conditions: Any) -> list[Paper]:
        return await self._found(_KEPT.where(*conditions))

    async def _found(self, query: Select[Any], **terms: Any) -> list[Paper]:
        rows = (await self._uow.connection.execute(query, terms)).all()
        pages: dict[int, list[int]] = {}
        for row in rows:
            pages.setdefault(row.id, []).append(row.file_id)
        first = {row.id: row for row in reversed(rows)}
        return [
            Paper(row.account_id, DocumentKind(row.kind), tuple(pages[id_]), row.created_at, row.application_id, id_)
            for id_, row in ((id_, first[id_]) for id_ in pages)
        ]


_ADD, _ADD_PAGES = insert(paper), insert(paper_page)
_KEPT = (
    select(paper, paper_page.c.file_id)
    .join(paper_page, paper_page.c.paper_id == paper.c.id)
    .where(paper.c.removed_at.is_(None))
    .order_by(paper.c.created_at, paper.c.id, paper_page.c.position)
)
_BY_ID = _KEPT.where(paper.c.id == bindparam("of"))
_OF_APPLICATION = _KEPT.where(paper.c.application_id == bindparam("of"))
