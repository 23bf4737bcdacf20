"""Pictures are drawn in a child process: the same every time, small, in every language, and nothing is left behind."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from base64 import b64decode
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image, ImageFont

from documents.drawing import studio as studios
from documents.drawing.draughtsman import drawn
from documents.drawing.sheet import Sheet, Template
from documents.drawing.studio import NotDrawn, Studio
from documents.drawing.typesetting import FONTS, typeset
from locales.catalogue import Locale, gettext
from locales.messages import extracted
from tests.documents.children import acting, answering
from tests.documents.drawn import all_pictures, all_words
from tests.documents.test_quarantine import Spawned, run

KAZAKH = "әғқңөұүһі"
WIDTH, MOST_BYTES, TALLEST, MOST_CHARACTERS = 1080, 300_000, 7500, 1024
NAMES = tuple(all_words())
SHEET = Sheet(Template.WAIT, Locale.KK, {"title": "", "about": "", "note": "", "rows": []})
TEMPLATES = sorted((Path(studios.__file__).parent / "templates").glob("*.typ"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio() -> AsyncIterator[Studio]:
    async with Studio() as opened:
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("locale", list(Locale))
async def test_every_picture_is_wide_small_and_the_same_wherever_it_is_drawn(
    studio: Studio, name: str, locale: Locale
) -> None:
    sheet = all_pictures(locale)[name]
    painted = await studio.draw(sheet)
    with Image.open(BytesIO(painted)) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTH)
        assert 400 < picture.height < TALLEST
        assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    assert len(painted) <= MOST_BYTES
    assert painted == typeset(sheet.template, sheet.locale, sheet.inputs)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_every_picture_fit_under_it_in_every_language(name: str) -> None:
    said = {all_words()[name].in_(locale) for locale in Locale}
    assert len(said) == len(Locale)
    assert all(0 < len(words) <= MOST_CHARACTERS and "{" not in words for words in said)


def test_words_and_picture_have_the_same_heading() -> None:
    for locale in Locale:
        for name, sheet in all_pictures(locale).items():
            assert all_words()[name].in_(locale).startswith(f"{sheet.inputs['title']}\n{sheet.inputs['about']}")


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_every_letter_that_a_picture_may_need(weight: str) -> None:
    font = ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", 40)
    drawn_texts = [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in extracted()
        if any("documents/drawing" in place for place, _line in message.locations)
    ]
    assert len(drawn_texts) > 20
    texts = "".join(gettext(locale, source) for source in drawn_texts for locale in Locale)
    letters = {*texts, *KAZAKH, *KAZAKH.upper(), *"№«»–—·₸ёЁ0123456789\N{NO-BREAK SPACE}"}
    missing = _shape(font, "\uffff")
    assert [letter for letter in sorted(letters) if _shape(font, letter) == missing] == []


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def test_the_fonts_carry_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_type_is_too_small_for_a_small_phone(template: Path) -> None:
    sizes = [int(size) for size in re.findall(r"(?:text\(|size: )(\d+)pt[,)]", template.read_text())]
    assert all(size >= 30 for size in sizes)


def test_every_ink_reads_in_black_and_white() -> None:
    paper = next(path for path in TEMPLATES if path.stem == "paper").read_text()
    inks = dict(re.findall(r'#let (\w+) = rgb\("#(\w{6})"\)', paper))
    for name in ("ink", "muted", "strong"):
        assert 1.05 / (_luminance(inks[name]) + 0.05) > 7


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_inputs_that_do_not_fit_are_a_picture_that_was_not_drawn() -> None:
    async with Studio() as studio:
        with pytest.raises(NotDrawn, match="rows"):
            await studio.draw(Sheet(Template.WAIT, Locale.RU, {"title": "", "about": "", "note": ""}))
        assert await studio.draw(SHEET)


@pytest.mark.parametrize(
    "child",
    [
        acting("os._exit(3)"),
        answering("{}"),
        answering('{"png": 7}'),
        answering('{"png": "?"}'),
        answering('{"png": "AAAA"}'),
        (sys.executable, "-c", ""),
    ],
)
async def test_a_child_that_fails_is_a_picture_that_was_not_drawn(child: tuple[str, ...]) -> None:
    async with Studio(draughtsman=child) as studio:
        with pytest.raises(NotDrawn):
            await studio.draw(SHEET)


async def test_a_child_that_hangs_is_given_up_and_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    spawned = Spawned()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawned)
    async with Studio(draughtsman=acting("sys.stdin.read()"), patience=0.0) as studio:
        with pytest.raises(NotDrawn):
            await studio.draw(SHEET)
    assert [process.returncode for process in spawned.processes] == [-signal.SIGKILL]


def test_a_child_that_nobody_asks_any_more_ends() -> None:
    child = run("from documents.drawing.draughtsman import main; main()")
    assert (child.returncode, child.stdout) == (0, "\x06")


def test_the_child_loads_neither_channels_nor_storage() -> None:
    loaded = run(
        "import documents.drawing.draughtsman, documents.drawing.typesetting, sys; print(*sys.modules)"
    ).stdout.split()
    assert "typst" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {"aiogram", "twilio", "sqlalchemy", "storage", "bot"}


def test_the_draughtsman_answers_with_the_picture_or_with_the_complaint() -> None:
    inputs = dict(SHEET.inputs)
    answer = drawn({"template": SHEET.template, "locale": SHEET.locale, "inputs": inputs})
    assert b64decode(answer["png"]) == typeset(SHEET.template, SHEET.locale, inputs)
    del inputs["rows"]
    assert "rows" in drawn({"template": SHEET.template, "locale": SHEET.locale, "inputs": inputs})["complaint"]
