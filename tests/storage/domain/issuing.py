"""Preschools with places, and vouchers for them, put into a database in the fewest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from enrolment.fitting import Wanted
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, PlaceInstrument, QueueType
from enrolment.voucher_states import Voucher, VoucherState
from enrolment.working_days import Calendar
from storage.applications import Application
from storage.stored_voucher import StoredVoucher
from storage.uow import Uow
from tests.storage.domain.families import NOW

CALENDAR = Calendar()
TWO_DAYS = CALENDAR.deadline(NOW, 2)
FIVE_DAYS = CALENDAR.deadline(NOW, 5)
BORN = date(2022, 3, 15)
OFFICER = "staff:1"
BOTA = Preschool(
    bin="150140000002",
    name_kk="«Бота» балабақшасы",
    name_ru="Детский сад «Бота»",
    locality="almaty",
    address_kk="Абай даңғылы, 10",
    address_ru="пр. Абая, 10",
    ownership="state",
    queue_types=(QueueType.GENERAL, QueueType.SANATORIUM),
    languages=(InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN),
    contract_channel="electronic",
    lat=43.24,
    lon=76.9,
    groups=(Group("Ересек", 3, 6, 10),),
)


async def group_with(uow: Uow, opened: int, preschool: Preschool = BOTA) -> int:
    """The id of the first group of that preschool, which is all of the catalogue, with so many open places."""
    await uow.catalogue.replace([preschool], NOW)
    (group, *_) = await uow.places.of_preschool(preschool.bin)
    if opened:
        assert await uow.places.open(group.id, opened, OFFICER, NOW)
    return group.id


def voucher_for(one: Application, number: str = "2026-000001", **changes: Any) -> StoredVoucher:
    """A voucher that has just been issued to that application."""
    wanted = Wanted(one.locality, one.queue_type, InstructionLanguage.KAZAKH, BORN)
    voucher = StoredVoucher(
        number,
        one.id,
        one.account_id,
        one.child_key,
        PlaceInstrument.VOUCHER,
        Voucher(VoucherState.ISSUED, NOW, TWO_DAYS),
        wanted,
        "unified",
        1,
    )
    return replace(voucher, **changes)


def in_state(one: StoredVoucher, state: VoucherState, closed_at: datetime | None = None) -> StoredVoucher:
    """The voucher in another state."""
    return replace(one, voucher=replace(one.voucher, state=state), closed_at=closed_at)
