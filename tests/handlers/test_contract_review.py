"""A kindergarten checks a contract: item by item, two returns, rejection, removal. C9…C13, C17, C18."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import (
    ArchiveContract,
    JudgeItem,
    OpenContract,
    RejectContract,
    ReturnContract,
)
from dialogs.contract_queries import FillContract, MyContract, MyContracts, StaffContract
from dialogs.enrol_effects import DeclareOwnChild
from dialogs.inputs import Fine
from dialogs.page import Go
from enrolment.application import ApplicationState
from enrolment.contract import ContractAction, ContractBar, ContractNotAllowed, ContractState
from enrolment.enrolment_request import RequestState
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher import VoucherState
from enrolment.voucher_states import Actor
from locales.catalogue import Locale
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    OTHER_SHA,
    begun,
    contract,
    frozen,
    link,
    marks,
    moves,
    opened,
    page_says,
    reviewed,
    rows_of_contract,
    sent,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.kindergartens import AIGUL, city, employee, kindergarten, left, request_of
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, gives, photos
from tests.handlers.test_contract_cards import asks as reads
from tests.handlers.test_profile_versions import FIRST, changes_to, second
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import application_of, moment, passes, told, voucher_of

PHOTO, BIRTH = DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE
CONCLUSION = DocumentKind.PMPC_CONCLUSION


async def judged(
    town: Town, saule: Phone, one: StoredContract, *wrong: str, reason: str = "illegible_document"
) -> None:
    for each in {*map(str, one.papers), *wrong}:
        await does(town, saule, JudgeItem(one.id, each, each not in wrong, reason if each in wrong else ""))


async def corrected(town: Town, phone: Phone, one: StoredContract, sha: str = OTHER_SHA) -> StoredContract:
    """The parent replaces what was marked and signs the new PDF."""
    one = await contract(town, one)
    for each, mark in one.contract.marks.items():
        if mark.judgement == "wrong":
            await moves(town, one, ContractAction.REPLACE, item=each)
    one = await frozen(town, await contract(town, one), sha, (PHOTO,))
    return await signs(town, phone, one)


@pytest.mark.rule("S1-50")
async def test_C9_an_employee_opens_it_and_a_second_one_sees_the_same(town: Town) -> None:
    _phone, saule, one = await sent(town)
    dana = await employee(town, "802", "Ахметова Дана")
    for phone in (saule, dana):
        await does(town, phone, OpenContract(one.id))
    assert (await rows_of_contract(town, one)).count("C9") == 1


@pytest.mark.rule("S1-51")
@pytest.mark.rule("S1-52")
@pytest.mark.rule("S1-54")
@pytest.mark.rule("S1-56")
async def test_C10_the_contract_comes_back_with_exactly_what_is_wrong(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    one = await contract(town, one)
    assert (one.state, one.contract.corrections, one.contract.frozen) == (ContractState.RETURNED, 1, None)
    assert (await told(town, phone))[-1] == "N21"
    phone.hears(
        "The contract came back for correction. Child: Арман.",
        "To correct: Photo of the child.",
        "After this correction 1 more is possible",
        "[Open contract]",
    )
    final = await voucher_of(town, one.application_id)
    assert final.voucher.state is VoucherState.CONFIRMED
    assert one.contract.sign_by is not None
    assert final.voucher.deadline.at >= one.contract.sign_by.at == moment(26, 23, 59, second=59)


@pytest.mark.rule("E-18")
async def test_edge_18_V8_a_return_on_the_last_day_leaves_the_time_to_correct(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    await passes(town, moment(30, 23))
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    one = await contract(town, one)
    assert one.contract.sign_by is not None
    assert one.contract.sign_by.at == moment(3, 23, 59, second=59, month=12)
    assert (await voucher_of(town, one.application_id)).voucher.deadline.at >= one.contract.sign_by.at


@pytest.mark.rule("E-20")
async def test_edge_20_nothing_is_wrong_without_a_reason(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    for reason, comment in (("", "Не видно"), ("nonsense", ""), ("other", " ")):
        await does(town, saule, JudgeItem(one.id, PHOTO, False, reason, comment))
    assert (await contract(town, one)).contract.marks == {}
    await does(town, saule, JudgeItem(one.id, PHOTO, False, "other", "Не видно лица"))
    assert (await contract(town, one)).contract.marks[PHOTO].comment == "Не видно лица"


@pytest.mark.rule("S1-56")
@pytest.mark.rule("E-9")
@pytest.mark.parametrize(
    ("locale", "reason"), [(Locale.KK, "Құжатты оқу мүмкін емес"), (Locale.RU, "Документ не читается")]
)
async def test_C10_the_parent_reads_what_the_employee_wrote_and_no_locked_screen_or_delegate_does(
    town: Town, locale: Locale, reason: str
) -> None:
    phone, saule, one = await reviewed(town)
    aunt = await let_in(town, phone, "1003", Actor.DELEGATE)
    await judged(town, saule, one)
    await does(town, saule, JudgeItem(one.id, PHOTO, False, "illegible_document", "Не видно лица."))
    await does(town, saule, ReturnContract(one.id))
    card, filling = await reads(town, phone, MyContract(one.id)), await reads(town, phone, FillContract(one.id))
    assert card is not None
    assert filling is not None
    for marks_read in (card.marks, filling.marks):
        assert {code: why.in_(locale) for code, why in marks_read.items()} == {PHOTO: f"{reason}. Не видно лица."}
    assert not any("Не видно лица" in str(message) for message in (*phone.heard, *aunt.heard))
    phone.hears("To correct: Photo of the child.")
    assert await reads(town, aunt, MyContracts()) == ()


async def test_whoever_judges_stays_in_the_list_and_reads_the_card_when_all_is_judged(town: Town) -> None:
    phone, saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    await gives(town, phone, await contract(town, one), FIELDS, await photos(town, phone, *REQUIRED))
    one = await opened(town, await signs(town, phone, await frozen(town, await contract(town, one), kinds=())))
    answers, documents = Go("contract_fields", {"id": one.id}), Go("contract_documents", {"id": one.id})
    fields = [code for code, said in ((await contract(town, one)).form or {}).items() if said]
    papers = list(one.papers)
    assert [await follows(town, saule, one, each) for each in fields[:-1]] == [answers] * (len(fields) - 1)
    assert await follows(town, saule, one, fields[-1]) == documents
    assert [await follows(town, saule, one, each) for each in papers[:-1]] == [documents] * (len(papers) - 1)
    card = Go("contract", {"id": one.id})
    assert await follows(town, saule, one, papers[-1]) == await follows(town, saule, one, fields[0]) == card


async def test_whoever_looked_at_a_document_judges_it_at_once_and_the_family_stays_in_its_list(town: Town) -> None:
    phone, saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    await gives(town, phone, await contract(town, one), FIELDS, await photos(town, phone, *REQUIRED))
    await opened(town, await signs(town, phone, await frozen(town, await contract(town, one), kinds=())))
    await saule.says("menu")
    for pressed in ("To check", one.number, "Documents", "Birth certificate", "Show it"):
        await saule.hears().picks(pressed)
    assert "not looked at" in saule.last
    assert "[Accept]" in saule.last
    await phone.says("menu")
    for pressed in ("My contracts", "In processing", one.number, "Documents", "Birth certificate"):
        await phone.hears().picks(pressed)
    assert "Choose a document to open it." in phone.last


async def follows(town: Town, saule: Phone, one: StoredContract, code: str) -> Go | None:
    """Where the employee is after this one was accepted."""
    outcome = await does(town, saule, JudgeItem(one.id, code, True))
    assert isinstance(outcome, Fine)
    then: Go | None = outcome.value.then
    return then


async def test_an_answer_that_was_marked_with_a_reason_of_documents_is_still_named_for_the_parent(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, FormField.IBAN)
    await does(town, saule, JudgeItem(one.id, FormField.EMAIL, False, "incomplete_answer"))
    await does(town, saule, ReturnContract(one.id))
    card = await reads(town, phone, MyContract(one.id))
    assert card is not None
    named = {code: why.in_(Locale.RU) for code, why in card.marks.items()}
    assert named == {FormField.IBAN: "Документ не читается", FormField.EMAIL: "Указано не полностью"}


@pytest.mark.rule("E-21")
@pytest.mark.rule("S1-57")
async def test_edge_21_only_what_was_marked_is_replaced(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    with pytest.raises(ContractNotAllowed) as refused:
        await moves(town, one, ContractAction.REPLACE, item=BIRTH)
    assert refused.value.code is ContractBar.NOT_MARKED


@pytest.mark.rule("S1-58")
async def test_C11_a_corrected_contract_needs_a_new_signature_over_a_new_PDF(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    one = await corrected(town, phone, one)
    assert (one.state, one.version, one.contract.frozen) == (ContractState.PARENT_SIGNED, 2, OTHER_SHA)
    assert (await rows_of_contract(town, one))[-1] == "C11"
    one = await opened(town, one)
    await marks(town, one)
    one = await signs(town, saule, one)
    assert one.state is ContractState.SIGNED


async def test_C11_the_old_signature_does_not_count_for_the_new_PDF(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    await moves(town, one, ContractAction.REPLACE, item=PHOTO)
    one = await frozen(town, await contract(town, one), OTHER_SHA)
    one = await signs(town, phone, one, valid(town.clock.now()))
    assert one.state is ContractState.RETURNED


@pytest.mark.rule("S1-57")
async def test_C14_what_was_marked_and_left_out_then_is_judged_and_the_contract_signed(town: Town) -> None:
    phone, saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    works: dict[str, str] = {FormField.WORKPLACE: "Мектеп", FormField.JOB_TITLE: "мұғалім"}
    fields = {**FIELDS, **works, FormField.EMAIL: "aliya@example.kz"}
    pages = await photos(town, phone, *REQUIRED, CONCLUSION)
    assert isinstance(await gives(town, phone, await contract(town, one), fields, pages), StoredContract)
    one = await frozen(town, await contract(town, one), kinds=())
    one = await opened(town, await signs(town, phone, one))
    await judged(town, saule, one, CONCLUSION, FormField.EMAIL, *works)
    await does(town, saule, ReturnContract(one.id))
    left_out: dict[str, str] = {FormField.EMAIL: "", FormField.WORKPLACE: ""}
    taken = await gives(town, phone, await contract(town, one), left_out, {CONCLUSION: ()})
    assert isinstance(taken, StoredContract)
    one = await opened(town, await signs(town, phone, await frozen(town, taken, OTHER_SHA, ())))
    card = await reads(town, saule, StaffContract(one.id))
    assert card is not None
    absent = [(each.kind, each.accepted) for each in card.documents if not each.pages and each.replaced]
    empty = {(each.code, each.accepted) for each in card.fields if not each.value and each.replaced}
    assert (absent, empty) == ([(CONCLUSION, None)], {(code, None) for code in (FormField.EMAIL, *works)})
    for each in (CONCLUSION, FormField.EMAIL, *works):
        await does(town, saule, JudgeItem(one.id, each, True))
    assert (await signs(town, saule, one)).state is ContractState.SIGNED


@pytest.mark.rule("S1-57")
async def test_what_was_left_out_can_be_marked_once_more_and_what_was_never_there_can_not(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await does(town, saule, JudgeItem(one.id, CONCLUSION, False, "illegible_document"))
    assert CONCLUSION not in (await contract(town, one)).contract.marks
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    async with town.database.transaction("left out") as uow:
        current = await uow.contracts.get(one.id)
        assert current is not None
        papers = {kind: paper for kind, paper in current.papers.items() if kind is not PHOTO}
        await uow.contracts.save(replace(current, papers=papers))
    await moves(town, one, ContractAction.REPLACE, item=PHOTO)
    one = await opened(town, await signs(town, phone, await frozen(town, await contract(town, one), OTHER_SHA, ())))
    await does(town, saule, JudgeItem(one.id, PHOTO, False, "illegible_document"))
    await does(town, saule, ReturnContract(one.id))
    assert (await contract(town, one)).state is ContractState.RETURNED


@pytest.mark.rule("E-19")
async def test_edge_19_C12_there_is_no_third_return(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    for count in range(2):
        await judged(town, saule, one, PHOTO)
        await does(town, saule, ReturnContract(one.id))
        one = await opened(town, await corrected(town, phone, one, f"{count}c" * 32))
    await judged(town, saule, one, PHOTO)
    saule.forgets()
    await does(town, saule, ReturnContract(one.id))
    assert (await contract(town, one)).state is ContractState.UNDER_REVIEW
    await does(town, saule, RejectContract(one.id, "wrong_document", "Фото не то"))
    one = await contract(town, one)
    assert (await rows_of_contract(town, one))[-1] in {"C12", "C13"}


async def test_C13_A13_a_rejected_contract_frees_the_place_and_another_can_be_chosen(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    reason = town.office.profile.refusal_reasons[-1].code
    await does(town, saule, RejectContract(one.id, reason, ""))
    assert (await contract(town, one)).state is ContractState.UNDER_REVIEW, "another reason needs words"
    await does(town, saule, RejectContract(one.id, reason, "Группа карантинде"))
    one = await contract(town, one)
    assert (one.state, one.contract.end, one.comment) == (ContractState.REJECTED, "refused", "Группа карантинде")
    final = await voucher_of(town, one.application_id)
    assert final.voucher.state is VoucherState.CONFIRMED
    assert (await request_of(town, final)).state is RequestState.REFUSED
    assert await left(town) == [(20, 1)]
    phone.hears("The contract was rejected. Child: Арман.", "Группа карантинде", "You can choose another kindergarten")


@pytest.mark.rule("E-45")
async def test_edge_45_nobody_else_sees_or_decides_it(town: Town) -> None:
    _phone, _saule, one = await reviewed(town)
    await city(town, kindergarten(), kindergarten(AIGUL))
    stranger = await employee(town, "803", "Чужая", AIGUL)
    for effect in (JudgeItem(one.id, PHOTO, True), ReturnContract(one.id), RejectContract(one.id, "other", "Нет")):
        await does(town, stranger, effect)
    one = await contract(town, one)
    assert (one.state, one.contract.marks) == (ContractState.UNDER_REVIEW, {})


@pytest.mark.rule("E-43", "S1-54")
async def test_edge_43_how_often_it_can_come_back_is_told_by_the_version_of_its_term(town: Town) -> None:
    changes_to(town, second(contract=replace(FIRST.contract, max_corrections=5)))
    phone, saule, one = await reviewed(town)
    await passes(town, moment(24, 12))
    await judged(town, saule, one, PHOTO)
    await does(town, saule, ReturnContract(one.id))
    await town.deliver()
    phone.hears("After this correction 1 more is possible")


@pytest.mark.rule("S1-62")
async def test_C17_A21_a_child_that_leaves_takes_contract_and_application_to_the_archive(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await marks(town, one)
    one = await signs(town, saule, one)
    taken = await left(town)
    for on, reason in (("soon", "moved"), ("2026-11-23", "nonsense"), ("2026-11-22", "moved"), ("2026-11-24", "moved")):
        await does(town, saule, ArchiveContract(one.id, on, reason))
    assert (await contract(town, one)).state is ContractState.SIGNED
    await does(town, saule, ArchiveContract(one.id, "2026-11-23", "moved"))
    one = await contract(town, one)
    assert (one.state, one.contract.end, one.reason) == (ContractState.ARCHIVED, "child_removed", "moved")
    application = await application_of(town, await voucher_of(town, one.application_id))
    assert (application.state, application.archive_reason) == (ApplicationState.ARCHIVED, "child_removed")
    phone.hears("The child does not attend the kindergarten any more. Child: Арман.", "Reason: Moved away.")
    assert sum(free for free, _open in await left(town)) == sum(free for free, _open in taken) + 1


async def test_C18_data_that_changed_after_the_signing_do_not_touch_what_is_frozen(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await moves(town, one, ContractAction.NOTE_CHANGED_DATA, changed=frozenset({FormField.ID_NUMBER}))
    one = await contract(town, one)
    assert one.contract.changed == {FormField.ID_NUMBER}
    assert one.contract.frozen is not None
    await judged(town, saule, one, FormField.ID_NUMBER, reason="data_changed")
    await does(town, saule, ReturnContract(one.id))
    one = await contract(town, one)
    assert (one.state, one.contract.corrections) == (ContractState.RETURNED, 0)
    assert (await told(town, phone))[-1] == "N28"
    phone.hears("The contract came back for correction", "this does not count as a correction", "Correct and sign")
    form = await reads(town, phone, FillContract(one.id))
    assert form is not None and not form.return_counts


@pytest.mark.rule("E-45")
async def test_edge_45_who_turns_out_to_be_a_relative_signs_nothing_with_an_earlier_link(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    await marks(town, one)
    signing = await link(town, saule, one)
    await does(town, saule, DeclareOwnChild(one.request_id))
    await page_says(town, signing, valid(town.clock.now()))
    assert (await contract(town, one)).state is ContractState.UNDER_REVIEW


async def test_an_employee_and_the_end_of_the_request_do_not_both_win(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    reason = town.office.profile.refusal_reasons[0].code
    await does(town, saule, RejectContract(one.id, reason, "Нет"))
    await does(town, saule, ReturnContract(one.id))
    assert (await contract(town, one)).state is ContractState.REJECTED
    with pytest.raises(ContractNotAllowed):
        await moves(town, one, ContractAction.RETURN, actor=Actor.PRESCHOOL)
