"""The signing page beside the simulator, over HTTP: eGov Mobile signs, its authority answers, the contract goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from enrolment.contract import ContractState
from handlers.contract_links import SIGNING
from signing_gateway.certificates import read_certificate
from signing_gateway.digests import Digests
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.judging import Judge
from signing_gateway.page_pictures import PagePictures
from signing_gateway.services import Addresses, Services
from signing_gateway.site import Site, SiteOptions
from signing_gateway.submissions import AGAIN, Submissions
from signing_gateway.visits import Visits
from signing_gateway.ways import Way
from simulator.options import Options
from simulator.server import create_app
from storage.tasks import TaskRow
from tests.handlers.contracts import contract, marks, opened
from tests.handlers.town import Town
from tests.signing_page.certification import Certification
from tests.signing_page.egov_app import begins
from tests.signing_page.house import CHAT, PDF, House, QuickDigests

AIGERIM, GULNAR = 7010000001, 7010000008


@dataclass
class Neighbours:
    """The site, and the simulator whose authority it trusts."""

    house: House
    desk: str
    http: ClientSession

    async def orders(self, path: str, status: int = 200, **wish: object) -> Any:
        async with self.http.post(f"{self.desk}{path}", json=wish) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def shows_the_code(self, token: str, phone: int = AIGERIM) -> None:
        """A browser opens the link and shows the code, and the phone scans it."""
        self.house.town.office.links[SIGNING] = self.house.url("").rstrip("/")
        browser = self.house.browser()
        await browser.opens(token)
        address = await begins(browser, token)
        await self.orders(f"/sim/egov/{phone}/scan", text=f"mobileSign:{address}")

    async def signs(self, phone: int = AIGERIM, key: str = "") -> tuple[bool, str]:
        """Whether the signature was taken, and what was said."""
        said = (await self.orders(f"/sim/egov/{phone}/sign", key=key))["shown"]["answered"]
        return said["accepted"], said["message"]


@pytest.fixture
async def neighbours(town: Town, certification: Certification) -> AsyncIterator[Neighbours]:
    async with neighbours_in(town, certification) as both:
        yield both


@asynccontextmanager
async def neighbours_in(town: Town, certification: Certification) -> AsyncIterator[Neighbours]:
    """Both run inside, on the clock of the town."""
    town.office.links["telegram"] = CHAT
    moment = town.clock.now().isoformat()
    async with TestServer(create_app(Options())) as simulator, ClientSession() as http, QuickDigests() as digests:
        desk = str(simulator.make_url("")).rstrip("/")
        await http.post(f"{desk}/clock", json={"now": moment, "frozen": True})
        site, submissions = await site_of(town, digests, http, desk)
        async with TestServer(site.app()) as server:
            house = House(town, certification, server, submissions)
            yield Neighbours(house, desk, http)
            for session in house.sessions:
                await session.close()


async def site_of(town: Town, digests: Digests, http: ClientSession, desk: str) -> tuple[Site, Submissions]:
    """The site as `make run` makes it."""
    anchors = []
    for kind in ("gost", "rsa"):
        async with http.get(f"{desk}/nca/{kind}.cer") as answer:
            anchors.append(read_certificate(await answer.read()))
    lists = [f"{desk}/nca/{kind}.crl" for kind in ("gost", "rsa")]
    services = Services(http, Addresses(f"{desk}/nca/ocsp", f"{desk}/nca/tsp", lists))
    visits = Visits(town.database, town.office)
    submissions = Submissions(
        town.database, town.office, visits, Judge(anchors, services, digests, HashedLists(digests))
    )
    options = SiteOptions(tuple(Way), f"{desk.replace('http', 'ws', 1)}/ncalayer", test_keys=True, secure=False)
    return Site(town.office, visits, submissions, PagePictures(town.office), digests, options), submissions


@pytest.mark.rule("S1-26", "S1-63")
async def test_a_mother_signs_with_the_phone_of_the_desk_and_then_the_kindergarten(neighbours: Neighbours) -> None:
    house = neighbours.house
    phone, saule, one = await house.contract()
    await neighbours.shows_the_code(await house.link(phone, one))
    async with neighbours.http.get(f"{neighbours.desk}/sim/egov/{AIGERIM}/document") as shown:
        assert await shown.read() == PDF
    assert (await neighbours.signs())[0]
    assert await house.state(one) is ContractState.PARENT_SIGNED
    one = await opened(house.town, await contract(house.town, one))
    await marks(house.town, one)
    await neighbours.orders("/sim/nca", organisations=[{"bin": one.preschool_bin, "name": "Бота"}])
    await neighbours.shows_the_code(await house.link(saule, one), GULNAR)
    assert (await neighbours.signs(GULNAR))[0]
    assert await house.state(one) is ContractState.SIGNED


@pytest.mark.parametrize("key", ["expired", "starts_tomorrow", "revoked", "somebody_else"])
async def test_a_wrong_key_is_refused_in_the_phone(neighbours: Neighbours, key: str) -> None:
    house = neighbours.house
    _phone, one, token = await house.to_sign()
    await neighbours.shows_the_code(token)
    taken, said = await neighbours.signs(key=key)
    assert not taken and said
    assert await house.state(one) is ContractState.DRAFT


@pytest.mark.rule("E-26")
async def test_edge_26_while_the_authority_is_down_the_signature_waits_and_is_established_later(
    neighbours: Neighbours,
) -> None:
    house = neighbours.house
    _phone, one, token = await house.to_sign()
    await neighbours.shows_the_code(token)
    await neighbours.orders("/sim/nca", down=True)
    assert (await neighbours.signs())[0]
    assert await house.state(one) is ContractState.SIGNATURE_PENDING
    await neighbours.orders("/sim/nca", down=False)
    await house.submissions.again(await waiting_task(house))
    assert await house.state(one) is ContractState.PARENT_SIGNED


async def waiting_task(house: House) -> TaskRow:
    """What is to be judged again, long after."""
    database = house.town.database
    async with database.transaction("claim") as uow:
        [task] = [one for one in await uow.tasks.claim(10, await database.lease_now() + 3600, 60) if one.kind == AGAIN]
    return task
