"""Files from WhatsApp: fetched with our credentials from our own account only, stored, and then forgotten at Twilio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from yarl import URL

from bot import downloads
from bot.delivery import Flooded, TryLater, Undelivered, Wrong
from bot.discards import NO_KEEPER_PAUSE_S
from bot.downloads import TooBig, Unwanted
from bot.fetching import Fetcher
from bot.intake import Intake
from bot.reading import read
from bot.tasks import Errands
from bot.whatsapp.incoming import arrivals
from bot.whatsapp.media import TwilioMedia, next_hop
from dialogs.inputs import FileCame, FileRefused, Unreadable
from documents.quarantine import Quarantine
from documents.verdicts import MEGABYTE, Limits
from storage.database import Database
from storage.files import LocalFiles
from storage.sealing import Sealer
from storage.tasks import TaskRow
from tests.bot import conftest as program
from tests.bot.lanes import LeaseClock
from tests.channels.whatsapp.posted import ACCOUNT, media_url, picture_form
from tests.channels.whatsapp.servers import FileServer, serving
from tests.handlers.town import MovableClock
from tests.simulator.desk import picture

LIMIT = 1000
lease_clock = program.lease_clock


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
async def twilio() -> AsyncIterator[FileServer]:
    async with serving(FileServer(b"here")) as server:
        yield server


@pytest.fixture
async def foreign() -> AsyncIterator[FileServer]:
    async with serving(FileServer(b"stolen", redirects=[])) as server:
        yield server


@pytest.fixture
def media(session: ClientSession, twilio: FileServer) -> TwilioMedia:
    return TwilioMedia(session, twilio.account)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long downloads paused, without the waiting."""
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr(downloads, "pause", sleep)
    return made


# The download


async def test_credentials_go_to_the_account_and_not_where_it_leads(media: TwilioMedia, twilio: FileServer) -> None:
    url = media_url(twilio.address)
    assert await media.download(url, LIMIT) == b"here"
    [first, second] = twilio.asked
    assert first == ("GET", url.removeprefix(twilio.address), ACCOUNT.headers["Authorization"])
    assert second == ("GET", "/cdn/key", "")


async def test_the_address_that_twilio_itself_tells_is_asked_for_at_the_server_in_use(
    media: TwilioMedia, twilio: FileServer
) -> None:
    assert await media.download(media_url("https://api.twilio.com"), LIMIT) == b"here"
    assert len(twilio.asked) == 2


async def test_files_of_another_server_or_account_are_never_asked_for(
    media: TwilioMedia, twilio: FileServer, foreign: FileServer
) -> None:
    here = media_url(twilio.address)
    for address in (
        media_url(foreign.address),
        media_url(twilio.address, account="AC" + "f" * 32),
        f"{here}/../../../../Balance",
        f"{here}.json",
        f"{here}?x=1",
        f"{here}\n",
        here.replace("/Media/ME", "/Media/MX"),
        here.replace("http://", "http://evil.example@"),
        media_url(f"{twilio.address}@evil.example"),
        "file:///etc/passwd",
        "",
    ):
        with pytest.raises(Wrong):
            await media.download(address, LIMIT)
        with pytest.raises(Wrong):
            await media.discard(address)
    assert twilio.asked == foreign.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "https://mms.twiliocdn.com.evil.example/x",
        "https://eviltwiliocdn.com/x",
        "http://mms.twiliocdn.com/x",
        "https://mms.twiliocdn.com:8443/x",
        "https://me@mms.twiliocdn.com/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://[",
    ],
)
async def test_a_redirect_to_a_foreign_server_is_not_followed(
    media: TwilioMedia, twilio: FileServer, location: str
) -> None:
    twilio.redirects = [location]
    with pytest.raises(Wrong, match="redirected to"):
        await media.download(media_url(twilio.address), LIMIT)
    assert len(twilio.asked) == 1


async def test_not_even_another_server_on_this_machine(
    media: TwilioMedia, twilio: FileServer, foreign: FileServer
) -> None:
    twilio.redirects = [f"{foreign.address}/cdn/key"]
    with pytest.raises(Wrong):
        await media.download(media_url(twilio.address), LIMIT)
    assert foreign.asked == []


@pytest.mark.parametrize(
    "location", ["https://mms.twiliocdn.com/AC1/x?Expires=1&Signature=a%2Fb~", "//s3.twiliocdn.com/x"]
)
def test_twilios_own_file_servers_are_followed_to_the_letter(location: str) -> None:
    target = next_hop(ACCOUNT, URL(media_url()), location)
    assert str(target) == f"https:{location.removeprefix('https:')}"


def test_twilios_api_is_no_file_server() -> None:
    with pytest.raises(Wrong):
        next_hop(ACCOUNT, URL(media_url()), media_url(place=2))


async def test_three_redirects_are_followed_and_no_fourth(media: TwilioMedia, twilio: FileServer) -> None:
    twilio.redirects = ["{here}/cdn/1", "/cdn/2", "3"]
    assert await media.download(media_url(twilio.address), LIMIT) == b"here"
    assert twilio.paths()[1:] == ["/cdn/1", "/cdn/2", "/cdn/3"]
    twilio.redirects = ["{here}/cdn/1"] * 4
    with pytest.raises(Wrong, match="too often"):
        await media.download(media_url(twilio.address), LIMIT)


async def test_a_redirect_back_to_the_account_gets_no_credentials_either(
    media: TwilioMedia, twilio: FileServer
) -> None:
    twilio.redirects = [media_url("{here}", place=2)]
    await media.download(media_url(twilio.address), LIMIT)
    assert [credentials for _method, _path, credentials in twilio.asked] == [ACCOUNT.headers["Authorization"], ""]


@pytest.mark.parametrize("chunked", [False, True])
async def test_what_is_over_the_limit_is_not_taken_whether_the_server_says_so_or_not(
    media: TwilioMedia, twilio: FileServer, chunked: bool
) -> None:
    twilio.content, twilio.chunked = b"x" * (LIMIT + 1), chunked
    with pytest.raises(TooBig):
        await media.download(media_url(twilio.address), LIMIT)
    twilio.redirects = ["{here}/cdn/key"]
    assert len(await media.download(media_url(twilio.address), LIMIT + 1)) == LIMIT + 1


async def test_a_sound_that_was_announced_as_a_picture_is_not_read(media: TwilioMedia, twilio: FileServer) -> None:
    twilio.mime = "audio/ogg"
    with pytest.raises(Unwanted, match="audio"):
        await media.download(media_url(twilio.address), LIMIT)


@pytest.mark.parametrize(
    ("status", "failure"),
    [(404, TryLater), (401, TryLater), (500, TryLater), (503, TryLater), (429, Flooded), (403, Wrong), (400, Wrong)],
)
async def test_what_a_refusal_means(
    media: TwilioMedia, twilio: FileServer, status: int, failure: type[Undelivered]
) -> None:
    twilio.faults = [status]
    with pytest.raises(failure) as caught:
        await media.download(media_url(twilio.address), LIMIT)
    assert type(caught.value) is failure
    assert getattr(caught.value, "seconds", 7) == 7


async def test_a_server_that_is_away_may_be_back_later(session: ClientSession) -> None:
    away = FileServer(address="http://127.0.0.1:1")
    with pytest.raises(TryLater):
        await TwilioMedia(session, away.account).download(media_url(away.address), LIMIT)


async def test_nothing_can_be_taken_out_of_a_chat(media: TwilioMedia) -> None:
    with pytest.raises(Wrong):
        await media.delete("+77010000001", 1)


# From the message to the stored file, and the copy gone


@dataclass
class Fetching:
    """The program's side: what arrived is fetched, and errands are done."""

    database: Database
    fetcher: Fetcher
    errands: Errands
    lease_clock: LeaseClock
    outcomes: list[dict[str, Any]] = field(default_factory=list)

    async def inputs(self, form: dict[str, str]) -> list[Any]:
        """The inputs that a message becomes."""
        await Intake(self.database, self.fetcher.clock).store(arrivals(form))
        for row in await self.fetcher.claim(10):
            await self.fetcher.fetch(row)
        async with self.database.transaction("look") as uow:
            rows = await uow.inbox.claim(10)
            await uow.inbox.done([row.id for row in rows], self.fetcher.clock.now())
        return [read(row.channel, row.payload) for row in rows]

    async def run_errands(self) -> list[dict[str, Any]]:
        """What became of everything that is due."""
        self.outcomes.clear()
        for task in await self.errands.claim(10):
            await self.errands.run(task)
        return list(self.outcomes)


@pytest.fixture
async def fetching(
    database: Database,
    clock: MovableClock,
    lease_clock: LeaseClock,
    media: TwilioMedia,
    files: LocalFiles,
) -> AsyncIterator[Fetching]:
    async def done(task: TaskRow, result: dict[str, Any]) -> None:
        made.outcomes.append(result)
        async with database.transaction("done") as uow:
            await uow.tasks.done(task.id, clock.now())

    nothing: Any = None
    async with Quarantine(places=1) as quarantine:
        limits = Limits(max_bytes=20 * MEGABYTE)
        fetcher = Fetcher(database, files, clock, quarantine, {"whatsapp": media}, limits)
        errands = Errands(database, nothing, None, nothing, done, {"whatsapp": media})
        made = Fetching(database, fetcher, errands, lease_clock)
        yield made


@pytest.fixture
def files(tmp_path: Path, sealer: Sealer) -> LocalFiles:
    return LocalFiles(tmp_path / "files", sealer)


async def test_a_picture_is_stored_and_only_then_forgotten_at_twilio(
    fetching: Fetching, twilio: FileServer, files: LocalFiles
) -> None:
    twilio.content = picture()
    [came] = await fetching.inputs(picture_form(media_url()))
    assert isinstance(came, FileCame)
    assert twilio.paths("DELETE") == []
    async with fetching.database.reading() as uow:
        record = (await uow.files.get([came.page.file]))[came.page.file]
    assert (await files.read(record.id, record.wrapped_key))[:3] == b"\xff\xd8\xff"
    assert await fetching.run_errands() == [{"status": "gone"}]
    assert twilio.paths("DELETE") == [f"{media_url('')}.json"]
    assert await fetching.run_errands() == []


async def test_a_file_that_is_on_its_way_between_the_servers_is_waited_for(
    fetching: Fetching, twilio: FileServer, no_waiting: list[float]
) -> None:
    twilio.content, twilio.faults = picture(), [404, 404]
    [came] = await fetching.inputs(picture_form(media_url()))
    assert isinstance(came, FileCame)
    assert no_waiting == [1.0, 3.0]


@pytest.mark.parametrize("faults", [[404, 404, 404], [403]])
async def test_a_file_that_cannot_be_got_is_told(fetching: Fetching, twilio: FileServer, faults: list[int]) -> None:
    twilio.faults = faults
    [refused] = await fetching.inputs(picture_form(media_url()))
    assert isinstance(refused, FileRefused)
    assert str(refused.why).startswith("I could not get this file.")


async def test_a_file_of_another_server_is_told_as_one_that_cannot_be_got(
    fetching: Fetching, foreign: FileServer, no_waiting: list[float]
) -> None:
    [refused] = await fetching.inputs(picture_form(media_url(foreign.address)))
    assert str(refused.why).startswith("I could not get this file.")
    assert await fetching.run_errands() == [{"status": "refused"}]
    assert foreign.asked == []
    assert no_waiting == []


@pytest.mark.parametrize("chunked", [False, True])
async def test_more_than_twenty_megabytes_are_too_much_and_forgotten(
    fetching: Fetching, twilio: FileServer, chunked: bool
) -> None:
    twilio.content, twilio.chunked = bytes(20 * MEGABYTE + 1), chunked
    [refused] = await fetching.inputs(picture_form(media_url()))
    assert isinstance(refused, FileRefused)
    assert "I can take up to 20 MB" in str(refused.why)
    assert await fetching.run_errands() == [{"status": "gone"}]


async def test_twenty_megabytes_are_still_looked_at(fetching: Fetching, twilio: FileServer) -> None:
    twilio.content = b"%PDF-1.7 broken".ljust(20 * MEGABYTE)
    [refused] = await fetching.inputs(picture_form(media_url(), "application/pdf", "document"))
    assert "I could not open this PDF" in str(refused.why)
    assert await fetching.run_errands() == [{"status": "gone"}]


@pytest.mark.rule("S2-48")
@pytest.mark.parametrize(("name", "content"), [("GOSTKNCA_1a2b3c4d.p12", b""), ("", b"\xfe\xed\xfe\xed" + bytes(200))])
async def test_a_key_is_refused_and_forgotten_and_not_claimed_to_be_deleted(
    fetching: Fetching, twilio: FileServer, name: str, content: bytes
) -> None:
    twilio.content = content
    form = picture_form(media_url(), "application/octet-stream", "document", Body=name)
    [refused] = await fetching.inputs(form)
    assert refused.secret
    assert "deleted" not in str(refused.why)
    assert len(twilio.paths()) == (0 if name else 2)
    assert await fetching.run_errands() == [{"status": "gone"}]


async def test_a_voice_message_is_not_even_fetched_but_forgotten(fetching: Fetching, twilio: FileServer) -> None:
    assert await fetching.inputs(picture_form(media_url(), "audio/ogg", "audio")) == [Unreadable("audio")]
    assert twilio.asked == []
    assert await fetching.run_errands() == [{"status": "gone"}]
    assert len(twilio.paths("DELETE")) == 1


async def test_a_copy_that_cannot_be_taken_away_now_is_tried_again_and_holds_up_nobody(
    fetching: Fetching, twilio: FileServer
) -> None:
    twilio.content = picture()
    [came] = await fetching.inputs(picture_form(media_url()))
    assert isinstance(came, FileCame)
    for status, pause in ((500, 60), (429, 120)):
        twilio.faults = [status]
        assert await fetching.run_errands() == []
        fetching.lease_clock.seconds += pause - 1
        assert await fetching.run_errands() == []
        fetching.lease_clock.seconds += 2
    twilio.faults = [404]
    assert await fetching.run_errands() == [{"status": "gone"}]


async def test_a_copy_waits_for_whatsapp_to_be_in_service_again(fetching: Fetching) -> None:
    await fetching.inputs(picture_form(media_url(), "audio/ogg", "audio"))
    in_service = fetching.errands
    fetching.errands = replace(in_service, keepers={})
    assert await fetching.run_errands() == []
    fetching.errands = in_service
    assert await fetching.run_errands() == []
    fetching.lease_clock.seconds += NO_KEEPER_PAUSE_S
    assert await fetching.run_errands() == [{"status": "gone"}]
