"""Twilio fetches our files by links that nobody can guess, change, or use later."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.media_door import MediaDoor
from bot.media_links import MediaLinks
from dialogs.message import FileOut, Spoken
from locales.catalogue import Locale
from storage.database import Database
from storage.files import DamagedFile
from storage.outbox import NewOutbox, OutboxRow
from storage.sealing import UnknownKey
from tests import conftest as databases
from tests.channels.whatsapp.parcels import Drawer
from tests.handlers.town import MovableClock

database_url = databases.database_url


PDF = FileOut("Шарт № 1.pdf", "application/pdf", stored=1)
CSV = FileOut("log.csv", "text/csv", content="а,б")
GONE = FileOut("gone.jpg", "image/jpeg", stored=9)
BROKEN = FileOut("broken.jpg", "image/jpeg", stored=666)
LOCKED = FileOut("locked.jpg", "image/jpeg", stored=667)


class Shelves(Drawer):
    """A drawer with one damaged file, and one whose key is lost."""

    async def content(self, file: FileOut) -> bytes:
        if file.stored == 666:
            raise DamagedFile("file 666")
        if file.stored == 667:
            raise UnknownKey(b"of yesterday")
        return await super().content(file)


@pytest.fixture
async def links(database: Database, clock: MovableClock) -> AsyncIterator[MediaLinks]:
    app = web.Application()
    links = MediaLinks(b"k" * 32, "", clock)
    app.add_routes(MediaDoor(links, database, Shelves({1: b"%PDF-1.7"}), clock).routes())
    async with TestServer(app) as server:
        yield MediaLinks(b"k" * 32, str(server.make_url("")).rstrip("/"), clock)


@pytest.fixture
async def message(database: Database, clock: MovableClock) -> int:
    """The id of a message with five files."""
    async with database.transaction("message") as uow:
        address = (await uow.accounts.at([("whatsapp", "+77010000001")], clock.now()))["whatsapp", "+77010000001"]
        spoken = Spoken("Files.", files=(PDF, CSV, GONE, BROKEN, LOCKED), locale=Locale.RU).to_json()
        await uow.outbox.add([NewOutbox(address.account_id, address.id, "reply", spoken, clock.now())])
        [row] = await uow.outbox.claim(1, 0, 30)
    return row.id


async def test_a_file_is_given_as_it_is(links: MediaLinks, message: int, session: ClientSession) -> None:
    async with session.get(links.link(message, 0)) as response:
        assert (response.status, await response.read()) == (200, b"%PDF-1.7")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Length"] == "8"
        assert response.headers["Content-Disposition"] == (
            "inline; filename=\"_______1.pdf\"; filename*=UTF-8''%D0%A8%D0%B0%D1%80%D1%82%20%E2%84%96%201.pdf"
        )
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_twilio_looks_before_it_fetches(links: MediaLinks, message: int, session: ClientSession) -> None:
    async with session.head(links.link(message, 0)) as response:
        assert (response.status, await response.read()) == (200, b"")
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Length"] == "8"


async def test_what_is_made_on_the_spot_is_given_too(links: MediaLinks, message: int, session: ClientSession) -> None:
    async with session.get(links.link(message, 1)) as response:
        assert (await response.text(), response.headers["Content-Type"]) == ("а,б", "text/csv; charset=utf-8")


@pytest.mark.parametrize(("minutes", "status"), [(14.9, 200), (15, 410), (9999, 410)])
async def test_a_link_is_good_for_a_quarter_of_an_hour(
    links: MediaLinks, message: int, session: ClientSession, minutes: float, status: int
) -> None:
    link = links.link(message, 0)
    assert isinstance(links.clock, MovableClock)
    links.clock.move(minutes=minutes)
    async with session.get(link) as response:
        assert response.status == status


@pytest.mark.parametrize("index", [2, 3, 4, 5])
async def test_a_file_that_is_not_there_is_not_found(
    links: MediaLinks, message: int, session: ClientSession, index: int
) -> None:
    async with session.get(links.link(message, index)) as response:
        assert response.status == 404


async def test_an_erased_message_has_no_files(
    links: MediaLinks, message: int, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    async with database.transaction("erase") as uow:
        row = await uow.outbox.get(message)
        assert row is not None
        await uow.outbox.never(row, "blocked")
        await uow.outbox.erase(clock.now() + timedelta(minutes=1))
    for id_ in (message, message + 1):
        async with session.get(links.link(id_, 0)) as response:
            assert response.status == 404


async def test_no_bit_of_a_link_can_be_changed(links: MediaLinks, message: int, session: ClientSession) -> None:
    token = links.link(message, 0).split("/")[-1]
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert len(raw) >= 14 + 16
    for place in range(len(raw)):
        changed = bytes(byte ^ (at == place) for at, byte in enumerate(raw))
        forged = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        async with session.get(f"{links.base_url}/media/{forged}") as response:
            assert response.status == 404


@pytest.mark.parametrize("token", ["x", "!!!!", "a" * 400, "%D0%B6", "AAAA" * 10, "a.b"])
async def test_nonsense_is_not_found(links: MediaLinks, session: ClientSession, token: str) -> None:
    async with session.get(f"{links.base_url}/media/{token}") as response:
        assert response.status == 404


async def test_another_key_opens_nothing(
    links: MediaLinks, message: int, session: ClientSession, clock: MovableClock
) -> None:
    other = MediaLinks(b"o" * 32, links.base_url, clock)
    async with session.get(other.link(message, 0)) as response:
        assert response.status == 404
    assert "kkkk" not in repr(links)


async def sent_again(database: Database) -> list[OutboxRow]:
    """What waits to be sent beside the message of the fixture, which is with its sender."""
    async with database.transaction("look") as uow:
        await uow.outbox.release_leases()
        return (await uow.outbox.claim(9, 1, 30))[:1]


async def finished(database: Database, message: int) -> None:
    """The message has been sent."""
    async with database.transaction("sent") as uow:
        row = await uow.outbox.get(message)
        assert row is not None
        await uow.outbox.never(row, "done with")


async def test_an_address_tells_nothing_of_the_file(links: MediaLinks, message: int) -> None:
    assert re.fullmatch(r"/media/[A-Za-z0-9_-]+", links.link(message, 0).removeprefix(links.base_url))


async def test_a_link_that_is_over_has_the_file_sent_to_the_chat_again(
    links: MediaLinks, message: int, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    link = links.link(message, 1)
    await finished(database, message)
    clock.move(hours=9)
    async with session.get(link) as response:
        shown = await response.text()
        assert (response.status, response.headers["Content-Type"]) == (410, "text/html; charset=utf-8")
        assert "form-action 'self'" in response.headers["Content-Security-Policy"]
    assert "Эта ссылка больше не работает." in shown
    assert '<form method="post"><button type="submit">Отправить ещё раз</button></form>' in shown
    assert await sent_again(database) == []
    async with session.post(link) as response:
        assert (response.status, "Готово. Загляните в чат." in await response.text()) == (200, True)
    [row] = await sent_again(database)
    spoken = Spoken.from_json(row.message)
    assert (spoken.text, spoken.files, spoken.locale) == ("", (CSV,), Locale.RU)
    async with database.reading() as uow:
        before = await uow.outbox.get(message)
    assert before is not None
    assert (row.account_id, row.address_id) == (before.account_id, before.address_id)


async def test_nothing_is_sent_again_to_a_chat_that_has_left_the_account(
    links: MediaLinks, message: int, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    link = links.link(message, 1)
    await finished(database, message)
    async with database.transaction("left") as uow:
        row = await uow.outbox.get(message)
        assert row is not None
        guest = (await uow.accounts.at([("whatsapp", "+77010000002")], clock.now()))["whatsapp", "+77010000002"]
        await uow.accounts.move_address(row.address_id, guest.account_id)
    for minutes in (1, 60):
        clock.move(minutes=minutes)
        for method in ("GET", "POST"):
            async with session.request(method, link) as response:
                assert response.status == 404
    assert await sent_again(database) == []


async def test_a_link_stops_at_once_where_the_account_has_ended(
    links: MediaLinks, message: int, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    async with database.transaction("erased") as uow:
        row = await uow.outbox.get(message)
        assert row is not None
        await uow.accounts.erase(row.account_id, clock.now())
    async with session.get(links.link(message, 1)) as response:
        assert response.status == 404


async def test_three_times_a_day_are_enough(
    links: MediaLinks, message: int, session: ClientSession, clock: MovableClock
) -> None:
    link = links.link(message, 1)
    clock.move(hours=9)
    statuses = []
    for _time in range(4):
        async with session.post(link) as response:
            statuses.append(response.status)
    clock.move(days=1)
    async with session.post(link) as response:
        statuses.append(response.status)
    assert statuses == [200, 200, 200, 429, 200]


async def test_a_name_from_a_file_is_no_part_of_the_page(
    links: MediaLinks, session: ClientSession, database: Database, clock: MovableClock
) -> None:
    async with database.transaction("message") as uow:
        address = (await uow.accounts.at([("whatsapp", "+77010000002")], clock.now()))["whatsapp", "+77010000002"]
        spoken = Spoken("", files=(FileOut("<b>&.csv", "text/csv", content="x"),)).to_json()
        await uow.outbox.add([NewOutbox(address.account_id, address.id, "reply", spoken, clock.now())])
        [row] = await uow.outbox.claim(1, 0, 30)
    link = links.link(row.id, 0)
    clock.move(hours=1)
    async with session.get(link) as response:
        assert "&lt;b&gt;&amp;.csv" in await response.text()


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_erased_is_told_in_every_language(
    links: MediaLinks, message: int, session: ClientSession, clock: MovableClock, method: str
) -> None:
    link = links.link(message + 1, 0)
    clock.move(days=31)
    async with session.request(method, link) as response:
        shown = await response.text()
        assert response.status == 404
    assert all(words in shown for words in ("There is no file here", "Файла здесь больше нет", "Файл мұнда енді жоқ"))
