"""What the parent filled in becomes the contract’s: answers, documents, and the steps done by it. C2, C4…C6, C11."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.contract_effects import Documents, Fields
from dialogs.inputs import Page, Refused
from enrolment.contract import ContractAction, ContractFacts, ContractNeed, ContractState
from enrolment.contract_form import CHILDS, check_form, hidden_fields, missing_documents
from enrolment.contract_marks import Item, item, replaceable_items, replaced_items, wrong_items
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from handlers.application_rules import SEND_AGAIN
from handlers.contact_centre import call_us
from handlers.contract_acts import ContractAct, under_its_rules
from handlers.contract_changes import note_changed_data
from handlers.contract_documents import attached_to
from handlers.contract_forgetting import forget_papers
from handlers.contract_forms import UnreadableAnswer, contract_form
from handlers.contract_letters import odd_answer
from handlers.contract_moves import move_contract
from handlers.contract_representatives import papers_for
from handlers.contract_telling import item_names
from handlers.desk import Desk
from handlers.offers import today
from locales.text import _, joined
from storage.papers import Paper
from storage.stored_contract import StoredContract

CHECK = _("This answer does not fit the others any more. Please check it.")
MISSING = _("This document is still missing. Please send it.")
NOT_MARKED = _("This does not fit any more. The kindergarten has not marked it, so it cannot be changed now.")
OF_THIS_CONTRACT = frozenset({FormField.AUTHORITY, FormField.PHONE_PRIMARY, FormField.PHONE_SECONDARY})
"""Who the parent is to this child, and whom this kindergarten calls: another contract may say it otherwise."""
_STEPS = {
    ContractStep.INFO: (ContractAction.READ_INFO, frozenset[ContractNeed]()),
    ContractStep.REPRESENTATIVE: (ContractAction.FILL_REPRESENTATIVE, frozenset({ContractNeed.ANSWERS})),
    ContractStep.REQUISITES: (ContractAction.FILL_REQUISITES, frozenset({ContractNeed.ANSWERS})),
    ContractStep.DOCUMENTS: (ContractAction.ATTACH_DOCUMENTS, frozenset({ContractNeed.DOCUMENTS})),
}


@dataclass(frozen=True)
class Filled:
    """What was given for a contract, and in which role."""

    role: Actor
    fields: Fields
    documents: Documents


async def take_answers(desk: Desk, one: StoredContract, given: Filled) -> StoredContract | Refused:
    """The contract with the answers, or at which question to try again.

    Of a returned one only marked items count, and the rest is as it was signed.

    Raises ContractNotAllowed and Changed.
    """
    theirs = papers_for(one, given.role)
    others, one = {*one.papers.values()} - {*theirs.values()}, replace(one, papers=theirs)
    fields, documents = _wanted(one, given)
    answers = {**((one.form or {}) if one.state is ContractState.RETURNED else {}), **fields}
    hidden = hidden_fields(answers, under_its_rules(desk, one).office.profile)
    form = {code: value for code, value in answers.items() if code not in hidden}
    refused = await _unfit(desk, one, form, documents)
    if refused is not None:
        return _named(desk, one, refused)
    papers = {**one.papers, **await _papers(desk, one, documents)}
    papers = {kind: paper for kind, paper in papers.items() if documents.get(kind, (None,))}
    changes: dict[str, object] = {"form": form, "papers": papers}
    await _keep_for_the_next(desk, one, form)
    if one.state is ContractState.RETURNED:
        codes = [*_others(one, fields, hidden), *documents, *_taken_anew(one)]
        return await _replace(desk, one, given.role, codes, changes)
    filled = await _fill(desk, one, given.role, changes)
    await forget_papers(desk, others)
    return filled


def _others(one: StoredContract, fields: Fields, hidden: frozenset[FormField]) -> list[str]:
    """The answers to be looked at again: what was marked, and what has changed with it to fit it, or is gone."""
    said, marked = one.form or {}, wrong_items(one.contract.marks) | replaced_items(one.contract.marks)
    now = {**fields, **dict.fromkeys(map(str, hidden & replaceable_items(one.contract.marks)), "")}
    return [code for code, value in now.items() if item(code) in marked or value != said.get(code, "")]


async def _keep_for_the_next(desk: Desk, one: StoredContract, form: Fields) -> None:
    """What was answered now; what the contract said before may have been changed or deleted since (S2-56).

    Another child's contract that says it otherwise hears of it (C18, C19).
    """
    before, said = await desk.uow.requisites.of(desk.account.id), one.form or {}
    fresh = {code: value for code, value in form.items() if code not in CHILDS and value != said.get(code)}
    await desk.uow.requisites.keep(desk.account.id, {**before, **fresh}, desk.now)
    changed = frozenset(FormField(code) for code, value in fresh.items() if value != before.get(code, ""))
    await note_changed_data(desk, desk.account.id, changed - OF_THIS_CONTRACT, desk.actor, besides=one.voucher_id)


def _wanted(one: StoredContract, given: Filled) -> tuple[Fields, Documents]:
    """What may be handed in now (edge 21)."""
    if one.state is not ContractState.RETURNED:
        return given.fields, given.documents
    marked = replaceable_items(one.contract.marks)
    fields = {code: value for code, value in given.fields.items() if item(code) in marked}
    return fields, {kind: pages for kind, pages in given.documents.items() if kind in marked}


async def _unfit(desk: Desk, one: StoredContract, form: Fields, documents: Documents) -> Refused | None:
    application = await desk.uow.applications.get(one.application_id)
    assert application is not None
    if (odd := await odd_answer(desk, application, form)) is not None:
        return odd
    profile = under_its_rules(desk, one).office.profile
    try:
        problems = check_form(contract_form(form), profile, today(desk))
    except UnreadableAnswer as unreadable:
        return Refused(CHECK, unreadable.field)
    if problems:
        return Refused(CHECK, problems[0].field)
    theirs = await _their_files(desk, application.child_id, documents) | await _attached_files(desk, one)
    for kind, pages in documents.items():
        if not theirs.issuperset(file for page in pages for file in page.files):
            return Refused(SEND_AGAIN, kind)
    there = frozenset(kind for kind in {*one.papers, *documents} if documents.get(kind, (None,)))
    missing = missing_documents(profile, application.queue_type, there)
    if one.amends_id is not None:  # It changes what it names: a document that nobody asked for then is not missing now.
        missing = tuple(kind for kind in missing if kind in one.papers)
    return Refused(MISSING, missing[0]) if missing else None


def _named(desk: Desk, one: StoredContract, refused: Refused) -> Refused:
    """The refusal with what it is about; of a returned contract what was not marked has no question (edge 21)."""
    wrong = item(refused.at or "")
    (name,) = item_names(under_its_rules(desk, one), [wrong])
    if one.state is not ContractState.RETURNED or wrong in replaceable_items(one.contract.marks):
        return replace(refused, why=joined(name, refused.why))
    return replace(refused, why=joined(name, NOT_MARKED, call_us(desk)))


async def _their_files(desk: Desk, child_id: int, documents: Documents) -> set[int]:
    """Files that this account sent, or that were sent ahead for the child."""
    ids = [file for pages in documents.values() for page in pages for file in page.files]
    records = await desk.uow.files.get(ids)
    mine = {id_ for id_, record in records.items() if record.owner_account_id == desk.account.id}
    ahead = {page.file_id for one in await desk.uow.prepared.of_child(child_id) for page in one.files}
    return mine | (ahead & set(records))


async def _attached_files(desk: Desk, one: StoredContract) -> set[int]:
    """Files that belong to the draft already, whoever of the family sent them."""
    return {page.file for pages in (await attached_to(desk, one)).values() for page in pages}


async def _papers(desk: Desk, one: StoredContract, documents: Documents) -> dict[DocumentKind, int]:
    """A paper of each document that was given, which belongs to the application from now on; the same pages once."""
    sent: dict[DocumentKind, int] = {}
    for kind, pages in documents.items():
        there = await desk.uow.papers.get(one.papers[kind]) if kind in one.papers else None
        if pages and (there is None or there.file_ids != _files_of(pages)):
            sent[kind] = (await keep_paper(desk, one, kind, pages)).id
    return sent


def _files_of(pages: tuple[Page, ...]) -> tuple[int, ...]:
    return tuple(file for page in pages for file in page.files)


async def keep_paper(desk: Desk, one: StoredContract, kind: DocumentKind, pages: tuple[Page, ...]) -> Paper:
    """The pages as a paper of the application, kept for good."""
    ids = _files_of(pages)
    paper = Paper(one.account_id, kind, ids, desk.now, one.application_id)
    await desk.uow.papers.add(paper)
    await desk.uow.files.keep(ids)
    return paper


async def _fill(desk: Desk, one: StoredContract, role: Actor, changes: dict[str, object]) -> StoredContract:
    """The steps of the profile that the answers complete, in its order (C2, C4…C6)."""
    for step in under_its_rules(desk, one).office.profile.contract.steps:
        if step not in _STEPS:
            continue
        action, there = _STEPS[step]
        facts = ContractFacts(role, desk.now, there=there)
        one = (await move_contract(desk, one.id, ContractAct(action, desk.actor, facts, changes=changes))).contract
    return one


def _taken_anew(one: StoredContract) -> frozenset[Item]:
    """What is marked and no answer: the parent's name, which the new text takes from the account (C18)."""
    return wrong_items(one.contract.marks) & {FormField.PARENT_NAME}


async def _replace(
    desk: Desk, one: StoredContract, role: Actor, codes: list[str], changes: dict[str, object]
) -> StoredContract:
    """Each marked item that was given anew (C11)."""
    for code in codes:
        facts = ContractFacts(role, desk.now, item=item(code))
        act = ContractAct(ContractAction.REPLACE, desk.actor, facts, changes=changes)
        one = (await move_contract(desk, one.id, act)).contract
    return one
