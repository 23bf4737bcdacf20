"""A signature is received first and judged then: whatever happens in between, neither it nor its time is lost. C8a."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from enrolment.contract import ContractState
from handlers.keeping import erase_old
from signing_gateway.digests import NotDigested
from signing_gateway.submissions import Outcome
from signing_gateway.visits import Visits
from signing_gateway.ways import Way
from storage.database import Database
from storage.flow_tables import inbox, task
from storage.signings import Purpose
from storage.transient import Transient
from tests.conftest import BOTH
from tests.handlers.contracts import contract
from tests.handlers.vouchers import moment, passes, told
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF, Browser, House


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


async def opened(house: House, token: str) -> Browser:
    browser = house.browser()
    await browser.opens(token)
    return browser


async def submits(house: House, token: str, signature: bytes) -> Outcome:
    """What the page does with a signature, without a browser that waits for the answer."""
    visits = Visits(house.town.database, house.town.office)
    visit = await visits.look(token, None)
    assert visit is not None
    return await house.submissions.submit(visit, signature, Way.FILE)


@pytest.mark.rule("E-5")
async def test_C8a_the_term_ends_while_a_signature_in_time_is_being_judged(house: House) -> None:
    phone, one, _earlier = await house.to_sign()
    await passes(house.town, moment(26, 23, 50))
    token = await house.link(phone, one)
    browser = await opened(house, token)
    await passes(house.town, moment(26, 23, 59, second=50))
    received_at = house.town.clock.now()
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await passes(house.town, moment(27, 0, 1))
        assert await house.state(one) is ContractState.SIGNATURE_PENDING
        (await browser.gets(f"/sign/{token}")).shows("The signature has come and is being checked.")
    assert judged.result().status == 303
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert (await contract(house.town, one)).sent_at == received_at
    assert "N33" not in await told(house.town, phone), "no service was silent"


@pytest.mark.parametrize("timer", [True, False], ids=["after the timer", "before the timer"])
async def test_C8a_what_was_judged_over_the_end_of_the_term_and_is_refused_leaves_a_working_day(
    house: House, *, timer: bool
) -> None:
    phone, one, _earlier = await house.to_sign()
    await passes(house.town, moment(26, 23, 50))
    token = await house.link(phone, one)
    browser = await opened(house, token)
    house.certification.revoked[key_of("mother").certificate.serial] = moment(20)
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await passes(house.town, moment(27, 0, 1), timers=timer)
    judged.result().shows("The EDS was revoked.")
    await passes(house.town, moment(27, 0, 2))
    assert await house.state(one) is ContractState.DRAFT
    sign_by = (await contract(house.town, one)).contract.sign_by
    assert sign_by is not None and sign_by.at == moment(30, 23, 59, second=59), "Friday has begun: the next one counts"


@pytest.mark.rule("E-26")
async def test_edge_26_what_nobody_can_judge_over_the_end_of_the_term_is_told_so(house: House) -> None:
    phone, one, _earlier = await house.to_sign()
    await passes(house.town, moment(26, 23, 50))
    token = await house.link(phone, one)
    browser = await opened(house, token)
    house.certification.down("ocsp", "crl")
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        await passes(house.town, moment(27, 0, 1))
    judged.result().shows("Your term is kept.")
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    assert (await told(house.town, phone))[-1] == "N33"
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_a_process_that_dies_between_receipt_and_verdict_loses_nothing(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    received_at = house.town.clock.now()
    signature = house.certification.signs("mother", PDF)
    async with house.certification.asked_by(submits(house, token, signature)) as judged:
        judged.cancel()
    assert judged.cancelled()
    assert await house.state(one) is ContractState.DRAFT
    house.town.clock.move(minutes=61)
    (await browser.gets(f"/sign/{token}")).shows("The signature has come and is being checked.")
    assert await house.submissions.resume() == 0, "its task is there already"
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert (await contract(house.town, one)).sent_at == received_at
    assert await house.waits() == []


async def test_of_two_signatures_at_once_with_one_link_one_counts_and_one_verdict_is_given(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    first = house.certification.signs("mother", PDF)
    house.town.clock.move(seconds=1)
    second = house.certification.signs("mother", PDF)
    answers = await asyncio.gather(*(submits(house, token, each) for each in (first, second)))
    results = [outcome.result for outcome in answers]
    assert {"verdict": "valid"} in results and None in results
    assert await house.state(one) is ContractState.PARENT_SIGNED
    (await browser.gets(f"/sign/{token}")).shows("The contract is sent to the kindergarten")


@pytest.mark.parametrize("label", ["signature received", "signature judged"])
async def test_whoever_was_in_somebodys_way_hears_nothing_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    works, failures = Database.transaction, iter([True, True])

    def sometimes(self: Database, wanted: str, *, brief: bool = False) -> Any:
        if wanted == label and next(failures, False):
            raise Transient("DeadlockDetectedError")
        return works(self, wanted, brief=brief)

    monkeypatch.setattr(Database, "transaction", sometimes)
    assert (await browser.sends(token, house.certification.signs("mother", PDF))).status == 303
    assert next(failures, None) is None
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_a_button_that_is_pressed_twice_has_one_outcome(house: House) -> None:
    phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    signature = house.certification.signs("mother", PDF)
    answers = await asyncio.gather(*(browser.sends(token, signature) for _time in range(2)))
    assert [each.response.headers.get("Location") for each in answers] == [f"/sign/{token}?lang=en"] * 2
    assert await house.state(one) is ContractState.PARENT_SIGNED
    assert (await told(house.town, phone)).count("N20") == 1
    assert await house.waits() == []


async def test_a_button_that_is_pressed_twice_waits_once(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    house.certification.down("ocsp", "crl")
    signature = house.certification.signs("mother", PDF)
    for answer in await asyncio.gather(*(browser.sends(token, signature) for _time in range(2))):
        answer.shows("Your term is kept.")
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    assert len(await house.waits()) == 1


@pytest.mark.parametrize("silent", [(), ("ocsp", "crl")], ids=["judged", "pending"])
async def test_nothing_else_that_is_sent_with_the_link_touches_the_signature(
    house: House, silent: tuple[str, ...]
) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    house.certification.down(*silent)
    signature = house.certification.signs("mother", PDF)
    async with house.certification.asked_by(browser.sends(token, signature)):
        (await browser.sends(token, b"junk")).shows("This signature changed nothing")
    (await browser.sends(token, b"junk")).shows("This signature changed nothing")
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    async with house.town.database.reading() as uow:
        assert (await uow.signatures.evidence(await house.kept(token))).signature == signature


async def test_a_new_link_leaves_alone_what_is_being_judged_and_its_dialog_hears_of_it(house: House) -> None:
    phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    async with house.certification.asked_by(browser.sends(token, house.certification.signs("mother", PDF))) as judged:
        newer = await house.link(phone, one)
    assert judged.result().status == 303
    assert await house.state(one) is ContractState.PARENT_SIGNED
    gone = await house.browser().gets(f"/sign/{newer}")
    assert gone.status == 410
    gone.shows("Something has changed: there is nothing to sign with this link any more.")


async def test_the_same_signature_with_two_links_counts_once(house: House) -> None:
    phone, one, token = await house.to_sign()
    signature = house.certification.signs("mother", PDF)
    async with house.certification.asked_by(submits(house, token, signature)) as judged:
        newer = await house.link(phone, one)
        again = asyncio.create_task(submits(house, newer, signature))
    assert judged.result().result == {"verdict": "valid"}
    refused = (await again).result
    assert refused is not None and refused["reason"] in {"used_before", "moved_on"}
    assert await house.state(one) is ContractState.PARENT_SIGNED


@pytest.mark.rule("E-26")
@pytest.mark.parametrize("silent", [("ocsp", "crl"), ("tsp",)], ids=["revocation", "time stamp"])
async def test_edge_26_a_key_that_is_revoked_after_receipt_takes_nothing_back(
    house: House, silent: tuple[str, ...]
) -> None:
    _phone, one, token = await house.to_sign()
    browser = await opened(house, token)
    house.certification.down(*silent)
    await browser.sends(token, house.certification.signs("mother", PDF))
    received_at = house.town.clock.now()
    house.town.clock.move(hours=1)
    house.certification.revoked[key_of("mother").certificate.serial] = house.town.clock.now()
    house.town.clock.move(hours=1)
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    kept = await house.kept(token)
    assert (kept.state, kept.at) == ("valid", received_at)
    assert house.certification.asked.count("tsp") == (1 if "tsp" not in silent else 2)


async def test_a_time_stamp_that_was_had_is_kept_over_every_retry(house: House) -> None:
    _phone, one, token = await house.to_sign()
    house.certification.down("ocsp", "crl")
    await submits(house, token, house.certification.signs("mother", PDF))
    async with house.town.database.reading() as uow:
        first = (await uow.signatures.evidence(await house.kept(token))).time_stamp
    house.town.clock.move(hours=1)
    house.certification.down("ocsp", "crl", "tsp")
    await house.looks_again()
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED
    async with house.town.database.reading() as uow:
        assert (await uow.signatures.evidence(await house.kept(token))).time_stamp == first is not None


async def test_a_document_that_cannot_be_read_ends_no_waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _phone, one, token = await house.to_sign()
    house.certification.down("ocsp", "crl")
    await submits(house, token, house.certification.signs("mother", PDF))

    async def broken(*_whatever: object) -> bytes:
        raise NotDigested

    with monkeypatch.context() as patched:
        patched.setattr(Visits, "document", broken)
        for _time in range(25):
            await house.looks_again()
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED


@pytest.mark.parametrize("lost", ["ended", "failed too often"])
async def test_a_signature_whose_task_is_lost_is_found_again(house: House, lost: str) -> None:
    _phone, one, token = await house.to_sign()
    house.certification.down("ocsp", "crl")
    await submits(house, token, house.certification.signs("mother", PDF))
    values = {"done_at": house.town.clock.now(), "payload": None} if lost == "ended" else {"attempts": 20}
    async with house.town.database.transaction("lost") as uow:
        await uow.connection.execute(update(task).values(**values))
    assert await house.waits() == []
    assert await house.submissions.resume() == 1
    assert await house.submissions.resume() == 0
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.PARENT_SIGNED


@pytest.mark.rule("E-26")
async def test_edge_26_the_signature_of_the_kindergarten_waits_too_and_the_night_leaves_it(house: House) -> None:
    saule, one, token = await house.to_countersign()
    browser = await opened(house, token)
    house.certification.down("ocsp", "crl")
    received_at = house.town.clock.now()
    (await browser.sends(token, house.certification.signs("head", PDF))).shows("I will check it myself")
    (await browser.sends(token, b"junk")).shows("This signature changed nothing")
    (await browser.gets(f"/sign/{token}")).shows("I will check it myself")
    assert await house.state(one) is ContractState.UNDER_REVIEW
    house.town.clock.move(hours=26)
    await erase_old(house.town.database, house.town.office)
    house.certification.down()
    await house.looks_again()
    assert await house.state(one) is ContractState.SIGNED
    assert (await contract(house.town, one)).signed_at == received_at
    (await browser.gets(f"/sign/{token}?again=1")).shows("This link was used already.")
    saule.hears(f"Contract {one.number} is signed by both sides")


async def test_a_late_refusal_of_the_kindergartens_signature_is_written_to_whoever_signed(house: House) -> None:
    saule, one, token = await house.to_countersign()
    browser = await opened(house, token)
    house.certification.down("ocsp", "crl")
    await browser.sends(token, house.certification.signs("head", PDF))
    house.certification.down()
    house.certification.revoked[key_of("head").certificate.serial] = moment(20)
    await house.looks_again()
    assert await house.state(one) is ContractState.UNDER_REVIEW
    saule.hears(f"Your signature under contract {one.number} does not count.", "The EDS was revoked.")
    (await browser.gets(f"/sign/{token}")).shows("The EDS was revoked.", "The next link stands in the chat.")


@pytest.mark.rule("S2-24")
async def test_a_check_that_waits_is_not_lost_for_what_else_is_sent(house: House) -> None:
    phone, one, token = await house.to_check()
    browser = await opened(house, token)
    document = (await browser.gets(f"/sign/{token}/document")).body
    house.certification.down("ocsp", "crl")
    (await browser.sends(token, house.certification.signs("mother", document))).shows("I will check it myself")
    (await browser.sends(token, b"junk")).shows("This signature changed nothing")
    house.certification.down()
    await house.link(phone, one, Purpose.CHECK)
    await house.looks_again()
    assert (await house.kept(token)).state == "valid"
    (await browser.gets(f"/sign/{token}")).shows("Your EDS works.")


async def test_what_does_not_count_is_forgotten_with_the_payloads(house: House) -> None:
    _phone, _one, token = await house.to_sign()
    await submits(house, token, house.certification.signs("father", PDF))
    assert (await house.kept(token)).state == "refused"
    house.town.clock.move(days=house.town.office.profile.privacy.retention_days + 1)
    await erase_old(house.town.database, house.town.office)
    async with house.town.database.reading() as uow:
        assert await uow.signings.by_token(token) is None


@pytest.mark.rule("S2-24")
@pytest.mark.parametrize("revoked", [False, True])
async def test_a_check_that_is_told_late_says_nothing_of_the_contract_that_is_being_signed(
    house: House, *, revoked: bool
) -> None:
    phone, one, token = await house.to_check()
    browser = await opened(house, token)
    document = (await browser.gets(f"/sign/{token}/document")).body
    house.certification.down("ocsp", "crl")
    await browser.sends(token, house.certification.signs("mother", document))
    newer = await house.link(phone, one)
    house.certification.down()
    if revoked:
        house.certification.revoked[key_of("mother").certificate.serial] = moment(20)
    await house.looks_again()
    assert (await house.kept(token)).state == ("refused" if revoked else "valid")
    async with house.town.database.reading() as uow:
        to_sign = await uow.signings.by_token(newer)
        heard = (await uow.connection.execute(select(inbox.c.external_id))).scalars().all()
    assert to_sign is not None, "the link to sign is not replaced by one to check"
    assert [each for each in heard if each.startswith(f"signing:{to_sign.id}:")] == []
