"""What was sent ahead of a contract, as those who care for the child may see it, and as it takes it. Edge 9."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dialogs.inputs import Page
from dialogs.preparation_queries import Preparation, Prepared, PreparedDocuments
from enrolment.contract import WITH_PARENT, ContractState
from enrolment.contract_marks import Item, replaced_items, wrong_items
from enrolment.family import FamilyAct, may
from enrolment.preparation import Readiness, documents_of_every_queue, good_until, readiness
from enrolment.profile import Profile
from enrolment.profile_sections import DocumentRules
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.contract_acts import under_its_rules
from handlers.desk import Desk
from handlers.page_files import pages_of
from handlers.place_history import earliest_voucher
from storage.applications import Application
from storage.children import Child
from storage.prepared_documents import PreparedDocument
from storage.stored_contract import StoredContract


@answers(PreparedDocuments)
async def prepared_documents(desk: Desk, query: PreparedDocuments) -> Preparation | None:
    """What is there for the child, as far as the account's role lets see it; a stranger's child reads like none."""
    child, role = await access(desk, query.child)
    if child is None or role is None:
        return None
    kept = await desk.uow.prepared.of_child(child.id)
    applications = await active(desk, child)
    one = await contract_with_parent(desk, applications)
    returned, rules = returned_only(one), rules_of(desk, one)
    marked, brought = brought_anew(desk, returned, role), await brought_already(desk, returned, role)
    if not may(role, FamilyAct.SEE_DOCUMENTS):
        hidden = tuple(Prepared(one.kind, one.sent_at, one.sent_by == desk.account.id) for one in kept)
        seen = Preparation(child.id, child.person.first_name, role, documents=hidden, profile=rules)
        return replace(seen, marked=marked, brought=brought)
    on, offered = await _contract_on(desk, applications, dated=any(one.issued_on for one in kept))
    queues = tuple(dict.fromkeys(one.queue_type for one in applications))
    shown = tuple(_shown(desk, one) for one in kept)
    return Preparation(child.id, child.person.first_name, role, queues, shown, on, offered, marked, brought, rules)


async def documents_for(
    desk: Desk, child_id: int, rows: Iterable[DocumentRules]
) -> dict[DocumentKind, tuple[Page, ...]]:
    """What a contract can take from here: the pages of each document that it asks for and that is good today."""
    kept = {one.kind: one for one in await desk.uow.prepared.of_child(child_id)}
    found: dict[DocumentKind, tuple[Page, ...]] = {}
    for row in rows:
        one = kept.get(row.kind)
        until = good_until(row, one.issued_on) if one else None
        if one is not None and readiness(until, desk.now.astimezone(ALMATY).date(), None) is not Readiness.ENDED:
            found[row.kind] = await pages_of(desk.uow, [page.file_id for page in one.files])
    return found


async def access(desk: Desk, child_id: int) -> tuple[Child | None, Actor | None]:
    """The child, and what the account is to it; whoever takes that role away meanwhile waits."""
    child = await desk.uow.children.get(child_id)
    if child is None or child.removed_at is not None:
        return None, None
    if child.account_id == desk.account.id:
        return child, Actor.PARENT
    tie = await desk.uow.family.tie_to(child.id, desk.account.id)
    return (child, tie.role) if tie else (None, None)


async def active(desk: Desk, child: Child) -> list[Application]:
    """The child's applications that are under way."""
    everything = await desk.uow.applications.of_account(child.account_id)
    return [one for one in everything if one.child_id == child.id and one.active]


async def contract_with_parent(desk: Desk, applications: Iterable[Application]) -> StoredContract | None:
    """What a parent has to sign of these: first a contract that came back, then one that asks for documents."""
    found = [await desk.uow.contracts.of_application(one.id) for one in applications]
    ones = [one for ones in found for one in ones if one.state in WITH_PARENT]
    asking = [one for one in ones if returned_only(one)] or [one for one in ones if one.amends_id is None]
    return next(iter(asking), None)


def returned_only(one: StoredContract | None) -> StoredContract | None:
    """The contract, where it waits for a correction."""
    return one if one is not None and one.state is ContractState.RETURNED else None


def rules_of(desk: Desk, one: StoredContract | None) -> Profile:
    """The version by which documents are asked for: that of the open contract, where there is one (edge 43)."""
    return (desk if one is None else under_its_rules(desk, one)).office.profile


def brought_anew(desk: Desk, one: StoredContract | None, role: Actor) -> frozenset[DocumentKind]:
    """The marked documents that somebody besides the parent who signed may bring (C11).

    A delegate brings what every queue asks for: the others tell of the child's own (edge 9).
    """
    return _for_others(desk, one, role, wrong_items(one.contract.marks)) if one else frozenset()


async def brought_already(desk: Desk, one: StoredContract | None, role: Actor) -> frozenset[DocumentKind]:
    """Those that this account has brought in their place: it may bring another before the parent signs (edge 21)."""
    kinds = _for_others(desk, one, role, replaced_items(one.contract.marks)) if one else frozenset()
    return frozenset({kind for kind in kinds if one and await _is_mine(desk, one, kind)})


async def _is_mine(desk: Desk, one: StoredContract, kind: DocumentKind) -> bool:
    paper = await desk.uow.papers.get(one.papers[kind]) if kind in one.papers else None
    files = (await desk.uow.files.get(paper.file_ids)).values() if paper else ()
    return bool(files) and all(file.owner_account_id == desk.account.id for file in files)


def _for_others(desk: Desk, one: StoredContract, role: Actor, items: frozenset[Item]) -> frozenset[DocumentKind]:
    """Which of these that role may bring, where it is not whoever signed."""
    if one.contract.representative is role:
        return frozenset()
    profile = rules_of(desk, one)
    rows = documents_of_every_queue(profile) if role is Actor.DELEGATE else profile.documents.contract
    return frozenset(row.kind for row in rows if row.kind in items)


async def _contract_on(desk: Desk, applications: list[Application], *, dated: bool) -> tuple[date | None, bool]:
    """The earliest likely day of a contract: the end of an open voucher, or else what the queue lets expect.

    The queue is only asked where some document has a day from which its term runs.
    """
    for one in applications:
        voucher = await desk.uow.vouchers.open_of(one.id)
        if voucher is not None:
            return voucher.voucher.deadline.at.astimezone(ALMATY).date(), True
    waits = [await earliest_voucher(desk, one) for one in applications] if dated else []
    days = [day for day in waits if day is not None]
    return min(days, default=None), False


def _shown(desk: Desk, one: PreparedDocument) -> Prepared:
    return Prepared(one.kind, one.sent_at, one.sent_by == desk.account.id, _pages(one), one.issued_on)


def _pages(one: PreparedDocument) -> tuple[Page, ...]:
    return tuple(Page(page.file_id, page.mime, page.pages) for page in one.files)
