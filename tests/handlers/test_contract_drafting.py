"""The PDF of a contract: typeset after the turn, read as a draft, frozen for the signature. C7, C11, C20."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dialogs.contract_effects import FreezeContract, MakeDraft
from dialogs.contract_queries import ContractText, FillContract, TextSheet
from dialogs.inputs import Fine, Refused
from documents.model_form.forms import ModelForm, ModelForms
from documents.signature_sheet import SignatureSheet
from enrolment.contract import ContractState
from enrolment.terms import FormField
from handlers.contract_changes import rebuild_drafts
from handlers.contract_drafting import READ_ANEW
from handlers.contract_press import NotPrinted, Press, Printed
from handlers.contract_text import SHEETS
from handlers.model_forms import PublishedForms
from handlers.outside_work import task_done
from handlers.service import work_beside
from storage.database import Database
from storage.file_records import FileRecord
from storage.people import Person
from storage.schema import new_id
from storage.stored_contract import StoredContract
from storage.uow import Uow
from tests.handlers.contracts import contract, signs
from tests.handlers.neighbours import tasks
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, checked, photos
from tests.handlers.test_contract_cards import asks
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes, told


class Typewriter:
    """Prints the number and the answers; a broken one prints nothing."""

    broken = False
    says = "what it says"

    def __init__(self, form: str = "unified-1") -> None:
        self.form = form
        self.forms = PublishedForms(ModelForms(()))

    async def template(self, uow: Uow) -> str:
        return self.form

    async def specimen(self, form: ModelForm) -> Printed:
        raise NotPrinted

    async def contract(self, database: Database, one: StoredContract, now: datetime, *, final: bool) -> Printed:
        if self.broken:
            raise NotPrinted
        kind = "final" if final else "draft"
        said = f"{kind} {one.number} {sorted((one.form or {}).items())}"
        return Printed(said.encode(), 2, self.form, (("Шарт", "Договор"), ("Қолтаңба", "Подпись")), self.says)

    async def content(self, uow: Uow, one: StoredContract) -> str:
        if self.broken:
            raise NotPrinted
        return self.says

    async def page(self, pdf: bytes, number: int) -> bytes:
        if self.broken:
            raise NotPrinted
        return f"{number} of {pdf.decode()}".encode()

    async def signatures(self, sheet: SignatureSheet, *, protocol: bool) -> bytes:
        if self.broken:
            raise NotPrinted
        return f"{'protocol' if protocol else 'card'} of {sheet.number} at {sheet.check_url}".encode()

    def check_url(self, code: str) -> str:
        return f"https://sign.example.kz/check/{code}"


async def works(town: Town, press: Press | None) -> list[dict[str, Any]]:
    """Everything that was wanted is typeset as the program does it; what came of it."""
    beside = work_beside(town.database, replace(town.office, press=press))
    results = []
    for task in await tasks(town):
        results.append(await beside[task.kind](task))
        await task_done(town.database, town.office, task, results[-1])
    await town.settle()
    return results


async def drafted(town: Town) -> tuple[Phone, StoredContract]:
    phone, one = await checked(town)
    made = await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED)))
    assert isinstance(made, Fine)
    assert set(made.value) == {"token"}
    assert await works(town, Typewriter()) == [{"version": 1, "pages": 2}]
    return phone, await contract(town, one)


async def test_an_older_answer_with_letters_that_no_font_has_leads_to_its_question(town: Town) -> None:
    phone, one = await checked(town)
    papers = await photos(town, phone, *REQUIRED)
    old = {**FIELDS, FormField.WORKPLACE: "Школа № 3 👍", FormField.ID_NUMBER: "AB王123"}
    for field, letter in ((FormField.WORKPLACE, "👍"), (FormField.ID_NUMBER, "王")):
        refused = await does(town, phone, MakeDraft(one.id, old, papers))
        assert isinstance(refused, Refused)
        assert refused.at == field
        assert f"This cannot stand in a contract: {letter}." in str(refused.why)
        old = {**old, field: FIELDS.get(field, "")}
    assert isinstance(await does(town, phone, MakeDraft(one.id, old, papers)), Fine)


@pytest.mark.parametrize("whose", ["parent", "child"])
async def test_a_name_with_letters_that_no_font_has_is_told_with_whom_to_call(town: Town, whose: str) -> None:
    phone, one = await checked(town)
    async with town.database.transaction("an odd name") as uow:
        account = (await uow.accounts.load([one.account_id]))[one.account_id]
        application = await uow.applications.get(one.application_id)
        assert application is not None
        child = await uow.children.get(application.child_id)
        assert child is not None
        if whose == "parent":
            await uow.accounts.save(replace(account, person=Person("Λ", "Алия")))
        else:
            await uow.children.save(replace(child, person=replace(child.person, first_name="Λ")))
    refused = await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED)))
    assert isinstance(refused, Refused)
    assert refused.at == f"{whose}_name"
    assert "This cannot stand in a contract: Λ. Your answers are kept." in str(refused.why)
    assert "Support is in the menu" in str(refused.why)


@pytest.mark.rule("S2-42")
async def test_C7_a_draft_is_read_and_then_frozen_and_signed(town: Town) -> None:
    phone, one = await drafted(town)
    assert one.contract.frozen is None
    await does(town, phone, FreezeContract(one.id, 1))
    (result,) = await works(town, Typewriter())
    one = await contract(town, one)
    assert result == {"version": 2, "sha256": one.contract.frozen}
    async with town.database.reading() as uow:
        draft, frozen = await uow.contract_versions.of(one.id)
        records = await uow.files.get([frozen.file_id])
    content = await town.office.files.read(frozen.file_id, records[frozen.file_id].wrapped_key)
    assert content.startswith(b"final")
    assert (draft.frozen_at, frozen.sha256, dict(frozen.form or {})) == (None, one.contract.frozen, dict(FIELDS))
    assert (await signs(town, phone, one)).state is ContractState.PARENT_SIGNED


async def test_C20_what_was_read_before_the_model_form_changed_is_not_frozen(town: Town) -> None:
    phone, one = await drafted(town)
    town.office = replace(town.office, press=Typewriter("unified-2"))
    on_the_day = await does(town, phone, FreezeContract(one.id, 1))
    assert await rebuild_drafts(town.database, town.office) == 1
    rebuilt = await does(town, phone, FreezeContract(one.id, 1))
    for refused in (on_the_day, rebuilt):
        assert isinstance(refused, Refused)
        assert refused.at == "draft"


async def test_C20_a_draft_of_an_old_form_is_made_anew_once_and_told_once(town: Town) -> None:
    phone, one = await drafted(town)
    town.office = replace(town.office, press=Typewriter("unified-2"))
    assert [await rebuild_drafts(town.database, town.office) for _day in range(2)] == [1, 0]
    await town.deliver()
    assert (await told(town, phone))[-1] == "N28"
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    assert (to_fill.draft, to_fill.frozen) == (None, None)
    await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED)))
    assert await works(town, Typewriter("unified-2")) == [{"version": 2, "pages": 2}]
    assert await rebuild_drafts(town.database, town.office) == 0
    assert isinstance(await does(town, phone, FreezeContract(one.id, 2)), Fine)


async def test_C20_what_is_printed_by_another_form_than_was_read_is_not_frozen(town: Town) -> None:
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))
    assert await works(town, Typewriter("unified-2")) == [{"changed": True}]
    assert (await contract(town, one)).contract.frozen is None


@pytest.mark.rule("S2-42", "S2-50")
async def test_C7_what_says_something_else_than_was_read_is_read_anew_and_nothing_else_is_asked(town: Town) -> None:
    phone, one = await drafted(town)
    other = Typewriter()
    other.says = "another head"
    town.office = replace(town.office, press=other)
    refused = await does(town, phone, FreezeContract(one.id, 1))
    assert isinstance(refused, Refused)
    assert (str(refused.why), refused.at) == (str(READ_ANEW), "draft")
    assert await contract(town, one) == one
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    await does(town, phone, MakeDraft(one.id, FIELDS, dict(to_fill.attached)))
    assert await works(town, other) == [{"version": 2, "pages": 2}]
    await does(town, phone, FreezeContract(one.id, 2))
    assert [set(result) for result in await works(town, other)] == [{"version", "sha256"}]


@pytest.mark.rule("S2-42")
async def test_C7_what_changed_while_it_was_typeset_is_not_frozen_and_then_read_anew(town: Town) -> None:
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))
    other = Typewriter()
    other.says = "another address"
    assert await works(town, other) == [{"changed": True}]
    assert (await contract(town, one)).contract.frozen is None
    town.office = replace(town.office, press=other)
    assert isinstance(await does(town, phone, FreezeContract(one.id, 1)), Refused)


async def test_a_press_that_cannot_tell_what_it_would_say_fails_where_it_prints(town: Town) -> None:
    phone, one = await drafted(town)
    broken = Typewriter()
    broken.broken = True
    town.office = replace(town.office, press=broken)
    assert isinstance(await does(town, phone, FreezeContract(one.id, 1)), Fine)
    assert await works(town, broken) == [{"failed": True}]


async def test_a_text_that_was_kept_without_a_digest_is_shown_and_read_anew_before_it_is_frozen(town: Town) -> None:
    phone, one = await drafted(town)
    id_, now = new_id(), town.clock.now()
    put = await town.office.files.put(id_, json.dumps([("Шарт", "Договор")]).encode())
    async with town.database.transaction("kept as the first versions were") as uow:
        await uow.files.add(FileRecord(id_, one.account_id, "1", SHEETS, put.size, put.sha256, put.wrapped_key, now))
        version = await uow.contract_versions.get(one.id, 1)
        assert version is not None
        await uow.contract_versions.add(replace(version, version=2, text_id=id_))
        await uow.contracts.save(replace(one, version=2))
    town.office = replace(town.office, press=Typewriter())
    assert await asks(town, phone, ContractText(one.id)) == TextSheet("Шарт", "Договор", 1)
    assert isinstance(await does(town, phone, FreezeContract(one.id, 2)), Refused)


@pytest.mark.parametrize("hour", [3, 22])
async def test_C20_whoever_sleeps_when_the_program_starts_is_told_in_the_morning(town: Town, hour: int) -> None:
    phone, one = await drafted(town)
    town.office = replace(town.office, press=Typewriter("unified-2"))
    await passes(town, moment(24, hour))
    assert await rebuild_drafts(town.database, town.office) == 1
    assert "N28" not in await told(town, phone)
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None and to_fill.draft is None
    morning = moment(24 + (hour == 22), 10)
    await passes(town, morning - timedelta(seconds=1))
    assert "N28" not in await told(town, phone)
    await passes(town, morning + timedelta(minutes=1))
    assert (await told(town, phone)).count("N28") == 1


async def test_C20_who_has_read_it_anew_before_the_morning_is_not_told(town: Town) -> None:
    phone, one = await drafted(town)
    town.office = replace(town.office, press=Typewriter("unified-2"))
    await passes(town, moment(24, 3))
    await rebuild_drafts(town.database, town.office)
    await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED)))
    await works(town, Typewriter("unified-2"))
    await passes(town, moment(24, 11))
    assert "N28" not in await told(town, phone)


async def test_a_press_that_fails_or_is_not_there_says_so_and_keeps_the_answers(town: Town) -> None:
    phone, one = await drafted(town)
    broken = Typewriter()
    broken.broken = True
    for press in (broken, None):
        await does(town, phone, FreezeContract(one.id, 1))
        assert await works(town, press) == [{"failed": True}]
    assert (await contract(town, one)).contract.frozen is None


async def test_answers_that_changed_while_it_was_typeset_are_not_frozen(town: Town) -> None:
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))

    class Slow(Typewriter):
        async def contract(self, database: Database, one: StoredContract, now: datetime, *, final: bool) -> Printed:
            async with database.transaction("meanwhile") as uow:
                await uow.contracts.save(one)
            return await super().contract(database, one, now, final=final)

    assert await works(town, Slow()) == [{"changed": True}]
    assert (await contract(town, one)).contract.frozen is None
