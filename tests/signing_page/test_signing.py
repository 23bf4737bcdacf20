"""A parent signs on the page, then the kindergarten: the real verifier decides, and the dialog in the chat goes on."""

from __future__ import annotations

import pytest

from enrolment.contract import ContractState
from storage.signings import Purpose
from tests.handlers.contracts import rows_of_contract
from tests.signing_page.certification import key_of
from tests.signing_page.house import CHAT, PDF, Answer, Browser, House


@pytest.mark.rule("S1-26", "S2-46", "S2-52", "S3-52")
async def test_a_parent_signs_with_a_file_and_the_contract_goes_to_the_kindergarten(house: House) -> None:
    phone, one, token = await house.to_sign()
    browser = house.browser()
    opened = (await browser.opens(token)).shows(one.number, "Арман", "I have read the contract")
    assert ">Sign</button>" in opened.html
    document = await browser.gets(f"/sign/{token}/document")
    assert document.body == PDF
    sent = await browser.sends(token, house.certification.signs("mother", document.body))
    assert (sent.status, sent.response.headers["Location"]) == (303, f"/sign/{token}?lang=en")
    assert await house.state(one) is ContractState.PARENT_SIGNED
    phone.hears(f"Contract No. {one.number} is sent to the kindergarten.")
    done = (await browser.gets(f"/sign/{token}?lang=en")).shows("The contract is sent to the kindergarten")
    assert f'href="{CHAT}"' in done.html


@pytest.mark.rule("S2-20", "S2-22", "S2-24")
@pytest.mark.parametrize("key", ["mother", "mother logging in"])
async def test_step_two_takes_either_key_over_lines_made_for_this_link(house: House, key: str) -> None:
    phone, one, token = await house.to_check()
    browser = house.browser()
    (await browser.opens(f"{token}")).shows("Check of your EDS", "Check the key in eGov Mobile").hides(
        "read_ack", "<img"
    )
    (await browser.gets(f"/sign/{token}?lang=en")).hides("Sign in eGov Mobile", "sign it", "Yes, send it")
    challenge = await browser.gets(f"/sign/{token}/document")
    assert f"account: {(await phone.account()).id}" in challenge.html
    assert (await browser.sends(token, house.certification.signs(key, challenge.body))).status == 303
    (await browser.gets(f"/sign/{token}?lang=en")).shows("Your EDS works.")
    assert (await rows_of_contract(house.town, one))[-1] == "C3"


async def test_what_was_signed_for_one_link_checks_no_key_for_another(house: House) -> None:
    phone, one, token = await house.to_check()
    browser = house.browser()
    await browser.opens(token)
    signature = house.certification.signs("mother", (await browser.gets(f"/sign/{token}/document")).body)
    newer = await house.link(phone, one, Purpose.CHECK)
    await browser.opens(newer)
    (await browser.sends(newer, signature)).shows("Another document was signed.")


@pytest.mark.rule("S1-63", "S2-60")
async def test_the_kindergarten_signs_the_same_bytes_and_the_child_is_admitted(house: House) -> None:
    _saule, one, token = await house.to_countersign()
    browser = house.browser()
    (await browser.opens(token)).shows("Sign for the kindergarten", one.preschool_bin)
    assert (await browser.sends(token, house.certification.signs("head", PDF))).status == 303
    assert await house.state(one) is ContractState.SIGNED
    (await browser.gets(f"/sign/{token}?lang=en")).shows("The child is admitted.")


async def test_the_same_signature_never_counts_for_another_link(house: House) -> None:
    _saule, one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    (await signs(house, browser, token, "mother")).shows("This signature was used before.")
    assert await house.state(one) is ContractState.UNDER_REVIEW


@pytest.mark.parametrize("key", ["head of another", "employee", "father"])
async def test_only_who_stands_for_the_kindergarten_signs_for_it(house: House, key: str) -> None:
    _saule, one, token = await house.to_countersign()
    browser = house.browser()
    await browser.opens(token)
    (await signs(house, browser, token, key)).shows("This key may not sign for the kindergarten.")
    assert await house.state(one) is ContractState.UNDER_REVIEW


REFUSED = [
    pytest.param("mother logging in", "its file begins with AUTH", marks=pytest.mark.rule("S2-53", "E-22")),
    pytest.param("tomorrow", "Your EDS begins to work later", marks=pytest.mark.rule("S2-77", "E-23")),
    pytest.param("father", "The IIN in the EDS is not the IIN", marks=pytest.mark.rule("S1-27", "S2-25", "E-24")),
    pytest.param("head", "This key belongs to an organisation.", marks=pytest.mark.rule("E-25")),
    ("expired", "The term of your EDS is over"),
    ("stranger", "This is no key of the National Certification Authority."),
]


@pytest.mark.parametrize(("key", "told"), REFUSED)
async def test_edges_22_23_24_25_a_key_that_will_not_do_is_explained_and_the_next_one_is_tried_at_once(
    house: House, key: str, told: str
) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    refused = await signs(house, browser, token, key)
    assert refused.status == 422
    refused.shows(told, "Try again", "Back to the chat")
    assert await house.state(one) is ContractState.DRAFT
    following = await browser.tries_again(refused)
    assert following != token
    (await browser.gets(f"/sign/{following}")).shows("I have read the contract")
    assert (await browser.sends(following, house.certification.signs("mother", PDF))).status == 303
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def test_a_revoked_key_signs_nothing(house: House) -> None:
    _phone, one, token = await house.to_sign()
    browser = house.browser()
    await browser.opens(token)
    key = key_of("mother").certificate
    house.certification.revoked[key.serial] = house.town.clock.now()
    (await signs(house, browser, token, "mother")).shows("The EDS was revoked.")
    assert await house.state(one) is ContractState.DRAFT


async def signs(house: House, browser: Browser, token: str, key: str) -> Answer:
    return await browser.sends(token, house.certification.signs(key, PDF))
