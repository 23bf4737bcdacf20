"""Waiting lists: who hears first of a place that appears."""

from __future__ import annotations

from enrolment.voucher_states import VoucherState
from storage.applications import Application
from storage.database import Database
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from tests.storage.domain.families import NOW, Kindergarten, later
from tests.storage.domain.issuing import BOTA, group_with, in_state, voucher_for
from tests.storage.domain.racing import race
from tests.storage.domain.test_requests import CANCELLED, sent


async def waits(uow: Uow, one: Application, number: int, state: VoucherState = VoucherState.CONFIRMED) -> StoredVoucher:
    voucher = in_state(voucher_for(one, f"2026-{number:06}"), state)
    await uow.vouchers.add(voucher)
    assert await uow.waiting_list.join(voucher.id, one.id, BOTA.bin, later(minutes=-number))
    return voucher


async def heard(uow: Uow) -> list[int]:
    return [one.voucher_id for one in await uow.waiting_list.next_for(BOTA.bin)]


async def test_a_place_is_told_in_the_order_of_the_queue_and_not_of_joining(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 0)
        kindergarten = Kindergarten(uow)
        late = await waits(uow, await kindergarten.applies(submitted_at=later(days=1)), 1)
        early = await waits(uow, await kindergarten.applies(), 2)
        privileged = await waits(uow, await kindergarten.applies(category=1, submitted_at=later(days=2)), 3)
        assert await heard(uow) == [privileged.id, early.id, late.id]
        first = (await uow.waiting_list.next_for(BOTA.bin))[0]
        assert (first.wanted, first.account_id) == (privileged.wanted, privileged.account_id)
        assert await uow.waiting_list.next_for("990240000000") == []


async def test_the_preschools_that_somebody_waits_for_are_known_by_city(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 0)
        one = await waits(uow, await Kindergarten(uow).applies(), 1)
        assert await uow.waiting_list.preschools(BOTA.locality) == {BOTA.bin}
        assert await uow.waiting_list.preschools("astana") == set()
        await uow.waiting_list.leave(one.id, later(days=1))
        assert await uow.waiting_list.preschools(BOTA.locality) == set()


async def test_who_was_told_lets_the_others_hear_of_the_next_place_first(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 0)
        kindergarten = Kindergarten(uow)
        one, two, three = [await waits(uow, await kindergarten.applies(category=n), n) for n in (1, 2, 3)]
        for hour, expected in enumerate(([one, two, three], [two, three, one], [three, one, two], [one, two, three])):
            assert await heard(uow) == [voucher.id for voucher in expected]
            first = (await uow.waiting_list.next_for(BOTA.bin))[0]
            assert await uow.waiting_list.told(first.id, later(hours=hour))


async def test_only_vouchers_that_can_be_used_now_hear_of_a_place(database: Database) -> None:
    async with database.transaction("test") as uow:
        requested = await sent(uow)
        await uow.waiting_list.join(requested.voucher_id, requested.application_id, BOTA.bin, NOW)
        kindergarten = Kindergarten(uow, 10)
        await waits(uow, await kindergarten.applies(), 10, VoucherState.ISSUED)
        await waits(uow, await kindergarten.applies(), 11, VoucherState.EXPIRED_UNUSED)
        extended = await waits(uow, await kindergarten.applies(), 12, VoucherState.EXTENDED)
        assert await heard(uow) == [extended.id]
        await uow.requests.move(requested, CANCELLED, NOW)
        assert await heard(uow) == [requested.voucher_id, extended.id]


async def test_joining_twice_is_joining_once_and_leaving_ends_it(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 0)
        one = await waits(uow, await Kindergarten(uow).applies(), 1)
        assert not await uow.waiting_list.join(one.id, one.application_id, BOTA.bin, NOW)
        (there,) = await uow.waiting_list.of(one.id)
        assert (there.bin, there.joined_at, there.told_at) == (BOTA.bin, later(minutes=-1), None)
        assert await uow.waiting_list.leave(one.id, NOW, "990240000000") == []
        assert await uow.waiting_list.leave(one.id, NOW) == [BOTA.bin]
        assert await uow.waiting_list.of(one.id) == []
        assert not await uow.waiting_list.told(there.id, NOW)
        assert await uow.waiting_list.join(one.id, one.application_id, BOTA.bin, NOW)
        assert await uow.waiting_list.leave(one.id, NOW, BOTA.bin) == [BOTA.bin]


async def test_two_presses_at_once_join_once(database: Database) -> None:
    async with database.transaction("issue") as uow:
        await group_with(uow, 0)
        one = await waits(uow, await Kindergarten(uow).applies(), 1)
        await uow.waiting_list.leave(one.id, NOW)

    async def press(uow: Uow) -> bool:
        return await uow.waiting_list.join(one.id, one.application_id, BOTA.bin, NOW)

    assert await race(database, press, press) == (True, False)
