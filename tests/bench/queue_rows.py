"""A queue of any length in a database: some families in full, all others as rows put in by bulk statements."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from enrolment.application_states import ApplicationState
from enrolment.preschools import Group, Preschool
from enrolment.queue import QueueKey, day_number
from enrolment.terms import InstructionLanguage, QueueType
from storage.applications import LETTERS, Application
from storage.children import Child
from storage.database import Database
from storage.people import Person
from storage.schema import new_id
from storage.uow import Uow

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
YEARS = 4 * 365
LOCALITIES = {"almaty": 50, "astana": 30, "karaganda": 20}
QUEUES = {QueueType.GENERAL: 85, QueueType.SANATORIUM: 10, QueueType.CORRECTIONAL: 5}
CATEGORIES = {1: 3, 2: 12, 3: 85}
BORN = range(2021, 2027)
MOTHER = Person("Серікова", "Әлия", "", datetime(1991, 12, 5, tzinfo=UTC).date(), None)
_COUNT = text(
    "INSERT INTO queue_counter SELECT locality, queue_type, birth_year, iteration, category, submitted_day, count(*) "
    "FROM application WHERE state = 'queued' GROUP BY 1, 2, 3, 4, 5, 6"
)
_SPANS = text(
    "INSERT INTO queue_span SELECT locality, queue_type, birth_year, iteration, category, day / 32, sum(n) "
    "FROM queue_counter GROUP BY 1, 2, 3, 4, 5, 6"
)
_ACCOUNT = ("id", "kind", "iin_proof", "created_at")
_CHILD = ("id", "account_id", "person", "birth_year", "proof", "created_at")
_APPLICATION = (
    *("id", "number", "account_id", "child_id", "child_key", "state", "queue_type", "locality", "birth_year"),
    *("iteration", "category", "submitted_at", "submitted_day", "details", "profile", "profile_version", "created_at"),
)


def drawn(chance: random.Random, weights: dict[Any, int]) -> Any:
    """One of them, by their weights."""
    return chance.choices(list(weights), list(weights.values()))[0]


async def fill(database: Database, size: int, in_full: int) -> list[Application]:
    """Put that many queued applications there; returns those whose families are there in full."""
    chance = random.Random(size)
    async with database.transaction("families") as uow:
        await uow.catalogue.replace([_kindergarten(locality) for locality in LOCALITIES], NOW)
        known = [await _family(uow, chance, number) for number in range(in_full)]
    for first in range(in_full, size, 50_000):
        async with database.transaction("bulk") as uow:
            await _crowd(uow, chance, range(first, min(size, first + 50_000)))
    async with database.transaction("counters") as uow:
        await uow.connection.execute(text("DELETE FROM queue_counter"))
        await uow.connection.execute(_COUNT)
        await uow.connection.execute(text("DELETE FROM queue_span"))
        await uow.connection.execute(_SPANS)
        if uow.dialect == "postgresql":  # which does so by itself in time
            await uow.connection.execute(text("ANALYZE"))
    return known


def preschool_of(locality: str) -> str:
    """The BIN of the locality's kindergarten."""
    return f"15014000{list(LOCALITIES).index(locality):04}"


def _kindergarten(locality: str) -> Preschool:
    groups = (Group("Кіші", 1, 3, 20), Group("Аралас", 2, 7, 100))
    places: dict[str, Any] = {"queue_types": tuple(QueueType), "languages": (InstructionLanguage.KAZAKH,)}
    known: dict[str, Any] = {"ownership": "state", "contract_channel": "electronic", "address_kk": "1", **places}
    return Preschool(preschool_of(locality), "«Бота»", "«Бота»", locality, address_ru="1", groups=groups, **known)


def _queue(chance: random.Random) -> tuple[QueueKey, int, datetime]:
    """A queue, a category and when the family joined it."""
    key = QueueKey(drawn(chance, LOCALITIES), drawn(chance, QUEUES), chance.choice(BORN))
    joined = NOW - timedelta(days=chance.random() * YEARS)
    return key, drawn(chance, CATEGORIES), joined


async def _family(uow: Uow, chance: random.Random, number: int) -> Application:
    queue, category, joined = _queue(chance)
    address = (await uow.accounts.at([("telegram", str(number))], joined))["telegram", str(number)]
    account = (await uow.accounts.load([address.account_id]))[address.account_id]
    phone = f"+7701{number:07}"
    await uow.accounts.save(replace(account, locale="ru", person=MOTHER, registered_at=joined, phone=phone))
    born = replace(MOTHER, first_name="Арман", birth_date=datetime(queue.birth_year, 1, 2, tzinfo=UTC).date())
    document = f"N{number:08}"
    child = Child(account.id, born, queue.birth_year, "registry", joined, document_number=document)
    child = await uow.children.add(child)
    one = Application(
        number=f"{LETTERS[queue.queue_type]}-2020-{number:06}",
        account_id=account.id,
        child_id=child.id,
        child_key=child.key,
        state=ApplicationState.QUEUED,
        iteration=1,
        category=category,
        profile="unified",
        profile_version="1",
        created_at=joined,
        submitted_at=joined,
        details={"language": "kk", "preschools": [preschool_of(queue.locality)], "privilege": None},
        **queue._asdict(),
    )
    await uow.applications.add(one)
    return one


async def _crowd(uow: Uow, chance: random.Random, numbers: Sequence[int]) -> None:
    """Rows of other families, whose sealed answers nobody opens here."""
    ids = [(new_id(), new_id(), new_id()) for _number in numbers]
    at = _micros(NOW)
    await _copy(uow, "account", _ACCOUNT, ((account, "parent", "none", at) for account, _, _ in ids))
    people = ((child, account, chance.randbytes(150), 2022, "registry", at) for account, child, _ in ids)
    await _copy(uow, "child", _CHILD, people)
    await _copy(uow, "application", _APPLICATION, _applications(chance, numbers, ids))


def _applications(
    chance: random.Random, numbers: Sequence[int], ids: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[Any, ...]]:
    for number, (account, child, id_) in zip(numbers, ids, strict=True):
        queue, category, joined = _queue(chance)
        whose = (id_, f"X-2020-{number:07}", account, child, id_.to_bytes(16))
        where = ("queued", str(queue.queue_type), queue.locality, queue.birth_year, 1, category)
        when = (_micros(joined), day_number(joined))
        yield (*whose, *where, *when, chance.randbytes(250), "unified", "1", _micros(joined))


async def _copy(uow: Uow, table: str, columns: Sequence[str], records: Iterable[tuple[Any, ...]]) -> None:
    driven: Any = (await uow.connection.get_raw_connection()).driver_connection
    if uow.dialect == "postgresql":
        await driven.copy_records_to_table(table, records=list(records), columns=list(columns))
        return
    marks = ", ".join("?" * len(columns))
    await driven.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(records))


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
