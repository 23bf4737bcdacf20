"""Somebody besides the parent who signed brings a document that the kindergarten marked. C11, edges 8 and 9."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from dialogs.preparation_effects import PrepareDocument
from dialogs.preparation_words import SHORT
from enrolment.contract import ContractAction, ContractFacts, ContractNotAllowed
from enrolment.voucher_states import Actor
from handlers.book import Outcome
from handlers.contract_acts import ContractAct
from handlers.contract_answers import keep_paper
from handlers.contract_moves import move_contract
from handlers.contract_words import TOO_LATE
from handlers.desk import Desk
from locales.text import _
from storage.applications import Changed
from storage.children import Child
from storage.stored_contract import StoredContract


async def replace_marked(
    desk: Desk, one: StoredContract, sender: tuple[Child, Actor], effect: PrepareDocument
) -> Outcome:
    """The document in place of the marked one; a draft that was read is made anew, for whoever signs it (C11)."""
    (child, role), kind = sender, effect.kind
    facts = ContractFacts(role, desk.now, item=kind)
    try:
        async with desk.uow.savepoint():  # Too late, nothing of it is kept either.
            paper = await keep_paper(desk, one, kind, effect.pages)
            changes = {"papers": {**one.papers, kind: paper.id}}
            act = ContractAct(ContractAction.REPLACE, desk.actor, facts, changes=changes)
            moved = await move_contract(desk, one.id, act)
    except (ContractNotAllowed, Changed):
        return Refused(TOO_LATE)
    await desk.uow.contract_versions.drop_drafts(moved.contract.id)
    said = _(
        "Sent for the contract: {document}. The parent who signed it reads it and signs again.", document=SHORT[kind]
    )
    return Fine(Finish(then=Go("preparing", {"child": child.id}), remark=said))
