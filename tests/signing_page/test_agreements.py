"""An additional agreement on the signing page: it is named as what it is, and nobody is admitted once more. C19."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.contract_effects import ContractSignatures
from signing_gateway.package_check import Asked, check_package
from storage.check_codes import check_code
from storage.stored_contract import StoredContract
from tests.handlers.contracts import contract, opened
from tests.handlers.staff.people import does
from tests.handlers.test_contract_agreements import agreed_on, in_force, moves_phone
from tests.handlers.test_contract_drafting import Typewriter, works
from tests.handlers.test_contract_evidence import files
from tests.handlers.town import Phone
from tests.signing_page.egov_app import scanned
from tests.signing_page.house import PDF, House


@dataclass
class Agreed:
    """A family, its kindergarten, the contract in force, and the agreement that is ready to be signed."""

    mother: Phone
    saule: Phone
    contract: StoredContract
    agreement: StoredContract


async def agreed(house: House) -> Agreed:
    mother, saule, one = await in_force(house.town)
    await moves_phone(house.town, mother, "+77010000011")
    agreement = await house.freezes(await agreed_on(house.town, saule, one), kinds=())
    return Agreed(mother, saule, one, agreement)


async def signs(house: House, at: Agreed, phone: Phone, key: str) -> None:
    """On the page; what the mother has signed is looked at by the kindergarten."""
    token = await house.link(phone, at.agreement)
    browser = house.browser()
    await browser.opens(token)
    assert (await browser.sends(token, house.certification.signs(key, PDF))).status == 303
    await house.town.settle()
    if phone is at.mother:
        await opened(house.town, await contract(house.town, at.agreement))


async def test_C19_the_page_says_that_it_is_an_agreement_and_to_which_contract(house: House) -> None:
    at = await agreed(house)
    token = await house.link(at.mother, at.agreement)
    browser = house.browser()
    opened_ = await browser.opens(token)
    opened_.shows(
        "Signing the additional agreement",
        f"Additional agreement № {at.agreement.number} Contract № {at.contract.number}",
        "I have read the additional agreement",
        "The additional agreement, page by page",
    ).hides("read the contract", "The contract, page by page")
    unread = await browser.sends(token, house.certification.signs("mother", PDF), read=False)
    unread.shows("First mark that you have read the additional agreement.")
    await browser.sends(token, house.certification.signs("mother", PDF))
    sent = await browser.gets(f"/sign/{token}")
    sent.shows("The additional agreement is sent to the kindergarten to be signed.").hides("The contract is sent")


async def test_C19_the_kindergarten_reads_that_it_comes_into_force_and_of_no_admission(house: House) -> None:
    at = await agreed(house)
    await signs(house, at, at.mother, "mother")
    token = await house.link(at.saule, at.agreement)
    head = house.browser()
    (await head.opens(token)).shows("It then comes into force.").hides("admitted")
    await head.sends(token, house.certification.signs("head", PDF))
    done = await head.gets(f"/sign/{token}")
    done.shows("Both sides have signed. The additional agreement is in force.").hides("admitted")


async def test_C19_the_app_names_it_too(house: House) -> None:
    at = await agreed(house)
    token = await house.link(at.mother, at.agreement)
    browser = house.browser()
    await browser.opens(token)
    app = await scanned(house, browser, token)
    named = f"Additional agreement No. {at.agreement.number} to contract No. {at.contract.number}"
    assert (app.invitation["description"], app.package["documentsToSign"][0]["nameEn"]) == (named, named)


async def test_C19_its_package_is_its_own_and_can_be_checked(house: House) -> None:
    town, at = house.town, await agreed(house)
    await signs(house, at, at.mother, "mother")
    await signs(house, at, at.saule, "head")
    await does(town, at.mother, ContractSignatures(at.agreement.id))
    assert {"status": "made"} in await works(town, Typewriter())
    at.mother.hears(f"Signatures of additional agreement No. {at.agreement.number}")
    package = (await files(town, at.mother))[f"{at.agreement.number}.zip"]
    found = check_package(package, Asked([house.certification.anchor], town.clock.now()))
    assert (found.verdict, found.reason, found.contract) == ("valid", None, at.agreement.number)
    async with town.database.reading() as uow:
        code = check_code(uow.sealer, at.agreement.id)
    (await house.browser().gets(f"/check/{code}?lang=en")).shows("Both sides have signed.", at.agreement.number)
