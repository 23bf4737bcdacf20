"""What is kept for the next contract: changed, held against its bank, taken over, deleted. S2-56."""

from __future__ import annotations

import pytest

from dialogs.contract_facts import MyRequisites
from dialogs.contract_queries import FillContract
from dialogs.inputs import Fine, Refused
from dialogs.requisites import ChangeMyDocument, ChangeMyRequisites, DropMyRequisites
from enrolment.terms import FormField
from tests.handlers.contracts import begun, contract, sent
from tests.handlers.staff.people import does, parent
from tests.handlers.test_contract_cards import asks
from tests.handlers.town import Town

CARD = {"id_type": "id_card", "id_number": "012345678", "id_issue_date": "2021-07-19", "id_issuer": "internal_affairs"}
ACCOUNT = {"bank": "CASPKZKA", "iban": "KZ257220000000000001", "bank_branch": "Алматы"}


@pytest.mark.rule("S2-56")
async def test_an_account_is_kept_for_the_next_contract_and_deleted(town: Town) -> None:
    phone, _saule, one = await begun(town)
    assert isinstance(await does(town, phone, ChangeMyRequisites(ACCOUNT)), Fine)
    assert await asks(town, phone, MyRequisites()) == ACCOUNT
    to_fill = await asks(town, phone, FillContract(one.id))
    assert to_fill is not None
    assert ACCOUNT.items() <= to_fill.known.items()
    await does(town, phone, DropMyRequisites())
    assert await asks(town, phone, MyRequisites()) == {}


@pytest.mark.parametrize(
    "wrong", [{"iban": "KZ456010000000000001"}, {"iban": "KZ257220000000000002"}, {"bank": "NOSUCHKZ"}, {"iban": ""}]
)
async def test_an_account_that_is_none_or_another_banks_is_not_kept(town: Town, wrong: dict[str, str]) -> None:
    phone = await parent(town)
    assert isinstance(await does(town, phone, ChangeMyRequisites({**ACCOUNT, **wrong})), Refused)
    assert await asks(town, phone, MyRequisites()) == {}


async def test_C18_the_kindergarten_hears_that_the_account_changed_after_the_signing(town: Town) -> None:
    phone, saule, one = await sent(town)
    await does(town, phone, ChangeMyRequisites(ACCOUNT))
    await town.deliver()
    assert FormField.IBAN in (await contract(town, one)).contract.changed
    saule.hears("The parent’s data have changed since contract")


@pytest.mark.rule("S2-56")
async def test_C18_C19_a_new_identity_document_is_kept_and_told_of_what_was_signed(town: Town) -> None:
    phone, saule, one = await sent(town)
    await does(town, phone, ChangeMyRequisites(ACCOUNT))
    saule.forgets()
    assert isinstance(await does(town, phone, ChangeMyDocument(CARD)), Fine)
    await town.deliver()
    assert await asks(town, phone, MyRequisites()) == {**ACCOUNT, **CARD}
    assert (await contract(town, one)).contract.changed >= {FormField.ID_NUMBER, FormField.ID_ISSUE_DATE}
    saule.hears("The parent’s data have changed since contract")


async def test_an_identity_document_of_tomorrow_is_not_kept(town: Town) -> None:
    phone = await parent(town)
    assert isinstance(await does(town, phone, ChangeMyDocument({**CARD, "id_issue_date": "2031-07-19"})), Refused)
    assert await asks(town, phone, MyRequisites()) == {}
