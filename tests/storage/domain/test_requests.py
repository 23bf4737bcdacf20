"""Enrolment requests: one open a voucher, answered by one hand, listed for the preschool."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from enrolment.enrolment_request_states import OPEN_REQUEST, PlaceEffect, RequestState, RequestTransition
from enrolment.voucher_states import VoucherState
from storage.applications import Changed
from storage.database import Database
from storage.enrolment_requests import EnrolmentRequest, RequestOpen
from storage.place_tables import enrolment_request
from storage.uow import Uow
from tests.storage.domain.families import NOW, WITHDRAWN, Kindergarten, later
from tests.storage.domain.issuing import BOTA, CALENDAR, group_with, in_state, voucher_for
from tests.storage.domain.racing import race

TERM = CALENDAR.deadline(NOW, 1)
REFUSED = RequestTransition("E3", RequestState.SENT, RequestState.REFUSED, PlaceEffect.RELEASED, "N22")
ANSWERED = RequestTransition("E2", RequestState.SENT, RequestState.CONTRACT_SENT, PlaceEffect.KEPT, "N20a")
CANCELLED = RequestTransition("E4", RequestState.SENT, RequestState.CANCELLED, PlaceEffect.RELEASED, "N27")


async def sent(uow: Uow, count: int = 1, **changes: Any) -> EnrolmentRequest:
    """A request of a new family, sent so many minutes from now."""
    groups = await uow.places.of_preschool(BOTA.bin)
    group = groups[0].id if groups else await group_with(uow, 5)
    application = await Kindergarten(uow, count).applies()
    voucher = in_state(voucher_for(application, f"2026-{count:06}"), VoucherState.CONFIRMED)
    await uow.vouchers.add(voucher)
    whose = (voucher.id, application.id, application.account_id)
    one = EnrolmentRequest(
        f"E-2026-{count:06}", *whose, BOTA.bin, group, RequestState.SENT, later(minutes=count), TERM, **changes
    )
    await uow.requests.add(one)
    return one


async def test_a_request_is_found_as_it_was_sent(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await uow.requests.create_number(2026) == "E-2026-000001"
        one = await sent(uow, reason="other", comment="Нет справки")
        assert await uow.requests.get(one.id) == one
        assert await uow.requests.get(one.id, lock=True) == one
        assert await uow.requests.by_number(" e-2026-000001") == one
        assert await uow.requests.open_of_voucher(one.voucher_id) == one
        assert await uow.requests.of_voucher(one.voucher_id) == [one]
        assert await uow.requests.of_account(one.account_id) == [one]
        assert await uow.requests.get(1) is await uow.requests.by_number("E-1") is None
        (row,) = (await uow.connection.execute(select(enrolment_request))).all()
    assert one.open
    assert "справки".encode() not in row.comment


async def test_a_voucher_that_is_out_with_a_preschool_is_not_outstanding(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await sent(uow)
        assert await uow.vouchers.outstanding("almaty") == []
        await uow.requests.move(one, CANCELLED, NOW)
        assert len(await uow.vouchers.outstanding("almaty")) == 1


async def test_a_voucher_has_one_open_request(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await sent(uow)
        again = EnrolmentRequest(
            *("E-2026-000009", one.voucher_id, one.application_id, one.account_id, BOTA.bin, one.group_id),
            RequestState.SENT,
            later(days=1),
        )
        with pytest.raises(RequestOpen):
            await uow.requests.add(again)
        closed = await uow.requests.move(one, CANCELLED, later(hours=1))
        assert await uow.requests.open_of_voucher(one.voucher_id) is None
        await uow.requests.add(again)
        assert await uow.requests.of_voucher(one.voucher_id) == [again, closed]
    assert (closed.closed_at, closed.open, closed.answer_by) == (later(hours=1), False, TERM)


async def test_a_refusal_keeps_reason_and_comment(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await sent(uow)
        refused = await uow.requests.move(one, REFUSED, later(hours=1), "other", "Группа карантинде")
        assert await uow.requests.get(one.id) == refused
    assert (refused.state, refused.reason, refused.comment) == (RequestState.REFUSED, "other", "Группа карантинде")
    assert refused.rev == 1


async def test_an_answer_and_a_change_of_choice_at_once_do_not_both_happen(database: Database) -> None:
    async with database.transaction("send") as uow:
        one = await sent(uow)

    async def preschool(uow: Uow) -> RequestState:
        return (await uow.requests.move(one, ANSWERED, NOW)).state

    async def parent(uow: Uow) -> str:
        with pytest.raises(Changed):
            await uow.requests.move(one, CANCELLED, NOW)
        return "too late"

    assert await race(database, preschool, parent) == (RequestState.CONTRACT_SENT, "too late")


async def test_a_preschool_reads_its_requests_by_pages_the_longest_waiting_first(database: Database) -> None:
    async with database.transaction("test") as uow:
        first, second, third = [await sent(uow, count) for count in (1, 2, 3)]
        refused = await uow.requests.move(second, REFUSED, NOW, "incomplete")
        assert await uow.requests.of_preschool(BOTA.bin, OPEN_REQUEST, 0, 10) == [first, third]
        assert await uow.requests.of_preschool(BOTA.bin, OPEN_REQUEST, 1, 1) == [third]
        assert await uow.requests.of_preschool(BOTA.bin, [RequestState.REFUSED], 0, 10) == [refused]
        assert await uow.requests.of_preschool("990240000000", OPEN_REQUEST, 0, 10) == []


async def test_erasing_forgets_what_was_written_about_an_archived_application(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await sent(uow)
        refused = await uow.requests.move(one, REFUSED, NOW, "other", "Болен")
        await uow.applications.erase(one.account_id)
        assert await uow.requests.get(one.id) == refused
        application = await uow.applications.get(one.application_id)
        assert application is not None
        await uow.applications.move(application, WITHDRAWN, NOW)
        await uow.applications.erase(one.account_id)
        found = await uow.requests.get(one.id)
    assert found is not None
    assert (found.comment, found.reason, refused.comment) == (None, "other", "Болен")
