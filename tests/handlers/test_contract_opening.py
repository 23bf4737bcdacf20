"""The kindergarten has sent the contract: its family is led into it, or to the way on paper. E2, C1."""

from __future__ import annotations

import pytest

from dialogs.enrol_effects import SendContract
from handlers.contract_links import SIGNING
from tests.handlers.kindergartens import request_of
from tests.handlers.staff.people import does
from tests.handlers.staff.test_preschool_requests import asked
from tests.handlers.town import Town


@pytest.mark.rule("S1-68")
async def test_E2_C1_a_contract_begins_with_its_number_and_the_parent_is_led_to_it(town: Town) -> None:
    town.office.links[SIGNING] = "https://sign.example.kz"
    saule, phone, one = await asked(town)
    await does(town, saule, SendContract((await request_of(town, one)).id))
    phone.hears("The kindergarten has sent the contract", "[Conclude contract]")
    await phone.picks("Conclude contract")
    phone.hears("Contract · step 1 of 6", "Sign it by Thursday, 26 November, 23:59")
    await phone.picks("Next")
    phone.hears("step 2 of 6", "https://sign.example.kz/sign/")
    await phone.says("menu")
    await phone.picks("My contracts")
    await phone.picks("In processing")
    await phone.picks("Арман")
    phone.hears("Now it is your turn: fill in the data and sign.", "[Conclude contract]")


async def test_where_there_is_no_signing_page_the_way_on_paper_is_named(town: Town) -> None:
    saule, phone, one = await asked(town)
    await does(town, saule, SendContract((await request_of(town, one)).id))
    await phone.picks("Conclude contract")
    await phone.picks("Next")
    phone.hears("Here nobody can sign with an EDS yet.", "Contract No.")
