"""Both sides sign: the signatures go through the use case of the signing page, and the child has its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from dialogs.contract_effects import OpenContract
from enrolment.contract import ContractState
from enrolment.profile_terms import ContractStep
from enrolment.signature_verdict import Certificate, Signer, Times, Valid
from enrolment.voucher_states import Actor
from handlers.contract_links import give_link
from handlers.contract_signing import contract_signed
from handlers.desk import Desk
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.city.batches import MORNING, City, does

DOCUMENT = "ab" * 32


async def sign(city: City, request: int, desk: Desk) -> None:
    """The parent signs a contract that is filled in, if there is still time (C8, V7)."""
    one = await _contract(desk, request)
    if one is None or one.state is not ContractState.DRAFT:
        return
    filled = replace(one.contract, done=frozenset(ContractStep), representative=Actor.PARENT, frozen=DOCUMENT)
    one = await desk.uow.contracts.save(replace(one, contract=filled, version=1))
    if (await _signed(desk, one)).state is not ContractState.PARENT_SIGNED:
        return
    city.notes("contracts signed by parents")
    city.later(1 + city.chance.randrange(2), MORNING, city.staff[one.preschool_bin], partial(admit, city, request))


async def admit(city: City, request: int, desk: Desk) -> None:
    """The kindergarten's signature: the child has its place (C14, V9, E6, A14)."""
    one = await _contract(desk, request)
    if one is None or one.state is not ContractState.PARENT_SIGNED:
        return
    await does(city, desk, OpenContract(one.id), "contracts checked")
    if (await _signed(desk, one)).state is ContractState.SIGNED:
        city.notes("children admitted")


async def _contract(desk: Desk, request: int) -> StoredContract | None:
    """The open contract of a request."""
    asked = await desk.uow.requests.get(request)
    return await desk.uow.contracts.open_of_voucher(asked.voucher_id) if asked is not None else None


async def _signed(desk: Desk, one: StoredContract) -> StoredContract:
    """The contract after a good signature of whoever is at the desk."""
    given = await give_link(desk, one, desk.account.id, Purpose.SIGN)
    signing = await desk.uow.signings.get(given["token"])
    assert signing is not None
    year = timedelta(days=365)
    certificate = Certificate("1", "NCA", "cc" * 32, desk.now - year, desk.now + year)
    verdict = Valid(Signer(desk.account.iin or "", "SIGNER"), certificate, Times(desk.now), DOCUMENT)
    await contract_signed(desk.uow, desk.office, signing, verdict)
    heard = await desk.uow.inbox.claim(1)  # nobody has a dialog open here that would wait for it
    await desk.uow.inbox.done([one.id for one in heard], desk.now)
    current = await desk.uow.contracts.get(one.id)
    assert current is not None
    return current
