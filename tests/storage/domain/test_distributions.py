"""Distribution runs: whom they see, that two at once never give a place twice, and what stays on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from enrolment.application_states import ApplicationState as State
from enrolment.distribution import Candidate, IssueRule, PassReason, Run, Waiting, distribute, run_rules
from enrolment.distribution_protocol import protocol
from enrolment.distribution_run import Places
from enrolment.fitting import Wanted
from enrolment.profile import load_profile
from enrolment.queue import QueueKey
from enrolment.terms import InstructionLanguage, QueueType
from enrolment.voucher_states import VoucherState
from storage.applications import Application
from storage.candidates import candidates
from storage.database import Database
from storage.distributions import StoredRun
from storage.uow import Uow
from tests.storage.domain.families import BOY, NOW, PLACE_OFFERED, Kindergarten, later
from tests.storage.domain.issuing import BORN, BOTA, OFFICER, group_with, in_state, voucher_for
from tests.storage.domain.racing import race

PROFILE = load_profile("unified")
WISHES = {"language": "kk", "preschools": [BOTA.bin]}
ALMATY_2022 = QueueKey("almaty", QueueType.GENERAL, 2022)


async def applies(kindergarten: Kindergarten, **wishes: Any) -> Application:
    return await kindergarten.applies(**{"queue_type": QueueType.GENERAL, "details": WISHES, **wishes})


async def seen(uow: Uow, locality: str | None = "almaty") -> list[Candidate]:
    return [one async for one in uow.distributions.candidates(locality)]


async def distributed(uow: Uow) -> Run:
    """What a department's command does: number, candidates, places, run, vouchers, record."""
    number = await uow.distributions.begin("almaty")
    open_now = Places(tuple(await uow.places.open_groups("almaty")), tuple(await uow.vouchers.outstanding("almaty")))
    run = distribute(await seen(uow), open_now, run_rules(PROFILE, number, NOW.date()))
    await uow.distributions.add(run, PROFILE, OFFICER, NOW, "almaty")
    served = await uow.applications.load([one.candidate.key.id for one in run.issued], lock=True)
    numbers = await uow.vouchers.create_numbers(2026, len(served))
    vouchers = [voucher_for(one, text, run_id=number) for one, text in zip(served.values(), numbers, strict=True)]
    await uow.vouchers.add(*vouchers)
    await uow.applications.move_all(list(served.values()), PLACE_OFFERED, NOW)
    return run


async def test_a_candidate_is_what_distribution_needs_and_no_more(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await applies(Kindergarten(uow))
        (found,) = await seen(uow)
    wanted = Wanted("almaty", QueueType.GENERAL, InstructionLanguage.KAZAKH, BORN)
    assert found == Candidate(one.order, int.from_bytes(one.child_key), wanted, (BOTA.bin,))
    assert BOY.birth_date == BORN


async def test_only_queued_applications_of_the_locality_take_part_in_their_order(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        late = await applies(kindergarten, submitted_at=later(days=1))
        privileged = await applies(kindergarten, category=1, submitted_at=later(days=2))
        early = await applies(kindergarten)
        elsewhere = await applies(kindergarten, locality="karaganda")
        for state in (State.DOCS_PENDING, State.IN_PROCESS, State.STOP_LISTED):
            await applies(kindergarten, state=state)
        assert [one.key for one in await seen(uow)] == [one.order for one in (privileged, early, late)]
        assert [one.key.id for one in await seen(uow, None)] == [one.id for one in (privileged, early, late, elsewhere)]


async def test_a_queue_is_read_a_stride_at_a_time_and_nobody_is_lost_between(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        for count in range(7):
            await applies(kindergarten, category=count % 2, birth_year=2021 + count % 3)
        whole = await seen(uow)
        assert [one async for one in candidates(uow, "almaty", stride=2)] == whole
        assert [one async for one in candidates(uow, None, stride=7)] == whole
        assert [one async for one in candidates(uow, "astana")] == []
    assert len(whole) == 7


@pytest.mark.rule("E-10")
async def test_a_child_with_an_open_voucher_is_known_in_its_other_queue(database: Database) -> None:
    async with database.transaction("test") as uow:
        kindergarten = Kindergarten(uow)
        waiting = await applies(kindergarten)
        other = await applies(kindergarten, key=waiting.child_key, queue_type=QueueType.SANATORIUM)
        voucher = voucher_for(other)
        await uow.vouchers.add(voucher)
        assert [one.voucher_open for one in await seen(uow)] == [True, True]
        assert len({one.child for one in await seen(uow)}) == 1
        await uow.vouchers.save(in_state(voucher, VoucherState.DECLINED, NOW))
        assert [one.voucher_open for one in await seen(uow)] == [False, False]


async def test_who_lacks_an_answer_stops_the_run_instead_of_being_left_out(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await applies(Kindergarten(uow), details={})
        with pytest.raises(ValueError, match=str(one.id)):
            await seen(uow)


async def test_two_runs_at_once_never_issue_a_place_twice(database: Database) -> None:
    async with database.transaction("queue") as uow:
        await group_with(uow, 3)
        kindergarten = Kindergarten(uow)
        for _ in range(5):
            await applies(kindergarten)

    first, second = await race(database, distributed, distributed)
    async with database.reading() as uow:
        assert len(await uow.vouchers.outstanding("almaty")) == 3
        assert await uow.applications.queue_size(ALMATY_2022) == 2
        assert await uow.applications.reconcile() == []
    assert (len(first.issued), len(second.issued)) == (3, 0)
    assert (first.number, second.number) == (1, 2)


async def test_a_parent_who_withdraws_during_a_run_waits_for_it(database: Database) -> None:
    async with database.transaction("queue") as uow:
        await group_with(uow, 1)
        one = await applies(Kindergarten(uow))

    async def withdraws(uow: Uow) -> State:
        return (await uow.applications.load([one.id], lock=True))[one.id].state

    run, state = await race(database, distributed, withdraws)
    assert len(run.issued) == 1
    assert state is State.IN_PROCESS


async def test_a_run_stays_on_record_with_every_turn(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 1)
        kindergarten = Kindergarten(uow)
        russian = await applies(kindergarten, details={"language": "en", "preschools": []}, category=1)
        served, waiting = [await applies(kindergarten) for _ in range(2)]
        await applies(kindergarten, locality="astana")
        run = await distributed(uow)
        assert await uow.distributions.get(run.number) == StoredRun(
            *(1, "almaty", OFFICER, NOW, "unified", PROFILE.version),
            *(1, 1, 0, (Waiting(ALMATY_2022, PassReason.PLACES_TAKEN, 1),), ()),
        )
        first, second = await uow.distributions.lines(run.number, 0, 10)
        assert await uow.distributions.lines(run.number, 1, 10) == [second]
        assert await uow.distributions.public_protocol(run.number, 0, 10) == list(protocol(run))
        assert await uow.distributions.lines_of(russian.id) == [first]
        assert await uow.distributions.lines_of(waiting.id) == []
        assert [one.run_id for one in await uow.vouchers.of_application(served.id)] == [run.number]
    assert (first.application_id, first.line.rule) == (russian.id, PassReason.NO_PLACE_IN_LANGUAGE)
    assert (second.application_id, second.line.rule, second.group_id) == (served.id, IssueRule.PREFERRED, None)
    assert first.line.submitted_on == dt.date(2026, 9, 1)


@pytest.mark.rule("X-07")
async def test_a_referral_names_its_group_on_record(database: Database) -> None:
    async with database.transaction("test") as uow:
        group = await group_with(uow, 1)
        await applies(Kindergarten(uow))
        open_now = Places(tuple(await uow.places.open_groups("almaty")))
        rules = replace(run_rules(PROFILE, await uow.distributions.begin("almaty"), NOW.date()), names_preschool=True)
        run = distribute(await seen(uow), open_now, rules)
        await uow.distributions.add(run, PROFILE, "schedule", NOW, None)
        (line,) = await uow.distributions.lines(run.number, 0, 10)
    assert line.group_id == group


async def test_a_run_that_finds_nothing_open_is_on_record_too(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 0)
        await applies(Kindergarten(uow))
        run = await distributed(uow)
        stored = await uow.distributions.get(run.number)
        assert await uow.distributions.get(17) is None
        assert await uow.distributions.lines(run.number, 0, 10) == []
    assert stored is not None
    assert (stored.issued, stored.absent) == (0, ("almaty",))


async def test_runs_are_listed_newest_first_for_whoever_took_part(database: Database) -> None:
    async with database.transaction("test") as uow:
        for locality in ("almaty", "astana", None):
            run = Run(await uow.distributions.begin(), (), (), 0, (), ())
            await uow.distributions.add(run, PROFILE, OFFICER, NOW, locality)
        assert [one.number for one in await uow.distributions.runs("almaty", 0, 10)] == [3, 1]
        assert [one.number for one in await uow.distributions.runs(None, 1, 10)] == [2, 1]


async def test_it_knows_when_a_queue_was_served(database: Database) -> None:
    async with database.transaction("test") as uow:
        await group_with(uow, 2)
        kindergarten = Kindergarten(uow)
        for _ in range(3):
            await applies(kindergarten)
        await distributed(uow)
        assert await uow.distributions.issued_at(ALMATY_2022, NOW) == [NOW, NOW]
        assert await uow.distributions.issued_at(ALMATY_2022, later(seconds=1)) == []
        assert await uow.distributions.issued_at(ALMATY_2022._replace(birth_year=2021), NOW) == []
