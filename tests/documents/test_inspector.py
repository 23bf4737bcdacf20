"""What the child process answers, asked directly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject

from documents.inspector import ANSWER, READY, REQUEST, carry_out
from documents.kinds import Kind
from documents.pdfs import examine_pdf
from documents.pictures import examine_picture
from documents.refusals import explain
from documents.tables import MAX_ROWS, Broken, Table
from documents.verdicts import Accepted, Limits, Refusal, Refused
from documents.workbooks import read_workbook
from locales.catalogue import Locale
from tests.documents import files, hostile
from tests.documents.sheets import as_xlsx, bomb_xlsx, row

LIMITS = asdict(Limits())


def test_each_request_is_carried_out_by_its_reader() -> None:
    page = carry_out({"task": "examine", "kind": "image/png", "limits": LIMITS}, files.photo("PNG"))
    (made,) = page["attached"]
    assert made.startswith(b"\xff\xd8\xff")
    assert page["accepted"] == {"mime": "image/png", "pages": 1, "width": 1200, "height": 1600, "advice": None}
    paper = carry_out({"task": "examine", "kind": "application/pdf", "limits": LIMITS}, files.pdf(0))
    assert paper == {"refused": {"reason": "no_pages", "details": {}}}
    assert carry_out({"task": "workbook"}, b"nothing") == {"rows": (), "broken": "unreadable"}


def test_the_pipe_speaks_lengths_first() -> None:
    assert (len(READY), REQUEST.size, ANSWER.size) == (1, 8, 4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.encrypted_pdf(user="secret", owner="secret"), Refusal.ENCRYPTED_PDF),
        (files.pdf_with_javascript(), Refusal.ACTIVE_PDF),
        (files.pdf_with_attachment(), Refusal.ACTIVE_PDF),
        (files.pdf_with_page_action("/Launch"), Refusal.ACTIVE_PDF),
        (files.pdf(3), Refusal.TOO_MANY_PAGES),
        (b"%PDF-1.7", Refusal.BROKEN_PDF),
    ],
)
def test_a_pdf_is_refused_for_the_first_thing_that_is_wrong(content: bytes, reason: Refusal) -> None:
    examined = examine_pdf(content, Limits(max_pages=2))
    assert isinstance(examined, Refused) and examined.reason is reason


def test_an_action_behind_a_reference_is_found_and_what_leads_nowhere_is_passed_over() -> None:
    writer = files.blank(2)
    kind = writer._add_object(NameObject("/Launch"))
    page = writer.pages[0]
    page[NameObject("/Empty")] = writer._add_object(NullObject())
    assert isinstance(examine_pdf(files.written(writer), Limits()), Accepted)
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject({NameObject("/S"): kind})})
    assert examine_pdf(files.written(writer), Limits()) == Refused(Refusal.ACTIVE_PDF, {"what": "/Launch"})


def test_a_pdf_of_endless_objects_is_given_up() -> None:
    writer = files.blank()
    many = ArrayObject([writer._add_object(DictionaryObject()) for _number in range(20_001)])
    writer.root_object[NameObject("/Many")] = many
    assert examine_pdf(files.written(writer), Limits()) == Refused(Refusal.BROKEN_PDF, {"why": "_TooComplex"})


def test_pictures_are_measured_and_refused() -> None:
    for content, kind, size in ((files.heic(), Kind.HEIC, (600, 800)), (files.photo(), Kind.JPEG, (1200, 1600))):
        accepted = examine_picture(content, kind, Limits())
        assert isinstance(accepted, Accepted)
        assert (accepted.mime, accepted.width, accepted.height) == (kind, *size)
    over = examine_picture(files.picture(size=(1001, 1000)), Kind.JPEG, Limits(max_pixels=1_000_000))
    assert over == Refused(Refusal.TOO_MANY_PIXELS, {"limit": 1})
    whole = examine_picture(files.photo("PNG"), Kind.PNG, Limits(max_whole_pixels=1_900_000))
    assert whole == Refused(Refusal.TOO_MANY_PIXELS, {"limit": 1})
    small = examine_picture(files.picture(size=(400, 900)), Kind.JPEG, Limits())
    assert small == Refused(Refusal.TOO_SMALL, {"width": 400, "height": 900, "limit": 480})
    assert examine_picture(b"\xff\xd8\xff", Kind.JPEG, Limits()) == Refused(
        Refusal.BROKEN_PICTURE, {"why": "UnidentifiedImageError"}
    )


@pytest.mark.rule("X-10")
@pytest.mark.parametrize(
    ("kind", "size", "options"),
    [
        ("JPEG", (8000, 6250), {}),
        ("PNG", (5000, 5000), {"compress_level": 1}),
        ("WEBP", (5000, 5000), {"lossless": True, "quality": 0}),
    ],
)
def test_a_jpeg_of_50_megapixels_and_others_of_25_are_taken(
    kind: str, size: tuple[int, int], options: dict[str, Any]
) -> None:
    content = files.saved(Image.new("L", size, 200), kind, **options)
    accepted = examine_picture(content, Kind[kind], Limits())
    assert isinstance(accepted, Accepted)
    assert (accepted.width, accepted.height) == size


@pytest.mark.parametrize(
    ("claims", "kind", "size"),
    [
        (hostile.jpeg_that_claims, Kind.JPEG, (8000, 8000)),
        (files.png_that_claims, Kind.PNG, (5200, 5000)),
        (hostile.webp_that_claims, Kind.WEBP, (5200, 5000)),
        (hostile.heic_that_claims, Kind.HEIC, (5200, 5000)),
    ],
)
def test_one_row_of_pixels_above_the_border_is_refused_in_plain_words(
    claims: Callable[[int, int], bytes], kind: Kind, size: tuple[int, int]
) -> None:
    width, height = size
    beyond = examine_picture(claims(width, height + 1), kind, Limits())
    assert beyond == Refused(Refusal.TOO_MANY_PIXELS, {"limit": width * height // 1_000_000})
    assert "more pixels than I can open" in explain(beyond).in_(Locale.EN)
    assert examine_picture(claims(width, height), kind, Limits()) != beyond


def test_a_workbook_becomes_text() -> None:
    rows = read_workbook(as_xlsx(row(places=25, fee=None, lat=43.5, min_age=2.0, group="=A1"))).rows
    said = dict(zip(rows[0], rows[1], strict=True))
    assert (said["places"], said["fee"], said["lat"], said["min_age"], said["group"]) == ("25", "", "43.5", "2", "=A1")


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_workbook(bomb_xlsx()) == Table(broken=Broken.BOMB)

    def hungry(file: BytesIO, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr("documents.workbooks.load_workbook", hungry)
    assert read_workbook(as_xlsx(row())) == Table(broken=Broken.BOMB)


def test_a_workbook_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.workbooks.MAX_ROWS", 2)
    assert read_workbook(as_xlsx(row(), row())) == Table(broken=Broken.TOO_MANY_ROWS)
    assert len(read_workbook(as_xlsx(row())).rows) == 2 < MAX_ROWS
