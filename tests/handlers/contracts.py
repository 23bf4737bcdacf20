"""Families that conclude a contract, and the kindergarten that checks and signs it, in the fewest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from enrolment.contract import ContractAction, ContractFacts, ContractNeed, ContractState
from enrolment.contract_marks import Item, Judgement, Mark
from enrolment.enrolment_request import RequestAction
from enrolment.profile_terms import ContractStep
from enrolment.signature_verdict import (
    Certificate,
    Pending,
    PendingBecause,
    Refused,
    RefusedBecause,
    Signer,
    Times,
    Valid,
    Verdict,
)
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from handlers.contract_acts import ContractAct, contract_subject
from handlers.contract_links import SIGNING, give_link
from handlers.contract_moves import move_contract
from handlers.contract_signing import contract_signed
from handlers.contract_starting import begin_contract
from handlers.key_checking import eds_checked
from handlers.request_moves import Answer, answer_request
from handlers.telling import Moment
from handlers.working_calendar import up_to_date
from storage.contract_versions import ContractVersion
from storage.file_records import FileRecord
from storage.papers import Paper
from storage.schema import new_id
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from tests.handlers.kindergartens import asks, city, employee, kindergarten, opens, request_of
from tests.handlers.town import Phone, Town

MOTHER_IIN, FATHER_IIN = "911205400003", "880719300107"
SHA, OTHER_SHA = "0a" * 32, "0b" * 32
PAPERS = (DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE)
_STEPS = (
    (ContractAction.READ_INFO, frozenset[ContractNeed]()),
    (ContractAction.CHECK_EDS, frozenset[ContractNeed]()),
    (ContractAction.FILL_REPRESENTATIVE, frozenset({ContractNeed.ANSWERS})),
    (ContractAction.FILL_REQUISITES, frozenset({ContractNeed.ANSWERS})),
    (ContractAction.ATTACH_DOCUMENTS, frozenset({ContractNeed.DOCUMENTS})),
)
READY = frozenset({ContractNeed.ANSWERS, ContractNeed.DOCUMENTS, ContractNeed.READ_ACK})


def valid(at: datetime, document: str = SHA, iin: str = MOTHER_IIN) -> Valid:
    """A good signature of that person over that document."""
    certificate = Certificate("1", "NCA", "cc" * 32, at - timedelta(days=100), at + timedelta(days=100))
    return Valid(Signer(iin, "СЕРІКОВА ӘЛИЯ"), certificate, Times(at), document)


def pending(at: datetime) -> Pending:
    """A signature of which nobody can tell yet whether it was revoked."""
    return Pending(PendingBecause.REVOCATION_UNKNOWN, SHA, at)


REVOKED = Refused(RefusedBecause.REVOKED)


async def begun(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, Phone, StoredContract]:
    """A family whose kindergarten has just sent the contract, its employee, and the contract; everything read."""
    await city(town, kindergarten())
    saule = await employee(town)
    await opens(town)
    town.office.links[SIGNING] = "https://sign.example.kz"
    phone, voucher = await asks(town, chat, **wishes)
    await known_by(town, phone, MOTHER_IIN)
    return phone.forgets(), saule.forgets(), await sends_contract(town, voucher)


async def known_by(town: Town, phone: Phone, iin: str) -> None:
    """The account has this IIN, and it is proved."""
    account = await phone.account()
    async with town.database.transaction("iin") as uow:
        await uow.accounts.save(replace(account, iin=iin, iin_proof="registry"))


async def sends_contract(town: Town, voucher: StoredVoucher) -> StoredContract:
    """The kindergarten answers the request with a contract (E2, C1)."""
    request = await request_of(town, voucher)
    async with town.database.transaction("send contract") as uow:
        at = Moment(uow, await up_to_date(uow, town.office), town.clock.now())
        answer = Answer(RequestAction.SEND_CONTRACT, Actor.PRESCHOOL, "staff:1")
        answered, stepped = await answer_request(at, request.id, answer)
        facts = ContractFacts(Actor.PRESCHOOL, at.now)
        act = ContractAct(ContractAction.START, "staff:1", facts)
        return (await begin_contract(at, answered, stepped.voucher, act)).contract


async def contract(town: Town, one: StoredContract) -> StoredContract:
    """The contract as it stands."""
    async with town.database.reading() as uow:
        found = await uow.contracts.get(one.id)
    assert found is not None
    return found


async def rows_of_contract(town: Town, one: StoredContract) -> list[str]:
    """The rows of G.4 by which the contract came where it is; the chain is verified."""
    async with town.database.reading() as uow:
        assert await uow.events.verify(contract_subject(one.id))
        return [(event.details or {})["row"] for event in await uow.events.history(contract_subject(one.id))]


async def moves(town: Town, one: StoredContract, action: ContractAction, **facts: Any) -> StoredContract:
    """A step of the parent, unless the facts name somebody else."""
    changes = facts.pop("changes", {})
    given = ContractFacts(**{"actor": Actor.PARENT, "now": town.clock.now(), **facts})
    async with town.database.transaction("move") as uow:
        at = Moment(uow, await up_to_date(uow, town.office), town.clock.now())
        moved = await move_contract(at, one.id, ContractAct(action, "account:1", given, changes=changes))
    await town.deliver()
    return moved.contract


async def papers(uow: Uow, one: StoredContract, kinds: tuple[DocumentKind, ...]) -> dict[DocumentKind, int]:
    """A page of each kind, stored."""
    sent: dict[DocumentKind, int] = {}
    for kind in kinds:
        file = await _file(uow, one)
        paper = Paper(one.account_id, kind, (file,), one.begun_at, one.application_id)
        await uow.papers.add(paper)
        sent[kind] = paper.id
    return sent


async def frozen(
    town: Town,
    one: StoredContract,
    sha: str = SHA,
    kinds: tuple[DocumentKind, ...] = PAPERS,
    by: Actor = Actor.PARENT,
) -> StoredContract:
    """Steps 1 to 6 are done as far as they were not, and the PDF is ready to be signed by that parent (C2…C7)."""
    if one.state is ContractState.DRAFT and ContractStep.DOCUMENTS not in one.contract.done:
        for action, there in _STEPS:
            await moves(town, one, action, actor=by, there=there, verdict=valid(town.clock.now()))
    number = one.version + 1
    async with town.database.transaction("version") as uow:
        sent = await papers(uow, one, kinds)
        file = await _file(uow, one)
        now = town.clock.now()
        await uow.contract_versions.add(ContractVersion(one.id, number, file, sha, 3, "unified-1", now, now))
    everything = {**one.papers, **sent}
    changes = {"version": number, "papers": everything}
    freeze = {"document": sha, "documents": frozenset(everything), "there": READY, "changes": changes}
    return await moves(town, one, ContractAction.FREEZE, actor=by, **freeze)


async def link(town: Town, phone: Phone, one: StoredContract, purpose: Purpose = Purpose.SIGN) -> Signing:
    """The link that this phone was given."""
    account = await phone.account()
    async with town.database.transaction("link") as uow:
        at = Moment(uow, town.office, town.clock.now())
        given = await give_link(at, await contract(town, one), account.id, purpose)
        found = await uow.signings.get(given["token"])
    assert found is not None
    return found


async def page_says(town: Town, signing: Signing, verdict: Verdict) -> None:
    """The signing page has found this out; turns are taken and everybody hears of it."""
    use_case = eds_checked if signing.purpose is Purpose.CHECK else contract_signed
    async with town.database.transaction("page") as uow:
        await use_case(uow, town.office, signing, verdict)
    await town.settle()


async def signs(town: Town, phone: Phone, one: StoredContract, verdict: Verdict | None = None) -> StoredContract:
    """Whoever has this phone signs what is frozen."""
    signing = await link(town, phone, one)
    current = await contract(town, one)
    await page_says(town, signing, verdict or valid(town.clock.now(), current.contract.frozen or SHA))
    return await contract(town, one)


async def sent(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, Phone, StoredContract]:
    """The parent has signed and sent the contract; everything read."""
    phone, saule, one = await begun(town, chat, **wishes)
    one = await signs(town, phone, await frozen(town, one))
    return phone.forgets(), saule.forgets(), one


async def reviewed(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, Phone, StoredContract]:
    """An employee has opened the contract."""
    phone, saule, one = await sent(town, chat, **wishes)
    return phone, saule, await opened(town, one)


async def opened(town: Town, one: StoredContract) -> StoredContract:
    """An employee begins to check (C9)."""
    return await moves(town, one, ContractAction.OPEN_REVIEW, actor=Actor.PRESCHOOL)


async def marks(
    town: Town, one: StoredContract, wrong: tuple[Item, ...] = (), reason: str = "illegible_document"
) -> None:
    """Every document is judged; these things are wrong."""
    for each in {*one.papers, *wrong}:
        mark = Mark(Judgement.WRONG, "illegible_document") if each in wrong else Mark(Judgement.ACCEPTED)
        await moves(town, one, ContractAction.MARK, actor=Actor.PRESCHOOL, item=each, mark=mark)


async def _file(uow: Uow, one: StoredContract) -> int:
    file = FileRecord(new_id(), one.account_id, "page", "image/jpeg", 10, b"", b"key", one.begun_at)
    await uow.files.add(file)
    return file.id
