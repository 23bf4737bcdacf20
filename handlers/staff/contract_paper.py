"""A contract on paper: the employee records it with its scan, and the child is admitted. E8, S1-14, edge 41."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from dialogs.contract_effects import RecordPaperContract
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.contract import ContractAction, ContractFacts, ContractNeed, ContractNotAllowed
from enrolment.enrolment_request import RequestAction, RequestBar, RequestNeed, RequestNotAllowed
from enrolment.terms import DocumentKind, Role
from enrolment.voucher import VoucherNotAllowed
from enrolment.voucher_states import Actor
from handlers.account_files import own_files
from handlers.application_rules import SEND_AGAIN
from handlers.book import Outcome, performs
from handlers.contract_acts import ContractAct
from handlers.contract_starting import begin_contract
from handlers.contract_telling import tell_both_signed
from handlers.contract_words import TOO_LATE, elsewhere
from handlers.desk import Desk
from handlers.request_moves import Answer, answer_request
from handlers.staff.preschool_cards import request_within_reach
from handlers.staff.preschool_requests import age_against
from handlers.staff.reach import actor_of, by_staff
from handlers.voucher_others import withdraw_others
from locales.text import _
from storage.applications import Changed
from storage.contract_versions import ContractVersion
from storage.enrolment_requests import EnrolmentRequest
from storage.papers import Paper
from storage.staff import StaffMember
from storage.stored_contract import StoredContract

NOT_HERE = _("I do not find this request among those of your kindergarten.")
ELECTRONIC_ONLY = _("Your kindergarten concludes contracts only electronically. Send the contract instead.")
PAPER = "paper"


@dataclass(frozen=True)
class _Scan:
    """The files of the signed contract, how many pages they have, and the SHA-256 in hex of the file or of theirs."""

    files: tuple[int, ...]
    pages: int
    sha256: str


@performs(RecordPaperContract)
@by_staff(Role.PRESCHOOL_EMPLOYEE)
async def record(desk: Desk, member: StaffMember, effect: RecordPaperContract) -> Outcome:
    """The documents were brought and the contract signed by hand; its scan is kept."""
    request = await request_within_reach(desk.uow, member, effect.request)
    if request is None:
        return elsewhere(NOT_HERE, Go("requests"))
    scan = await _scan(desk, effect)
    if scan is None:
        return Refused(SEND_AGAIN, at="scan")
    try:
        one = await _record(desk, member, request, scan)
    except RequestNotAllowed as not_allowed:
        only = not_allowed.code is RequestBar.ELECTRONIC_ONLY
        return elsewhere(ELECTRONIC_ONLY if only else TOO_LATE, Go("request", {"id": request.id}))
    except (ContractNotAllowed, VoucherNotAllowed, Changed):
        return elsewhere(TOO_LATE, Go("request", {"id": request.id}))
    desk.outgoing += await tell_both_signed(desk, one)
    application = await desk.uow.applications.get(one.application_id)
    assert application is not None
    desk.outgoing += await withdraw_others(desk, application, actor_of(member))
    await desk.uow.prepared.erase_child(application.child_id)
    said = _("The child is admitted. Contract: {number}. The parent is told.", number=one.number)
    return Fine(Finish(notes=(Message(said),), then=Go("requests")))


async def _record(desk: Desk, member: StaffMember, request: EnrolmentRequest, scan: _Scan) -> StoredContract:
    """All of it or nothing; the scan is one document, however many files it has. Raises as the steps do."""
    by = actor_of(member)
    async with desk.uow.savepoint():
        answer = Answer(
            RequestAction.ADMIT_ON_PAPER,
            Actor.PRESCHOOL,
            by,
            against=await age_against(desk, request),
            there=frozenset({RequestNeed.CONTRACT_SCAN}),
        )
        completed, stepped = await answer_request(desk, request.id, answer)
        facts = ContractFacts(Actor.PRESCHOOL, desk.now, there=frozenset({ContractNeed.CONTRACT_SCAN}))
        paper = Paper(desk.account.id, DocumentKind.SIGNED_CONTRACT, scan.files, desk.now, request.application_id)
        await desk.uow.papers.add(paper)
        await desk.uow.files.keep(scan.files)
        changes = {"version": 1, "signed_at": desk.now, "papers": {paper.kind: paper.id}}
        act = ContractAct(ContractAction.RECORD_ON_PAPER, by, facts, changes=changes)
        one = (await begin_contract(desk, completed, stepped.voucher, act)).contract
        kept = ContractVersion(one.id, 1, scan.files[0], scan.sha256, scan.pages, PAPER, desk.now, desk.now)
        await desk.uow.contract_versions.add(kept)
    return one


async def _scan(desk: Desk, effect: RecordPaperContract) -> _Scan | None:
    """The employee's own files in the order of their pages; None where there is none, or somebody else's among them."""
    files = tuple(file for page in effect.scan for file in page.files)
    mine = await own_files(desk.uow, desk.account.id, files)
    if not files or not set(files) <= set(mine):
        return None
    digest = sha256(b"".join(mine[file].sha256 for file in files)).hexdigest()
    alone = mine[files[0]].sha256.hex()
    return _Scan(files, sum(page.pages for page in effect.scan), alone if len(files) == 1 else digest)
