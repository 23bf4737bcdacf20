"""The contract as a PDF: a draft to read, then the frozen version to sign, typeset after the turn. C7, C11, C20."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from dialogs.contract_effects import FreezeContract, MakeDraft
from dialogs.inputs import Fine, Refused
from dialogs.page import Go
from enrolment.contract import WITH_PARENT, ContractAction, ContractFacts, ContractNeed, ContractNotAllowed, fills
from enrolment.contract_changes import thawed
from enrolment.family import FamilyAct
from enrolment.voucher_states import Actor
from handlers.account_files import sealed
from handlers.book import Outcome, performs
from handlers.contract_acts import ContractAct
from handlers.contract_answers import Filled, take_answers
from handlers.contract_clocks import in_time
from handlers.contract_moves import move_contract, waits_for_signature
from handlers.contract_press import NotPrinted
from handlers.contract_signers import held_fast
from handlers.contract_text import SHEETS, Sheets, pack_sheets, sheets_of
from handlers.contract_words import NOT_YOURS, TERM_OVER, TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.family_access import NotForYou, acts_as, let_in
from handlers.office import Office
from handlers.telling import Moment
from locales.text import _
from storage.applications import Changed
from storage.contract_versions import ContractVersion
from storage.database import Database
from storage.stored_contract import StoredContract
from storage.tasks import TaskRow

DRAFT, FREEZE = "contract_draft", "contract_freeze"
PDF = "application/pdf"
FAILED, CHANGED = {"failed": True}, {"changed": True}
READ_ANEW = _("The contract’s text has changed meanwhile. Please read it once more.")
_READY = frozenset({ContractNeed.ANSWERS, ContractNeed.DOCUMENTS, ContractNeed.READ_ACK})


@performs(MakeDraft)
@let_in(NOT_YOURS, Go("contracts"))
async def make_draft(desk: Desk, effect: MakeDraft) -> Outcome:
    """The answers become the contract's; the draft comes when it is typeset (C2, C4…C6)."""
    one, role = await _mine(desk, effect.contract)
    if not fills(one.contract, role):
        return elsewhere(TOO_LATE, Go("contract", {"id": one.id}))
    try:
        taken = await take_answers(desk, one, Filled(role, effect.fields, effect.documents))
    except (ContractNotAllowed, Changed):
        return elsewhere(TOO_LATE, Go("contract", {"id": one.id}))
    return taken if isinstance(taken, Refused) else await _wanted(desk, DRAFT, one)


@performs(FreezeContract)
@let_in(NOT_YOURS, Go("contracts"))
async def freeze_contract(desk: Desk, effect: FreezeContract) -> Outcome:
    """What was read is typeset for good, unless it would say something else by now (C7, C20)."""
    one, role = await _mine(desk, effect.contract)
    if one.state not in WITH_PARENT or not fills(one.contract, role):
        return elsewhere(TOO_LATE, Go("contract", {"id": one.id}))
    if not await in_time(desk, one):
        return elsewhere(TERM_OVER, Go("contract", {"id": one.id}))
    read = await desk.uow.contract_versions.get(one.id, effect.version)
    if read is None or effect.version != one.version or read.form != one.form or not await _as_read(desk, one, read):
        return Refused(READ_ANEW, at="draft")
    return await _wanted(desk, FREEZE, one)


async def print_contract(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """Typeset what a task wants and keep it as the next version; may be done twice, after a crash."""
    async with database.reading() as uow:
        one = await uow.contracts.get(task.payload["contract"])
        read = await uow.contract_versions.get(one.id, one.version) if one and task.kind == FREEZE else None
        sheets = await sheets_of(uow, office.files, read)
    if one is None or office.press is None or one.state not in WITH_PARENT:
        return FAILED
    now = office.clock.now()  # An agreement names the contract by this day, which stands in its text.
    try:
        printed = await office.press.contract(database, one, now, final=task.kind == FREEZE)
    except NotPrinted:
        return FAILED
    if task.kind == FREEZE and printed.content != sheets.content:
        return CHANGED  # The catalogue changed after the turn.
    name, said = f"{one.number}.pdf", pack_sheets(Sheets(printed.text, printed.content))
    pdf = await sealed(office, one.account_id, printed.pdf, PDF, name)
    text = await sealed(office, one.account_id, said, SHEETS, name)
    sha256 = hashlib.sha256(printed.pdf).hexdigest()
    made = ContractVersion(one.id, one.version + 1, pdf.id, sha256, printed.pages, printed.template, now)
    made = replace(made, form=one.form, text_id=text.id, frozen_at=now if task.kind == FREEZE else None)
    try:
        async with database.transaction("contract printed") as uow:
            await uow.files.add(pdf)
            await uow.files.add(text)
            await _keep(Moment(uow, office, office.clock.now()), task, one, made)
    except Changed:
        return CHANGED if task.kind == FREEZE else FAILED
    except ContractNotAllowed:
        return FAILED
    told = {"sha256": sha256} if task.kind == FREEZE else {"pages": made.pages}
    return {"version": made.version, **told}


async def _keep(at: Moment, task: TaskRow, one: StoredContract, made: ContractVersion) -> None:
    """The next version of the contract as it was when it was typeset; raises Changed where it is another now."""
    current = await held_fast(at, one.id, task.account_id)
    if current is None or current.rev != one.rev or await waits_for_signature(at, one):
        raise Changed
    if made.frozen_at is None:
        await at.uow.contracts.save(replace(one, version=made.version, contract=thawed(one.contract)))
        await at.uow.contract_versions.drop_drafts(one.id)
    else:
        read = await at.uow.contract_versions.get(one.id, one.version)
        if read is None or read.template != made.template:
            raise Changed  # C20: a new edition came into force between the reading and the printing.
        await _freeze(at, task, one, made)
    await at.uow.contract_versions.add(made)


async def _freeze(at: Moment, task: TaskRow, one: StoredContract, made: ContractVersion) -> None:
    role = await at.uow.family.role(one.application_id, task.account_id)
    facts = ContractFacts(
        role or Actor.DELEGATE, at.now, document=made.sha256, documents=frozenset(one.papers), there=_READY
    )
    changes = {"version": made.version}
    by = f"account:{task.account_id}"
    await move_contract(at, one.id, ContractAct(ContractAction.FREEZE, by, facts, changes=changes))


async def _as_read(desk: Desk, one: StoredContract, read: ContractVersion) -> bool:
    """Whether it would say the same now: today's model form (C20), and what the catalogue tells of the kindergarten."""
    press = desk.office.press
    if press is None:
        return True
    if read.template != await press.template(desk.uow):
        return False
    sheets = await sheets_of(desk.uow, desk.office.files, read)
    try:
        return sheets.content == await press.content(desk.uow, one)
    except NotPrinted:
        return True  # The printing says that it cannot be made.


async def _mine(desk: Desk, contract_id: int) -> tuple[StoredContract, Actor]:
    one = await desk.uow.contracts.get(contract_id)
    if one is None:
        raise NotForYou(None)
    return one, await acts_as(desk, one.application_id, FamilyAct.SIGN)


async def _wanted(desk: Desk, kind: str, one: StoredContract) -> Outcome:
    task = await desk.uow.tasks.add(desk.account.id, kind, {"contract": one.id}, desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task})
