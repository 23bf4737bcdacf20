"""The other parent goes on with a contract: nothing of whoever filled it in before is read, sent or signed. Edge 8."""

from __future__ import annotations

import pytest

from dialogs.contract_effects import ContractFile, FreezeContract, MakeDraft
from dialogs.contract_queries import ContractText, FillContract, MyContract
from dialogs.inputs import Fine, Refused
from enrolment.contract import ContractState
from enrolment.profile import load_profile
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from handlers.profile_versions import with_profile
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from tests.handlers.contracts import FATHER_IIN, begun, contract, known_by, link, page_says, signs, valid
from tests.handlers.families import let_in
from tests.handlers.staff.people import does
from tests.handlers.test_contract_answers import FIELDS, REQUIRED, photos
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_drafting import Typewriter, drafted, works
from tests.handlers.town import Phone, Town

pytestmark = pytest.mark.rule("E-8")
ID_CARD = DocumentKind.ID_CARD


async def taken_over(town: Town, *, fixed: bool = False) -> tuple[Phone, Phone, StoredContract]:
    """The mother has read the draft, or fixed its text; then the father checks his key."""
    mother, one = await drafted(town)
    if fixed:
        await does(town, mother, FreezeContract(one.id, 1))
        await works(town, Typewriter())
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    await known_by(town, father, FATHER_IIN)
    await page_says(town, await link(town, father, one, Purpose.CHECK), valid(town.clock.now(), iin=FATHER_IIN))
    one = await contract(town, one)
    assert one.contract.representative is Actor.SECOND_PARENT
    return mother.forgets(), father.forgets(), one


@pytest.mark.parametrize("fixed", [False, True])
async def test_the_father_reads_nothing_that_says_the_mothers_data(town: Town, *, fixed: bool) -> None:
    _mother, father, one = await taken_over(town, fixed=fixed)
    to_fill = await asks(town, father, FillContract(one.id))
    assert to_fill is not None
    assert (to_fill.draft, to_fill.frozen, set(to_fill.known)) == (None, None, {"phone_primary"})
    assert set(to_fill.attached) == set(REQUIRED) - {ID_CARD}
    card = await asks(town, father, MyContract(one.id))
    assert card is not None and card.pages == 0
    assert await asks(town, father, ContractText(one.id)) is None
    assert "files=(FileOut" not in str(await does(town, father, ContractFile(one.id)))


async def test_what_the_mother_read_cannot_be_fixed_any_more(town: Town) -> None:
    mother, father, one = await taken_over(town)
    for phone in (mother, father):
        assert "token" not in str(await does(town, phone, FreezeContract(one.id, 1)))


async def test_the_father_fills_in_reads_and_signs_his_own(town: Town) -> None:
    _mother, father, one = await taken_over(town)
    pages = await photos(town, father, ID_CARD)
    to_fill = await asks(town, father, FillContract(one.id))
    assert to_fill is not None
    made = await does(town, father, MakeDraft(one.id, FIELDS, {**to_fill.attached, **pages}))
    assert isinstance(made, Fine)
    (drawn,) = await works(town, Typewriter())
    await does(town, father, FreezeContract(one.id, drawn["version"]))
    await works(town, Typewriter())
    one = await contract(town, one)
    one = await signs(town, father, one, valid(town.clock.now(), str(one.contract.frozen), FATHER_IIN))
    assert one.state is ContractState.PARENT_SIGNED


async def test_where_no_key_is_checked_before_the_father_takes_over_with_his_own_answers_and_card(town: Town) -> None:
    mother, _saule, one = await begun(town)
    town.office = with_profile(town.office, load_profile("smart_nation_almaty"))
    asked = ("id_type", "id_number", "residential_address", "phone_primary")
    fields = {code: FIELDS[FormField(code)] for code in asked}
    assert isinstance(await does(town, mother, MakeDraft(one.id, fields, await photos(town, mother, *REQUIRED))), Fine)
    await works(town, Typewriter())
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    to_fill = await asks(town, father, FillContract(one.id))
    assert to_fill is not None and set(to_fill.attached) == set(REQUIRED) - {ID_CARD}
    his = {**fields, "id_number": "098765432"}
    refused = await does(town, father, MakeDraft(one.id, his, to_fill.attached))
    assert isinstance(refused, Refused) and refused.at == ID_CARD
    card = await photos(town, father, ID_CARD)
    assert isinstance(await does(town, father, MakeDraft(one.id, his, {**to_fill.attached, **card})), Fine)
    (drawn,) = await works(town, Typewriter())
    one = await contract(town, one)
    assert (one.form, one.contract.representative, drawn) == (his, Actor.SECOND_PARENT, {"version": 2, "pages": 2})
    async with town.database.reading() as uow:
        paper = await uow.papers.get(one.papers[ID_CARD])
    assert paper is not None and paper.file_ids == (card[ID_CARD][0].file,)
