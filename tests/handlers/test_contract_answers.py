"""What a parent fills in becomes the contract's; a returned one takes only what was marked. C2…C6, C11."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import pytest

from dialogs.contract_effects import ShowContractDocument
from dialogs.contract_queries import FillContract, MyContract
from dialogs.inputs import Fine, Page, Refused
from enrolment.contract import ContractAction, ContractState
from enrolment.contract_marks import Item, Judgement, Mark, item, wrong_items
from enrolment.profile import Profile
from enrolment.profile_terms import ContractStep, Presence
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from handlers.contract_answers import Filled, take_answers
from handlers.contract_forms import contract_form
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import (
    FATHER_IIN,
    begun,
    contract,
    known_by,
    link,
    moves,
    page_says,
    rows_of_contract,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.staff.people import does, stored
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_profile_versions import FIRST, changes_to, second
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes

HOME = "Алматы қаласы, Абай даңғылы 10, 5 пәтер"
FIELDS: Mapping[str, str] = {
    FormField.AUTHORITY: "parent",
    FormField.REGISTERED_ADDRESS: HOME,
    FormField.RESIDENTIAL_ADDRESS: HOME,
    FormField.PHONE_PRIMARY: "+77010000001",
    FormField.ID_TYPE: "id_card",
    FormField.ID_NUMBER: "012345678",
    FormField.ID_ISSUE_DATE: "2021-05-04",
    FormField.ID_ISSUER: "internal_affairs",
    FormField.BANK: "CASPKZKA",
    FormField.IBAN: "KZ257220000000000001",
}
REQUIRED = (
    *(DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE, DocumentKind.ID_CARD),
    *(DocumentKind.HEALTH_PASSPORT, DocumentKind.VACCINATION_CARD, DocumentKind.CERTIFICATE_027),
)
WRONG = Mark(Judgement.WRONG, "data_mismatch")
Pages = dict[DocumentKind, tuple[Page, ...]]


async def photos(town: Town, phone: Phone, *kinds: DocumentKind) -> Pages:
    return {kind: (Page(await stored(town, phone, kind.encode(), "image/jpeg"), "image/jpeg", 1),) for kind in kinds}


async def gives(
    town: Town, phone: Phone, one: StoredContract, fields: Mapping[str, str], documents: Pages
) -> StoredContract | Refused:
    given = Filled(Actor.PARENT, {str(name): value for name, value in fields.items()}, documents)
    taken: StoredContract | Refused = await town.at_desk(phone, lambda desk: take_answers(desk, one, given))
    return taken


async def checked(town: Town) -> tuple[Phone, StoredContract]:
    """The parent has read about the contract, and the key is right."""
    phone, _saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    await page_says(town, await link(town, phone, one, Purpose.CHECK), valid(town.clock.now()))
    return phone.forgets(), await contract(town, one)


async def test_a_new_bank_account_stays_when_only_a_photo_is_corrected(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    taken = await gives(town, phone, one, FIELDS, pages)
    assert isinstance(taken, StoredContract)
    async with town.database.transaction("another account") as uow:
        kept = await uow.requisites.of(taken.account_id)
        await uow.requisites.keep(taken.account_id, {**kept, "bank_branch": "Астана"}, town.clock.now())
    assert isinstance(await gives(town, phone, taken, FIELDS, pages), StoredContract)
    async with town.database.reading() as uow:
        assert (await uow.requisites.of(taken.account_id))["bank_branch"] == "Астана"


@pytest.mark.rule("S1-46")
async def test_the_number_of_a_childs_birth_certificate_is_not_kept_for_another_child(town: Town) -> None:
    phone, one = await checked(town)
    fields = {**FIELDS, FormField.BIRTH_CERTIFICATE_NUMBER: "0123456"}
    taken = await gives(town, phone, one, fields, await photos(town, phone, *REQUIRED))
    assert isinstance(taken, StoredContract)
    assert (taken.form or {})["birth_certificate_number"] == "0123456"
    async with town.database.reading() as uow:
        assert "birth_certificate_number" not in await uow.requisites.of(taken.account_id)


@pytest.mark.rule("S2-52")
async def test_answers_and_documents_are_kept_with_the_contract_and_for_the_next_one(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    taken = await gives(town, phone, one, FIELDS, pages)
    assert isinstance(taken, StoredContract)
    assert taken.contract.done == set(ContractStep) - {ContractStep.CONFIRMATION}
    assert set(taken.papers) == set(REQUIRED)
    assert (taken.form or {})["iban"] == FIELDS[FormField.IBAN]
    assert await rows_of_contract(town, one) == ["C1", "C2", "C3", "C2", "C4", "C5", "C6"]
    async with town.database.reading() as uow:
        assert (await uow.requisites.of(taken.account_id))["iban"] == FIELDS[FormField.IBAN]
        files = await uow.files.get([pages[DocumentKind.ID_CARD][0].file])
    assert {file.state for file in files.values()} == {"kept"}


async def test_a_document_is_stored_once_however_often_all_is_right(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    first = await gives(town, phone, one, FIELDS, pages)
    assert isinstance(first, StoredContract)
    second = await gives(town, phone, first, FIELDS, {**pages, **await photos(town, phone, DocumentKind.ID_CARD)})
    assert isinstance(second, StoredContract)
    assert {kind for kind in REQUIRED if second.papers[kind] != first.papers[kind]} == {DocumentKind.ID_CARD}
    async with town.database.reading() as uow:
        found = [paper.kind for paper in await uow.papers.of_application(one.application_id)]
    assert sorted(kind for kind in found if kind in REQUIRED) == sorted([*REQUIRED, DocumentKind.ID_CARD])


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({FormField.AUTHORITY: "uncle"}, FormField.AUTHORITY),
        ({FormField.RESIDENTIAL_ADDRESS: ""}, FormField.RESIDENTIAL_ADDRESS),
        ({FormField.ID_NUMBER: "?"}, FormField.ID_NUMBER),
        ({FormField.ID_ISSUE_DATE: "2031-01-01"}, FormField.ID_ISSUE_DATE),
        ({FormField.ID_ISSUE_DATE: "soon"}, FormField.ID_ISSUE_DATE),
        ({FormField.IBAN: "KZ00"}, FormField.IBAN),
        ({FormField.BANK: "HSBKKZKX"}, FormField.IBAN),
        ({FormField.PHONE_SECONDARY: "+77010000001"}, FormField.PHONE_SECONDARY),
    ],
)
async def test_an_answer_that_does_not_fit_leads_back_to_its_question(
    town: Town, wrong: Mapping[str, str], at: FormField
) -> None:
    phone, one = await checked(town)
    refused = await gives(town, phone, one, {**FIELDS, **wrong}, await photos(town, phone, *REQUIRED))
    assert isinstance(refused, Refused)
    assert refused.at == at
    assert (await contract(town, one)).form is None


async def test_a_pdf_that_became_several_pictures_loses_no_page(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    (first,) = pages[DocumentKind.HEALTH_PASSPORT]
    second = await stored(town, phone, b"second page", "image/jpeg")
    split = Page(first.file, first.mime, 2, rest=(second,))
    taken = await gives(town, phone, one, FIELDS, {**pages, DocumentKind.HEALTH_PASSPORT: (split,)})
    assert isinstance(taken, StoredContract)
    async with town.database.reading() as uow:
        paper = await uow.papers.get(taken.papers[DocumentKind.HEALTH_PASSPORT])
        files = await uow.files.get([second])
    assert paper is not None
    assert paper.file_ids == (first.file, second)
    assert files[second].state == "kept"


async def test_a_draft_opened_again_knows_the_pages_of_each_file_and_whether_it_is_sent_twice(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    scan = await stored(town, phone, b"seven pages", "application/pdf", pages=7)
    first = await stored(town, phone, b"1", "image/jpeg", original=scan)
    second = await stored(town, phone, b"2", "image/jpeg", original=scan)
    (photo,) = pages[DocumentKind.CHILD_PHOTO]
    split = Page(first, "image/jpeg", 2, rest=(second,))
    given = pages | {DocumentKind.ID_CARD: (Page(scan, "application/pdf", 7),), DocumentKind.HEALTH_PASSPORT: (split,)}
    await gives(town, phone, one, FIELDS, given)
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    mark = sha256(b"seven pages").digest()[:12].hex()
    photos_mark = sha256(DocumentKind.CHILD_PHOTO.encode()).digest()[:12].hex()
    assert to_fill.attached[DocumentKind.ID_CARD] == (Page(scan, "application/pdf", 7, mark=mark),)
    assert to_fill.attached[DocumentKind.HEALTH_PASSPORT] == (replace(split, mark=mark),)
    assert to_fill.attached[DocumentKind.CHILD_PHOTO] == (replace(photo, mark=photos_mark),)
    card = await asks(town, phone, MyContract(one.id))
    assert card is not None
    counted = {document.kind: document.pages for document in card.documents}
    assert (counted[DocumentKind.ID_CARD], counted[DocumentKind.HEALTH_PASSPORT]) == (7, 2)


async def test_a_missing_document_or_somebody_elses_leads_back_to_it(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    without: Pages = {**pages, DocumentKind.HEALTH_PASSPORT: ()}
    stranger = town.phone("telegram", "1009")
    foreign = {**pages, **await photos(town, stranger, DocumentKind.ID_CARD)}
    for given, at in ((without, DocumentKind.HEALTH_PASSPORT), (foreign, DocumentKind.ID_CARD)):
        refused = await gives(town, phone, one, FIELDS, given)
        assert isinstance(refused, Refused)
        assert refused.at == at


@pytest.mark.rule("E-21")
async def test_edge_21_a_returned_contract_takes_only_what_was_marked(town: Town) -> None:
    phone, one = await checked(town)
    taken = await gives(town, phone, one, FIELDS, await photos(town, phone, *REQUIRED))
    assert isinstance(taken, StoredContract)
    async with town.database.transaction("returned") as uow:
        marks: dict[Item, Mark] = {DocumentKind.ID_CARD: WRONG, FormField.WORKPLACE: WRONG}
        returned = replace(taken.contract, state=ContractState.RETURNED, marks=marks)
        await uow.contracts.save(replace(taken, contract=returned))
    again = await photos(town, phone, DocumentKind.ID_CARD, DocumentKind.CHILD_PHOTO)
    fields: Mapping[str, str] = {FormField.WORKPLACE: "Мектеп", FormField.IBAN: "KZ00"}
    replaced = await gives(town, phone, await contract(town, one), fields, again)
    assert isinstance(replaced, StoredContract)
    assert {mark.judgement for mark in replaced.contract.marks.values()} == {"replaced"}
    assert replaced.papers[DocumentKind.CHILD_PHOTO] == taken.papers[DocumentKind.CHILD_PHOTO]
    assert replaced.papers[DocumentKind.ID_CARD] != taken.papers[DocumentKind.ID_CARD]
    assert contract_form(replaced.form or {}).workplace == "Мектеп"
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    assert (to_fill.marks, to_fill.replaced) == ({}, frozenset({"id_card", "workplace"}))
    assert (to_fill.known["workplace"], set(to_fill.attached)) == ("Мектеп", {DocumentKind.ID_CARD})
    once_more = await gives(town, phone, replaced, {FormField.WORKPLACE: "Лицей"}, dict(to_fill.attached))
    assert isinstance(once_more, StoredContract)
    assert contract_form(once_more.form or {}).workplace == "Лицей"


async def came_back(town: Town, marked: Mapping[Item, Mark], **fields: str) -> tuple[Phone, StoredContract]:
    """A contract with those answers, returned with those marks."""
    phone, one = await checked(town)
    taken = await gives(town, phone, one, {**FIELDS, **fields}, await photos(town, phone, *REQUIRED))
    assert isinstance(taken, StoredContract)
    async with town.database.transaction("returned") as uow:
        returned = replace(taken.contract, state=ContractState.RETURNED, marks=marked)
        await uow.contracts.save(replace(taken, contract=returned))
    return phone, await contract(town, one)


@pytest.mark.rule("E-29", "S1-57")
async def test_edge_29_where_the_account_was_marked_the_bank_is_taken_and_looked_at_again_too(town: Town) -> None:
    phone, one = await came_back(town, {FormField.IBAN: WRONG, FormField.BANK: Mark(Judgement.ACCEPTED)})
    other = "KZ456010000000000001"
    refused = await gives(town, phone, one, {FormField.IBAN: other, FormField.BANK: "CASPKZKA"}, {})
    assert isinstance(refused, Refused)
    assert refused.at == FormField.IBAN
    taken = await gives(town, phone, one, {"iban": other, "bank": "HSBKKZKX", "bank_branch": "", "email": "a@b.kz"}, {})
    assert isinstance(taken, StoredContract)
    assert {code: (taken.form or {}).get(code) for code in ("bank", "iban", "email")} == {
        "bank": "HSBKKZKX",
        "iban": other,
        "email": None,
    }
    replaced = {FormField.IBAN: replace(WRONG, judgement=Judgement.REPLACED), FormField.BANK: Mark(Judgement.REPLACED)}
    assert taken.contract.marks == replaced


@pytest.mark.rule("S1-57")
async def test_what_fits_a_marked_answer_and_stays_is_not_looked_at_again(town: Town) -> None:
    phone, one = await came_back(town, {FormField.PHONE_PRIMARY: WRONG}, phone_secondary="+77010000009")
    same = await gives(town, phone, one, {"phone_primary": "+77010000009", "phone_secondary": "+77010000009"}, {})
    assert isinstance(same, Refused)
    assert same.at == FormField.PHONE_SECONDARY
    assert str(same.why) == "Second phone\nThis answer does not fit the others any more. Please check it."
    fields = {"phone_primary": "+77010000008", "phone_secondary": "+77010000009"}
    taken = await gives(town, phone, one, fields, {})
    assert isinstance(taken, StoredContract)
    assert set(taken.contract.marks) == {FormField.PHONE_PRIMARY}


@pytest.mark.rule("E-21")
async def test_edge_21_what_nobody_marked_and_does_not_fit_any_more_is_named(town: Town) -> None:
    phone, one = await came_back(town, {FormField.WORKPLACE: WRONG})
    form = {**(one.form or {}), "bank": "HSBKKZKX"}
    async with town.database.transaction("another directory") as uow:
        one = await uow.contracts.save(replace(one, form=form))
    refused = await gives(town, phone, one, {FormField.WORKPLACE: "Мектеп"}, {})
    assert isinstance(refused, Refused)
    assert refused.at == FormField.IBAN
    assert "Account number\nThis does not fit any more." in str(refused.why)
    assert "Support is in the menu" in str(refused.why)
    papers = dict(one.papers)
    del papers[DocumentKind.ID_CARD]
    async with town.database.transaction("without its paper") as uow:
        one = await uow.contracts.save(replace(one, form={**form, "bank": "CASPKZKA"}, papers=papers))
    refused = await gives(town, phone, one, {FormField.WORKPLACE: "Мектеп"}, {})
    assert isinstance(refused, Refused)
    assert refused.at == DocumentKind.ID_CARD
    assert "The kindergarten has not marked it" in str(refused.why)


@pytest.mark.parametrize("state", [ContractState.DRAFT, ContractState.RETURNED])
async def test_an_answer_that_another_one_hides_now_is_not_in_the_contract_any_more(
    town: Town, state: ContractState
) -> None:
    phone, one = await checked(town)
    fields: Mapping[str, str] = {**FIELDS, FormField.EMAIL: "a@example.kz"}
    works: Mapping[str, str] = {FormField.WORKPLACE: "Мектеп", FormField.JOB_TITLE: "мұғалім"}
    pages = await photos(town, phone, *REQUIRED)
    taken = await gives(town, phone, one, {**fields, **works}, pages)
    assert isinstance(taken, StoredContract)
    async with town.database.transaction("marked") as uow:
        marked = replace(taken.contract, state=state, marks={item(code): WRONG for code in works})
        taken = await uow.contracts.save(replace(taken, contract=marked))
    left_out = {**fields, FormField.WORKPLACE: ""}
    now = await gives(town, phone, taken, left_out, pages)
    assert isinstance(now, StoredContract)
    assert now.form == {str(field): value for field, value in left_out.items()}
    assert state is ContractState.DRAFT or wrong_items(now.contract.marks) == frozenset()


def asks_more() -> Profile:
    """The next version of the profile: the e-mail is required, a certificate is new, and no photo is kept any more."""
    fields = tuple(
        replace(rule, presence=Presence.REQUIRED if rule.field is FormField.EMAIL else rule.presence)
        for rule in FIRST.contract.fields
    )
    _photo, *rows = FIRST.documents.contract
    new = replace(rows[0], kind=DocumentKind.HEALTH_CERTIFICATE)
    documents = replace(FIRST.documents, contract=(*rows, new))
    return second(contract=replace(FIRST.contract, fields=fields), documents=documents)


@pytest.mark.rule("E-43")
async def test_edge_43_questions_answers_and_documents_of_a_contract_go_by_its_own_version(town: Town) -> None:
    changes_to(town, asks_more())
    phone, one = await checked(town)
    await passes(town, moment(24, 12))
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None and to_fill.profile is not None
    assert to_fill.profile.version == 1
    taken = await gives(town, phone, one, FIELDS, await photos(town, phone, *REQUIRED))
    assert isinstance(taken, StoredContract)
    card = await asks(town, phone, MyContract(one.id))
    assert card is not None
    assert [document.kind for document in card.documents] == list(REQUIRED)
    shown = await does(town, phone, ShowContractDocument(one.id, DocumentKind.CHILD_PHOTO))
    assert isinstance(shown, Fine)
    assert "Photo" in str(shown.value.notes[0].text)


@pytest.mark.rule("E-8", "S2-24")
async def test_edge_8_what_one_parent_answered_never_stands_in_the_contract_of_the_other(town: Town) -> None:
    phone, one = await checked(town)
    pages = await photos(town, phone, *REQUIRED)
    await gives(town, phone, one, {**FIELDS, FormField.EMAIL: "mother@example.kz"}, pages)
    known = await asks(town, phone, FillContract(one.id))
    assert known is not None
    assert known.known["email"] == "mother@example.kz"
    father = await let_in(town, phone, "1002", Actor.SECOND_PARENT)
    await known_by(town, father, FATHER_IIN)
    for _key_checked in range(2):
        to_fill = await asks(town, father, FillContract(one.id))
        assert to_fill is not None
        assert set(to_fill.known) <= {"phone_primary"}
        signing = await link(town, father, one, Purpose.CHECK)
        await page_says(town, signing, valid(town.clock.now(), iin=FATHER_IIN))
    own = await photos(town, father, DocumentKind.ID_CARD)
    given = Filled(Actor.SECOND_PARENT, {str(name): value for name, value in FIELDS.items()}, own)
    current = await contract(town, one)
    taken = await town.at_desk(father, lambda desk: take_answers(desk, current, given))
    assert taken.contract.representative is Actor.SECOND_PARENT
    assert "email" not in taken.form
