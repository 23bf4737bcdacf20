"""Contracts as family and kindergarten see them, and the parent's withdrawal. S1-59…S1-62, S2-56…S2-66, C16, edge 9."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TypeVar

import pytest
from icalendar import Calendar

from dialogs.contract_effects import (
    CancelContract,
    ContractFile,
    JudgeItem,
    ReturnContract,
    ShowContractDocument,
    SigningPurpose,
    StartSigning,
)
from dialogs.contract_queries import (
    ContractsToCheck,
    ContractTerms,
    FillContract,
    MyContract,
    MyContracts,
    SignedContracts,
    StaffContract,
)
from dialogs.enrol_effects import DeclareOwnChild
from dialogs.facts import Query
from dialogs.inputs import Fine, Refused
from dialogs.voucher_effects import ExtendVoucher
from enrolment.contract import ContractAction, ContractState
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor, VoucherState
from handlers.book import answer
from handlers.contract_acts import contract_subject
from handlers.contract_clocks import TIMERS
from handlers.export import everything
from storage.prepared_documents import PreparedDocument, PreparedPage
from storage.requisites import Requisites
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    begun,
    contract,
    frozen,
    marks,
    moves,
    opened,
    pending,
    reviewed,
    sends_contract,
    sent,
    signs,
)
from tests.handlers.families import let_in
from tests.handlers.kindergartens import AIGUL, city, employee, kindergarten, left, opens
from tests.handlers.kindergartens import asks as chooses
from tests.handlers.staff.people import does, stored
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes, told, voucher_of

PHOTO = DocumentKind.CHILD_PHOTO
A = TypeVar("A")


async def asks(town: Town, phone: Phone, query: Query[A]) -> A:
    found: A = await town.at_desk(phone, lambda desk: answer(desk, query))
    return found


@pytest.mark.rule("S2-56")
@pytest.mark.rule("S2-57")
async def test_a_parent_follows_a_contract_from_draft_to_signed(town: Town) -> None:
    phone, saule, one = await begun(town)
    (card,) = await asks(town, phone, MyContracts())
    assert (card.number, card.state, card.child, card.sign_by) == (
        one.number,
        "draft",
        "Арман",
        moment(26, 23, 59, second=59),
    )
    assert (card.cancellable, card.signed_at, card.sent_at, card.terms.effective_on) == (True, None, None, None)
    await signs(town, phone, await frozen(town, one))
    card_ = await asks(town, phone, MyContract(one.id))
    assert card_ is not None
    assert (card_.state, card_.confirmed_by, card_.pages, card_.cancellable) == (
        "parent_signed",
        "Серікова Әлия",
        3,
        True,
    )
    await marks(town, await opened(town, one))
    await signs(town, saule, one)
    signed = await asks(town, phone, MyContract(one.id))
    assert signed is not None
    assert not signed.cancellable
    assert (signed.state, signed.signed_at, signed.sign_by) == ("signed", town.clock.now(), None)
    assert signed.admission.group == "Ортаңғы"


@pytest.mark.rule("S2-64")
@pytest.mark.rule("S2-65")
async def test_the_card_tells_place_term_and_sum_of_a_signed_contract(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await city(town, kindergarten(fee=40_000))
    await marks(town, one)
    await signs(town, saule, one)
    card = await asks(town, phone, MyContract(one.id))
    assert card is not None
    almaty, today = town.office.profile.locality("almaty").name, town.clock.now().date()
    assert card.terms == ContractTerms(almaty, None, None, today, 40_000)


@pytest.mark.rule("S3-47")
async def test_V6_an_extension_leaves_the_contract_its_own_term_and_reminders(town: Town) -> None:
    await city(town, kindergarten())
    await employee(town)
    await opens(town)
    phone, voucher = await chooses(town)
    await passes(town, moment(26, 10, 30))
    one = await sends_contract(town, voucher)
    assert await shown_term(town, phone, one) == moment(30, 23, 59, second=59)
    await passes(town, moment(30, 10, 30))
    await does(town, phone, ExtendVoucher(voucher.id))
    assert await shown_term(town, phone, one) == moment(1, 23, 59, second=59, month=12)
    async with town.database.reading() as uow:
        timers = await uow.deadlines.of(contract_subject(one.id))
    assert {timer.kind for timer in timers} == set(TIMERS)


async def test_the_day_by_which_to_sign_goes_into_the_phones_calendar(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await phone.says("menu")
    for label in ("My vouchers", "Арман", "To my calendar"):
        await phone.picks(label)
    (file,) = next(message.files for message in phone.heard if message.files)
    (event,) = Calendar.from_ical(file.content or "").events
    assert event["UID"] == f"voucher-{one.voucher_id}-enrol@balapan"
    assert str(event["SUMMARY"]) == "Sign the contract with the kindergarten · Арман"
    assert event.end == await shown_term(town, phone, one)
    assert event.walk("VALARM")


async def shown_term(town: Town, phone: Phone, one: StoredContract) -> datetime | None:
    """Until when to sign, as the card says."""
    card = await asks(town, phone, MyContract(one.id))
    assert card is not None
    return card.sign_by


async def ahead(town: Town, phone: Phone, *kinds: DocumentKind) -> tuple[int, list[int]]:
    """The family has sent these ahead: the child, and the files."""
    child = (await town.at_desk(phone, lambda desk: desk.uow.children.of(desk.account.id)))[0].id
    account = (await phone.account()).id
    files = [await stored(town, phone, kind.encode(), "image/jpeg") for kind in kinds]
    async with town.database.transaction("ahead") as uow:
        for kind, file in zip(kinds, files, strict=True):
            pages = (PreparedPage(file, "image/jpeg", 1),)
            await uow.prepared.put(PreparedDocument(child, kind, pages, account, town.clock.now()))
    return child, files


async def test_what_was_sent_ahead_goes_when_the_child_is_admitted_and_the_contract_keeps_its_own(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    child, files = await ahead(town, phone, PHOTO)
    await marks(town, one)
    await signs(town, saule, one)
    async with town.database.reading() as uow:
        assert await uow.prepared.of_child(child) == []
        assert await uow.files.get(files) == {}
        assert await uow.papers.get(one.papers[PHOTO]) is not None


@pytest.mark.rule("S2-14")
async def test_what_was_sent_ahead_is_offered_where_the_contract_asks_for_it(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await ahead(town, phone, PHOTO, DocumentKind.PRIVILEGE_PROOF)
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    assert set(to_fill.prepared) == {PHOTO}


async def test_what_is_known_need_not_be_asked_again(town: Town) -> None:
    phone, _saule, one = await begun(town)
    account = await phone.account()
    async with town.database.transaction("kept") as uow:
        await Requisites(uow).keep(account.id, {"iban": "KZ1"}, town.clock.now())
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None
    assert (form.queue, form.known["iban"], form.draft, form.marks) == (QueueType.GENERAL, "KZ1", None, {})
    await signs(town, phone, await frozen(town, one))
    assert await asks(town, phone, FillContract(one.id)) is None


@pytest.mark.rule("S1-56")
async def test_a_returned_contract_tells_why_each_thing_is_wrong(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    for kind in one.papers:
        await does(town, saule, JudgeItem(one.id, kind, kind is not PHOTO, "other" if kind is PHOTO else "", "Темно"))
    await does(town, saule, ReturnContract(one.id))
    form = await asks(town, phone, FillContract(one.id))
    assert form is not None
    assert {code: str(why) for code, why in form.marks.items()} == {"child_photo": "Темно"}
    assert form.corrections_left == 1


@pytest.mark.rule("E-9")
async def test_edge_9_a_delegate_neither_sees_nor_signs_a_contract(town: Town) -> None:
    phone, _saule, one = await begun(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    assert await asks(town, aunt, MyContracts()) == ()
    assert await asks(town, aunt, FillContract(one.id)) is None
    await frozen(town, one)
    outcome = await does(town, aunt, StartSigning(one.id, SigningPurpose.SIGN, 1))
    assert "token" not in str(outcome)


@pytest.mark.rule("E-8")
async def test_edge_8_a_second_parent_sees_the_contract(town: Town) -> None:
    phone, _saule, one = await begun(town)
    father = await let_in(town, phone, "1002", Actor.SECOND_PARENT)
    (card,) = await asks(town, father, MyContracts())
    assert card.id == one.id


async def test_a_link_signs_the_frozen_version_and_no_other(town: Town) -> None:
    phone, saule, one = await begun(town)
    for effect in (StartSigning(one.id, SigningPurpose.SIGN, 1), StartSigning(one.id + 1, SigningPurpose.SIGN, 1)):
        assert "token" not in str(await does(town, phone, effect))
    checking = await does(town, phone, StartSigning(one.id, SigningPurpose.CHECK))
    assert isinstance(checking, Fine)
    assert set(checking.value) == {"token", "link"}
    one = await frozen(town, await contract(town, one))
    signing = await does(town, phone, StartSigning(one.id, SigningPurpose.SIGN, one.version))
    assert isinstance(signing, Fine)
    assert signing.value["link"].startswith("https://sign.example.kz/sign/")
    assert "token" not in str(await does(town, saule, StartSigning(one.id, SigningPurpose.SIGN, one.version)))


async def test_C16_a_parent_withdraws_before_signing_and_the_kindergarten_is_told(town: Town) -> None:
    phone, saule, one = await begun(town)
    await does(town, phone, CancelContract(one.id))
    one = await contract(town, one)
    assert (one.state, one.contract.end) == (ContractState.CANCELLED, "withdrawn")
    assert (await told(town, phone))[-1] == "N27"
    saule.hears("has ended before both had signed it")
    assert await left(town) == [(20, 1)]


@pytest.mark.parametrize(
    "state", [ContractState.SIGNATURE_PENDING, ContractState.PARENT_SIGNED, ContractState.UNDER_REVIEW]
)
async def test_C16_what_a_parent_has_signed_is_withdrawn_too_until_the_kindergarten_signs(
    town: Town, state: ContractState
) -> None:
    phone, saule, one = await begun(town)
    waits = pending(town.clock.now()) if state is ContractState.SIGNATURE_PENDING else None
    one = await signs(town, phone, await frozen(town, one), waits)
    if state is ContractState.UNDER_REVIEW:
        one = await opened(town, one)
    assert one.state is state
    (card,) = await asks(town, phone, MyContracts())
    assert card.cancellable
    await does(town, phone, CancelContract(one.id))
    one = await contract(town, one)
    assert (one.state, one.contract.end) == (ContractState.CANCELLED, "withdrawn")
    assert (await told(town, phone))[-1] == "N27"
    saule.hears("has ended before both had signed it")
    voucher = await voucher_of(town, one.application_id)
    assert (voucher.voucher.state, voucher.contract_by) == (VoucherState.CONFIRMED, None)
    assert await left(town) == [(20, 1)]
    assert not (await asks(town, phone, MyContracts()))[0].cancellable


async def test_C16_nobody_withdraws_from_what_both_have_signed(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await marks(town, one)
    await signs(town, saule, one)
    await does(town, phone, CancelContract(one.id))
    assert (await contract(town, one)).state is ContractState.SIGNED


@pytest.mark.rule("S1-50")
async def test_a_kindergarten_reads_what_waits_for_it_and_nobody_elses(town: Town) -> None:
    _phone, saule, one = await sent(town)
    await city(town, kindergarten(), kindergarten(AIGUL))
    stranger = await employee(town, "803", "Чужая", AIGUL)
    sheet = await asks(town, saule, ContractsToCheck())
    assert [card.id for card in sheet.cards] == [one.id]
    (card,) = sheet.cards
    assert (card.child, card.version, card.pages, card.unjudged) == ("Арман", 1, 3, len(one.papers))
    assert (card.check_by, card.days_left) == (moment(24, 23, 59, second=59), 1)
    for query in (ContractsToCheck(), SignedContracts()):
        assert (await asks(town, stranger, query)).cards == ()
    assert await asks(town, stranger, StaffContract(one.id)) is None
    await marks(town, await opened(town, one))
    await signs(town, saule, one)
    assert [card.id for card in (await asks(town, saule, SignedContracts())).cards] == [one.id]


@pytest.mark.rule("E-45")
async def test_edge_45_a_list_tells_on_every_sheet_how_many_it_leaves_out(town: Town) -> None:
    _phone, saule, one = await sent(town)
    await does(town, saule, DeclareOwnChild(one.request_id))
    for sheet in (await asks(town, saule, ContractsToCheck()), await asks(town, saule, ContractsToCheck(1))):
        assert (sheet.cards, sheet.total, sheet.own, sheet.children) == ((), 0, 1, 0)
    await saule.says("menu")
    saule.hears("[To check: 0]")


async def test_a_replaced_document_is_shown_as_one(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    await marks(town, one, (PHOTO,))
    await does(town, saule, ReturnContract(one.id))
    await does(town, saule, JudgeItem(one.id, PHOTO, True))
    await moves(town, one, ContractAction.REPLACE, item=PHOTO)
    card = await asks(town, saule, StaffContract(one.id))
    assert card is not None
    assert {document.kind: (document.accepted, document.replaced) for document in card.documents}[PHOTO] == (None, True)


async def test_an_export_holds_the_contracts_and_who_did_what_without_names(town: Town) -> None:
    phone, _saule, one = await reviewed(town)
    data = json.loads(json.dumps(await town.at_desk(phone, everything)))
    (told_,) = data["contracts"]
    assert (told_["number"], told_["state"], told_["documents"]) == (one.number, "under_review", sorted(one.papers))
    assert [event["details"]["row"] for event in told_["history"]][-1] == "C9"
    assert (len(told_["versions"]), data["requisites"]) == (1, {})


@pytest.mark.rule("S2-63")
@pytest.mark.rule("E-42")
async def test_edge_42_family_and_kindergarten_download_the_contract_and_nobody_else(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await city(town, kindergarten(), kindergarten(AIGUL))
    stranger = await employee(town, "803", "Чужая", AIGUL)
    async with town.database.reading() as uow:
        version = await uow.contract_versions.get(one.id, 1)
    assert version is not None
    for reader, given in ((phone, [version.file_id]), (saule, [version.file_id]), (stranger, [])):
        assert files_of(await does(town, reader, ContractFile(one.id))) == given
    assert files_of(await does(town, phone, ContractFile(one.id, 7))) == []


@pytest.mark.rule("S1-50")
async def test_an_employee_looks_at_a_document_and_it_is_noted(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    shown = files_of(await does(town, saule, ShowContractDocument(one.id, PHOTO)))
    async with town.database.reading() as uow:
        paper = await uow.papers.get(one.papers[PHOTO])
        events = await uow.events.history(contract_subject(one.id))
    assert paper is not None
    assert shown == list(paper.file_ids)
    assert (events[-1].to, (events[-1].details or {})["kind"]) == ("document_shown", "child_photo")
    assert files_of(await does(town, saule, ShowContractDocument(one.id, DocumentKind.HEALTH_PASSPORT))) == []


@pytest.mark.rule("S1-48")
async def test_a_family_opens_its_own_documents_and_nobody_elses(town: Town) -> None:
    phone, _saule, one = await reviewed(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    (card,) = await asks(town, phone, MyContracts())
    assert PHOTO in {document.kind for document in card.documents}
    assert len(files_of(await does(town, phone, ShowContractDocument(one.id, PHOTO)))) == 1
    assert files_of(await does(town, aunt, ShowContractDocument(one.id, PHOTO))) == []


def files_of(outcome: Fine | Refused) -> list[int | None]:
    """The stored files that are sent along."""
    assert isinstance(outcome, Fine)
    return [file.stored for note in outcome.value.notes for file in note.files]


async def test_C16_who_withdraws_from_a_contract_that_has_ended_reads_that_it_moved_on(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await passes(town, moment(27, 0, 1))
    ended = await does(town, phone, CancelContract(one.id))
    assert "has moved on meanwhile" in str(ended)
