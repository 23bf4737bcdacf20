"""Makes the files that the tests send."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image, ImageChops, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

FONT = Path(__file__).parents[2] / "documents" / "fonts" / "NotoSans-Regular.ttf"
PFX_OPENING = bytes.fromhex("308209f1020103308209b706092a864886f70d010701a08209a8048209a4") + b"\x30" * 200
PFX_BER_OPENING = bytes.fromhex("3080020103308006092a864886f70d010701a0802480") + b"\x04" * 200
PRIVATE_PEM = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nTUlJRg==\n-----END ENCRYPTED PRIVATE KEY-----\n"
CERTIFICATE_PEM = b"-----BEGIN CERTIFICATE-----\nTUlJRg==\n-----END CERTIFICATE-----\n"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (900, 1200), orientation: int | None = None) -> bytes:
    """A page with a few lines on it."""
    image = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(image)
    for line in range(40, size[1] - 40, 40):
        drawing.line((40, line, size[0] - 40, line), fill="black", width=3)
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    file = BytesIO()
    image.save(file, kind, exif=exif)
    return file.getvalue()


@cache
def paper(size: tuple[int, int] = (1200, 1600)) -> Image.Image:
    """A sheet of small print as a camera sees it: not quite white, with a little noise."""
    sheet = Image.new("RGB", size, (214, 210, 200))
    drawing, print_ = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, size[0] // 60)
    for line in range(size[1] // 15, size[1] * 14 // 15, size[0] // 40):
        drawing.text((size[0] // 12, line), "Денсаулық паспорты № 052-2/у, туған күні 12.03.2021", (30, 30, 40), print_)
    noise = Image.effect_noise(size, 12)
    return ImageChops.add(sheet, Image.merge("RGB", (noise, noise, noise)), 1, -128)


def as_file(image: Image.Image) -> BytesIO:
    """The picture as a phone sends it."""
    return BytesIO(saved(image, quality=88))


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@cache
def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 1600)) -> bytes:
    """A good photo of a sheet, about which there is nothing to advise."""
    return saved(paper(size), kind)


@cache
def scan(pages: int = 1) -> bytes:
    """A PDF as scanners make it: a picture on every page. It says when it was made, so it is made once."""
    sheets = [paper((827, 1169))] * pages
    return saved(sheets[0], "PDF", save_all=True, append_images=sheets[1:], resolution=100)


def png_that_claims(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that claims to be so many pixels wide and high."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND")


def chunk(name: bytes, content: bytes = b"") -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def pdf(pages: int = 1) -> bytes:
    """A plain PDF of blank pages."""
    return written(blank(pages))


def blank(pages: int = 1) -> PdfWriter:
    """A writer with blank pages, to be spoiled by a test."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    return writer


def written(writer: PdfWriter) -> bytes:
    """The finished file."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def encrypted_pdf(*, user: str, owner: str) -> bytes:
    """A PDF with a password to open it (`user`) or only one that restricts it."""
    writer = blank()
    writer.encrypt(user, owner, algorithm="AES-256")
    return written(writer)


def pdf_with_javascript() -> bytes:
    """A PDF that runs a script when opened."""
    writer = blank()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hello')")}
    )
    return written(writer)


def pdf_with_attachment() -> bytes:
    """A PDF that carries another file."""
    writer = blank()
    writer.add_attachment("inside.exe", b"MZ")
    return written(writer)


def pdf_with_page_action(action: str) -> bytes:
    """A PDF whose page does something when it is shown."""
    writer = blank()
    does = DictionaryObject({NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("calc.exe")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): does})
    return written(writer)


def pdf_with_note(subtype: str) -> bytes:
    """A PDF with an annotation of that kind on its page."""
    writer = blank()
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(subtype),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])
    return written(writer)


def pdf_that_opens(action: PdfObject, where: str = "/OpenAction") -> bytes:
    """A scan that does something as soon as it is opened, or where `where` says."""
    writer = PdfWriter(PdfReader(BytesIO(scan())))
    at = writer.root_object if where == "/OpenAction" else writer.pages[0]
    at[NameObject(where)] = writer._add_object(action)
    return written(writer)


def action(kind: str, **more: PdfObject) -> DictionaryObject:
    """An action of that kind with what it needs."""
    return DictionaryObject({NameObject("/S"): NameObject(kind), **{NameObject(f"/{key}"): more[key] for key in more}})


def pdf_that_opens_at_its_first_page() -> bytes:
    """A PDF as scanners write it: it says which page to show first, and runs nothing."""
    writer = blank()
    goes = ArrayObject([NumberObject(0), NameObject("/Fit")])
    writer.root_object[NameObject("/OpenAction")] = goes
    return written(writer)


def archive(*names: str) -> bytes:
    """A ZIP with small files of those names."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, "content of the file")
    return file.getvalue()


def heic() -> bytes:
    """A drawn page of 600 × 800 pixels; kept as a file because the libraries of intake only read HEIC."""
    return (Path(__file__).parent / "page.heic").read_bytes()
