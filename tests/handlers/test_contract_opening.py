"""A contract that the kindergarten has sent is begun, set aside and gone on with, or signed on paper. E2, C1, E-38."""

from __future__ import annotations

import re

import pytest

from dialogs.enrol_effects import SendContract
from handlers.contract_links import SIGNING
from tests.handlers.contracts import begun, page_says, valid
from tests.handlers.kindergartens import request_of
from tests.handlers.neighbours import connected_to
from tests.handlers.staff.people import does
from tests.handlers.staff.test_preschool_requests import asked
from tests.handlers.test_contract_agreements import moves_phone
from tests.handlers.test_contract_parties import opens
from tests.handlers.test_linking import on_whatsapp
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import moment, passes


async def checks_key(town: Town, phone: Phone) -> None:
    """The key is checked on the page to which the last message leads."""
    token = re.search(r"/sign/(\S+)", phone.last)
    assert token is not None
    async with town.database.reading() as uow:
        signing = await uow.signings.by_token(token[1])
    assert signing is not None
    await page_says(town, signing, valid(town.clock.now()))


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


@pytest.mark.rule("E-38")
async def test_edge_38_a_contract_begun_on_telegram_goes_on_days_later_on_whatsapp_and_back(town: Town) -> None:
    telegram, _saule, one = await begun(town)
    await moves_phone(town, telegram, "+77010000009")
    await opens(telegram, one)
    await telegram.picks("Conclude contract")
    await telegram.picks("Next")
    await checks_key(town, telegram)
    await telegram.picks("Parent")
    await telegram.says("г. Алматы, пр. Абая, 10")
    telegram.hears("step 3 of 6", "At which address do you live?")
    await passes(town, moment(25, 9))
    whatsapp = await connected_to(telegram.forgets(), await on_whatsapp(town))
    await (await whatsapp.says("menu")).picks("Continue")
    whatsapp.hears("step 3 of 6", "At which address do you live?", "[The same]")
    await whatsapp.picks("The same")
    for _question in ("second phone", "e-mail", "workplace", "birth certificate"):
        await whatsapp.picks("Skip")
    whatsapp.hears("step 4 of 6", "Which identity document do you have?")
    await passes(town, moment(26, 9))
    await (await telegram.says("menu")).picks("Continue")
    telegram.hears("step 4 of 6", "Which identity document do you have?")
    await (await opens(telegram, one)).picks("Conclude contract")
    telegram.hears("26 November, 23:59 (today is the last day)", "I kept your answers", "Which identity document")
