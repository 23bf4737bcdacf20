"""A parent signs a contract, and the kindergarten: once, in time, with the right key. C1…C8a, C14, V7, V9, E6, A14."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from dialogs.contract_effects import FreezeContract, SigningPurpose, StartSigning
from enrolment.application import ApplicationState
from enrolment.contract import ContractAction, ContractNeed, ContractState
from enrolment.enrolment_request import RequestState
from enrolment.signature_evidence import Side, SignatureEvidence
from enrolment.signature_verdict import Refused, RefusedBecause
from enrolment.voucher import VoucherState
from enrolment.voucher_states import Actor
from handlers.contract_links import SIGNING
from handlers.contract_signing import contract_signed
from handlers.signature_keeping import Receipt, receive_signature
from storage.flow_tables import inbox
from storage.signings import Purpose, Signing
from tests.handlers.contracts import (
    FATHER_IIN,
    MOTHER_IIN,
    OTHER_SHA,
    REVOKED,
    begun,
    contract,
    frozen,
    known_by,
    link,
    marks,
    moves,
    page_says,
    pending,
    reviewed,
    rows_of_contract,
    sends_contract,
    signs,
    valid,
)
from tests.handlers.families import let_in
from tests.handlers.kindergartens import BOTA, asks, city, kindergarten, left, opens, request_of, rows_of_request
from tests.handlers.staff.people import does
from tests.handlers.town import Town
from tests.handlers.vouchers import application_of, moment, passes, rows_of, told, voucher_of


async def voucher(town: Town, application_id: int) -> VoucherState:
    return (await voucher_of(town, application_id)).voucher.state


@pytest.mark.rule("S1-15")
@pytest.mark.rule("S2-45")
async def test_C1_a_contract_begins_with_a_number_of_its_kindergarten_and_a_term_of_three_working_days(
    town: Town,
) -> None:
    _phone, _saule, one = await begun(town)
    assert (one.state, one.number) == (ContractState.DRAFT, f"{BOTA}-11.26.001")
    assert one.contract.sign_by is not None
    assert one.contract.sign_by.at == moment(26, 23, 59, second=59)
    assert await rows_of_contract(town, one) == ["C1"]


@pytest.mark.rule("S1-26")
@pytest.mark.rule("S2-54")
@pytest.mark.rule("S2-55")
async def test_C8_a_parent_signs_what_was_frozen_and_the_clock_stops(town: Town) -> None:
    phone, saule, one = await begun(town)
    one = await signs(town, phone, await frozen(town, one))
    assert (one.state, one.sent_at) == (ContractState.PARENT_SIGNED, town.clock.now())
    assert await voucher(town, one.application_id) is VoucherState.HELD
    assert await rows_of_contract(town, one) == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"]
    phone.hears(f"Contract No. {one.number} is sent to the kindergarten. Child: Арман.", "[Open contract]")
    saule.hears(f"A parent has signed contract {one.number}.")
    async with town.database.reading() as uow:
        version = await uow.contract_versions.get(one.id, one.version)
    assert version is not None
    assert version.parent_signed_at == town.clock.now()


@pytest.mark.rule("S1-27")
@pytest.mark.rule("E-24")
async def test_edge_24_the_key_of_the_other_parent_signs_nothing(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    one = await signs(town, phone, one, valid(town.clock.now(), iin=FATHER_IIN))
    assert one.state is ContractState.DRAFT
    assert await voucher(town, one.application_id) is VoucherState.CONFIRMED


async def test_C8_a_signature_over_other_bytes_signs_nothing(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await signs(town, phone, await frozen(town, one), valid(town.clock.now(), OTHER_SHA))
    assert one.state is ContractState.DRAFT


async def test_C8_a_link_signs_once_and_only_its_own_version(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await page_says(town, signing, REVOKED)
    assert (await contract(town, one)).state is ContractState.DRAFT
    await page_says(town, signing, valid(town.clock.now()))
    assert (await contract(town, one)).state is ContractState.DRAFT, "a refusal has brought the next link"
    again_ = await link(town, phone, one)
    for _twice in range(2):
        await page_says(town, again_, valid(town.clock.now()))
    assert (await rows_of_contract(town, one))[-1:] == ["C8"]
    assert (await told(town, phone)).count("N20") == 1


async def answers(town: Town, signing: Signing) -> list[str]:
    """What the dialog that waits for this link was told, in codes."""
    async with town.database.reading() as uow:
        found = (await uow.connection.execute(select(inbox.c.external_id).order_by(inbox.c.id))).scalars()
        return [one.removeprefix(f"signing:{signing.id}:") for one in found if one.startswith(f"signing:{signing.id}")]


async def test_C8_the_sign_term_is_kept_to_the_second(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    town.clock.moment = moment(26, 23, 59, second=59)
    signing = await link(town, phone, one)
    town.clock.move(seconds=2)
    await page_says(town, signing, valid(moment(26, 23, 59, second=59)))
    assert (await contract(town, one)).state is ContractState.PARENT_SIGNED, "it was received in time"


async def test_C8_a_signature_that_comes_after_the_term_does_not_count(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    await passes(town, moment(27, 0, 0), timers=False)
    signing = await link(town, phone, one)
    await page_says(town, signing, valid(town.clock.now()))
    assert (await contract(town, one)).state is ContractState.DRAFT
    assert await answers(town, signing) == ["refused:term_over"]


async def test_C8_a_signature_for_a_contract_that_the_parent_has_left_is_told_so(town: Town) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, await frozen(town, one))
    await moves(town, one, ContractAction.WITHDRAW, there=frozenset({ContractNeed.WITHDRAWAL_CONFIRMED}))
    await page_says(town, signing, valid(town.clock.now()))
    assert await answers(town, signing) == ["refused:moved_on"]


@pytest.mark.rule("E-5")
async def test_edge_5_after_the_term_nobody_gets_a_link_though_the_timer_has_not_fired(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    await passes(town, moment(27, 0, 0), timers=False)
    for effect in (
        StartSigning(one.id, SigningPurpose.SIGN, one.version),
        StartSigning(one.id, SigningPurpose.CHECK),
        FreezeContract(one.id, one.version),
    ):
        outcome = await does(town, phone, effect)
        assert "The term to sign this contract has ended." in str(outcome)
    assert (await contract(town, one)).state is ContractState.DRAFT


@pytest.mark.rule("E-26")
async def test_C8a_edge_26_a_signature_that_cannot_be_judged_stops_the_terms_until_it_counts(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
    phone.hears("The service that checks EDS does not answer now. Child: Арман.", "Your term is kept.")
    one = await contract(town, one)
    assert one.state is ContractState.SIGNATURE_PENDING
    assert await voucher(town, one.application_id) is VoucherState.HELD
    await passes(town, moment(7, month=12))
    assert (await contract(town, one)).state is ContractState.SIGNATURE_PENDING
    await page_says(town, signing, pending(moment(23)))
    await page_says(town, signing, valid(moment(23)))
    one = await contract(town, one)
    assert one.state is ContractState.PARENT_SIGNED
    assert (await rows_of_contract(town, one))[-2:] == ["C8a", "C8a"]
    assert (await told(town, phone))[-1] == "N20"


async def test_C8a_a_signature_that_turns_out_revoked_leaves_at_least_one_working_day(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    town.clock.moment = moment(26, 23, 50)
    signing = await link(town, phone, one)
    await page_says(town, signing, pending(town.clock.now()))
    await passes(town, moment(1, 9, month=12))
    await page_says(town, signing, REVOKED)
    one = await contract(town, one)
    assert one.state is ContractState.DRAFT
    assert one.contract.sign_by is not None
    assert one.contract.sign_by.at == moment(2, 23, 59, second=59, month=12)
    state = await voucher_of(town, one.application_id)
    assert state.voucher.state is VoucherState.CONFIRMED
    assert state.voucher.deadline.at >= one.contract.sign_by.at
    phone.hears("Your signature does not count. Child: Арман.", "The EDS was revoked. Get a new one.")
    assert (await told(town, phone))[-1] == "N32"
    one = await signs(town, phone, one)
    assert one.state is ContractState.PARENT_SIGNED


async def received(town: Town, signing: Signing) -> SignatureEvidence:
    """The signature has come, and is not judged yet."""
    came = SignatureEvidence(b"cms", town.clock.now())
    async with town.database.transaction("received") as uow:
        assert await receive_signature(uow, signing, Side.PARENT, came) is Receipt.TAKEN
        assert await receive_signature(uow, signing, Side.PARENT, came) is Receipt.SAME
        other = SignatureEvidence(b"another", town.clock.now())
        assert await receive_signature(uow, signing, Side.PARENT, other) is Receipt.ANOTHER
    return came


@pytest.mark.rule("E-5")
async def test_C8a_a_vouchers_own_term_that_ends_while_a_signature_is_judged_ends_nothing(town: Town) -> None:
    await city(town, kindergarten())
    await opens(town)
    town.office.links[SIGNING] = "https://sign.example.kz"
    phone, final = await asks(town)
    await known_by(town, phone, MOTHER_IIN)
    await passes(town, moment(30, 10), timers=False)
    one = await frozen(town, await sends_contract(town, final))
    await passes(town, moment(1, 23, 50, month=12))
    signing = await link(town, phone, one)
    came = await received(town, signing)
    await passes(town, moment(3, 12, month=12))
    assert (await contract(town, one)).state is ContractState.SIGNATURE_PENDING
    assert await voucher(town, one.application_id) is VoucherState.HELD
    async with town.database.transaction("judged") as uow:
        await contract_signed(uow, town.office, signing, valid(came.checked_at), came)
    await town.settle()
    assert (await contract(town, one)).state is ContractState.PARENT_SIGNED
    assert (await told(town, phone))[-1] == "N20"
    assert "N33" not in await told(town, phone)


async def test_C8_a_verdict_over_other_bytes_than_were_received_settles_nothing(town: Town) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, await frozen(town, one))
    came = await received(town, signing)
    junk = SignatureEvidence(b"junk", town.clock.now())
    async with town.database.transaction("junk") as uow:
        assert await contract_signed(uow, town.office, signing, Refused(RefusedBecause.MALFORMED), junk) is None
    async with town.database.transaction("judged") as uow:
        told_ = await contract_signed(uow, town.office, signing, valid(came.checked_at), came)
    assert told_ == {"verdict": "valid"}
    assert (await contract(town, one)).state is ContractState.PARENT_SIGNED


async def test_C8_the_dialog_that_has_taken_a_new_link_hears_of_the_signature_made_with_the_old_one(
    town: Town,
) -> None:
    phone, _saule, one = await begun(town)
    signing = await link(town, phone, await frozen(town, one))
    came = await received(town, signing)
    newer = await link(town, phone, one)
    async with town.database.transaction("judged") as uow:
        await contract_signed(uow, town.office, signing, valid(came.checked_at), came)
    assert await answers(town, newer) == await answers(town, signing) == ["valid:"]


async def test_C8a_a_signature_whose_signer_has_left_balapan_holds_the_contract_up_no_longer(town: Town) -> None:
    mother, _saule, one = await begun(town)
    father = await let_in(town, mother, "1004", Actor.SECOND_PARENT)
    one = await frozen(town, one, by=Actor.SECOND_PARENT)
    signing = await link(town, father, one)
    came = await received(town, signing)
    async with town.database.transaction("pending") as uow:
        await contract_signed(uow, town.office, signing, pending(town.clock.now()), came)
    assert (await contract(town, one)).state is ContractState.SIGNATURE_PENDING
    account = await father.account()
    async with town.database.transaction("left") as uow:
        await uow.accounts.erase(account.id, town.clock.now())
    async with town.database.transaction("judged") as uow:
        await contract_signed(uow, town.office, signing, Refused(RefusedBecause.MOVED_ON), came)
    await town.settle()
    assert (await contract(town, one)).state is ContractState.DRAFT
    async with town.database.reading() as uow:
        kept = await uow.signatures.get(signing.id)
    assert kept is not None and (kept.state, kept.reason) == ("refused", "moved_on")


@pytest.mark.rule("S2-24")
async def test_C3_the_key_is_checked_before_the_representative_is_asked(town: Town) -> None:
    phone, _saule, one = await begun(town)
    await moves(town, one, ContractAction.READ_INFO)
    for verdict in (
        Refused(RefusedBecause.EXPIRED),
        pending(town.clock.now()),
        valid(town.clock.now(), iin=FATHER_IIN),
    ):
        await page_says(town, await link(town, phone, one, Purpose.CHECK), verdict)
    assert (await rows_of_contract(town, one))[-1] == "C2"
    signing = await link(town, phone, one, Purpose.CHECK)
    for _twice in range(2):
        await page_says(town, signing, valid(town.clock.now()))
    assert (await rows_of_contract(town, one))[-2:] == ["C2", "C3"]


@pytest.mark.rule("S1-63")
@pytest.mark.rule("S1-64")
@pytest.mark.rule("S2-60")
@pytest.mark.rule("S2-62")
async def test_C14_the_kindergarten_signs_the_same_bytes_and_the_child_is_admitted(town: Town) -> None:
    phone, saule, one = await reviewed(town)
    await marks(town, one)
    one = await signs(town, saule, one)
    assert (one.state, one.signed_at) == (ContractState.SIGNED, town.clock.now())
    assert await voucher(town, one.application_id) is VoucherState.REDEEMED
    final = await voucher_of(town, one.application_id)
    assert (await application_of(town, final)).state is ApplicationState.COMPLETED
    request = await request_of(town, final)
    assert request.state is RequestState.COMPLETED
    assert (await rows_of_request(town, request))[-1] == "E6"
    assert (await rows_of(town, final))[-1] == "V9"
    assert await left(town) == [(19, 0)]
    phone.hears("Your child has been successfully admitted. Child: Арман.", "group: Ортаңғы", f"No. {one.number}")


async def test_C14_nobody_signs_for_the_kindergarten_before_every_document_was_looked_at(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    one = await signs(town, saule, one)
    assert one.state is ContractState.UNDER_REVIEW


async def test_V9_a_kindergarten_signs_after_D2_too_because_the_parent_was_in_time(town: Town) -> None:
    _phone, saule, one = await reviewed(town)
    await marks(town, one)
    await passes(town, moment(20, month=12))
    one = await signs(town, saule, one)
    assert one.state is ContractState.SIGNED
    assert await voucher(town, one.application_id) is VoucherState.REDEEMED


async def test_two_signatures_at_once_count_once(town: Town) -> None:
    phone, _saule, one = await begun(town)
    one = await frozen(town, one)
    signing = await link(town, phone, one)

    async def page() -> None:
        async with town.database.transaction("page") as uow:
            await contract_signed(uow, town.office, signing, valid(town.clock.now()))

    await asyncio.gather(page(), page())
    await town.settle()
    assert (await contract(town, one)).state is ContractState.PARENT_SIGNED
    assert (await told(town, phone)).count("N20") == 1
