"""Contracts put into a database in the fewest words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from enrolment.contract_case import Contract
from enrolment.contract_states import ContractState
from enrolment.enrolment_request_states import RequestState
from enrolment.voucher_states import Actor, VoucherState
from storage.enrolment_requests import EnrolmentRequest
from storage.file_records import FileRecord
from storage.schema import new_id
from storage.stored_contract import StoredContract
from storage.uow import Uow
from tests.storage.domain.families import NOW, Kindergarten, later
from tests.storage.domain.issuing import BOTA, CALENDAR, group_with, in_state, voucher_for

SIGN_BY = CALENDAR.deadline(NOW, 3)


async def begun(uow: Uow, count: int = 1, **changes: Any) -> StoredContract:
    """A contract of a new family in its first state, begun so many minutes from now."""
    groups = await uow.places.of_preschool(BOTA.bin)
    group = groups[0].id if groups else await group_with(uow, 5)
    application = await Kindergarten(uow, count).applies()
    voucher = in_state(voucher_for(application, f"2026-{count:06}"), VoucherState.CONFIRMED)
    await uow.vouchers.add(voucher)
    whose = (voucher.id, application.id, application.account_id, BOTA.bin, group)
    request = EnrolmentRequest(f"E-2026-{count:06}", *whose, RequestState.CONTRACT_SENT, later(minutes=count))
    await uow.requests.add(request)
    one = StoredContract(
        f"B-11.26.{count:03}",
        Contract(ContractState.DRAFT, SIGN_BY, representative=Actor.PARENT),
        voucher.id,
        request.id,
        application.id,
        application.account_id,
        BOTA.bin,
        group,
        later(minutes=count),
        "unified",
        1,
    )
    one = replace(one, **changes)
    await uow.contracts.add(one)
    return one


def standing(one: StoredContract, **changes: Any) -> StoredContract:
    """The contract where the rules have brought it."""
    return replace(one, contract=replace(one.contract, **changes))


async def stored(uow: Uow, one: StoredContract) -> int:
    """The id of a file of whoever has the contract."""
    file = FileRecord(new_id(), one.account_id, "contract.pdf", "application/pdf", 10, b"", b"key", NOW)
    await uow.files.add(file)
    return file.id
