"""The contract's file: the same bytes wherever it is made, archivable, readable by people, machines and phones."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from threading import Event
from typing import Any

import pytest
import pytest_asyncio
import zxingcpp
from PIL import Image
from PIL.ImageCms import ImageCmsProfile
from pypdf import PdfReader
from pypdf.generic import ContentStream

from documents.contract_pdf import NotTypeset, PagePicture, Press
from documents.model_form.compositor import composed
from documents.model_form.forms import LAYOUT, load_forms
from documents.model_form.manuscript import manuscript
from documents.model_form.specimen import specimen
from documents.model_form.text_sheets import text_sheets
from documents.model_form.typesetting import typeset
from enrolment.contract_content import AmendedContract, ContractContent
from enrolment.profile_terms import TermKind
from tests.documents.children import acting, answering
from tests.documents.contracts import HOSTILE, LONG_WORD, bare, full, strange
from tests.documents.test_quarantine import Spawned, run

URL = "https://balapan.example.kz/check/AbCdEf123456"
FORM = load_forms("unified").editions[0]
SHORT = replace(FORM, blocks=FORM.blocks[:1])
NUMBER = "0112-11.26.001"
KAZAKH = "әғқңөұүһі"
FEWEST_PAGES, MOST_PAGES, WIDTH = 20, 30, 1080
FOOT = (800, 1300, 1080, 1527)
NOT_A_FILE = acting("""
said = b'{"attached": [1], "pages": 1}'
tell(struct.pack('>I', len(said)) + said + b'x')
sys.stdin.read()
""")
NOT_ARCHIVED = {
    *("/AA", "/OpenAction", "/JS", "/JavaScript", "/AcroForm", "/XFA"),
    *("/EmbeddedFiles", "/EF", "/F", "/Ref", "/OPI", "/Encrypt", "/RichMediaContent"),
}
"""What acts, what locks, what is attached, and what points to another file."""
SHOWING_TEXT = (b"TJ", b"Tj", b"'", b'"')

pytestmark = [pytest.mark.rule("S2-42"), pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True)
class Made:
    """A draft, once as a file with its texts and once as pictures."""

    pdf: bytes
    pictures: list[PagePicture]
    texts: tuple[str, ...]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def press() -> AsyncIterator[Press]:
    async with Press() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def draft(press: Press) -> Made:
    made = await press.contract(FORM, full(), URL)
    pdf = made.pdf
    texts = tuple(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert made.pages == len(texts)
    assert made.text == text_sheets(manuscript(FORM, full(), URL)["blocks"])
    return Made(pdf, [await press.page(pdf, number) for number in range(1, len(texts) + 1)], texts)


def written(sheet: Mapping[str, Any]) -> bytes:
    return typeset(json.dumps(sheet).encode())


async def test_two_processes_make_the_same_bytes(draft: Made) -> None:
    again = written(manuscript(FORM, full(), URL))
    assert sha256(again).hexdigest() == sha256(draft.pdf).hexdigest()
    assert written(manuscript(FORM, replace(full(), number="0112-11.26.002"), URL)) != again


async def test_no_rule_of_the_layout_holds_anything_of_one_contract() -> None:
    """A rule is part of every paragraph below it: none would be known again in the next contract (decision 19)."""
    contract = (LAYOUT / "contract.typ").read_text().partition("#let contract(sheet, qr)")[2]
    rules = contract.partition("[#set document(")[2].partition("\n")[2].partition("frame.update(")[0]
    assert "set page(" in rules
    assert not re.search(r"\b(sheet|qr)\b", rules)


@pytest.mark.rule("S2-71")
async def test_every_page_has_the_number_its_place_and_the_address(draft: Made) -> None:
    count = len(draft.texts)
    assert FEWEST_PAGES <= count <= MOST_PAGES
    for page, text in enumerate(draft.texts, 1):
        assert f"Шарт / Договор № {NUMBER}" in text
        assert f"{count} беттің {page}-беті · Страница {page} из {count}" in text
        assert URL in text
        assert f"{FORM.in_force_from:%d.%m.%Y} · {FORM.version}" in text


async def test_every_picture_of_a_page_has_a_code_that_a_phone_reads(draft: Made) -> None:
    for picture in draft.pictures:
        assert picture.count == len(draft.texts)
        assert len(picture.png) < 150_000
        with Image.open(BytesIO(picture.png)) as page:
            assert (page.format, page.width) == ("PNG", WIDTH)
            assert [code.text for code in zxingcpp.read_barcodes(page.convert("L").crop(FOOT))] == [URL]


@pytest.mark.rule("S2-72")
async def test_kazakh_and_russian_can_be_taken_out_as_text(draft: Made) -> None:
    whole = " ".join(" ".join(draft.texts).split())
    assert set(KAZAKH) <= set(whole.lower())
    for words in ("Әбдіқалықова Гүлнұр", "Шарттың мәні", "Предмет договора", "Еңсерілмейтін күш жағдайлары", "40 000"):
        assert words in whole.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.rule("S2-42")
async def test_a_draft_says_so_on_every_page_in_both_languages_and_a_contract_never(draft: Made) -> None:
    marks = ("ЖОБА", "ПРОЕКТ", "заңдық күші жоқ", "юридической силы не имеет")
    assert all(mark in text for text in draft.texts for mark in marks)
    final = PdfReader(BytesIO(written(manuscript(FORM, replace(full(), final=True), URL))))
    for number in (0, 7, -1):
        assert not any(mark in final.pages[number].extract_text() for mark in marks)


async def test_a_reader_lists_the_sections_and_annexes_beside_the_pages(draft: Made) -> None:
    listed: Any = PdfReader(BytesIO(draft.pdf)).outline
    titles = [entry.title for entry in listed]
    assert titles[:2] == ["1. Шарттың мәні", "1. Предмет договора"]
    assert titles[-1] == "Приложение 2. Перечень представленных документов"
    assert len(titles) == 2 * (13 + 2)


async def test_a_number_is_not_torn_from_its_ending_and_no_line_begins_with_a_dash(draft: Made) -> None:
    lines = [line.strip() for text in draft.texts for line in text.splitlines()]
    assert not [line for line in lines if re.search("[0-9]-$", line) or line.startswith("–")]


@pytest.mark.rule("S2-73")
async def test_an_invented_contract_shows_a_new_form_page_by_page_as_a_draft(press: Press) -> None:
    made = await press.contract(FORM, specimen(date(2027, 3, 1), TermKind.INDEFINITE), "https://balapan.example.kz")
    text = PdfReader(BytesIO(made.pdf)).pages[0].extract_text()
    assert made.pages >= FEWEST_PAGES
    assert {"ҮЛГІ-ОБРАЗЕЦ", "ПРОЕКТ"} <= set(text.replace("№", " ").split())


async def test_the_file_can_be_archived(draft: Made) -> None:
    reader = PdfReader(BytesIO(draft.pdf))
    root: Any = reader.root_object
    trailer: Any = reader.trailer
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert f"Шарт / Договор № {NUMBER}" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    (intent,) = (one.get_object() for one in root["/OutputIntents"])
    assert intent["/S"] == "/GTS_PDFA1"
    profile = ImageCmsProfile(BytesIO(intent["/DestOutputProfile"].get_object().get_data()))
    assert profile.profile.xcolor_space.strip() == "RGB"
    assert len(trailer["/ID"]) == 2
    assert root["/Lang"] == "kk"


async def test_nothing_in_the_file_runs_is_locked_or_lies_elsewhere(draft: Made) -> None:
    reader = PdfReader(BytesIO(draft.pdf))
    assert not reader.is_encrypted
    found = {key for one in _dictionaries(reader) for key in one}
    assert {"/Type", "/FontDescriptor", "/Filter"} <= found
    assert not found & NOT_ARCHIVED
    assert {one["/S"] for one in _dictionaries(reader) if one.get("/Type") == "/Action"} <= {"/URI", "/GoTo"}


async def test_every_font_is_in_the_file(draft: Made) -> None:
    fonts = [one for one in _dictionaries(PdfReader(BytesIO(draft.pdf))) if one.get("/Type") == "/Font"]
    whole = [one for one in fonts if one["/Subtype"] == "/Type0"]
    parts = [one for one in fonts if one["/Subtype"] == "/CIDFontType2"]
    assert fonts and len(whole) == len(parts) == len(fonts) / 2
    assert all("/ToUnicode" in one for one in whole)
    assert all("/FontFile2" in one["/FontDescriptor"].get_object() for one in parts)


def _dictionaries(reader: PdfReader) -> list[Any]:
    """Every dictionary that has a number of its own, those of streams too."""
    size: Any = reader.trailer["/Size"]
    objects: list[Any] = [reader.get_object(number) for number in range(1, size)]
    return [one for one in objects if isinstance(one, dict)]


async def test_no_letter_is_missing_on_any_page(draft: Made) -> None:
    reader = PdfReader(BytesIO(draft.pdf))
    for page in reader.pages:
        glyphs = _glyphs(page["/Contents"].get_object(), reader)
        assert len(glyphs) > 500
        assert 0 not in glyphs


def _glyphs(contents: Any, reader: PdfReader) -> list[int]:
    """The glyph numbers of a page; 0 is the box of a letter that the font lacks."""
    shown = [operands for operands, name in ContentStream(contents, reader).operations if name in SHOWING_TEXT]
    pieces = [piece for operands in shown for piece in (operands[0] if isinstance(operands[0], list) else operands)]
    raw = [piece.original_bytes for piece in pieces if hasattr(piece, "original_bytes")]
    return [int.from_bytes(word[place : place + 2], "big") for word in raw for place in range(0, len(word), 2)]


async def test_a_letter_that_the_fonts_lack_is_no_contract_rather_than_a_box(press: Press) -> None:
    content = full()
    object.__setattr__(content, "number", "№ 😀")
    with pytest.raises(NotTypeset, match="PDF/A"):
        await press.contract(FORM, content, URL)
    assert (await press.contract(FORM, replace(full(), number="№ 5"), URL)).pages


async def test_commands_in_names_are_printed_as_they_are_and_long_words_stay_on_the_page(press: Press) -> None:
    pages = PdfReader(BytesIO((await press.contract(FORM, strange(), URL)).pdf)).pages[-16:]
    lines = "\n".join(page.extract_text() for page in pages).splitlines()
    whole = "".join("".join(lines).split())
    for words in (*HOSTILE, LONG_WORD):
        assert "".join(words.split()) in whole
    assert "\N{ZERO WIDTH SPACE}" not in whole
    assert max(len(word) for line in lines for word in line.split() if word != URL) < 30


@pytest.mark.parametrize("profile", ["smart_nation_almaty", "indigo_karaganda_astana"])
async def test_the_least_contract_of_every_profile_is_typeset(press: Press, profile: str) -> None:
    reader = PdfReader(BytesIO((await press.contract(load_forms(profile).editions[0], bare(), URL)).pdf))
    assert len(reader.pages) >= FEWEST_PAGES
    assert "Müller Zoë" in reader.pages[0].extract_text() + reader.pages[1].extract_text()


@pytest.mark.parametrize("profile", ["unified", "smart_nation_almaty", "indigo_karaganda_astana"])
async def test_C19_an_additional_agreement_names_itself_and_the_contract_in_both_languages(
    press: Press, profile: str
) -> None:
    content = replace(full(), number="0112-11.26.002", amends=AmendedContract("0112-11.26.001", date(2026, 9, 1)))
    made = await press.contract(load_forms(profile).editions[0], content, URL)
    reader = PdfReader(BytesIO(made.pdf))
    first = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "№ 0112-11.26.002 ҚОСЫМША КЕЛІСІМ ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № 0112-11.26.002",
        "мектепке дейінгі ұйымның білім беру қызметтерін көрсету туралы 01.09.2026 күнгі № 0112-11.26.001 шартқа",
        "к договору оказания образовательных услуг дошкольной организации № 0112-11.26.001 от 01.09.2026",
        "Қосымша келісім / Дополнительное соглашение № 0112-11.26.002",
    ):
        assert words in first
    assert "Номер договора" not in first
    assert "Шарт / Договор №" not in first
    assert "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № 0112-11.26.002" in made.text[0].ru
    assert reader.metadata is not None
    assert reader.metadata.title == "Қосымша келісім / Дополнительное соглашение № 0112-11.26.002"


async def test_inputs_that_do_not_fit_the_layout_are_no_contract() -> None:
    sheet = manuscript(FORM, full(), URL)
    del sheet["draft"]
    assert "draft" in str(composed({}, json.dumps(sheet).encode())["complaint"])


async def test_a_page_that_is_not_there_is_no_picture(press: Press, draft: Made) -> None:
    for number in (0, len(draft.texts) + 1):
        with pytest.raises(NotTypeset):
            await press.page(draft.pdf, number)
    with pytest.raises(NotTypeset):
        await press.page(b"%PDF-", 1)


@pytest.mark.parametrize(
    "child",
    [
        acting("os._exit(3)"),
        answering("{}"),
        answering('{"attached": []}'),
        NOT_A_FILE,
        answering('{"attached": [-1]}'),
    ],
)
async def test_a_child_that_fails_is_a_contract_that_was_not_made(child: tuple[str, ...]) -> None:
    async with Press(compositor=child) as press:
        with pytest.raises(NotTypeset):
            await press.contract(SHORT, full(), URL)
    async with Press(compositor=child) as press:
        with pytest.raises(NotTypeset):
            await press.page(b"%PDF-", 1)


async def test_a_child_that_hangs_is_given_up_and_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    spawned = Spawned()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawned)
    async with Press(compositor=acting("sys.stdin.read()"), patience=0.0) as press:
        with pytest.raises(NotTypeset):
            await press.contract(SHORT, full(), URL)
    assert [process.returncode for process in spawned.processes] == [-signal.SIGKILL]


async def test_however_many_ask_at_once_one_contract_is_written_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several threads that write keep the event loop from the interpreter."""
    begun, go_on, loop, first = list[int](), Event(), asyncio.get_running_loop(), asyncio.Event()

    def writes(_form: object, content: ContractContent, _url: str) -> bytes:
        begun.append(content.fee or 0)
        loop.call_soon_threadsafe(first.set)
        go_on.wait(5)
        return b""

    monkeypatch.setattr("documents.contract_pdf._written", writes)
    async with Press(compositor=answering("{}"), patience=0.0) as press:
        asked = [asyncio.create_task(press.contract(SHORT, replace(full(), fee=fee), URL)) for fee in (1, 2)]
        await first.wait()
        for _turn in range(100):
            await asyncio.sleep(0)
        assert begun == [1]
        go_on.set()
        ended = await asyncio.gather(*asked, return_exceptions=True)
    assert begun == [1, 2]
    assert all(isinstance(one, NotTypeset) for one in ended)


async def test_a_child_that_nobody_asks_any_more_ends_and_loads_neither_channels_nor_storage() -> None:
    asked = run("from documents.model_form.compositor import main; main()")
    assert (asked.returncode, asked.stdout) == (0, "\x06")
    loaded = run("import documents.model_form.compositor, documents.model_form.typesetting, sys; print(*sys.modules)")
    names = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert "typst" in names
    assert not names & {"aiogram", "twilio", "sqlalchemy", "storage", "bot", "dialogs"}
