"""The files of a contract, sent into the chat: its PDF, and the documents to be checked. S1-28, S2-63, edge 42."""

from __future__ import annotations

from dialogs.contract_effects import ContractFile, ShowContractDocument
from dialogs.inputs import Fine
from dialogs.message import EMPTY, FileOut, Message
from dialogs.names import named
from dialogs.page import Finish, Go
from enrolment.family import FamilyAct
from enrolment.terms import DocumentKind
from handlers.book import Outcome, performs
from handlers.contract_acts import contract_subject, under_its_rules
from handlers.contract_cards import contract_for
from handlers.contract_seen import can_be_read, version_to_read
from handlers.contract_words import NOT_YOURS, elsewhere
from handlers.desk import Desk
from handlers.page_files import page_files
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.reach import actor_of, my_membership
from locales.text import Text, _
from storage.contract_versions import ContractVersion
from storage.stored_contract import StoredContract

NO_FILE = _("There is no such file of this contract.")
SHOWN = "document_shown"
_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@performs(ContractFile)
async def send_file(desk: Desk, effect: ContractFile) -> Outcome:
    """The PDF of a version, or of the newest; one in the archive stays available (edge 42)."""
    one, version = await version_seen(desk, effect.contract, effect.version)
    if one is None:
        return elsewhere(NOT_YOURS, Go("contracts"))
    record = (await desk.uow.files.get([version.file_id])).get(version.file_id) if version else None
    if record is None:
        return elsewhere(NO_FILE, _card(one))
    name = f"{one.number}.{_SUFFIXES.get(record.mime, 'bin')}"
    files = await _scanned(desk, one) or (FileOut(name, record.mime, stored=record.id),)
    sent = Message(_("Contract No. {number}", number=one.number), files=files)
    return Fine(Finish(notes=(sent,), then=_card(one)))


@performs(ShowContractDocument)
async def show_document(desk: Desk, effect: ShowContractDocument) -> Outcome:
    """The pages of a document (S1-48), and the page again where it was asked for; an employee's look is noted."""
    one = await _seen(desk, effect.contract)
    if one is None:
        return elsewhere(NOT_YOURS, Go("contracts"))
    files = await _pages(desk, one, effect.kind)
    if not files:
        return elsewhere(NO_FILE, _card(one))
    if member := await my_membership(desk):
        details = {"row": "", "kind": effect.kind.value}
        subject, by = contract_subject(one.id), actor_of(member)
        await desk.uow.events.append(subject, by, one.state, SHOWN, at=desk.now, details=details)
    return Fine(Finish(notes=(Message(_document_name(desk, one, effect.kind), files=files),)))


async def version_seen(
    desk: Desk, contract_id: int, number: int | None
) -> tuple[StoredContract | None, ContractVersion | None]:
    """The contract where this desk may see it, and that version of it, or without a number the newest."""
    one = await _seen(desk, contract_id)
    return one, await _version(desk, one, number) if one else None


async def _seen(desk: Desk, contract_id: int) -> StoredContract | None:
    """The contract, for its family and for the kindergarten's employees."""
    if desk.account.kind != "staff":
        return await contract_for(desk, contract_id, FamilyAct.SEE_DOCUMENTS)
    member = await my_membership(desk)
    return await contract_within_reach(desk, member, contract_id) if member else None


async def _version(desk: Desk, one: StoredContract, number: int | None) -> ContractVersion | None:
    if number is not None:
        asked = await desk.uow.contract_versions.get(one.id, number)
        return asked if asked is not None and can_be_read(one, asked) else None
    return await version_to_read(desk.uow, one)


async def _scanned(desk: Desk, one: StoredContract) -> tuple[FileOut, ...]:
    """The scan of a contract on paper that has several files (edge 41)."""
    files = await _pages(desk, one, DocumentKind.SIGNED_CONTRACT)
    return files if len(files) > 1 else ()


async def _pages(desk: Desk, one: StoredContract, kind: DocumentKind) -> tuple[FileOut, ...]:
    """The files of one of its documents, in their order."""
    paper = await desk.uow.papers.get(one.papers[kind]) if kind in one.papers else None
    if paper is None:
        return ()
    records = await desk.uow.files.get(paper.file_ids)
    return page_files((id_, records[id_].mime) for id_ in paper.file_ids if id_ in records)


def _document_name(desk: Desk, one: StoredContract, kind: DocumentKind) -> Text:
    rows = under_its_rules(desk, one).office.profile.documents.contract
    return next((named(row.name) for row in rows if row.kind is kind), EMPTY)


def _card(one: StoredContract) -> Go:
    return Go("contract", {"id": one.id})
