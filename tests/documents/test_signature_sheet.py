"""The card of the electronic document and the protocol: who signed, by which certificate, when, what was checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import pytest_asyncio
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from documents.contract_pdf import NotTypeset, Press
from documents.legal_notes import legal_note, legal_notes
from documents.signature_sheet import SheetSignature, SignatureSheet, sheet_manuscript
from documents.signature_words import CHECKS
from enrolment.masking import masked_iin, masked_signer
from enrolment.signature_evidence import Side, SignatureCheck, SignatureFacts, Word
from enrolment.signature_verdict import Certificate, Signer, Times

pytestmark = [pytest.mark.rule("S1-26"), pytest.mark.asyncio(loop_scope="module")]

URL = "https://sign.example.kz/check/aeaqcaibaeaqcaibaeaqcaibaeaqcaib"
AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=UTC)
IIN, BIN = "911205400003", "150140000002"
GOST = "1.2.398.3.10.1.1.2.3.2"
FOUND = tuple(SignatureCheck(name, True, GOST if name == "algorithms" else IIN) for name in CHECKS)
CERTIFICATE = Certificate(
    "3a5f" * 10, "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) 2022, KZ", "cc" * 32, AT - timedelta(100), AT + timedelta(100)
)
NCA = CERTIFICATE.issuer
STAMP = Word(AT + timedelta(seconds=2), "СЕРВИС МЕТКИ ВРЕМЕНИ, KZ", NCA, "7ab1" * 10)
RESPONDER = Word(AT + timedelta(seconds=1), "OCSP RESPONDER, KZ", NCA, "5c0d" * 10)
FACTS = SignatureFacts(
    None,
    ("1.2.398.3.3.2",),
    ("digitalSignature", "nonRepudiation"),
    ("1.2.398.3.3.4.1.1", "1.2.398.3.3.4.3.2", "1.3.6.1.5.5.7.3.4"),
    STAMP,
    RESPONDER,
)
HEADS_FACTS = replace(FACTS, organisation="КГКП «Самал»", purposes=("1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"))
MOTHER = SheetSignature(
    Side.PARENT,
    Signer(IIN, "СЕРІКОВА ӘЛИЯ НҰРЛАНҚЫЗЫ"),
    CERTIFICATE,
    Times(AT, STAMP.at),
    AT,
    FOUND,
    FACTS,
)
HEADS = Signer("880719300107", "САДЫҚОВА ДИНА ҚАЙРАТҚЫЗЫ", BIN)
HEAD = replace(MOTHER, side=Side.PRESCHOOL, signer=HEADS, facts=HEADS_FACTS)
SHEET = SignatureSheet("150140000002-11.26.001", "0f" * 32, 28, 412_345, URL, (MOTHER, HEAD))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def press() -> AsyncIterator[Press]:
    async with Press() as opened:
        yield opened


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def test_the_card_shows_each_signature_on_a_page(press: Press) -> None:
    pdf = await press.signatures(SHEET, protocol=False)
    text = text_of(pdf)
    mothers, heads = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert MOTHER.signer.name in mothers and HEAD.signer.name in heads
    for said in (
        "Карточка электронного документа",
        "Электрондық құжаттың карточкасы",
        SHEET.number,
        MOTHER.signer.name,
        HEAD.signer.name,
        BIN,
        "ГОСТ 34.10-2015 (512)",
        "23.11.2026 14:05:09 (UTC+5)",
        "не обладает юридической значимостью",
        "заңдық күші жоқ",
    ):
        assert said in text
    assert "0f" * 32 in text.replace(" ", "")


async def test_the_card_tells_all_that_a_card_of_an_electronic_document_tells(press: Press) -> None:
    """The fields of the card (eds.md 7), with who stamped the time and who said that the certificate was good."""
    _mothers, heads = PdfReader(BytesIO(await press.signatures(SHEET, protocol=False))).pages
    text = " ".join(heads.extract_text().split())
    for said in (
        "КГКП «Самал»",
        "1.2.398.3.3.2",
        "digitalSignature, nonRepudiation",
        "Юридическое лицо",
        "Ұйымның бірінші басшысы",
        "Служба метки времени СЕРВИС МЕТКИ ВРЕМЕНИ, KZ",
        "Не отозван (OCSP) 23.11.2026 14:05:08 (UTC+5)",
        "Подтвердившая служба OCSP RESPONDER, KZ",
        "Страница 2 из 2",
        "2 беттің 2-беті",
    ):
        assert said in text
    for serial in (CERTIFICATE.serial, STAMP.serial, RESPONDER.serial):
        assert serial in text.replace(" ", "")


async def test_what_a_key_is_for_is_said_in_words_where_there_are_some() -> None:
    (told, _heads) = sheet_manuscript(SHEET, protocol=False)["signatures"]
    (purposes,) = [row["value"] for row in told["rows"] if row["ru"] == "Назначение ключа"]
    assert purposes == "Жеке тұлға / Физическое лицо; 1.2.398.3.3.4.3.2; emailProtection"


async def test_a_list_that_told_it_is_called_a_list_and_old_signatures_say_less() -> None:
    listed = replace(MOTHER, facts=replace(FACTS, listed=True))
    old = replace(MOTHER, facts=SignatureFacts())
    for one, known, unknown in (
        (listed, "Не отозван (список отозванных)", "Не отозван (OCSP)"),
        (old, "Издатель", "Политики"),
    ):
        (told,) = sheet_manuscript(replace(SHEET, signatures=(one,)), protocol=False)["signatures"]
        names = [row["ru"] for row in told["rows"]]
        assert known in names
        assert not any(name.startswith(unknown) for name in names)


async def test_no_iin_can_be_read_in_either(press: Press) -> None:
    for protocol in (False, True):
        text = text_of(await press.signatures(SHEET, protocol=protocol))
        assert IIN not in text
        assert "••••••••0003" in text


async def test_the_qr_leads_to_the_check_page(press: Press) -> None:
    picture = await press.page(await press.signatures(SHEET, protocol=False), 2)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(picture.png)))] == [URL]


async def test_the_protocol_says_what_was_checked(press: Press) -> None:
    text = text_of(await press.signatures(SHEET, protocol=True))
    for said in ("Протокол проверки подписей", "Сертификат не был отозван", "Сертификат кері қайтарылмаған"):
        assert said in text


async def test_what_could_not_be_told_is_not_claimed() -> None:
    unsure = replace(MOTHER, checks=(SignatureCheck("chain", True), SignatureCheck("revocation", None)))
    (told,) = sheet_manuscript(replace(SHEET, signatures=(unsure,)), protocol=True)["signatures"]
    assert [one["ru"] for one in told["checks"]] == ["Сертификат выдан доверенным удостоверяющим центром"]


async def test_the_same_signatures_give_the_same_bytes(press: Press) -> None:
    async with Press() as another:
        assert await another.signatures(SHEET, protocol=True) == await press.signatures(SHEET, protocol=True)


async def test_a_letter_that_the_fonts_lack_is_no_card(press: Press) -> None:
    strange = replace(MOTHER, signer=Signer(IIN, "\x00"))
    with pytest.raises(NotTypeset):
        await press.signatures(replace(SHEET, number="\ue000", signatures=(strange,)), protocol=False)


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 7, 11), "370-II"), (date(2026, 7, 12), "255-VIII")], ids=["the law", "the code"]
)
async def test_the_note_is_that_of_the_law_in_force_on_the_day_of_the_last_signature(on: date, said: str) -> None:
    assert said in legal_note(on).kk
    assert said in legal_note(on).ru
    late = replace(HEAD, times=Times(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)))
    early = replace(MOTHER, times=Times(datetime(2025, 1, 1, tzinfo=UTC)))
    notes = sheet_manuscript(replace(SHEET, signatures=(late, early)), protocol=False)["notes"]
    assert said in notes[-1]["ru"]


@pytest.mark.parametrize(("minute", "said"), [(59, "370-II"), (60, "255-VIII")], ids=["before midnight", "midnight"])
async def test_the_day_of_the_law_begins_at_midnight_in_kazakhstan(minute: int, said: str) -> None:
    late = replace(HEAD, times=Times(datetime(2026, 7, 11, 18, tzinfo=UTC) + timedelta(minutes=minute)))
    told = sheet_manuscript(replace(SHEET, signatures=(late,)), protocol=True)
    assert said in told["notes"][-1]["ru"] and said in told["notes"][-1]["kk"]


async def test_a_time_stamp_that_was_had_after_midnight_makes_the_signature_no_later() -> None:
    """It counts from its receipt (C8a)."""
    received = datetime(2026, 7, 11, 18, 59, 59, tzinfo=UTC)
    late = replace(HEAD, times=Times(received, received + timedelta(seconds=2)))
    assert "370-II" in sheet_manuscript(replace(SHEET, signatures=(late,)), protocol=False)["notes"][-1]["ru"]


async def test_notes_stand_in_the_order_of_their_days() -> None:
    days = [note.since for note in legal_notes()]
    assert days == sorted(days)


async def test_a_signer_is_masked_but_known_to_acquaintances() -> None:
    assert masked_iin(IIN) == "••••••••0003"
    assert masked_signer("СЕРІКОВА ӘЛИЯ НҰРЛАНҚЫЗЫ") == "С••• ӘЛИЯ"
    assert masked_signer("") == "—•••"
