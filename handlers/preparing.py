"""Documents of a child that are sent ahead of the contract: kept, seen again by parents, replaced, deleted. Edge 9."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.preparation_effects import DropPrepared, PrepareDocument, ShowPrepared
from dialogs.preparation_words import SHORT
from enrolment.family import FamilyAct, may
from enrolment.preparation import documents_shown_to
from enrolment.profile_sections import DocumentRules
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from handlers.account_files import own_files
from handlers.application_rules import SEND_AGAIN
from handlers.book import Outcome, performs
from handlers.contract_replacing import replace_marked
from handlers.desk import Desk
from handlers.family_joining import note
from handlers.page_files import page_files
from handlers.preparations import (
    access,
    active,
    brought_already,
    brought_anew,
    contract_with_parent,
    returned_only,
    rules_of,
)
from locales.text import Text, _, n_
from storage.children import Child
from storage.prepared_documents import PreparedDocument, PreparedPage

NO_CHILD = _("This child is no longer in your list.")
NOT_THERE = _("This document is not here any more.")
NOT_ALLOWED = _("A delegate can send a document that is missing, and nothing else. Nothing was changed.")
NOT_ASKED = _("The contract does not ask for this document.")


@performs(PrepareDocument)
async def prepare_document(desk: Desk, effect: PrepareDocument) -> Outcome:
    """Keep a document; whoever may not see the one that is there does not replace it unless it is their own.

    What the kindergarten marked goes right into the contract that somebody else has signed (C11).
    """
    child, role = await access(desk, effect.child)
    if child is None or role is None or not may(role, FamilyAct.UPLOAD):
        return Refused(NO_CHILD)
    applications = await active(desk, child)
    one = await contract_with_parent(desk, applications)
    asked = documents_shown_to(role, rules_of(desk, one), [each.queue_type for each in applications])
    rules = next((row for row in asked if row.kind is effect.kind), None)
    if rules is None:
        return Refused(NOT_ASKED)
    refused = await _unfit(desk, effect, rules)
    if refused is not None:
        return refused
    returned = returned_only(one)
    wanted = brought_anew(desk, returned, role) | await brought_already(desk, returned, role)
    if returned is not None and effect.kind in wanted:
        return await replace_marked(desk, returned, (child, role), effect)
    refused = await _not_theirs(desk, child, role, effect.kind)
    if refused is not None:
        return refused
    parts = (part for page in effect.pages for part in page.parts)
    files = tuple(PreparedPage(part.file, part.mime, part.pages) for part in parts)
    kept = PreparedDocument(child.id, effect.kind, files, desk.account.id, desk.now, effect.issued_on)
    await desk.uow.prepared.put(kept)
    await note(desk, child.id, "document_prepared", kind=effect.kind)
    said = _("Kept for the contract: {document}.", document=SHORT[effect.kind])
    return Fine(Finish(then=Go("preparing", {"child": child.id}), remark=said))


@performs(ShowPrepared)
async def show_prepared(desk: Desk, effect: ShowPrepared) -> Outcome:
    """Send the document into the chat of a parent."""
    child, role = await access(desk, effect.child)
    if child is None or not may(role, FamilyAct.SEE_DOCUMENTS):
        return Refused(NO_CHILD)
    one = await _kept(desk, child, effect.kind)
    if one is None:
        return Refused(NOT_THERE)
    files = page_files((page.file_id, page.mime) for page in one.files)
    await note(desk, child.id, "document_shown", kind=effect.kind)
    here = Go("prepared", {"child": child.id, "kind": effect.kind.value})
    return Fine(Finish(notes=(Message(SHORT[effect.kind], files=files),), then=here))


@performs(DropPrepared)
async def drop_prepared(desk: Desk, effect: DropPrepared) -> Outcome:
    """Delete the document for good; an application keeps what was sent with it."""
    child, role = await access(desk, effect.child)
    if child is None or not may(role, FamilyAct.DROP_DOCUMENTS):
        return Refused(NO_CHILD)
    if not await desk.uow.prepared.drop(child.id, effect.kind):
        return Refused(NOT_THERE)
    await note(desk, child.id, "document_dropped", kind=effect.kind)
    said = _("Deleted: {document}.", document=SHORT[effect.kind])
    return Fine(Finish(then=Go("preparing", {"child": child.id}), remark=said))


async def _unfit(desk: Desk, effect: PrepareDocument, rules: DocumentRules) -> Refused | None:
    """Pages that are gone or somebody else's, or more of them than the profile lets keep."""
    wanted = {file for page in effect.pages for file in page.files}
    if not wanted <= set(await own_files(desk.uow, desk.account.id, wanted)):
        return Refused(SEND_AGAIN, "pages")
    if sum(page.pages for page in effect.pages) > rules.max_pages:
        return Refused(_too_many(rules.max_pages), "pages")
    return None


def _too_many(most: int) -> Text:
    return n_(
        "These are too many pages: for this document I keep {count} at most. Delete the others.",
        "These are too many pages: for this document I keep {count} at most. Delete the others.",
        most,
    )


async def _not_theirs(desk: Desk, child: Child, role: Actor, kind: DocumentKind) -> Refused | None:
    there = await _kept(desk, child, kind)
    if there is None or may(role, FamilyAct.SEE_DOCUMENTS) or there.sent_by == desk.account.id:
        return None
    return Refused(NOT_ALLOWED)


async def _kept(desk: Desk, child: Child, kind: DocumentKind) -> PreparedDocument | None:
    return next((one for one in await desk.uow.prepared.of_child(child.id) if one.kind is kind), None)
