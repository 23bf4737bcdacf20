"""Whatever a phone sends becomes one plain JPEG: upright, on white, small enough, and nothing in it but the picture."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from documents.kinds import Kind, kind_of
from documents.pages import sheets
from documents.pictures import examine_picture
from documents.verdicts import MEGABYTE, Accepted, Limits, Refusal, Refused
from enrolment.photo_advice import PhotoAdvice
from enrolment.profile import load_profile
from tests.documents import files

RED, WHITE = (200, 30, 30), (255, 255, 255)
TURN = Image.Transpose
HELD = {
    1: None,
    2: TURN.FLIP_LEFT_RIGHT,
    3: TURN.ROTATE_180,
    4: TURN.FLIP_TOP_BOTTOM,
    5: TURN.TRANSPOSE,
    6: TURN.ROTATE_90,
    7: TURN.TRANSVERSE,
    8: TURN.ROTATE_270,
}
"""By the orientation that a phone writes, how the sheet lies in the file."""


def accepted(content: bytes, **limits: Any) -> Accepted:
    kind = kind_of(content)
    assert isinstance(kind, Kind)
    examined = examine_picture(content, kind, Limits(**limits))
    assert isinstance(examined, Accepted), examined
    return examined


def page(content: bytes, **limits: Any) -> Image.Image:
    (made,) = accepted(content, **limits).made
    opened = Image.open(BytesIO(made))
    assert (opened.format, opened.mode) == ("JPEG", "RGB")
    return opened


def shade(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at that share of width and height."""
    found = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(found, tuple)
    return tuple(int(part) for part in found)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def marked(size: tuple[int, int] = (900, 600), mode: str = "RGB") -> Image.Image:
    """White, with the upper left quarter red."""
    sheet = Image.new("RGB", size, WHITE)
    sheet.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return sheet.convert(mode)


@pytest.mark.rule("X-10")
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_upright_however_the_phone_was_held(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = HELD[orientation]
    sent = files.saved(marked() if held is None else marked().transpose(held), kind, exif=exif)
    found = accepted(sent)
    assert (found.width, found.height) == (900, 600)
    upright = page(sent)
    assert upright.size == (900, 600)
    assert near(shade(upright, 0.25, 0.25), RED)
    assert near(shade(upright, 0.75, 0.75), WHITE)


def test_nothing_is_left_but_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of Aliya"
    exif.get_ifd(0x8825)[2] = (43.0, 14.0, 15.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told: dict[str, Any] = {
        "exif": exif,
        "icc_profile": profile,
        "comment": b"Aliya was here",
        "xmp": b"<x:xmpmeta>Aliya</x:xmpmeta>",
    }
    (made,) = accepted(files.saved(files.paper(), **told) + b"PK\x03\x04 and an archive").made
    opened = Image.open(BytesIO(made))
    assert not opened.getexif()
    assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not [word for word in (b"Aliya", b"Exif", b"ICC_PROFILE", b"PK\x03\x04") if word in made]


def test_words_hidden_in_a_png_are_gone() -> None:
    told = PngInfo()
    told.add_text("Author", "Aliya")
    (made,) = accepted(files.saved(files.paper(), "PNG", pnginfo=told)).made
    assert b"Aliya" not in made


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_what_is_transparent_is_white(mode: str) -> None:
    sheet = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    sheet.paste((30, 30, 30, 255), (0, 0, 300, 300))
    sheet = sheet.convert("P") if mode == "PA" else sheet.convert(mode)
    upright = page(files.saved(sheet, "PNG"))
    assert near(shade(upright, 0.75, 0.75), WHITE)
    assert near(shade(upright, 0.25, 0.25), (30, 30, 30))


@pytest.mark.parametrize(("mode", "kind"), [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG")])
def test_every_way_to_keep_colours_is_read(mode: str, kind: str) -> None:
    upright = page(files.saved(marked(mode=mode), kind))
    assert near(shade(upright, 0.75, 0.75), WHITE)
    assert shade(upright, 0.25, 0.25) != shade(upright, 0.75, 0.75)


def test_a_scan_of_sixteen_bits_keeps_its_shades() -> None:
    sheet = Image.new("I;16", (600, 600), 30_000)
    sheet.paste(65_535, (300, 300, 600, 600))
    upright = page(files.saved(sheet, "PNG"))
    assert near(shade(upright, 0.25, 0.25), (117, 117, 117))
    assert near(shade(upright, 0.75, 0.75), WHITE)


def test_of_what_moves_the_first_picture_is_taken() -> None:
    moving = files.saved(marked(), "WEBP", save_all=True, append_images=[Image.new("RGB", (900, 600), "blue")])
    assert near(shade(page(moving), 0.25, 0.25), RED)


def test_a_photo_of_an_iphone_becomes_a_jpeg() -> None:
    assert page(files.heic()).size == (600, 800)


@pytest.mark.rule("S2-40")
@pytest.mark.parametrize(("sent", "kept"), [((3000, 4000), (1500, 2000)), ((900, 1200), (900, 1200))])
def test_the_long_side_has_2000_pixels_at_most(sent: tuple[int, int], kept: tuple[int, int]) -> None:
    found = accepted(files.saved(Image.new("RGB", sent, WHITE)))
    assert (found.width, found.height) == sent
    assert page(files.saved(Image.new("RGB", sent, WHITE))).size == kept


@pytest.mark.rule("S2-40")
def test_a_page_is_brought_under_the_limit_before_it_loses_its_size() -> None:
    sent = files.saved(files.paper((2000, 2600)), quality=98)
    (fine,) = accepted(sent).made
    assert len(fine) < 2 * MEGABYTE
    most = len(fine) * 3 // 4
    (coarser,) = accepted(sent, page_max_bytes=most).made
    assert len(coarser) <= most
    assert max(Image.open(BytesIO(coarser)).size) == 2000
    (smaller,) = accepted(sent, page_max_bytes=len(fine) // 3).made
    assert len(smaller) <= len(fine) // 3
    assert max(Image.open(BytesIO(smaller)).size) >= 1280


def scrolled(height: int, width: int = 1080) -> bytes:
    """A text as a telephone saves it when the whole page is scrolled: numbered lines from top to bottom."""
    sheet = Image.new("RGB", (width, height), WHITE)
    drawing, font = ImageDraw.Draw(sheet), ImageFont.truetype(files.FONT, 28)
    for top in range(40, height - 40, 44):
        drawing.text((40, top), f"Балаға егілген екпелер, күні мен сериясы {top}", "black", font)
    return files.saved(sheet)


@pytest.mark.rule("S2-40")
@pytest.mark.parametrize(("height", "kept"), [(2400, 1), (2700, 1), (2720, 2), (6000, 3), (12_000, 6)])
def test_a_scrolled_text_is_kept_in_sheets_that_can_be_read(height: int, kept: int) -> None:
    found = accepted(scrolled(height))
    sizes = [Image.open(BytesIO(made)).size for made in found.made]
    assert (found.pages, len(sizes), found.advice, found.height) == (kept, kept, None, height)
    assert all(min(size) >= 800 and max(size) <= 2000 for size in sizes)
    assert all(len(made) <= 2 * MEGABYTE for made in found.made)


def test_the_sheets_of_a_scrolled_text_leave_nothing_out() -> None:
    colours = [(10 * number, 0, 250 - 10 * number) for number in range(25)]
    strip = Image.new("RGB", (1000, 5000))
    for number, colour in enumerate(colours):
        strip.paste(colour, (0, 200 * number, 1000, 200 * number + 200))
    cut = list(sheets(strip))
    seen = [tuple(piece.getpixel((500, y)) for y in range(piece.height)) for piece in cut]
    both = sum(piece.height for piece in cut) - strip.height
    assert both == 100 * (len(cut) - 1) == 200
    assert seen[0][0] == colours[0]
    assert set(colours) == {colour for piece in seen for colour in piece}
    for earlier, later in pairwise(seen):
        assert earlier[-100:] == later[:100]


def test_a_picture_so_long_that_its_sheets_cannot_be_read_is_advised_against() -> None:
    assert accepted(scrolled(48_000, 500)).advice is PhotoAdvice.SMALL
    found = accepted(files.saved(Image.new("RGB", (700, 48_000), WHITE)))
    assert (found.pages, found.advice) == (12, PhotoAdvice.BLANK)


def test_a_wide_picture_stays_whole_and_can_be_read() -> None:
    assert page(files.saved(files.paper((9000, 1500)))).size == (6000, 1000)


def test_what_would_be_legible_no_more_is_refused() -> None:
    refused = examine_picture(files.photo(), Kind.JPEG, Limits(page_max_bytes=10_000))
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.TOO_BIG
    assert refused.details["limit"] == 10_000


@pytest.mark.rule("E-27")
@pytest.mark.parametrize(("size", "kept"), [(2_097_152, True), (2_097_153, False)])
def test_edge_27_a_page_of_2097152_bytes_is_kept_and_of_one_more_is_not(
    monkeypatch: pytest.MonkeyPatch, size: int, kept: bool
) -> None:
    monkeypatch.setattr("documents.pages._saved", lambda page, quality: files.photo().ljust(size, b"\0"))
    limits = Limits(page_max_bytes=load_profile("indigo_karaganda_astana").files.kept.page_max_bytes)
    assert isinstance(examine_picture(files.photo(), Kind.JPEG, limits), Accepted) is kept


def test_the_same_photo_becomes_the_same_page() -> None:
    assert accepted(files.photo()).made == accepted(files.photo()).made
