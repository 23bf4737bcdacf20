"""A walk through every state of the signing page and the check page, as different people come to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping

from simulator.nca.key_files import OPENED_BY, file_of
from storage.check_codes import check_code
from storage.stored_contract import StoredContract
from tests.signing_page.browser.screen import Screen, payload
from tests.signing_page.certification import key_of
from tests.signing_page.house import PDF
from tests.signing_page.test_check import half_signed

Walk = Callable[[Screen, str], AsyncIterator[str]]
"""Goes from state to state of the page in that language, and names each while it is shown."""


async def signing(screen: Screen, lang: str) -> AsyncIterator[str]:
    """A mother looks, opens, is refused twice, and signs."""
    house, page = screen.house, screen.page
    _phone, _one, token = await house.to_sign()
    await screen.goes(f"/sign/{token}", lang)
    yield "unopened"
    await screen.opens(token, lang)
    yield "opened"
    await page.evaluate("document.querySelector('#read_ack').required = false")
    await page.locator("#read_ack").uncheck()
    await screen.uploads(b"no signature")
    await screen.told()
    yield "not read"
    await screen.reads()
    await page.route("**/document", lambda route: None)
    await screen.gives_key(file_of(key_of("mother")), OPENED_BY)
    await page.locator("#busy").wait_for()
    yield "busy"
    await page.unroute_all(behavior="ignoreErrors")
    await screen.goes(f"/sign/{token}", lang)
    await screen.reads()
    await screen.gives_key(file_of(key_of("mother")), "wrong")
    await screen.told()
    yield "wrong password"
    await screen.uploads(house.certification.signs("father", PDF))
    await screen.told()
    yield "refused"
    await screen.tries_again()
    await screen.uploads(house.certification.signs("mother", PDF))
    await screen.says()
    yield "done"


async def in_the_app(screen: Screen, lang: str) -> AsyncIterator[str]:
    """The code for eGov Mobile, and the link on a phone."""
    _phone, _one, token = await screen.house.to_sign()
    await screen.opens(token, lang)
    await screen.page.locator("section[data-way=egov_mobile] button").click()
    await screen.page.locator("#egov").wait_for()
    yield "the code of eGov Mobile"
    await screen.page.set_extra_http_headers({"User-Agent": "Android Mobile"})
    await screen.page.reload()
    yield "the link of eGov Mobile"


async def checking(screen: Screen, lang: str) -> AsyncIterator[str]:
    """A mother whose key is checked."""
    house = screen.house
    _phone, _one, token = await house.to_check()
    await screen.opens(token, lang)
    yield "check"
    challenge = await screen.page.evaluate(f"fetch('/sign/{token}/document').then((given) => given.text())")
    await screen.uploads(house.certification.signs("mother", challenge.encode()))
    await screen.says()
    yield "checked"


async def countersigning(screen: Screen, lang: str) -> AsyncIterator[str]:
    """The kindergarten."""
    house = screen.house
    _saule, one, token = await house.to_countersign()
    await screen.opens(token, lang)
    yield "kindergarten"
    await screen.uploads(house.certification.signs("head", PDF))
    await screen.says()
    yield "admitted"
    await screen.goes(await check_path(screen, one), lang)
    yield "check page, both signed"


async def waiting(screen: Screen, lang: str) -> AsyncIterator[str]:
    """While the certification centre is silent."""
    house = screen.house
    phone, one, token = await house.to_sign()
    other = house.browser()
    await other.opens(token)
    await screen.goes(f"/sign/{token}", lang)
    await screen.says()
    yield "opened elsewhere"
    token = await house.link(phone, one)
    await screen.opens(token, lang)
    house.certification.down("ocsp", "crl")
    await screen.uploads(house.certification.signs("mother", PDF))
    await screen.says()
    yield "pending"
    house.town.clock.move(minutes=61)
    await screen.goes("/sign/unknown", lang)
    yield "no such link"


async def comparing(screen: Screen, lang: str) -> AsyncIterator[str]:
    """Whoever has the QR code of a contract, and files."""
    one = await half_signed(screen.house)
    await screen.goes(await check_path(screen, one), lang)
    yield "check page, one signed"
    for name, content in (("the same", PDF), ("another", PDF + b" ")):
        await screen.page.locator("#document").set_input_files(payload("contract.pdf", content))
        await screen.page.locator("#outcome:visible").wait_for()
        yield f"check page, {name} file"
    await screen.goes("/check/unknown", lang)
    yield "check page, no such contract"


async def check_path(screen: Screen, one: StoredContract) -> str:
    async with screen.house.town.database.reading() as uow:
        return f"/check/{check_code(uow.sealer, one.id)}"


WALKS: Mapping[str, Walk] = {
    walk.__name__: walk for walk in (signing, in_the_app, checking, countersigning, waiting, comparing)
}
