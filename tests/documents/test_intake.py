"""What a phone sends is accepted as what it is, or refused for one reason that can be explained."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.intake import examine, refused_unseen
from documents.kinds import Kind, kind_of
from documents.quarantine import Quarantine
from documents.verdicts import MEGABYTE, Accepted, Examined, Limits, Refusal, Refused
from tests.documents import files

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Sent:
    """Sends files to intake, as a phone does: with a name and a type that may both lie."""

    def __init__(self, quarantine: Quarantine) -> None:
        self._quarantine = quarantine

    async def __call__(
        self, content: bytes, name: str | None = None, declared: str | None = None, limits: Limits | None = None
    ) -> Examined:
        examined = await examine(
            content, name=name, declared_type=declared, limits=limits or Limits(), quarantine=self._quarantine
        )
        if isinstance(examined, Accepted):
            assert [kind_of(page) for page in examined.made] in ([], [Kind.JPEG] * examined.pages)
            return replace(examined, made=(), advice=None)
        return examined


@pytest.fixture
def sent(quarantine: Quarantine) -> Sent:
    return Sent(quarantine)


def reason(examined: Examined) -> Refusal | None:
    return examined.reason if isinstance(examined, Refused) else None


@pytest.mark.rule("S3-28")
@pytest.mark.parametrize(("format_", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
async def test_a_photo_is_accepted_as_what_it_is(sent: Sent, format_: str, mime: str) -> None:
    assert await sent(files.picture(format_)) == Accepted(mime, 1, 900, 1200)


@pytest.mark.rule("X-10")
@pytest.mark.rule("E-27")
async def test_a_photo_of_an_iphone_is_accepted(sent: Sent) -> None:
    assert await sent(files.heic(), "IMG_0001.HEIC") == Accepted("image/heic", 1, 600, 800)


@pytest.mark.rule("E-27")
async def test_a_pdf_of_several_pages_is_accepted_with_its_pages(sent: Sent) -> None:
    assert await sent(files.pdf(4)) == Accepted("application/pdf", 4)


async def test_neither_the_name_nor_the_declared_type_decides(sent: Sent) -> None:
    assert await sent(files.pdf(), "photo.jpg", "image/jpeg") == Accepted("application/pdf", 1)
    assert await sent(files.picture("PNG"), "film.mp4", "video/mp4") == Accepted("image/png", 1, 900, 1200)
    assert reason(await sent(files.archive("page.jpg"), "page.jpg", "image/jpeg")) is Refusal.NOT_A_DOCUMENT


async def test_a_turned_photo_is_measured_as_a_person_sees_it(sent: Sent) -> None:
    assert await sent(files.picture(orientation=6)) == Accepted("image/jpeg", 1, 1200, 900)


@pytest.mark.rule("E-27")
async def test_a_file_is_too_big_from_the_first_byte_over_the_limit(sent: Sent) -> None:
    page = files.picture()
    assert isinstance(await sent(page, limits=Limits(max_bytes=len(page))), Accepted)
    assert await sent(page, limits=Limits(max_bytes=len(page) - 1)) == Refused(
        Refusal.TOO_BIG, {"bytes": len(page), "limit": len(page) - 1}
    )


async def test_a_file_of_twenty_megabytes_travels_through_the_pipe(sent: Sent) -> None:
    page = files.picture()
    assert isinstance(await sent(page + bytes(20 * MEGABYTE - len(page))), Accepted)


async def test_an_empty_file_is_refused(sent: Sent) -> None:
    assert reason(await sent(b"")) is Refusal.EMPTY


@pytest.mark.rule("E-28")
@pytest.mark.parametrize(
    ("content", "family"),
    [
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
        (b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead", "audio"),
        (files.archive("a.jpg", "b.jpg"), "archive"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
        (files.archive("[Content_Types].xml", "word/document.xml"), "office"),
        (b"GIF89a\x01\x00\x01\x00", "picture"),
        ("Заключение врача".encode(), "text"),
        (b"\x00\x01\x02\x03", "other"),
    ],
)
async def test_what_is_no_document_is_refused_with_its_family(sent: Sent, content: bytes, family: str) -> None:
    assert await sent(content) == Refused(Refusal.NOT_A_DOCUMENT, {"family": family})


@pytest.mark.rule("S2-48")
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.PFX_OPENING, "photo.jpg"),
        (b"whatever it is", "AUTH_RSA256_0a1b2c3d4e5f.p12"),
        (files.archive("GOST512_0a1b2c3d4e5f.p12"), "keys.zip"),
        (files.PRIVATE_PEM, None),
    ],
)
async def test_an_eds_key_is_known_by_content_or_name(sent: Sent, content: bytes, name: str | None) -> None:
    assert reason(await sent(content, name)) is Refusal.EDS_KEY


async def test_a_genuine_photo_is_no_key_whatever_its_name(sent: Sent) -> None:
    assert isinstance(await sent(files.picture(), "RSA256_0a1b2c3d4e5f.jpg"), Accepted)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_cut_off_on_the_way_is_broken(sent: Sent, format_: str) -> None:
    whole = files.picture(format_)
    assert reason(await sent(whole[: len(whole) // 2])) is Refusal.BROKEN_PICTURE
    assert reason(await sent(whole[:40])) is Refusal.BROKEN_PICTURE


async def test_a_thumbnail_is_too_small(sent: Sent) -> None:
    assert await sent(files.picture(size=(320, 240))) == Refused(
        Refusal.TOO_SMALL, {"width": 320, "height": 240, "limit": 480}
    )
    assert isinstance(await sent(files.picture(size=(480, 640))), Accepted)


async def test_a_picture_bomb_is_refused_from_its_header(sent: Sent) -> None:
    assert await sent(files.png_that_claims()) == Refused(Refusal.TOO_MANY_PIXELS, {"limit": 26})


@pytest.mark.parametrize("spoiled", [files.pdf()[:200], b"%PDF-1.7\n" + b"[" * 100_000, b"%PDF-1.7 and nothing else"])
async def test_a_damaged_pdf_is_broken(sent: Sent, spoiled: bytes) -> None:
    assert reason(await sent(spoiled)) is Refusal.BROKEN_PDF


@pytest.mark.rule("E-27")
async def test_a_pdf_with_a_password_is_refused_and_one_that_anybody_may_open_is_not(sent: Sent) -> None:
    assert reason(await sent(files.encrypted_pdf(user="secret", owner="secret"))) is Refusal.ENCRYPTED_PDF
    assert await sent(files.encrypted_pdf(user="", owner="secret")) == Accepted("application/pdf", 1)


@pytest.mark.parametrize(
    "acting",
    [
        files.pdf_with_javascript(),
        files.pdf_with_attachment(),
        files.pdf_with_page_action("/Launch"),
        files.pdf_with_page_action("/SubmitForm"),
        files.pdf_with_note("/FileAttachment"),
        files.pdf_with_note("/RichMedia"),
    ],
)
async def test_a_pdf_that_does_things_is_refused(sent: Sent, acting: bytes) -> None:
    assert reason(await sent(acting)) is Refusal.ACTIVE_PDF


async def test_a_scanned_pdf_that_names_its_first_page_is_accepted(sent: Sent) -> None:
    assert await sent(files.pdf_that_opens_at_its_first_page()) == Accepted("application/pdf", 1)
    assert await sent(files.pdf_with_note("/Link")) == Accepted("application/pdf", 1)


async def test_a_book_has_too_many_pages(sent: Sent) -> None:
    assert isinstance(await sent(files.pdf(3), limits=Limits(max_pages=3)), Accepted)
    assert await sent(files.pdf(51)) == Refused(Refusal.TOO_MANY_PAGES, {"pages": 51, "limit": 50})


async def test_a_pdf_without_pages_is_refused(sent: Sent) -> None:
    assert reason(await sent(files.pdf(0))) is Refusal.NO_PAGES


async def test_size_and_name_are_enough_to_refuse_before_the_download() -> None:
    limits = Limits()
    assert refused_unseen(20 * MEGABYTE, name="page.jpg", limits=limits) is None
    assert refused_unseen(None, name=None, limits=limits) is None
    assert refused_unseen(20 * MEGABYTE + 1, name="page.jpg", limits=limits) == Refused(
        Refusal.TOO_BIG, {"bytes": 20 * MEGABYTE + 1, "limit": 20 * MEGABYTE}
    )
    assert refused_unseen(7_000, name="GOSTKNCA_0a1b2c3d4e5f.p12", limits=limits) == Refused(Refusal.EDS_KEY)
