"""A signature counts once, what it brings about comes whole or not at all, and nobody waits while it is verified."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from enrolment.contract import ContractAction, ContractState
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from handlers import contract_signing
from signing_gateway import judging
from signing_gateway.verifier import verify_signature
from tests.handlers.contracts import contract, marks, moves, opened
from tests.signing_page.house import PDF, House


async def test_what_was_signed_with_an_older_link_does_not_count_with_a_newer_one_over_the_same_bytes(
    house: House,
) -> None:
    phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    signature = house.certification.signs("mother", PDF)
    assert (await browser.sends(token, signature)).status == 303
    await house.town.settle()
    await marks(house.town, await opened(house.town, await contract(house.town, one)), (DocumentKind.CHILD_PHOTO,))
    await moves(house.town, one, ContractAction.RETURN, actor=Actor.PRESCHOOL)
    await moves(house.town, one, ContractAction.REPLACE, item=DocumentKind.CHILD_PHOTO)
    await house.freezes(await contract(house.town, one))
    newer = await house.link(phone, one)
    await browser.opens(newer)
    assert (await browser.gets(f"/sign/{newer}/document")).body == PDF
    replayed = await browser.sends(newer, signature)
    replayed.shows("This signature was used before.")
    assert await house.state(one) is ContractState.RETURNED
    house.town.clock.move(minutes=1)
    following = await browser.tries_again(replayed)
    assert (await browser.sends(following, house.certification.signs("mother", PDF))).status == 303


async def test_both_signatures_and_the_admission_come_together_or_not_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saule, one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    signature = house.certification.signs("head", PDF)

    async def fails(*_of: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(contract_signing, "tell_both_signed", fails)
        (await browser.sends(token, signature)).shows("Something went wrong here, not with you.")
    assert await house.state(one) is ContractState.UNDER_REVIEW
    before = await contract(house.town, one)
    assert before.signed_at is None
    async with house.town.database.reading() as uow:
        version = await uow.contract_versions.get(one.id, before.version)
    assert version is not None
    assert version.preschool_signed_at is None
    assert (await browser.sends(token, signature)).status == 303
    assert await house.state(one) is ContractState.SIGNED


async def test_nothing_is_verified_on_the_event_loop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def watched(*given: Any) -> Any:
        threads.append(threading.current_thread())
        return verify_signature(*given)

    monkeypatch.setattr(judging, "verify_signature", watched)
    _phone, _one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    assert (await browser.sends(token, house.certification.signs("mother", PDF))).status == 303
    assert len(threads) == 2
    assert threading.main_thread() not in threads
