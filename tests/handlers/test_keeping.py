"""The work of once a day: planned, done once, each job on its own."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select, update

from dialogs.facts import Able
from enrolment.application import ApplicationState
from enrolment.terms import QueueType, Role
from enrolment.voucher_states import Actor
from enrolment.working_days import ALMATY
from handlers import keeping
from handlers.keeping import INSTANCE, NIGHTLY, next_time
from handlers.service import Service, ServiceOptions
from storage.chat_tables import chat_link, delivery_report
from storage.database import Database
from storage.delivery_reports import Report
from storage.domain_tables import address, invite, queue_counter, verification_code
from storage.files import MissingFile
from storage.flow_tables import inbox, outbox, task
from tests.handlers.neighbours import begins_registration, newcomer
from tests.handlers.staff.people import applies, now_is, parent, stored
from tests.handlers.town import MovableClock, Town
from tests.storage.domain.families import Kindergarten


@pytest.fixture
def service(town: Town) -> Service:
    """The program's own object over the town."""
    office = town.office
    options = ServiceOptions(office.files, Able(codes=True), office.engines, office.abilities)
    return Service(town.database, profile=office.profile, clock=town.clock, read=office.read, options=options)


async def planned(database: Database) -> list[datetime]:
    async with database.reading() as uow:
        return [one.due_at.astimezone(ALMATY) for one in await uow.deadlines.of(INSTANCE)]


@pytest.mark.parametrize(
    ("now", "due"),
    [("23 09:59", "23 10:00"), ("23 10:00", "24 10:00"), ("23 23:00", "24 10:00")],
)
async def test_the_days_work_is_due_when_people_may_be_reminded(town: Town, now: str, due: str) -> None:
    day = datetime.strptime(f"2026-11-{now}", "%Y-%m-%d %H:%M").replace(tzinfo=ALMATY)
    assert next_time(town.office, day).strftime("%d %H:%M") == due


async def test_a_start_plans_it_once(service: Service) -> None:
    await service.start()
    await service.start()
    assert await planned(service.database) == [datetime(2026, 11, 24, 10, tzinfo=ALMATY)]


async def test_it_is_done_once_and_planned_for_the_next_day(
    service: Service, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def job(*_things: object) -> None:
        done.append("job")

    monkeypatch.setattr(keeping, "JOBS", (job,))
    await service.start()
    assert await service.fire_deadlines() == 1, "the first bulletin"
    assert done == []
    clock.move(days=1)
    assert await service.fire_deadlines() == 2, "the next bulletin, and the work"
    assert await service.fire_deadlines() == 0
    assert done == ["job"]
    assert await planned(service.database) == [datetime(2026, 11, 25, 10, tzinfo=ALMATY)]
    clock.move(days=5)
    await service.fire_deadlines()
    assert done == ["job", "job"]


async def test_work_taken_by_another_process_is_left_to_it(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def taken(*_words: object) -> bool:
        return False

    async with town.database.transaction("test") as uow:
        await uow.settings.set(NIGHTLY, keeping.WANTED)
    monkeypatch.setattr("storage.instance_settings.Settings.swap", taken)
    assert not await keeping.keep(town.database, town.office)


async def test_of_two_who_take_it_one_gets_it(town: Town) -> None:
    async with town.database.transaction("test") as uow:
        await uow.settings.set(NIGHTLY, "wanted")
        assert await uow.settings.swap(NIGHTLY, "wanted", "taken")
        assert not await uow.settings.swap(NIGHTLY, "wanted", "taken")


async def test_a_job_that_fails_keeps_no_other_from_being_done(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def fails(*_things: object) -> None:
        raise RuntimeError("no")

    async def job(*_things: object) -> None:
        done.append("job")

    monkeypatch.setattr(keeping, "JOBS", (fails, job))
    async with town.database.transaction("test") as uow:
        await uow.settings.set(NIGHTLY, keeping.WANTED)
    with structlog.testing.capture_logs() as logs:
        assert await keeping.keep(town.database, town.office)
    assert done == ["job"]
    assert [line["job"] for line in logs if line["event"] == "nightly.failed"] == ["fails"]


class Killed(BaseException):
    """The process is gone in the middle of something."""


async def _is_killed(*_things: object) -> None:
    raise Killed


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The only job of the night, which notes that it was done."""
    notes: list[str] = []

    async def job(*_things: object) -> None:
        notes.append("job")

    monkeypatch.setattr(keeping, "JOBS", (job,))
    return notes


async def is_killed_at_work(town: Town) -> None:
    async with town.database.transaction("test") as uow:
        await uow.settings.set(NIGHTLY, keeping.WANTED)
    with pytest.MonkeyPatch.context() as patched, pytest.raises(Killed):
        patched.setattr(keeping, "JOBS", (_is_killed,))
        await keeping.keep(town.database, town.office)


async def test_work_that_a_kill_broke_off_is_done_when_the_lease_is_over(town: Town, done: list[str]) -> None:
    await is_killed_at_work(town)
    assert not await keeping.keep(town.database, town.office)
    town.clock.move(minutes=31)
    assert await keeping.keep(town.database, town.office)
    assert not await keeping.keep(town.database, town.office)
    assert done == ["job"]


async def test_a_start_takes_broken_off_work_up_at_once_where_no_other_process_can_be(
    town: Town, service: Service, done: list[str]
) -> None:
    await is_killed_at_work(town)
    await service.start()
    await service.fire_deadlines()
    assert done == (["job"] if town.database.dialect == "sqlite" else [])


async def test_between_strides_deadlines_fire_and_the_lease_is_kept(town: Town) -> None:
    fired: list[bool] = []
    phone = await parent(town)
    for _file in range(3):
        await stored(town, phone, b"loose", "image/jpeg")
    town.clock.move(days=31)

    async def pause() -> None:
        town.clock.move(minutes=20)
        fired.append(await keeping.keep(town.database, town.office))

    async with town.database.transaction("test") as uow:
        await uow.settings.set(NIGHTLY, keeping.WANTED)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeping, "AT_ONCE", 1)
        assert await keeping.keep(town.database, town.office, pause)
    assert len(fired) > 3
    assert not any(fired)


async def test_loose_bytes_go_before_their_record_so_that_a_kill_leaves_none_behind(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await parent(town)
    loose = await stored(town, phone, b"loose", "image/jpeg")
    town.clock.move(days=31)
    monkeypatch.setattr("storage.file_records.FileRecords.delete", _is_killed)
    with pytest.raises(Killed):
        await keeping.sweep_files(town.database, town.office)
    async with town.database.reading() as uow:
        record = (await uow.files.get([loose]))[loose]
    with pytest.raises(MissingFile):
        await town.office.files.read(loose, record.wrapped_key)


async def test_places_are_told(town: Town) -> None:
    phone = await parent(town)
    one = await applies(town, phone, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED, notified_place=5)
    await keeping.tell_places(town.database, town.office)
    assert (await now_is(town, one)).notified_place == 1


async def test_a_counter_that_is_wrong_is_an_alarm(town: Town) -> None:
    phone = await parent(town)
    await applies(town, phone, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED)
    with structlog.testing.capture_logs() as logs:
        await keeping.compare_counters(town.database, town.office)
    assert logs == []
    async with town.database.transaction("test") as uow:
        await uow.connection.execute(update(queue_counter).values(n=7))
    with structlog.testing.capture_logs() as logs:
        await keeping.compare_counters(town.database, town.office)
    assert logs == [{"event": "nightly.counters_differ", "log_level": "error", "buckets": 1, "queues": 1}]


async def test_what_was_said_is_erased_after_thirty_days_and_no_sooner(connected: Town) -> None:
    await begins_registration(connected, await newcomer(connected))
    account = await connected.phone("telegram", "1001").account()
    async with connected.database.transaction("test") as uow:
        await uow.tasks.add(account.id, "sms", {"text": "secret"}, connected.clock.now())

    async def readable() -> list[int]:
        async with connected.database.reading() as uow:
            columns = (inbox.c.payload, outbox.c.message, task.c.payload)
            return [
                len((await uow.connection.execute(select(column).where(column.is_not(None)))).all())
                for column in columns
            ]

    before = await readable()
    connected.clock.move(days=29, hours=23)
    await keeping.erase_old(connected.database, connected.office)
    assert await readable() == before
    connected.clock.move(hours=2)
    await keeping.erase_old(connected.database, connected.office)
    assert await readable() == [0, 0, 0]
    phone = connected.phone("telegram", "1001")
    await phone.says("back")
    phone.hears("Do you agree")


async def test_codes_and_counts_of_tries_go_after_a_day(town: Town) -> None:
    phone = await newcomer(town)
    await phone.picks("Register")
    await phone.picks("Another number")
    await phone.says("8 701 000 00 01")
    town.clock.move(days=1, seconds=1)
    await keeping.erase_old(town.database, town.office)
    async with town.database.reading() as uow:
        assert (await uow.connection.execute(select(verification_code))).all() == []


async def test_invitations_that_nobody_took_go_a_day_after_their_time(town: Town) -> None:
    now, member = town.clock.now(), await (await parent(town)).account()
    soon = now + timedelta(minutes=10)
    async with town.database.transaction("test") as uow:
        child = (await Kindergarten(uow).applies()).child_id
        used, _unused = [await uow.invites.create(Role.ADMIN, now) for _invite in range(2)]
        await uow.invites.redeem(used, member.id, now)
        vain = await uow.family.invite(child, Actor.DELEGATE, "K7Q2-M4XP", now, soon)
        tie = await uow.family.invite(child, Actor.SECOND_PARENT, "K7Q2-M4XQ", now, soon)
        await uow.family.ask(tie.id, member.id, soon)
        await uow.family.join(tie.id, now)

    async def left() -> tuple[int, bool, bool]:
        async with town.database.reading() as uow:
            invites = len((await uow.connection.execute(select(invite.c.id))).all())
            return invites, await uow.family.get(vain.id) is not None, await uow.family.get(tie.id) is not None

    for hours, expected in ((24, (2, True, True)), (1, (2, False, True)), (24, (1, False, True))):
        town.clock.move(hours=hours)
        await keeping.erase_old(town.database, town.office)
        assert await left() == expected


async def test_links_go_after_a_day_receipts_and_chats_of_ended_accounts_after_thirty(town: Town) -> None:
    phone = town.phone("whatsapp", "+77010000001")
    account = await phone.account()
    now = town.clock.now()
    async with town.database.transaction("test") as uow:
        await uow.links.issue(account.id, "4711 0815", now, now + timedelta(minutes=10))
        await uow.reports.keep(Report("SM1", 1, 0, "delivered", None, now))
        await uow.accounts.erase(account.id, now)

    async def left() -> list[int]:
        known = (chat_link.c.id, delivery_report.c.outbox_id, address.c.sealed_id)
        async with town.database.reading() as uow:
            rows = [await uow.connection.execute(select(one).where(one.is_not(None))) for one in known]
            return [len(found.all()) for found in rows]

    for days, expected in ((0, [1, 1, 1]), (1.1, [0, 1, 1]), (28.5, [0, 1, 1]), (1, [0, 0, 0])):
        town.clock.move(days=days)
        await keeping.erase_old(town.database, town.office)
        assert await left() == expected


async def test_files_that_nobody_needs_are_swept_up(town: Town, tmp_path: Path) -> None:
    phone = await parent(town)
    needed, loose = [await stored(town, phone, b"page", "image/jpeg") for _file in range(2)]
    async with town.database.transaction("test") as uow:
        await uow.files.keep([needed])
    stray, fresh = loose + 1, loose + 2
    for id_ in (stray, fresh):
        await town.office.files.put(id_, b"no record")
    town.clock.move(days=31)
    for path in (tmp_path / "files").glob("??/*"):
        days = 0 if path.name == f"{fresh:016x}" else 2
        written = (town.clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (written, written))
    await keeping.sweep_files(town.database, town.office)
    left = {int(path.name, 16) for path in (tmp_path / "files").glob("??/*")}
    async with town.database.reading() as uow:
        assert list(await uow.files.get([needed, loose])) == [needed]
    assert left == {needed, fresh}


async def test_a_file_sent_a_month_ago_at_most_is_kept_for_its_application(town: Town) -> None:
    phone = await parent(town)
    loose = await stored(town, phone, b"loose", "image/jpeg")
    town.clock.move(days=30)
    await keeping.sweep_files(town.database, town.office)
    async with town.database.reading() as uow:
        assert list(await uow.files.get([loose])) == [loose]
