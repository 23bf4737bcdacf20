"""Services of the certification centre that do not answer: the signature waits, the parent's time is kept. Edge 26."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from bot.signing import resuming
from bot.tasks import Errands
from enrolment.contract import ContractState
from handlers.keeping import look_for_waiting
from signing_gateway.digests import NotDigested
from signing_gateway.revocation_lists import read_list
from signing_gateway.submissions import AGAIN
from simulator.eds.revocations import ListOf
from storage.stored_contract import StoredContract
from storage.tasks import TaskRow
from tests.handlers.contracts import contract
from tests.signing_gateway.stage import DAY, stage
from tests.signing_page.house import PDF, House


async def signed_while_down(house: House, *services: str) -> StoredContract:
    """The mother's contract, signed while these services do not answer."""
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down(*services)
    await browser.sends(token, house.certification.signs("mother", PDF))
    return one


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
    (first,) = await house.waits()
    assert await house.submissions.again(first) == {"status": "done"}
    assert await house.state(one) is ContractState.SIGNATURE_PENDING, "they are still silent"
    house.certification.down()
    (second,) = await house.waits()
    await house.submissions.again(second)
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert (await contract(house.town, one)).sent_at == sent_at
    phone.hears(f"Contract No. {one.number} is sent to the kindergarten.")
    assert await house.waits() == []


async def test_no_signer_pays_for_a_clock_of_ours_that_is_late(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.ahead = timedelta(hours=1)
    await browser.sends(token, house.certification.signs("mother", PDF))
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    house.town.clock.move(hours=1)
    house.certification.ahead = timedelta(minutes=5)
    await house.submissions.again((await house.waits())[0])
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_where_ocsp_is_silent_the_lists_tell(house: House) -> None:
    one = await signed_while_down(house, "ocsp")
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert house.certification.asked == ["tsp", "ocsp", "crl"]


async def test_of_the_lists_only_what_speaks_of_the_signers_chain_is_kept(house: House) -> None:
    """A list of the real centre may be of 20 MB, and there are several."""
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    house.certification.down("ocsp")
    now = house.town.clock.now()
    of_others = ListOf(1, now - DAY, now + DAY, {}).signed_by(stage("gost").authority.holder)
    house.certification.other_lists = [of_others, b"no list"]
    await browser.sends(token, house.certification.signs("mother", PDF))
    assert await house.state(one) is ContractState.PARENT_SIGNED
    async with house.town.database.reading() as uow:
        [kept] = await uow.signatures.of(one.id, one.version)
        [listed] = (await uow.signatures.evidence(kept)).lists
    assert read_list(listed).issuer == house.certification.anchor.subject


async def test_the_program_looks_at_it_again_by_itself_and_a_digester_that_died_ends_nothing(house: House) -> None:
    one = await signed_while_down(house, "ocsp", "crl")
    house.certification.down()
    task = (await house.waits())[0]
    told: list[dict[str, Any]] = []

    async def done(_task: TaskRow, result: dict[str, Any]) -> None:
        told.append(result)

    async def dies(_task: TaskRow) -> dict[str, Any]:
        raise NotDigested

    nothing: Any = None
    beside = {AGAIN: house.submissions.again}
    errands = Errands(house.town.database, nothing, None, nothing, done, beside=beside)
    with pytest.raises(NotDigested):
        await replace(errands, beside={AGAIN: dies}).run(task)
    assert await house.state(one) is ContractState.SIGNATURE_PENDING and told == []
    await errands.run(task)
    assert await house.state(one) is ContractState.PARENT_SIGNED and told == [{"status": "done"}]


async def test_what_is_settled_is_not_looked_at_again(house: House) -> None:
    one = await signed_while_down(house, "ocsp", "crl")
    (task,) = await house.waits()
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


@pytest.mark.rule("E-26")
async def test_edge_26_an_operator_is_called_when_a_signature_waits_for_a_day(house: House) -> None:
    await signed_while_down(house, "ocsp", "crl")
    since = house.town.clock.now()
    with structlog.testing.capture_logs() as logs:
        await look_for_waiting(house.town.database, house.town.office)
        assert logs == []
        house.town.clock.move(hours=25)
        await look_for_waiting(house.town.database, house.town.office)
    [alarm] = logs
    assert (alarm["event"], alarm["log_level"], alarm["count"]) == ("nightly.signatures_wait", "error", 1)
    assert datetime.fromisoformat(alarm["since"]) == since


async def test_a_program_that_starts_looks_for_signatures_that_nobody_looks_after() -> None:
    stop, looked = asyncio.Event(), asyncio.Event()

    async def resume() -> int:
        looked.set()
        return 0

    looking = asyncio.create_task(resuming(resume, stop))
    await looked.wait()
    stop.set()
    await looking
