"""The audit of the city finds what it looks for: each search is shown a city that was damaged in just that way."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from enrolment.distribution_run import Run
from handlers.distributing import plan
from storage.database import Database
from storage.migrate import migrate
from tests.city import runs
from tests.city.audit import NEVER, Audit, audit
from tests.city.surroundings import sealer
from tests.city.year import city_of, live_a_year
from tests.postgres import quick_folder

CHILDREN, SEED, DAYS = 60, 7, 80


def one(table: str, state: str) -> str:
    """The number of the first row in that state."""
    return f"(SELECT min(id) FROM {table} WHERE state = '{state}')"


def again(key: str) -> str:
    """A notification comes to the same person about the same at the same moment as the first of its kind."""
    first = f"(SELECT account_id, subject, created_at FROM notification WHERE key = '{key}' ORDER BY id LIMIT 1)"
    return f"UPDATE notification SET (account_id, subject, created_at) = {first} WHERE key = '{key}'"


DAMAGE = {
    "a child with two open vouchers": f"""
        UPDATE voucher SET child_key = (SELECT child_key FROM voucher WHERE id = {one("voucher", "issued")})
        WHERE id = {one("voucher", "confirmed")}""",
    "a child with two places": f"""
        UPDATE voucher SET child_key = (SELECT child_key FROM voucher WHERE id = {one("voucher", "redeemed")})
        WHERE state = 'redeemed'""",
    "an admitted child that still waits or holds a voucher": f"""
        UPDATE application SET state = 'queued' WHERE id = {one("application", "completed")}""",
    "a place with two children, or a place lost": f"""
        UPDATE enrolment_request SET state = 'contract_sent' WHERE id = {one("enrolment_request", "refused")}""",
    "more open places than free ones": "UPDATE preschool_group SET opened = free + 1",
    "a voucher whose application is elsewhere": f"""
        UPDATE application SET state = 'queued' WHERE id = {one("application", "in_process")}""",
    "an application in process without a voucher": f"""
        UPDATE voucher SET state = 'declined' WHERE id = {one("voucher", "issued")}""",
    "an open request without a voucher that runs or is held": f"""
        UPDATE voucher SET state = 'declined' WHERE id =
        (SELECT voucher_id FROM enrolment_request WHERE id = {one("enrolment_request", "contract_sent")})""",
    "an open contract of a request that is over": """
        UPDATE enrolment_request SET state = 'cancelled' WHERE state = 'contract_sent'""",
    "an admitted child without a contract": f"""
        UPDATE contract SET state = 'rejected' WHERE id = {one("contract", "signed")}""",
    "a timer fired before its time": f"""
        UPDATE deadline SET done_at = due_at - 1 WHERE id = {one("deadline", "done")}""",
    "a timer that was due and never fired": f"""
        UPDATE deadline SET due_at = 0 WHERE id = {one("deadline", "open")}""",
    "a voucher expired before its deadline": """
        UPDATE voucher SET deadline_at = closed_at WHERE state = 'expired_unused'""",
    "an open voucher past its deadline": "UPDATE voucher SET deadline_at = 0 WHERE state = 'confirmed'",
    "a notification sent twice or not at all": """
        DELETE FROM outbox WHERE notification_id = (SELECT min(id) FROM notification)""",
    "the same reminder twice at once": again("N07"),
    "an extension offered twice on one day": again("N15"),
    "a counter of the queue that is wrong": "UPDATE queue_counter SET n = n + 1 WHERE n > 0",
    "a counter that the product itself finds wrong": "UPDATE queue_counter SET n = n + 1 WHERE n > 0",
    "a notification that does not follow from what happened": """
        UPDATE notification SET key = 'N09' WHERE id = (SELECT min(id) FROM notification WHERE key = 'N08')""",
}


@dataclass(frozen=True)
class Lived:
    """The file of a city that has lived some months, and when it is."""

    file: Path
    now: int

    async def audited(self) -> Audit:
        """The audit of the file as it is now."""
        database = Database.open(f"sqlite:///{self.file}", sealer())
        try:
            return await audit(database, self.now)
        finally:
            await database.close()


async def lives(folder: Path, days: int) -> Lived:
    file = folder / "city.sqlite3"
    migrate(f"sqlite:///{file}")
    city = await city_of(f"sqlite:///{file}", folder, CHILDREN, SEED)
    try:
        await live_a_year(city, CHILDREN, SEED, days=days)
    finally:
        await city.database.close()
    return Lived(file, int(city.clock.now().timestamp() * 1_000_000))


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as name:
        yield asyncio.run(lives(Path(name), DAYS))


@pytest.fixture
def damaged(lived: Lived, tmp_path: Path) -> Lived:
    return replace(lived, file=Path(copy(lived.file, tmp_path)))


def bar_nothing(database: sqlite3.Connection) -> None:
    """Some of the damage the database itself would not let happen."""
    database.execute("PRAGMA ignore_check_constraints = ON")
    for (index,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql > ''").fetchall():
        database.execute(f"DROP INDEX {index}")


def test_every_search_is_tried() -> None:
    assert set(NEVER) <= set(DAMAGE)


async def test_a_city_that_nobody_damaged_is_intact(lived: Lived) -> None:
    found = await lived.audited()
    assert found.intact
    assert set(found.found) == set(DAMAGE)


@pytest.mark.parametrize("what", DAMAGE)
async def test_what_may_never_be_is_found_where_it_is(damaged: Lived, what: str) -> None:
    with closing(sqlite3.connect(damaged.file)) as database:
        bar_nothing(database)
        assert database.execute(DAMAGE[what]).rowcount > 0
        database.commit()
    found = await damaged.audited()
    assert found.found[what]
    assert not found.intact


async def test_a_run_that_passes_over_the_first_in_the_queue_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def plans(*terms: Any) -> Run:
        planned = await plan(*terms)
        return replace(planned, issued=planned.issued[1:])

    monkeypatch.setattr(runs, "plan", plans)
    with pytest.raises(AssertionError, match="order violated"):
        await lives(tmp_path, days=45)
