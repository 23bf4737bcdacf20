"""Codes, windows and what the instance remembers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.codes import CodeCheck, CodePurpose, Codes, CodeVerdict
from storage.database import Database
from storage.domain_tables import counter_window, verification_code
from storage.instance_settings import Settings
from storage.limits import Limits
from storage.uow import Uow
from tests.storage.domain.families import NOW, PHONE, later, stranger
from tests.storage.domain.racing import race

LIFETIME = timedelta(minutes=5)
HOUR = 3600
TRIES = 5


async def _asked(uow: Uow, code: str = "123456") -> CodePurpose:
    what = CodePurpose((await stranger(uow)).id, PHONE, "register")
    await Codes(uow).issue(what, code, LIFETIME, NOW)
    return what


@pytest.mark.rule("S3-16")
async def test_a_right_code_works_once(database: Database) -> None:
    async with database.transaction("test") as uow:
        what = await _asked(uow)
        assert await Codes(uow).check(what, "123456", later(minutes=4), TRIES) == CodeCheck(CodeVerdict.RIGHT, 5)
        assert await Codes(uow).check(what, "123456", later(minutes=4), TRIES) == CodeCheck(CodeVerdict.NONE, 0)


async def test_a_code_ends_with_its_lifetime(database: Database) -> None:
    async with database.transaction("test") as uow:
        what = await _asked(uow)
        assert (await Codes(uow).check(what, "123456", later(minutes=5), TRIES)).verdict is CodeVerdict.EXPIRED


async def test_a_code_is_for_one_account_phone_and_purpose(database: Database) -> None:
    async with database.transaction("test") as uow:
        what = await _asked(uow)
        for other in (
            CodePurpose(what.account_id + 1, PHONE, "register"),
            CodePurpose(what.account_id, "+77057654321", "register"),
            CodePurpose(what.account_id, PHONE, "recover"),
        ):
            assert (await Codes(uow).check(other, "123456", NOW, TRIES)).verdict is CodeVerdict.NONE


async def test_five_wrong_tries_lock_even_across_resends(database: Database) -> None:
    async with database.transaction("test") as uow:
        codes, what = Codes(uow), await _asked(uow)
        left = [(await codes.check(what, "000000", NOW, TRIES)).tries_left for _ in range(3)]
        await codes.issue(what, "654321", LIFETIME, NOW)
        assert await codes.check(what, "123456", NOW, TRIES) == CodeCheck(CodeVerdict.WRONG, 1)
        assert await codes.check(what, "123456", NOW, TRIES) == CodeCheck(CodeVerdict.LOCKED, 0)
        await codes.issue(what, "777777", LIFETIME, later(hours=23))
        assert (await codes.check(what, "777777", later(hours=23), TRIES)).verdict is CodeVerdict.LOCKED
        await codes.issue(what, "888888", LIFETIME, later(hours=24))
        assert (await codes.check(what, "888888", later(hours=24), TRIES)).verdict is CodeVerdict.RIGHT
    assert left == [4, 3, 2]


async def test_a_city_may_allow_fewer_tries(database: Database) -> None:
    async with database.transaction("test") as uow:
        codes, what = Codes(uow), await _asked(uow)
        assert await codes.check(what, "000000", NOW, 2) == CodeCheck(CodeVerdict.WRONG, 1)
        assert await codes.check(what, "000000", NOW, 2) == CodeCheck(CodeVerdict.LOCKED, 0)


async def test_two_wrong_tries_at_once_both_count(database: Database) -> None:
    async with database.transaction("code") as uow:
        what = await _asked(uow)

    async def wrong(uow: Uow) -> int:
        return (await Codes(uow).check(what, "000000", NOW, TRIES)).tries_left

    assert await race(database, wrong, wrong) == (4, 3)


async def test_neither_code_nor_phone_is_kept_and_old_ones_are_forgotten(database: Database) -> None:
    async with database.transaction("test") as uow:
        await _asked(uow)
        row = (await uow.connection.execute(select(verification_code))).one()
        assert "123456" not in str(row)
        assert PHONE not in str(row)
        await Codes(uow).forget(NOW)
        assert (await uow.connection.execute(select(verification_code))).all() != []
        await Codes(uow).forget(later(seconds=1))
        assert (await uow.connection.execute(select(verification_code))).all() == []


async def test_a_window_lets_so_many_through_and_then_opens_again(database: Database) -> None:
    async with database.transaction("test") as uow:
        limits = Limits(uow)
        assert [await limits.hit("sends", NOW, HOUR, 3) for _ in range(4)] == [True, True, True, False]
        assert not await limits.hit("sends", later(minutes=59), HOUR, 3)
        assert await limits.hit("others", NOW, HOUR, 3)
        assert await limits.hit("sends", later(hours=1), HOUR, 3)
        assert await limits.left("sends", later(hours=1), HOUR, 3) == 2


async def test_what_is_left_is_told_without_counting(database: Database) -> None:
    async with database.transaction("test") as uow:
        limits = Limits(uow)
        left = [await limits.left("tries", NOW, HOUR, 1)]
        for _ in range(2):
            await limits.hit("tries", NOW, HOUR, 1)
            left.append(await limits.left("tries", NOW, HOUR, 1))
        left.append(await limits.left("tries", later(hours=1), HOUR, 1))
        await limits.reset("tries")
        left.append(await limits.left("tries", NOW, HOUR, 1))
    assert left == [1, 0, 0, 1, 1]


async def test_a_clock_that_was_set_back_locks_nobody_out(database: Database) -> None:
    async with database.transaction("test") as uow:
        limits = Limits(uow)
        await limits.hit("tries", later(days=300), HOUR, 1)
        assert await limits.left("tries", NOW, HOUR, 1) == 1
        assert await limits.hit("tries", NOW, HOUR, 1)
        assert not await limits.hit("tries", NOW, HOUR, 1)


async def test_two_hits_at_once_both_count(database: Database) -> None:
    async def hit(uow: Uow) -> bool:
        return await Limits(uow).hit("sends", NOW, HOUR, 1)

    assert await race(database, hit, hit) == (True, False)


async def test_a_window_does_not_keep_the_phone_it_counts_for(database: Database) -> None:
    async with database.transaction("test") as uow:
        await Limits(uow).hit(f"sends {PHONE}", NOW, HOUR, 1)
        row = (await uow.connection.execute(select(counter_window))).one()
        assert PHONE not in str(row)
        await Limits(uow).forget(later(seconds=1))
        assert (await uow.connection.execute(select(counter_window))).all() == []


async def test_the_instance_remembers_by_name(database: Database) -> None:
    async with database.transaction("test") as uow:
        settings = Settings(uow)
        assert await settings.get("catalogue") is None
        await settings.set("catalogue", "demo")
        await settings.set("catalogue", "city")
        assert await settings.get("catalogue") == "city"
