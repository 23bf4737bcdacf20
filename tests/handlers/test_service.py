"""The service as the program starts and asks it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from dialogs.facts import Able
from enrolment.terms import Role
from handlers import keeping, reranking, scheduled_runs
from handlers.invitations import Invitee
from handlers.office import Office
from handlers.service import Service, ServiceOptions
from storage.database import Database
from tests.handlers.neighbours import kindergarten, newcomer, stock, tasks
from tests.handlers.town import Town

HEADER = (
    "bin,name_kk,name_ru,locality,address_kk,address_ru,lat,lon,ownership,queue_types,languages,"
    "min_age,max_age,group,places,contract_channel,fee\n"
)
ROW = "150140000002,Балапан,Балапан,almaty,Абай 1,Абая 1,,,state,general,kk,2,5,Күншуақ,20,both,\n"


def service_of(town: Town, catalogue: Path | None = None) -> Service:
    office = town.office
    options = ServiceOptions(office.files, Able(codes=True), office.engines, office.abilities, catalogue)
    return Service(town.database, profile=office.profile, clock=town.clock, read=office.read, options=options)


async def names(town: Town) -> list[str]:
    async with town.database.reading() as uow:
        return [one.name_ru for one in await uow.catalogue.preschools("almaty")]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    file = tmp_path / "demo.csv"
    file.write_text(HEADER + ROW, encoding="utf-8")
    return file


async def test_an_empty_catalogue_is_filled_at_the_start(town: Town, demo: Path) -> None:
    await service_of(town, demo).start()
    assert await names(town) == ["Балапан"]


async def test_a_catalogue_that_is_there_stays(town: Town, demo: Path) -> None:
    await stock(town, kindergarten(name="Жұлдыз"))
    await service_of(town, demo).start()
    assert await names(town) == ["Жұлдыз"]


async def test_a_start_file_with_problems_is_logged_and_stops_nothing(town: Town, demo: Path) -> None:
    await asyncio.to_thread(demo.write_text, HEADER + ROW.replace("almaty", "atlantis"), encoding="utf-8")
    with structlog.testing.capture_logs() as logs:
        await service_of(town, demo).start()
    assert [line["problems"] for line in logs if line["event"] == "catalogue.refused"] == [1]
    assert await names(town) == []


async def test_without_a_file_the_catalogue_stays_empty(town: Town) -> None:
    await service_of(town).start()
    assert await names(town) == []


async def test_a_restart_takes_up_what_a_dead_process_had_leased(town: Town) -> None:
    phone = await newcomer(town)
    account = await phone.account()
    async with town.database.transaction("test") as uow:
        await uow.tasks.add(account.id, "sms", {}, town.clock.now())
    assert len(await tasks(town)) == 1
    assert await tasks(town) == []
    await service_of(town).start()
    assert len(await tasks(town)) == (1 if town.database.dialect == "sqlite" else 0)


async def test_turns_are_taken_and_what_is_unsent_is_known(town: Town) -> None:
    async def unsent() -> dict[str, datetime]:
        async with town.database.reading() as uow:
            return await uow.outbox.oldest_waiting(town.clock.now())

    service = service_of(town)
    await town.phone("telegram", "1001").writes({"start": ""}, {"said": "1"})
    assert await unsent() == {}
    assert await service.take_turns() == 2
    assert await unsent() == {"telegram": town.clock.now()}
    await town.deliver()
    assert await unsent() == {}


async def test_staff_are_invited(town: Town) -> None:
    code = await service_of(town).invite(Invitee(Role.ADMIN))
    phone = town.phone("staff", "701")
    await phone.says("/start")
    await phone.picks("English")
    await phone.says(code)
    phone.hears("What is your surname and name?")


async def test_work_that_fails_is_logged_and_the_day_goes_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    async def rerank_wanted(database: Database, office: Office) -> int:
        raise RuntimeError("a bad row")

    async def carry_out_wanted(database: Database, office: Office) -> int:
        done.append("runs")
        return 0

    async def keep(database: Database, office: Office, pause: object) -> bool:
        done.append("day")
        return True

    monkeypatch.setattr(reranking, "rerank_wanted", rerank_wanted)
    monkeypatch.setattr(scheduled_runs, "carry_out_wanted", carry_out_wanted)
    monkeypatch.setattr(keeping, "keep", keep)
    with structlog.testing.capture_logs() as logs:
        assert await service_of(town).fire_deadlines() == 0
    assert [(line["event"], line["job"]) for line in logs] == [("job.failed", "rerank_wanted")]
    assert done == ["runs", "day"]
