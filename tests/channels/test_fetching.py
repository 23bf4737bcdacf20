"""Files that people send: fetched, checked, stored sealed, and never lost without a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import downloads
from bot.delivery import TryLater, Wrong
from bot.downloads import NotDownloaded, TooBig, downloaded
from bot.fetching import Fetcher
from bot.intake import Intake
from bot.reading import read
from bot.telegram.client import Telegram
from bot.telegram.reception import Reception
from dialogs.inputs import FileCame, FileRefused
from documents.quarantine import Quarantine
from documents.verdicts import Limits
from enrolment.photo_advice import PhotoAdvice
from storage.database import Database
from storage.files import LocalFiles
from storage.inbox import InboxRow
from storage.sealing import Sealer
from tests.bot.lanes import LeaseClock
from tests.documents.files import photo, scan
from tests.handlers.town import MovableClock
from tests.simulator.desk import Desk, picture

PDF_PAGE = "application/pdf"
KEY_FILE = "AUTH_RSA256_1a2b3c4d5e6f.p12"


@pytest.fixture
async def quarantine() -> AsyncIterator[Quarantine]:
    async with Quarantine(places=1) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path, sealer: Sealer) -> LocalFiles:
    return LocalFiles(tmp_path / "files", sealer)


@pytest.fixture
def fetcher(
    database: Database, files: LocalFiles, clock: MovableClock, quarantine: Quarantine, telegram: Telegram
) -> Fetcher:
    limits = Limits(max_bytes=1 << 20, max_pages=40)
    return Fetcher(database, files, clock, quarantine, {"telegram": telegram, "staff": telegram}, limits)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long downloads paused, without the waiting."""
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(downloads, "pause", sleep)
    return made


class Fetched:
    """What became of everything that the phone sent."""

    def __init__(self, desk: Desk, fetcher: Fetcher, telegram: Telegram, channel: str = "telegram") -> None:
        self.desk = desk
        self.fetcher = fetcher
        self.telegram = telegram
        self.reception = Reception(channel, telegram, Intake(fetcher.database, fetcher.clock))

    async def rows(self) -> list[InboxRow]:
        await self.reception.take(await self.telegram.updates(None, 0))
        for row in await self.fetcher.claim(10):
            await self.fetcher.fetch(row)
        async with self.fetcher.database.transaction("look") as uow:
            return await uow.inbox.claim(10)

    async def inputs(self) -> list[Any]:
        return [read(row.channel, row.payload) for row in await self.rows()]


@pytest.fixture
def fetched(started: Desk, fetcher: Fetcher, telegram: Telegram) -> Fetched:
    return Fetched(started, fetcher, telegram)


async def test_a_photo_becomes_a_stored_page(fetched: Fetched, files: LocalFiles, database: Database) -> None:
    await fetched.desk.sends("photo", ("photo.jpg", "image/jpeg", picture()))
    [came] = await fetched.inputs()
    assert isinstance(came, FileCame)
    assert (came.page.mime, came.page.pages) == ("image/jpeg", 1)
    async with database.reading() as uow:
        record = (await uow.files.get([came.page.file]))[came.page.file]
    content = await files.read(record.id, record.wrapped_key)
    assert content[:3] == b"\xff\xd8\xff"
    assert (record.size, record.state) == (len(content), "loose")


@pytest.mark.rule("X-10")
async def test_beside_the_page_that_people_see_the_file_itself_is_kept_under_its_name_sealed(
    fetched: Fetched, files: LocalFiles, database: Database, tmp_path: Path
) -> None:
    sent = picture()
    await fetched.desk.sends("document", ("қорытынды.jpg", "image/jpeg", sent))
    [came] = await fetched.inputs()
    async with database.reading() as uow:
        page = (await uow.files.get([came.page.file]))[came.page.file]
        assert page.original is not None
        original = (await uow.files.get([page.original]))[page.original]
    assert (page.name, original.name) == ("", "қорытынды.jpg")
    assert page.owner_account_id == original.owner_account_id
    assert await files.read(original.id, original.wrapped_key) == sent
    assert await files.read(page.id, page.wrapped_key) != sent
    stored = [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert not [content for content in stored if b"JFIF" in content]


@pytest.mark.rule("S2-40")
async def test_a_pdf_becomes_pages_where_only_jpeg_is_kept_and_the_same_file_has_the_same_mark(
    fetched: Fetched, database: Database
) -> None:
    fetched.fetcher = replace(fetched.fetcher, limits=Limits(pdf_max_bytes=None))
    for _time in range(2):
        await fetched.desk.sends("document", ("заключение.pdf", PDF_PAGE, scan(2)))
    one, other = await fetched.inputs()
    assert (one.page.mime, one.page.pages, len(one.page.files)) == ("image/jpeg", 2, 2)
    async with database.reading() as uow:
        pages = await uow.files.get(one.page.files)
    assert {record.mime for record in pages.values()} == {"image/jpeg"}
    assert len({record.original for record in pages.values()}) == 1
    assert one.page.mark == other.page.mark != ""
    assert not set(one.page.files) & set(other.page.files)


async def test_a_pdf_that_stays_one_is_kept_with_the_number_of_its_pages(fetched: Fetched, database: Database) -> None:
    await fetched.desk.sends("document", ("заключение.pdf", PDF_PAGE, scan(2)))
    [came] = await fetched.inputs()
    async with database.reading() as uow:
        record = (await uow.files.get([came.page.file]))[came.page.file]
    assert (record.mime, record.pages, record.mark) == ("application/pdf", 2, came.page.mark)


async def test_what_another_photo_would_do_better_is_told_with_the_file(fetched: Fetched) -> None:
    for content in (picture(), photo()):
        await fetched.desk.sends("document", ("page.jpg", "image/jpeg", content))
    empty, good = await fetched.inputs()
    assert (empty.advice, good.advice) == (PhotoAdvice.BLANK, None)


async def test_an_album_is_as_many_files_in_order_and_words_after_it_wait(fetched: Fetched) -> None:
    pages = [(f"{page}.jpg", "image/jpeg", picture()) for page in range(3)]
    await fetched.desk.sends("photo", *pages)
    await fetched.desk.does("text", text="that is all")
    rows = await fetched.rows()
    assert [next(name for name in row.payload if name != "message") for row in rows] == ["file"] * 3 + ["said"]


@pytest.mark.parametrize(
    ("name", "mime", "content", "words"),
    [
        ("film.jpg", "video/mp4", b"\x00\x00\x00\x18ftypisom" + b"\x00" * 64, "This is a video"),
        ("page.pdf", "application/pdf", b"%PDF-1.7 broken", "I could not open this PDF"),
    ],
)
async def test_what_is_no_document_is_refused_with_the_reason(
    fetched: Fetched, name: str, mime: str, content: bytes, words: str
) -> None:
    await fetched.desk.sends("document", (name, mime, content))
    [refused] = await fetched.inputs()
    assert isinstance(refused, FileRefused)
    assert words in str(refused.why)


async def test_what_is_too_large_is_not_even_downloaded(fetched: Fetched) -> None:
    await fetched.desk.does("file", kind="document", name="big.jpg", mime="image/jpeg", size=(1 << 20) + 1)
    [refused] = await fetched.inputs()
    assert "I can take up to 1 MB" in str(refused.why)
    assert (await fetched.desk.get("/sim/calls?method=getFile"))["calls"] == []


@pytest.mark.rule("S2-48")
async def test_a_key_is_taken_out_of_the_chat_before_it_is_even_downloaded(fetched: Fetched) -> None:
    await fetched.desk.sends("document", (KEY_FILE, "application/x-pkcs12", b"0\x82 anything"))
    [refused] = await fetched.inputs()
    assert isinstance(refused, FileRefused)
    assert refused.secret
    assert "I deleted the message." in str(refused.why)
    methods = [call["method"] for call in (await fetched.desk.get("/sim/calls"))["calls"]]
    assert "getFile" not in methods
    assert methods[-1] == "deleteMessage"


@pytest.mark.rule("S2-48")
async def test_a_key_under_another_name_is_known_by_its_content_and_only_claimed_deleted_when_it_is(
    fetched: Fetched,
) -> None:
    await fetched.desk.post("/sim/parent/faults", {"method": "deleteMessage", "status": 400})
    jks = b"\xfe\xed\xfe\xed" + b"\x00" * 200
    await fetched.desk.sends("document", ("photo.jpg", "image/jpeg", jks))
    [refused] = await fetched.inputs()
    assert refused.secret
    assert "I deleted" not in str(refused.why)


@pytest.mark.rule("S2-48")
@pytest.mark.parametrize("deletable", [True, False])
async def test_a_told_eds_password_is_kept_nowhere_and_taken_out_of_the_chat(fetched: Fetched, deletable: bool) -> None:
    if not deletable:
        await fetched.desk.post("/sim/parent/faults", {"method": "deleteMessage", "status": 400})
    await fetched.desk.does("text", text="Пароль от ЭЦП: Aa123456")
    [row] = await fetched.rows()
    assert "Aa123456" not in str(row.payload)
    refused = read("telegram", row.payload)
    assert isinstance(refused, FileRefused)
    assert refused.secret
    assert "Never send anyone your EDS file or its password" in str(refused.why)
    assert ("I deleted the message." in str(refused.why)) is deletable
    assert (await fetched.desk.get("/sim/calls"))["calls"][-1]["method"] == "deleteMessage"


async def test_a_question_about_the_eds_password_is_an_ordinary_text(fetched: Fetched) -> None:
    await fetched.desk.does("text", text="Как узнать пароль от ЭЦП?")
    [row] = await fetched.rows()
    assert row.payload["said"] == "Как узнать пароль от ЭЦП?"


@pytest.mark.parametrize("status", [404, 429, 500, 0])
async def test_a_download_that_fails_twice_is_tried_a_third_time(
    fetched: Fetched, no_waiting: list[float], status: int
) -> None:
    await fetched.desk.sends("photo", ("photo.jpg", "image/jpeg", picture()))
    fault = {"method": "getFile", "status": status, "count": 2, "retry_after": 7}
    await fetched.desk.post("/sim/parent/faults", fault)
    [came] = await fetched.inputs()
    assert isinstance(came, FileCame)
    assert no_waiting == ([7.0, 7.0] if status == 429 else [1.0, 3.0])


async def test_a_download_that_keeps_failing_is_told(fetched: Fetched) -> None:
    await fetched.desk.sends("photo", ("photo.jpg", "image/jpeg", picture()))
    await fetched.desk.post("/sim/parent/faults", {"method": "getFile", "status": 500, "count": 3})
    [refused] = await fetched.inputs()
    assert isinstance(refused, FileRefused)
    assert str(refused.why).startswith("I could not get this file.")


async def test_when_our_own_side_fails_it_is_tried_again_and_then_told(
    fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease_clock = LeaseClock()
    monkeypatch.setattr(fetched.fetcher.database, "lease_now", lease_clock.now)
    await fetched.desk.sends("photo", ("photo.jpg", "image/jpeg", picture()))

    async def full(file_id: int, content: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(fetched.fetcher.files, "put", full)
    for _attempt in range(2):
        assert await fetched.rows() == []
        lease_clock.seconds += 6
    [refused] = await fetched.inputs()
    assert isinstance(refused, FileRefused)


@pytest.mark.rule("S1-07")
async def test_staff_may_send_the_catalogue_as_a_spreadsheet_and_parents_may_not(
    started: Desk, fetcher: Fetcher, telegram: Telegram
) -> None:
    table = b"bin,name_kk\n240640000004,Balapan\n"
    for channel, expected in (("staff", FileCame), ("telegram", FileRefused)):
        await started.sends("document", ("catalogue.csv", "text/csv", table))
        fetched = Fetched(started, fetcher, telegram, channel)
        results = await fetched.inputs()
        await telegram.updates((await telegram.updates(None, 0))[-1]["update_id"] + 1, 0)
        assert type(results[-1]) is expected


@pytest.mark.rule("S2-73")
async def test_staff_may_send_texts_which_are_called_by_their_names_but_no_key(
    started: Desk, fetcher: Fetcher, telegram: Telegram
) -> None:
    key = b"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
    await started.sends("document", ("05-payment.txt", "text/plain", "clause\nkk: Төлем\n".encode()))
    await started.sends("document", ("06-health.txt", "text/plain", key))
    came, refused = (await Fetched(started, fetcher, telegram, "staff").inputs())[-2:]
    assert isinstance(came, FileCame)
    assert (came.page.mime, came.page.name) == ("text/plain", "05-payment.txt")
    assert isinstance(refused, FileRefused)
    assert refused.secret


class Server:
    """A file server that fails as it is told."""

    def __init__(self, *results: bytes | Exception) -> None:
        self.results = list(results)

    async def download(self, file_id: str, limit: int) -> bytes:
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    async def delete(self, chat: str, message: int) -> None:
        raise AssertionError


async def test_a_refusal_of_the_file_itself_is_not_tried_again() -> None:
    with pytest.raises(NotDownloaded):
        await downloaded(Server(Wrong("Bad Request: invalid file_id"), b"never"), "x", 10)
    with pytest.raises(TooBig):
        await downloaded(Server(Wrong("Bad Request: file is too big")), "x", 10)
    assert await downloaded(Server(TryLater("cut"), b"here"), "x", 10) == b"here"


async def test_a_file_larger_than_telegram_said_is_given_up_on_the_way(started: Desk, telegram: Telegram) -> None:
    await started.sends("document", ("page.pdf", "application/pdf", b"x" * 200_000))
    [update] = await telegram.updates(None, 0)
    file_id = update["message"]["document"]["file_id"]
    with pytest.raises(TooBig):
        await telegram.download(file_id, 100_000)
    assert len(await telegram.download(file_id, 200_000)) == 200_000
