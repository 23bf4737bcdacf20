"""What nobody goes on with is forgotten: another parent's papers and texts, and whoever is erased. Edges 8, 40."""

from __future__ import annotations

from collections.abc import Collection

from enrolment.terms import DocumentKind
from handlers.telling import Occasion
from storage.stored_contract import StoredContract


async def forget_hands(at: Occasion, before: StoredContract, after: StoredContract) -> None:
    """Another parent fills the contract in: what the former one sent and read, and has not signed, is gone (edge 8)."""
    await at.uow.contract_versions.forget_unsigned(before.id)
    await forget_papers(at, {*before.papers.values()} - {*after.papers.values()})


async def forget_papers(at: Occasion, paper_ids: Collection[int]) -> None:
    """Papers go for good. The record of a file holds its key: without it the bytes say nothing, and are swept up."""
    for paper_id in sorted(paper_ids):
        for file_id in await at.uow.papers.remove(paper_id, at.now):
            await at.uow.files.delete(file_id)


async def forget_contracts(at: Occasion, account_id: int) -> None:
    """Of an account that is erased: contracts that came to nothing, also those that it filled in as the other parent.

    Documents of the child stay with the application of the parent who applied; the card of whoever filled in goes
    (edge 40).
    """
    in_vain = await at.uow.contracts.in_vain_of(account_id)
    found = [await at.uow.contracts.get(each) for each in in_vain]
    theirs = [one for one in found if one is not None and one.account_id != account_id and one.amends_id is None]
    cards = [one.papers[DocumentKind.ID_CARD] for one in theirs if DocumentKind.ID_CARD in one.papers]
    await forget_papers(at, cards)
    await at.uow.contract_versions.erase(in_vain)
    await at.uow.signatures.erase(account_id, in_vain)
    await at.uow.contracts.erase(in_vain)
