"""What SQLite answers without SQLAlchemy is what SQLAlchemy would have answered, and so is what goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import BindParameter, bindparam, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from storage.calendar_tables import calendar_override
from storage.database import Database
from storage.sealing import Sealer
from storage.sqlite_connection import QuickConnection
from storage.statements import LONGEST_LIST, Repertoire
from storage.uow import Uow
from tests.storage.chats import NOW

ON = calendar_override.c
NAMES: BindParameter[Any] = bindparam("names", expanding=True)
SINCE: BindParameter[Any] = bindparam("since")
AFTER: BindParameter[Any] = bindparam("after")
IN_ORDER = select(calendar_override).order_by(ON.date)
READ: dict[str, tuple[Any, dict[str, Any]]] = {
    "everything": (IN_ORDER, {}),
    "one by its day": (IN_ORDER.where(ON.date == bindparam("on")), {"on": date(2026, 3, 2)}),
    "a truth": (IN_ORDER.where(ON.works == bindparam("works")), {"works": True}),
    "a value that never changes": (IN_ORDER.where(ON.entered_at <= NOW, ON.source != "nobody"), {}),
    "none of a list": (IN_ORDER.where(ON.source.in_(NAMES)), {"names": []}),
    "some of a list": (IN_ORDER.where(ON.source.in_(NAMES)), {"names": ["decree 1", "decree 3"]}),
    "a list of days": (IN_ORDER.where(ON.date.in_(NAMES)), {"names": [date(2026, 3, 1), date(2026, 3, 3)]}),
    "a list too long to keep": (IN_ORDER.where(ON.source.in_(NAMES)), {"names": list(map(str, range(40)))}),
    "one name, two types": (
        IN_ORDER.where(ON.entered_at >= SINCE, tuple_(ON.entered_at, ON.source) > tuple_(SINCE, AFTER)),
        {"since": NOW, "after": "decree 1"},
    ),
    "two columns of one name": (select(ON.date, ON.date, literal(7).label("seven")), {}),
    "a count": (select(func.count(), func.max(ON.entered_at)).select_from(calendar_override), {}),
}


def day(number: int, **about: Any) -> dict[str, Any]:
    """A row of the table."""
    row = {"date": date(2026, 3, number), "works": number % 2 == 0, "name_kk": "Күн", "name_ru": None}
    known = {"source": f"decree {number}", "entered_by": "admin", "entered_at": NOW + timedelta(seconds=number)}
    return row | known | about


async def three_days(uow: Uow) -> None:
    await uow.connection.execute(insert(calendar_override), [day(number) for number in (1, 2, 3)])


async def quickly(uow: Uow, statement: Any, terms: Any = None) -> Any:
    """The answer of the second time, which on SQLite comes without SQLAlchemy."""
    await uow.connection.execute(statement, terms)
    return await uow.connection.execute(statement, terms)


@pytest.mark.parametrize(("statement", "terms"), READ.values(), ids=READ)
async def test_the_second_answer_is_the_first(database: Database, statement: Any, terms: dict[str, Any]) -> None:
    async with database.transaction("days") as uow:
        await three_days(uow)
        answers = [(await uow.connection.execute(statement, terms)).all() for _time in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert [row._asdict() for row in answers[0]] == [row._asdict() for row in answers[2]]
    assert [list(map(type, row)) for row in answers[0]] == [list(map(type, row)) for row in answers[2]]


async def test_the_second_answer_really_comes_without_sqlalchemy(
    sqlite_url: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    plain = QuickConnection.ask

    async def listens(driver: QuickConnection, sql: str, values: Sequence[Any]) -> Any:
        asked.append(sql)
        return await plain(driver, sql, values)

    monkeypatch.setattr(QuickConnection, "ask", listens)
    statement = select(calendar_override).where(ON.date == bindparam("on"))
    database = Database.open(sqlite_url, sealer)
    async with database.transaction("days") as uow:
        await quickly(uow, statement, {"on": date(2026, 3, 1)})
        uow.connection.use_sqlalchemy()
        await uow.connection.execute(statement, {"on": date(2026, 3, 1)})
    await database.close()
    assert len(asked) == 1


async def test_what_is_written_twice_is_counted_and_told_alike(database: Database) -> None:
    adding, renaming = insert(calendar_override), update(calendar_override).where(ON.works == bindparam("kind"))
    removing = delete(calendar_override).where(ON.date == bindparam("on")).returning(ON.date, ON.entered_at)
    async with database.transaction("days") as uow:
        for number in (1, 2, 3):
            assert (await uow.connection.execute(adding, day(number))).rowcount == 1
        for _time in range(2):
            changed = await uow.connection.execute(renaming, {"kind": False, "name_ru": "День"})
            assert changed.rowcount == 2
        for number in (1, 2):
            gone = (await uow.connection.execute(removing, {"on": date(2026, 3, number)})).one()
            assert gone == (date(2026, 3, number), NOW + timedelta(seconds=number))
        assert (await uow.connection.execute(removing, {"on": date(2026, 3, 1)})).one_or_none() is None
        (left,) = await uow.connection.execute(IN_ORDER)
    assert (left.date, left.works, left.name_ru) == (date(2026, 3, 3), False, "День")


async def test_many_rows_are_written_at_once(database: Database) -> None:
    adding = insert(calendar_override)
    async with database.transaction("days") as uow:
        for first in (1, 4, 7):
            await uow.connection.execute(adding, [day(first + step) for step in range(3)])
        counted = await uow.connection.execute(select(func.count()).select_from(calendar_override))
    assert counted.scalar_one() == 9


async def test_what_goes_wrong_the_second_time_is_told_as_the_first_time(database: Database) -> None:
    adding = insert(calendar_override)
    async with database.transaction("days") as uow:
        await uow.connection.execute(adding, day(1))
        for source in (None, "decree 1"):
            with pytest.raises(IntegrityError) as raised:
                async with uow.savepoint():
                    await uow.connection.execute(adding, day(1, source=source))
            assert "decree 1" not in str(raised.value)
        assert len((await uow.connection.execute(IN_ORDER)).all()) == 1


async def test_a_word_that_is_missing_is_an_error_and_not_nothing(database: Database) -> None:
    statement = select(calendar_override).where(ON.date == bindparam("on"))
    async with database.transaction("days") as uow:
        await quickly(uow, statement, {"on": date(2026, 3, 1)})
        with pytest.raises(Exception, match="on"):
            await uow.connection.execute(statement, {"no": date(2026, 3, 1)})


async def test_a_shorter_update_leaves_the_other_columns_alone(database: Database) -> None:
    step = update(calendar_override).where(ON.date == bindparam("of"))
    async with database.transaction("days") as uow:
        await three_days(uow)
        for values in (
            {"name_kk": "Екі", "name_ru": "Два"},
            {"name_kk": "Екі", "name_ru": "Два"},
            {"name_kk": "Екінші"},
        ):
            await uow.connection.execute(step, {"of": date(2026, 3, 2), **values})
        row = (await uow.connection.execute(IN_ORDER.where(ON.date == date(2026, 3, 2)))).one()
    assert (row.name_kk, row.name_ru) == ("Екінші", "Два")


def test_nothing_is_kept_of_a_statement_that_is_gone() -> None:
    repertoire, dialect = Repertoire(), sqlite.dialect()
    kept = select(ON.date)
    assert repertoire.find(dialect, kept, [{}]) is None
    assert repertoire.find(dialect, kept, [{}]) is not None
    for number in range(3):
        repertoire.find(dialect, select(ON.date).limit(number), [{}])
    assert len(repertoire) == 1


def test_long_lists_are_not_kept() -> None:
    repertoire, dialect, query = Repertoire(), sqlite.dialect(), IN_ORDER.where(ON.source.in_(NAMES))
    for _time in range(2):
        short = repertoire.find(dialect, query, [{"names": ["a"] * LONGEST_LIST}])
        long = repertoire.find(dialect, query, [{"names": ["a"] * (LONGEST_LIST + 1)}])
    assert short is not None
    assert long is None
