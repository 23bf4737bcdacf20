"""The contract as the program prints it: what is stored stands in it, in a draft, frozen, as pictures and as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from dialogs.contract_effects import ContractPicture, FreezeContract, MakeDraft
from dialogs.contract_queries import ContractText, TextSheet
from dialogs.inputs import Fine, Refused
from documents.contract_pdf import Press as Typesetter
from documents.model_form.forms import load_forms
from enrolment.contract import ContractState
from enrolment.contract_content import AmendedContract
from enrolment.profile_versions import ProfileVersions
from enrolment.terms import FormField
from enrolment.working_days import ALMATY
from handlers.book import answer
from handlers.contract_contents import Making, content_of
from handlers.contract_press import NotPrinted, Press
from handlers.contract_printing import Printer
from handlers.model_forms import PublishedForms
from storage.check_codes import check_code
from storage.contract_versions import ContractVersion
from storage.stored_contract import StoredContract
from tests.handlers.contracts import MOTHER_IIN, begun, contract, signs
from tests.handlers.kindergartens import city, kindergarten
from tests.handlers.neighbours import tasks
from tests.handlers.staff.people import does
from tests.handlers.test_contract_agreements import agreed_on, in_force, moves_phone
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, checked, photos
from tests.handlers.test_contract_drafting import Typewriter, drafted, works
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes

ADDRESS = "https://balapan.example.kz"
HEAD, IBAN = "Сейітқали Айгүл Маратқызы", "KZ456010000000000001"
TITLE = "ДОГОВОР ОКАЗАНИЯ ОБРАЗОВАТЕЛЬНЫХ УСЛУГ ДОШКОЛЬНОЙ ОРГАНИЗАЦИИ"


def printer_of(town: Town, typesetter: Typesetter | None = None) -> Printer:
    profile = town.office.profile
    versions = ProfileVersions((profile,))
    return Printer(typesetter or Typesetter(), PublishedForms(load_forms(profile.code)), versions, town.clock, ADDRESS)


async def asked(town: Town) -> tuple[Phone, StoredContract]:
    """A parent who has handed everything in, and waits for the draft."""
    phone, one = await checked(town)
    await city(town, kindergarten(head=HEAD, iban=IBAN, fee=40_000, phone="+77273000000"))
    made = await does(town, phone, MakeDraft(one.id, FIELDS, await photos(town, phone, *REQUIRED)))
    assert isinstance(made, Fine)
    return phone, await contract(town, one)


async def version_of(town: Town, one: StoredContract) -> tuple[ContractVersion, PdfReader]:
    """The newest version with its file."""
    async with town.database.reading() as uow:
        newest = (await uow.contract_versions.of(one.id))[-1]
        record = (await uow.files.get([newest.file_id]))[newest.file_id]
    return newest, PdfReader(BytesIO(await town.office.files.read(record.id, record.wrapped_key)))


BOY = ("Дата рождения 15.03.2023", "Пол мужской")


async def sheet(town: Town, phone: Phone, one: StoredContract, at: int = 0) -> TextSheet | None:
    found: TextSheet | None = await town.at_desk(phone, lambda desk: answer(desk, ContractText(one.id, at)))
    return found


@pytest.mark.rule("S2-42", "S2-63", "S1-31", "S1-38", "S1-39", "S1-40")
async def test_C7_what_was_answered_stands_in_the_contract_that_is_read_frozen_and_signed(town: Town) -> None:
    phone, one = await asked(town)
    async with Typesetter() as typesetter:
        printer = printer_of(town, typesetter)
        (drawn,) = await works(town, printer)
        draft, pdf = await version_of(town, one)
        await does(town, phone, ContractPicture(one.id, draft.pages))
        assert await works(town, printer) == [{"status": "drawn"}]
        await does(town, phone, FreezeContract(one.id, 1))
        (frozen,) = await works(town, printer)
    assert drawn == {"version": 1, "pages": len(pdf.pages)}
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    for said in (
        "ПРОЕКТ",
        one.number,
        MOTHER_IIN,
        HEAD,
        IBAN,
        "Серікова Әлия",
        "Арман",
        "АО «KASPI BANK»",
        "Ортаңғы",
        *BOY,
    ):
        assert said in text
    async with town.database.reading() as uow:
        assert f"{ADDRESS}/check/{check_code(uow.sealer, one.id)}" in text
    first = await sheet(town, phone, one)
    assert first is not None
    assert first.ru.startswith(TITLE)
    assert f"От имени организации действует: {HEAD}" in first.ru
    one = await contract(town, one)
    assert frozen == {"version": 2, "sha256": one.contract.frozen}
    _version, final = await version_of(town, one)
    assert "ПРОЕКТ" not in final.pages[0].extract_text()
    assert (await signs(town, phone, one)).state is ContractState.PARENT_SIGNED


async def test_C7_what_a_contract_would_say_is_known_apart_by_its_catalogue_and_not_by_the_day(town: Town) -> None:
    _phone, one = await drafted(town)
    printer = printer_of(town)

    async def says() -> str:
        async with town.database.reading() as uow:
            return await printer.content(uow, one)

    first = await says()
    await passes(town, moment(24, 10))
    assert await says() == first
    told = {first}
    bota = kindergarten()
    others = replace(bota, head=HEAD), replace(bota, address_ru="пр. Абая, 12"), replace(bota, name_kk="«Ботақан»")
    for changed in (*others, replace(bota, fee=41_000)):
        await city(town, changed)
        told.add(await says())
    assert len(told) == 5
    with pytest.raises(NotPrinted):
        async with town.database.reading() as uow:
            await printer.content(uow, replace(one, form={}))


async def test_what_nobody_knows_is_left_out_and_never_a_blank_to_fill_in(town: Town) -> None:
    _phone, one = await drafted(town)
    async with town.database.reading() as uow:
        content = await content_of(uow, one, Making(town.office.profile, date(2026, 11, 23), True))
    preschool, ages = content.preschool, content.admission.age_range
    assert (preschool.head, preschool.account, preschool.phone, content.fee) == (None,) * 4
    assert (ages.ru, ages.kk) == ("от 3 до 4 лет", "3 жастан 4 жасқа дейін")
    assert (content.department.ru, content.place.kk) == ("Управление образования, Алматы", "Алматы")
    assert [len(paper.sha256) for paper in content.documents] == [1] * len(REQUIRED)
    assert content.representative.phone_primary == "+7 (701) 000-00-01"


async def test_C19_an_agreement_names_the_contract_by_number_and_the_day_that_stands_in_it(town: Town) -> None:
    phone, saule, one = await in_force(town)
    await moves_phone(town, phone, "+77010000011")
    await passes(town, moment(25, 10))
    agreement = replace(await agreed_on(town, saule, one), form=FIELDS)
    making = Making(town.office.profile, date(2026, 11, 25), True)
    async with town.database.reading() as uow:
        content = await content_of(uow, agreement, making)
        itself = await content_of(uow, replace(one, form=FIELDS), making)
        (version,) = await uow.contract_versions.of(one.id)
    assert (content.number, content.concluded_on) == (agreement.number, date(2026, 11, 25))
    assert content.amends == AmendedContract(one.number, version.made_at.astimezone(ALMATY).date())
    assert (content.amends.concluded_on, itself.amends) == (date(2026, 11, 23), None)
    assert content.digest != replace(content, amends=None).digest


async def test_letters_that_no_font_has_are_no_contract_and_the_log_names_nobody(town: Town) -> None:
    _phone, one = await drafted(town)
    odd = replace(one, form={**(one.form or {}), FormField.WORKPLACE: "☕ кофейня"})
    with capture_logs() as logs, pytest.raises(NotPrinted):
        await printer_of(town).contract(town.database, odd, town.clock.now(), final=False)
    (line,) = logs
    assert (line["event"], line["why"]) == ("contract.not_printed", "Unprintable")
    assert line["where"] == "representative.workplace"
    assert "кофейня" not in str(line)


async def test_signs_that_nobody_sees_in_older_answers_are_not_printed(town: Town) -> None:
    _phone, one = await drafted(town)
    old = replace(one, form={**(one.form or {}), FormField.WORKPLACE: "ТОО «Бо\u00adта»\u200b"})
    async with town.database.reading() as uow:
        content = await content_of(uow, old, Making(town.office.profile, date(2026, 11, 23), True))
    assert content.representative.workplace == "ТОО «Бота»"


async def test_a_contract_that_nobody_fills_in_cannot_be_printed(town: Town) -> None:
    _phone, _saule, one = await begun(town)
    with pytest.raises(NotPrinted):
        await printer_of(town).contract(town.database, one, town.clock.now(), final=False)


async def page_asked(town: Town, phone: Phone, effect: ContractPicture, press: Press | None) -> list[dict[str, Any]]:
    assert isinstance(await does(town, phone, effect), Fine)
    return await works(town, press)


@pytest.mark.rule("S2-63")
async def test_a_page_comes_into_the_chat_as_a_picture(town: Town) -> None:
    phone, one = await drafted(town)
    phone.forgets()
    assert await page_asked(town, phone, ContractPicture(one.id, 2, 1), Typewriter()) == [{"status": "drawn"}]
    message = next(said for said in phone.heard if said.files)
    assert (message.text, message.files[0].name, message.files[0].mime) == ("Page 2 of 2", "2.png", "image/png")


async def test_a_page_that_cannot_be_drawn_is_told_and_one_that_is_not_there_is_refused(town: Town) -> None:
    phone, one = await drafted(town)
    broken = Typewriter()
    broken.broken = True
    for press in (broken, None):
        assert await page_asked(town, phone, ContractPicture(one.id, 1), press) == [{"status": "said"}]
    assert "could not be drawn" in phone.heard[-1].text
    for page in (0, 3):
        assert isinstance(await does(town, phone, ContractPicture(one.id, page)), Refused)
    assert await tasks(town) == []


async def test_strangers_see_neither_page_nor_text_and_a_sheet_beyond_the_last_is_none(town: Town) -> None:
    phone, one = await drafted(town)
    assert await sheet(town, phone, one, 1) == TextSheet("Қолтаңба", "Подпись", 2)
    assert await sheet(town, phone, one, 2) is None
    stranger = town.phone("telegram", "6666")
    assert await sheet(town, stranger, one) is None
    await does(town, stranger, ContractPicture(one.id, 1))
    assert await tasks(town) == []
