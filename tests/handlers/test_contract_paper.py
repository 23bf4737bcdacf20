"""A contract that was signed on paper is recorded by the kindergarten. S1-14, E8, edge 41."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.contract_effects import (
    ContractFile,
    RecordPaperContract,
)
from dialogs.inputs import Page, Refused
from enrolment.application import ApplicationState
from enrolment.contract import ContractKind, ContractState
from enrolment.enrolment_request import RequestState
from tests.handlers.kindergartens import asks, city, employee, kindergarten, opens, request_of
from tests.handlers.staff.people import does, stored
from tests.handlers.test_contract_cards import files_of
from tests.handlers.town import Town
from tests.handlers.vouchers import application_of


@pytest.mark.rule("S1-14")
@pytest.mark.rule("E-41")
async def test_E8_edge_41_a_contract_on_paper_admits_the_child_with_its_scan(town: Town) -> None:
    await city(town, kindergarten(contract_channel="both"))
    saule = await employee(town)
    await opens(town)
    phone, voucher = await asks(town)
    request = await request_of(town, voucher)
    scan = Page(await stored(town, saule, b"scan", "application/pdf"), "application/pdf", 4)
    photo = Page(await stored(town, saule, b"last page", "image/jpeg"), "image/jpeg", 1)
    for wrong in ((), (replace(scan, file=1),), (scan, replace(photo, file=1))):
        assert isinstance(await does(town, saule, RecordPaperContract(request.id, wrong)), Refused)
    await does(town, saule, RecordPaperContract(request.id, (scan, photo)))
    async with town.database.reading() as uow:
        (one,) = await uow.contracts.of_voucher(voucher.id)
        version = await uow.contract_versions.get(one.id, 1)
    assert (one.state, one.contract.kind, one.signed_at) == (ContractState.SIGNED, ContractKind.PAPER, town.clock.now())
    assert version is not None
    assert (version.file_id, version.pages) == (scan.file, 5)
    for who in (phone, saule):
        assert files_of(await does(town, who, ContractFile(one.id))) == [scan.file, photo.file]
    assert (await request_of(town, voucher)).state is RequestState.COMPLETED
    assert (await application_of(town, voucher)).state is ApplicationState.COMPLETED
    phone.hears("Your child has been successfully admitted. Child: Арман.")


async def test_E8_a_kindergarten_of_electronic_contracts_records_none_on_paper(town: Town) -> None:
    await city(town, kindergarten())
    saule = await employee(town)
    await opens(town)
    _phone, voucher = await asks(town)
    request = await request_of(town, voucher)
    scan = Page(await stored(town, saule, b"scan", "application/pdf"), "application/pdf", 4)
    await does(town, saule, RecordPaperContract(request.id, (scan,)))
    assert (await request_of(town, voucher)).state is RequestState.SENT
