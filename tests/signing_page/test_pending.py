"""Services of the certification centre that do not answer: the signature waits, the parent's time is kept. Edge 26."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from signing_gateway.submissions import AGAIN
from storage.tasks import TaskRow
from tests.handlers.contracts import contract
from tests.signing_page.house import PDF, House


async def waits(house: House) -> list[TaskRow]:
    """What is to be looked at again, however long it still has to wait."""
    later = await house.town.database.lease_now() + 7200
    async with house.town.database.transaction("claim") as uow:
        return [row for row in await uow.tasks.claim(10, later, 60) if row.kind == AGAIN]


@pytest.mark.rule("E-26")
@pytest.mark.parametrize("silent", [("ocsp", "crl"), ("tsp",)], ids=["revocation", "time stamp"])
async def test_edge_26_a_signature_waits_for_silent_services_and_keeps_its_time(
    house: House, silent: tuple[str, ...]
) -> None:
    phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down(*silent)
    sent_at = house.town.clock.now()
    (await browser.sends(token, house.certification.signs("mother", PDF))).shows("does not answer for now")
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    (await browser.gets(f"/sign/{token}")).shows("Your term is kept.")
    house.town.clock.move(hours=2)
    (first,) = await waits(house)
    assert await house.submissions.again(first) == {"status": "done"}
    assert await house.state(one) is ContractState.SIGNATURE_PENDING, "they are still silent"
    house.certification.down()
    (second,) = await waits(house)
    await house.submissions.again(second)
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert (await contract(house.town, one)).sent_at == sent_at
    phone.hears(f"Contract No. {one.number} is sent to the kindergarten.")
    assert await waits(house) == []


async def test_where_ocsp_is_silent_the_lists_tell(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down("ocsp")
    await browser.sends(token, house.certification.signs("mother", PDF))
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert house.certification.asked == ["tsp", "ocsp", "crl"]


async def test_what_is_settled_is_not_looked_at_again(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down("ocsp", "crl")
    await browser.sends(token, house.certification.signs("mother", PDF))
    (task,) = await waits(house)
    house.certification.down()
    await house.submissions.again(task)
    assert await house.submissions.again(task) == {"status": "over"}
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_a_check_needs_no_time_stamp(house: House) -> None:
    _phone, _one, token = await house.to_check()
    browser = house.browser()
    await browser.opens(token)
    document = (await browser.gets(f"/sign/{token}/document")).body
    house.town.clock.move(minutes=1)
    assert (await browser.sends(token, house.certification.signs("mother", document))).status == 303
    assert house.certification.asked == ["ocsp"]
