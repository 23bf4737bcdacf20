"""The documents of a contract, and what was said of each (S1-48, S1-56)."""

from __future__ import annotations

from collections.abc import Collection

from dialogs.contract_queries import CheckedDocument
from dialogs.inputs import Page
from enrolment.contract import ContractState
from enrolment.contract_marks import Item, Judgement, Mark, replaced_items
from enrolment.terms import DocumentKind, FormField
from handlers.contract_acts import under_its_rules
from handlers.page_files import pages_of
from handlers.telling import Occasion
from storage.stored_contract import StoredContract


async def contract_documents(
    at: Occasion, one: StoredContract, also: Collection[Item] = ()
) -> tuple[CheckedDocument, ...]:
    """In the order of its profile; those that are named `also` even where the parent has left them out."""
    names = {row.kind: row.name for row in under_its_rules(at, one).office.profile.documents.contract}
    found = {kind: await _pages(at, one.papers.get(kind)) for kind in names if kind in one.papers or kind in also}
    return tuple(
        CheckedDocument(kind, names[kind], sum(page.pages for page in pages), *said_of(one, kind))
        for kind, pages in found.items()
    )


async def attached_to(at: Occasion, one: StoredContract) -> dict[DocumentKind, tuple[Page, ...]]:
    """What the draft of a contract has already; of one that came back what was sent anew, or that there is none."""
    if one.state is not ContractState.DRAFT:
        anew = [each for each in replaced_items(one.contract.marks) if isinstance(each, DocumentKind)]
        return {kind: await _pages(at, one.papers.get(kind)) for kind in anew}
    found = {kind: await _pages(at, paper_id) for kind, paper_id in one.papers.items()}
    return {kind: pages for kind, pages in found.items() if pages}


async def _pages(at: Occasion, paper_id: int | None) -> tuple[Page, ...]:
    paper = await at.uow.papers.get(paper_id) if paper_id is not None else None
    return await pages_of(at.uow, paper.file_ids) if paper else ()


def said_of(one: StoredContract, item: DocumentKind | FormField) -> tuple[bool | None, str, str, bool]:
    """Accepted or not, the reason's code, the comment, and whether it was replaced since."""
    mark = one.contract.marks.get(item, Mark(Judgement.REPLACED))
    verdicts = {Judgement.ACCEPTED: True, Judgement.WRONG: False, Judgement.REPLACED: None}
    replaced = item in one.contract.marks and mark.judgement is Judgement.REPLACED
    return verdicts[mark.judgement], mark.reason or "", mark.comment, replaced
