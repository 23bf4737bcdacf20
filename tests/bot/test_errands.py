"""Work in the outside world: the citizen registry and SMS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.registry import Registry
from bot.settings import Settings
from bot.sms import HttpSms, Sms, TwilioSms, open_sms
from bot.tasks import LEASE_S, RENEWED_EVERY_S, Errands
from storage.database import Database
from storage.tasks import TaskRow
from tests.bot.lanes import LeaseClock
from tests.handlers.town import MovableClock
from tests.simulator.desk import Desk

AIGERIM_IIN, ALIKHAN_IIN, NOBODY_IIN = "911205400003", "220315500104", "990101300007"
AIGERIM_PHONE = "+77010000001"


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
def registry(desk: Desk, session: ClientSession) -> Registry:
    return Registry(session, desk.url("").rstrip("/"))


async def test_the_registry_tells_who_has_this_iin(registry: Registry) -> None:
    told = await registry.person({"iin": AIGERIM_IIN, "phone": AIGERIM_PHONE, "token": 5})
    assert (told["status"], told["first_name"], told["phone_matches"]) == ("found", "Айгерім", True)


@pytest.mark.parametrize(
    ("question", "payload", "status"),
    [
        ("person", {"iin": AIGERIM_IIN, "phone": "+77010000002"}, "not_related"),
        ("person", {"iin": NOBODY_IIN}, "unknown"),
        ("person", {"iin": AIGERIM_IIN}, "found"),
        ("child", {"iin": ALIKHAN_IIN, "parent_iin": AIGERIM_IIN}, "found"),
        ("child", {"iin": ALIKHAN_IIN, "parent_iin": "880719300107"}, "not_related"),
        ("child", {"iin": "x", "parent_iin": AIGERIM_IIN}, "unavailable"),
    ],
)
async def test_every_answer_has_its_word(
    registry: Registry, question: str, payload: dict[str, str], status: str
) -> None:
    assert (await getattr(registry, question)(payload))["status"] == status


async def test_a_registry_that_is_down_is_asked_twice(registry: Registry, desk: Desk) -> None:
    await desk.post("/sim/registry", {"down": True})
    assert await registry.person({"iin": AIGERIM_IIN}) == {"status": "unavailable"}


async def test_without_an_address_there_is_no_registry(session: ClientSession) -> None:
    assert await Registry(session, "").child({"iin": ALIKHAN_IIN}) == {"status": "none"}
    assert await Registry(session, "http://127.0.0.1:1").person({"iin": "1"}) == {"status": "unavailable"}


class Strange:
    """A service that answers as it is told, and remembers what it was asked."""

    def __init__(self, status: int = 200, answer: object = None) -> None:
        self.status = status
        self.answer = answer
        self.asked: list[tuple[str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        form = dict(await request.post()) if request.content_type != "application/json" else await request.json()
        self.asked.append((request.path, form))
        return web.json_response(self.answer, status=self.status)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Its address, for as long as it serves."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.handle)
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")


async def test_a_registry_that_talks_nonsense_is_unavailable_and_only_asked_what_it_may_know(
    session: ClientSession,
) -> None:
    strange = Strange(answer=["not", "an", "object"])
    async with strange.serving() as address:
        told = await Registry(session, address).person({"iin": AIGERIM_IIN, "token": 5, "phone": None})
    assert told == {"status": "unavailable"}
    assert strange.asked == [("/person", {"iin": AIGERIM_IIN})] * 2


async def test_an_sms_goes_to_the_service(desk: Desk, session: ClientSession) -> None:
    sms = HttpSms(session, desk.url("/sms"))
    assert await sms.send(AIGERIM_PHONE, "code")
    assert [(one["to"], one["text"]) for one in (await desk.get("/sim/sms"))["sms"]] == [(AIGERIM_PHONE, "code")]
    await desk.post("/sim/sms", {"down": True})
    assert not await sms.send(AIGERIM_PHONE, "code")
    assert not await HttpSms(session, "http://127.0.0.1:1/sms").send(AIGERIM_PHONE, "code")


SDK_OF_YESTERDAY = pytest.mark.filterwarnings("ignore:.*(BasicAuth|'auth' parameter):DeprecationWarning")


def twilio(address: str, session: ClientSession) -> Sms:
    account: dict[str, Any] = {"twilio_account_sid": "AC" + "0" * 32, "twilio_auth_token": "hush"}
    sms = open_sms(Settings(sms_from="+15005550006", twilio_api_url=address, **account), session)
    assert isinstance(sms, TwilioSms)
    return sms


@SDK_OF_YESTERDAY
async def test_twilio_is_spoken_to_in_its_own_words(session: ClientSession) -> None:
    strange = Strange(201, {"sid": "SM1", "status": "queued"})
    async with strange.serving() as address:
        assert await twilio(address, session).send(AIGERIM_PHONE, "code 123456")
    [(path, form)] = strange.asked
    assert path == f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    assert form == {"To": AIGERIM_PHONE, "From": "+15005550006", "Body": "code 123456"}


@SDK_OF_YESTERDAY
async def test_a_number_that_twilio_refuses_is_not_sent(session: ClientSession) -> None:
    strange = Strange(400, {"code": 21211, "message": "invalid To", "status": 400})
    async with strange.serving() as address:
        assert not await twilio(address, session).send("+7", "code")


async def test_without_sms_there_is_none(session: ClientSession) -> None:
    assert open_sms(Settings(), session) is None
    assert isinstance(open_sms(Settings(sms_url="http://127.0.0.1:1/sms"), session), HttpSms)


class Told:
    """Who takes the results."""

    def __init__(self) -> None:
        self.results: list[tuple[str, dict[str, Any]]] = []

    async def done(self, task: TaskRow, result: dict[str, Any]) -> None:
        self.results.append((task.kind, result))


async def same_catalogue(task: TaskRow) -> dict[str, Any]:
    """A catalogue file that changes nothing."""
    assert task.payload == {"file": 70}
    return {"status": "same"}


async def test_tasks_are_done_and_their_results_handed_back(
    desk: Desk, session: ClientSession, registry: Registry, database: Database, clock: MovableClock
) -> None:
    async with database.transaction("tasks") as uow:
        address = (await uow.accounts.at([("telegram", "7")], clock.now()))["telegram", "7"]
        for kind, payload in (
            ("registry_person", {"iin": NOBODY_IIN, "token": 1}),
            ("registry_child", {"iin": ALIKHAN_IIN, "parent_iin": AIGERIM_IIN}),
            ("sms", {"to": AIGERIM_PHONE, "text": "code"}),
            ("catalogue", {"file": 70}),
            ("of tomorrow", {}),
        ):
            await uow.tasks.add(address.account_id, kind, payload, clock.now())
    told = Told()
    errands = Errands(database, registry, HttpSms(session, desk.url("/sms")), same_catalogue, told.done)
    with capture_logs() as logs:
        for task in await errands.claim(10):
            await errands.run(task)
    looked_up = [line for line in logs if line["event"] == "registry.asked"]
    assert [(line["account"], line["outcome"]) for line in looked_up] == [
        (address.account_id, "unknown"),
        (address.account_id, "found"),
    ]
    assert not any(secret in str(logs) for secret in (NOBODY_IIN, ALIKHAN_IIN, AIGERIM_IIN, "Алихан", AIGERIM_PHONE))
    assert [(kind, result["status"]) for kind, result in told.results] == [
        ("registry_person", "unknown"),
        ("registry_child", "found"),
        ("sms", "sent"),
        ("catalogue", "same"),
        ("of tomorrow", "unavailable"),
    ]
    assert await errands.claim(10) == []


class Slow:
    """Work that takes as long as a test wants, and minutes that pass on demand."""

    def __init__(self) -> None:
        self.begun, self.finish = asyncio.Event(), asyncio.Event()
        self.asleep: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def work(self, task: TaskRow) -> dict[str, Any]:
        self.begun.set()
        await self.finish.wait()
        return {"status": "same"}

    async def pause(self, seconds: float) -> None:
        await_end = asyncio.Event()
        await self.asleep.put(await_end)
        await await_end.wait()


async def test_work_that_takes_longer_than_its_lease_is_not_begun_by_another_process(
    database: Database, clock: MovableClock, lease_clock: LeaseClock, registry: Registry
) -> None:
    async with database.transaction("tasks") as uow:
        address = (await uow.accounts.at([("telegram", "7")], clock.now()))["telegram", "7"]
        await uow.tasks.add(address.account_id, "catalogue", {"file": 70}, clock.now())
    told, slow = Told(), Slow()
    errands = Errands(database, registry, None, slow.work, told.done, pause=slow.pause)
    [task] = await errands.claim(1)
    running = asyncio.create_task(errands.run(task))
    await slow.begun.wait()
    sleeping = await slow.asleep.get()
    for _third_of_a_lease in range(9):
        lease_clock.seconds += RENEWED_EVERY_S
        sleeping.set()
        sleeping = await slow.asleep.get()
        assert await errands.claim(1) == []
    slow.finish.set()
    await running
    assert told.results == [("catalogue", {"status": "same"})]


async def test_a_lease_that_was_lost_is_left_to_who_has_it(
    database: Database, clock: MovableClock, lease_clock: LeaseClock, registry: Registry
) -> None:
    async with database.transaction("tasks") as uow:
        address = (await uow.accounts.at([("telegram", "7")], clock.now()))["telegram", "7"]
        await uow.tasks.add(address.account_id, "catalogue", {"file": 70}, clock.now())
    slow = Slow()
    errands = Errands(database, registry, None, slow.work, Told().done, pause=slow.pause)
    [task] = await errands.claim(1)
    running = asyncio.create_task(errands.run(task))
    sleeping = await slow.asleep.get()
    lease_clock.seconds += LEASE_S
    [again] = await errands.claim(1)
    assert again.id == task.id
    with capture_logs() as logs:
        sleeping.set()
        slow.finish.set()
        await running
        await errands.run(again)
    assert {entry["event"] for entry in logs} <= {"task.lease_lost"}
