"""The documents of a contract, and what was said of each (S1-48, S1-56)."""

from __future__ import annotations

from dialogs.contract_queries import CheckedDocument
from dialogs.inputs import Page
from enrolment.contract import ContractState
from enrolment.contract_marks import Judgement, Mark
from enrolment.terms import DocumentKind, FormField
from handlers.telling import Occasion
from storage.stored_contract import StoredContract


async def contract_documents(at: Occasion, one: StoredContract) -> tuple[CheckedDocument, ...]:
    """In the profile's order."""
    names = {row.kind: row.name for row in at.office.profile.documents.contract}
    found = [(kind, await at.uow.papers.get(one.papers[kind])) for kind in names if kind in one.papers]
    return tuple(
        CheckedDocument(kind, names[kind], len(paper.file_ids), *said_of(one, kind)) for kind, paper in found if paper
    )


async def attached_to(at: Occasion, one: StoredContract) -> dict[DocumentKind, tuple[Page, ...]]:
    """What the draft of a contract has already; nothing of one that came back, where what is marked is sent anew."""
    if one.state is not ContractState.DRAFT:
        return {}
    found: dict[DocumentKind, tuple[Page, ...]] = {}
    for kind, paper_id in one.papers.items():
        paper = await at.uow.papers.get(paper_id)
        records = await at.uow.files.get(paper.file_ids) if paper else {}
        if paper is not None and records:
            found[kind] = tuple(Page(id_, records[id_].mime, 1) for id_ in paper.file_ids if id_ in records)
    return found


def said_of(one: StoredContract, item: DocumentKind | FormField) -> tuple[bool | None, str, str, bool]:
    """Accepted or not, the reason's code, the comment, and whether it was replaced since."""
    mark = one.contract.marks.get(item, Mark(Judgement.REPLACED))
    verdicts = {Judgement.ACCEPTED: True, Judgement.WRONG: False, Judgement.REPLACED: None}
    replaced = item in one.contract.marks and mark.judgement is Judgement.REPLACED
    return verdicts[mark.judgement], mark.reason or "", mark.comment, replaced
