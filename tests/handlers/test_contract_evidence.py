"""Both sides get the signatures of their contract into the chat: a card to read, and a package to check them with."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from dialogs.contract_effects import ContractSignatures, FreezeContract
from dialogs.contract_queries import MyContract, StaffContract
from dialogs.inputs import Fine, Refused
from enrolment.contract import ContractState
from handlers.book import answer
from storage.check_codes import check_code
from storage.stored_contract import StoredContract
from tests.handlers.contracts import contract, link, marks, opened, signs, valid
from tests.handlers.neighbours import tasks
from tests.handlers.staff.people import does
from tests.handlers.test_contract_drafting import Typewriter, drafted, works
from tests.handlers.test_signature_keeping import found
from tests.handlers.town import Phone, Town

pytestmark = pytest.mark.rule("S1-26", "S1-28")


async def signed_by_the_mother(town: Town) -> tuple[Phone, StoredContract]:
    """She has signed what was typeset, and her signature is kept."""
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))
    await works(town, Typewriter())
    one = await contract(town, one)
    assert one.contract.frozen is not None
    await found(town, await link(town, phone, one), valid(town.clock.now(), one.contract.frozen), b"mother's")
    return phone, one


async def signed(town: Town) -> tuple[Phone, Phone, StoredContract]:
    """Both have signed what was typeset, and their signatures are kept."""
    phone, one = await signed_by_the_mother(town)
    assert one.contract.frozen is not None
    await marks(town, await opened(town, one))
    saule = town.phone("staff", "801")
    head = valid(town.clock.now(), one.contract.frozen, "880719300107")
    await found(town, await link(town, saule, one), head, b"head's")
    one = await contract(town, one)
    assert one.state is ContractState.SIGNED
    return phone.forgets(), saule.forgets(), one


async def files(town: Town, phone: Phone) -> dict[str, bytes]:
    """The files of the last message that has any."""
    message = next(said for said in reversed(phone.heard) if said.files)
    async with town.database.reading() as uow:
        records = await uow.files.get([file.stored for file in message.files if file.stored is not None])
    stored = [(file.name, records[file.stored]) for file in message.files if file.stored is not None]
    return {name: await town.office.files.read(record.id, record.wrapped_key) for name, record in stored}


async def test_each_side_gets_the_card_and_the_same_package(town: Town) -> None:
    phone, saule, one = await signed(town)
    packages = []
    for side in (phone, saule):
        assert isinstance(await does(town, side, ContractSignatures(one.id)), Fine)
        assert await works(town, Typewriter()) == [{"status": "made"}]
        got = await files(town, side)
        async with town.database.reading() as uow:
            address = f"https://sign.example.kz/check/{check_code(uow.sealer, one.id)}"
        assert got[f"{one.number}-signatures.pdf"] == f"card of {one.number} at {address}".encode()
        packages.append(got[f"{one.number}.zip"])
    assert packages[0] == packages[1]
    with ZipFile(BytesIO(packages[0])) as archive:
        assert archive.read(f"document/{one.number}.pdf").startswith(b"final")
        assert archive.read("signatures/parent-1.cms") == b"mother's"
        assert archive.read("signatures/preschool-1.cms") == b"head's"
        assert archive.read("ocsp/parent-1.der") == b"ocsp"
        assert json.loads(archive.read("manifest.json"))["contract"] == one.number


async def test_the_card_of_the_contract_offers_them_to_both_sides(town: Town) -> None:
    phone, saule, one = await signed(town)
    mine = await town.at_desk(phone, lambda desk: answer(desk, MyContract(one.id)))
    theirs = await town.at_desk(saule, lambda desk: answer(desk, StaffContract(one.id)))
    assert mine is not None and mine.evidence
    assert theirs is not None and theirs.evidence


async def test_without_kept_signatures_there_is_nothing_to_send(town: Town) -> None:
    phone, one = await drafted(town)
    await does(town, phone, FreezeContract(one.id, 1))
    await works(town, Typewriter())
    await signs(town, phone, await contract(town, one))
    assert isinstance(await does(town, phone, ContractSignatures(one.id)), Refused)
    mine = await town.at_desk(phone, lambda desk: answer(desk, MyContract(one.id)))
    assert mine is not None and not mine.evidence


async def test_before_the_kindergarten_has_signed_there_is_no_package(town: Town) -> None:
    phone, one = await signed_by_the_mother(town)
    assert isinstance(await does(town, phone, ContractSignatures(one.id)), Refused)
    assert await tasks(town) == []
    mine = await town.at_desk(phone, lambda desk: answer(desk, MyContract(one.id)))
    assert mine is not None and not mine.evidence


async def test_what_cannot_be_made_now_is_told(town: Town) -> None:
    phone, _saule, one = await signed(town)
    broken = Typewriter()
    broken.broken = True
    for press in (broken, None):
        await does(town, phone, ContractSignatures(one.id))
        assert await works(town, press) == [{"status": "said"}]
    assert "could not be made" in phone.heard[-1].text


async def test_strangers_get_nothing(town: Town) -> None:
    _phone, _saule, one = await signed(town)
    await does(town, town.phone("telegram", "6666"), ContractSignatures(one.id))
    assert await tasks(town) == []
