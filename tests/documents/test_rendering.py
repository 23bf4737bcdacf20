"""PDFs: kept as they came where the profile keeps PDFs, and otherwise the pages as pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from documents.rendering import take_pdf
from documents.verdicts import Accepted, Limits, Refusal, Refused
from enrolment.photo_advice import PhotoAdvice
from tests.documents import files

ONLY_JPEG = Limits(pdf_max_bytes=None)


def pages(content: bytes, limits: Limits = ONLY_JPEG) -> list[Image.Image]:
    taken = take_pdf(content, limits)
    assert isinstance(taken, Accepted), taken
    assert len(taken.made) == taken.pages
    return [Image.open(BytesIO(made)) for made in taken.made]


def reason(content: bytes, limits: Limits = ONLY_JPEG) -> Refusal | None:
    taken = take_pdf(content, limits)
    return taken.reason if isinstance(taken, Refused) else None


def locked(content: bytes) -> bytes:
    """The same, opened by anybody and changed only by who knows the password."""
    writer = PdfWriter(PdfReader(BytesIO(content)))
    writer.encrypt("", "secret", algorithm="AES-256")
    return files.written(writer)


@pytest.mark.rule("S2-40")
def test_where_only_jpeg_is_kept_every_page_becomes_one() -> None:
    made = pages(files.scan(2))
    assert [(page.format, page.mode, page.size) for page in made] == [("JPEG", "RGB", (1415, 2000))] * 2
    assert any(made[0].convert("L").histogram()[:60])


@pytest.mark.rule("X-10")
def test_where_pdf_is_kept_it_stays_as_it_came() -> None:
    assert take_pdf(files.scan(), Limits()) == Accepted("application/pdf", 1)


def test_a_pdf_over_the_limit_of_its_profile_becomes_pages() -> None:
    content = files.scan()
    assert take_pdf(content, Limits(pdf_max_bytes=len(content))) == Accepted("application/pdf", 1)
    assert len(pages(content, Limits(pdf_max_bytes=len(content) - 1))) == 1


def test_a_locked_or_damaged_pdf_is_saved_as_pages() -> None:
    whole = files.scan()
    damaged = whole.replace(b"startxref", b"startxxxx")
    for content in (locked(whole), damaged):
        assert [page.size for page in pages(content, Limits())] == [(1415, 2000)]


SHARE = TextStringObject(r"\\evil\share\x.pdf")
SITE = TextStringObject("http://evil.example")
FIRST_PAGE = ArrayObject([NumberObject(0), NameObject("/Fit")])


@pytest.mark.parametrize(
    ("action", "where"),
    [
        (files.action("/GoToR", F=SHARE), "/OpenAction"),
        (files.action("/URI", URI=SITE), "/OpenAction"),
        (files.action("/Named", N=NameObject("/Print")), "/OpenAction"),
        (files.action("/GoTo", D=FIRST_PAGE, Next=files.action("/URI", URI=SITE)), "/OpenAction"),
        (DictionaryObject({NameObject("/O"): files.action("/URI", URI=SITE)}), "/AA"),
        (ArrayObject([DictionaryObject({NameObject("/A"): files.action("/GoToR", F=SHARE)})]), "/Annots"),
        (ArrayObject([DictionaryObject({NameObject("/A"): files.action("/Thread", F=SHARE)})]), "/Annots"),
    ],
)
@pytest.mark.rule("X-10")
def test_of_a_pdf_that_reaches_for_a_site_or_a_share_only_pictures_are_kept(action: PdfObject, where: str) -> None:
    assert [page.size for page in pages(files.pdf_that_opens(action, where), Limits())] == [(1415, 2000)]


def test_of_a_pdf_whose_stream_lies_in_another_file_only_pictures_are_kept() -> None:
    writer = PdfWriter(PdfReader(BytesIO(files.scan())))
    elsewhere = StreamObject()
    elsewhere[NameObject("/F")] = SHARE
    writer.root_object[NameObject("/Elsewhere")] = writer._add_object(elsewhere)
    assert len(pages(files.written(writer), Limits())) == 1


@pytest.mark.parametrize(
    ("action", "where"),
    [
        (FIRST_PAGE, "/OpenAction"),
        (files.action("/GoTo", D=FIRST_PAGE), "/OpenAction"),
        (NullObject(), "/OpenAction"),
        (DictionaryObject({NameObject("/O"): files.action("/GoTo", D=FIRST_PAGE)}), "/AA"),
        (ArrayObject([DictionaryObject({NameObject("/A"): files.action("/URI", URI=SITE)})]), "/Annots"),
    ],
)
def test_a_pdf_that_only_turns_to_its_own_page_or_links_to_a_site_stays_as_it_came(
    action: PdfObject, where: str
) -> None:
    assert take_pdf(files.pdf_that_opens(action, where), Limits()) == Accepted("application/pdf", 1)


@pytest.mark.parametrize(("before", "after"), [(b"<html>\n", b""), (b"", b"PK\x03\x04" + b"an archive" * 200)])
def test_of_a_file_that_is_two_things_at_once_only_the_pages_are_kept(before: bytes, after: bytes) -> None:
    (page,) = pages(before + files.scan() + after, Limits())
    assert page.size == (1415, 2000)


def test_a_page_of_any_shape_fits() -> None:
    writer = files.blank()
    writer.add_blank_page(width=14_400, height=14_400)
    writer.add_blank_page(width=842, height=595)
    assert [page.size for page in pages(files.written(writer))] == [(1414, 2000), (2000, 2000), (2000, 1414)]


def test_every_page_is_under_the_limit() -> None:
    most = 250_000
    taken = take_pdf(files.scan(), Limits(pdf_max_bytes=None, page_max_bytes=most))
    assert isinstance(taken, Accepted)
    assert all(len(made) <= most for made in taken.made)
    assert reason(files.scan(), Limits(pdf_max_bytes=None, page_max_bytes=5_000)) is Refusal.TOO_BIG


def test_the_pages_of_a_damaged_pdf_are_counted_too() -> None:
    damaged = files.scan(3).replace(b"startxref", b"startxxxx")
    assert reason(damaged, Limits(max_pages=2)) is Refusal.TOO_MANY_PAGES
    assert reason(b"%PDF-1.7 and nothing else") is Refusal.BROKEN_PDF


@pytest.mark.parametrize("limits", [Limits(), ONLY_JPEG])
def test_an_empty_back_is_usual_and_an_empty_document_is_not(limits: Limits) -> None:
    writer = PdfWriter(PdfReader(BytesIO(files.scan())))
    writer.add_blank_page(595, 842)
    half, empty = take_pdf(files.written(writer), limits), take_pdf(files.pdf(2), limits)
    assert isinstance(half, Accepted) and isinstance(empty, Accepted)
    assert (half.advice, empty.advice) == (None, PhotoAdvice.BLANK)
