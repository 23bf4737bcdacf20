"""The signing site over real HTTP on loopback, with the real verifier, and browsers with cookies of their own."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from aiohttp.test_utils import BaseTestServer, TestServer
from sqlalchemy import update

from enrolment.contract import ContractAction, ContractState
from handlers.contract_links import SIGNING, give_link
from handlers.telling import Moment
from signing_gateway.contents import ContentDigests, digests_of
from signing_gateway.digests import Digests
from signing_gateway.hashed_lists import HashedLists
from signing_gateway.judging import Judge
from signing_gateway.page_pictures import PagePictures
from signing_gateway.site import Site, SiteOptions
from signing_gateway.submissions import AGAIN, Submissions
from signing_gateway.visits import Visits
from signing_gateway.ways import Way
from storage.flow_tables import stored_file
from storage.kept_signature import KeptSignature
from storage.signings import Purpose
from storage.stored_contract import StoredContract
from storage.tasks import TaskRow
from tests.handlers.contracts import begun, contract, frozen, marks, moves, opened
from tests.handlers.town import Phone, Town
from tests.signing_page.certification import Certification

PDF = b"%PDF-1.7 the contract"
SHA = hashlib.sha256(PDF).hexdigest()
CHAT = "https://t.me/balapan_bot"


class QuickDigests(Digests):
    """Small documents need no process of their own."""

    async def _compute(self, document: bytes) -> ContentDigests:
        return digests_of(document)


@dataclass
class Answer:
    """What came back, read to its end."""

    response: ClientResponse
    body: bytes

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def text(self) -> str:
        """What a person reads."""
        said = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>", " ", self.body.decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(said))

    @property
    def html(self) -> str:
        return self.body.decode()

    def shows(self, *parts: str) -> Answer:
        for part in parts:
            assert part in self.text, f"{part!r} not in:\n{self.text}"
        return self

    def hides(self, *parts: str) -> Answer:
        for part in parts:
            assert part not in self.html, f"{part!r} in:\n{self.html}"
        return self


@dataclass
class Browser:
    """One browser, which keeps the cookies that it is given."""

    house: House
    session: ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def gets(self, path: str) -> Answer:
        async with self.session.get(self.house.url(path), headers=self.headers, allow_redirects=False) as response:
            return Answer(response, await response.read())

    async def posts(self, path: str, data: object = None, **headers: str) -> Answer:
        said = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self.session.post(self.house.url(path), data=data, headers=said, allow_redirects=False) as response:
            return Answer(response, await response.read())

    async def opens(self, token: str) -> Answer:
        """Press the button; the page after it."""
        assert (await self.posts(f"/sign/{token}")).status == 303
        return await self.gets(f"/sign/{token}")

    async def tries_again(self, refused: Answer) -> str:
        """Press “Try again” on the page of a refusal; the next link's token."""
        following = next_link(refused)
        await self.opens(following)
        return following

    async def sends(
        self,
        token: str,
        signature: bytes,
        *,
        read: bool = True,
        way: str = "file",
        name: str = "contract.cms",
        lang: str = "en",
    ) -> Answer:
        """Choose the file with the signature and send the form."""
        form = FormData()
        form.add_field("way", way)
        form.add_field("cms", "")
        if read:
            form.add_field("read_ack", "yes")
        form.add_field("file", io.BytesIO(signature), filename=name, content_type="application/octet-stream")
        return await self.posts(f"/sign/{token}/signature?lang={lang}", form)


@dataclass
class House:
    """The site, the town, and the contract over which everybody signs; `beside` is another process of the site."""

    town: Town
    certification: Certification
    server: BaseTestServer
    submissions: Submissions
    beside: BaseTestServer | None = None
    sessions: list[ClientSession] = field(default_factory=list)

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))

    def moves_to_the_other_process(self) -> None:
        """What is asked from now on is answered by a process that shares nothing but the database."""
        assert self.beside is not None
        self.server, self.beside = self.beside, self.server

    def browser(self, **headers: str) -> Browser:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.sessions.append(session)
        return Browser(self, session, {name.replace("_", "-"): value for name, value in headers.items()})

    async def contract(self) -> tuple[Phone, Phone, StoredContract]:
        """A family that has read everything, its kindergarten, and the frozen contract."""
        phone, saule, one = await begun(self.town)
        return phone, saule, await self.freezes(one)

    async def freezes(self, one: StoredContract, **how: Any) -> StoredContract:
        """What is signed of it from now on are the bytes of PDF."""
        one = await frozen(self.town, one, SHA, **how)
        async with self.town.database.transaction("real file") as uow:
            version = await uow.contract_versions.get(one.id, one.version)
            assert version is not None
            written = await self.town.office.files.put(version.file_id, PDF)
            real = update(stored_file).where(stored_file.c.id == version.file_id)
            await uow.connection.execute(real.values(wrapped_key=written.wrapped_key))
        return one

    async def to_sign(self) -> tuple[Phone, StoredContract, str]:
        """The mother, the contract, and her link to sign it."""
        phone, _saule, one = await self.contract()
        return phone, one, await self.link(phone, one)

    async def to_check(self) -> tuple[Phone, StoredContract, str]:
        """The mother, the contract, and her link to check her key."""
        phone, _saule, one = await begun(self.town)
        await moves(self.town, one, ContractAction.READ_INFO)
        return phone, one, await self.link(phone, one, Purpose.CHECK)

    async def to_countersign(self) -> tuple[Phone, StoredContract, str]:
        """The employee, the contract with every document looked at, and the link for the kindergarten."""
        phone, saule, one = await self.contract()
        token = await self.link(phone, one)
        mother = self.browser()
        await mother.opens(token)
        await mother.sends(token, self.certification.signs("mother", PDF))
        await self.town.settle()
        one = await opened(self.town, await contract(self.town, one))
        await marks(self.town, one)
        return saule, one, await self.link(saule, one)

    async def link(self, phone: Phone, one: StoredContract, purpose: Purpose = Purpose.SIGN) -> str:
        account = await phone.account()
        async with self.town.database.transaction("link") as uow:
            at = Moment(uow, self.town.office, self.town.clock.now())
            given = await give_link(at, await contract(self.town, one), account.id, purpose)
        return str(given["link"]).rpartition("/")[2]

    async def kept(self, token: str) -> KeptSignature:
        """The signature that came with that link."""
        async with self.town.database.reading() as uow:
            signing = await uow.signings.by_token(token)
            kept = await uow.signatures.get(signing.id) if signing else None
        assert kept is not None
        return kept

    async def waits(self) -> list[TaskRow]:
        """What is to be looked at again, however long it still has to wait."""
        later = await self.town.database.lease_now() + 7200
        async with self.town.database.transaction("claim") as uow:
            return [row for row in await uow.tasks.claim(10, later, 60) if row.kind == AGAIN]

    async def looks_again(self) -> None:
        """Everything that waits is judged again."""
        for task in await self.waits():
            await self.submissions.again(task)

    async def state(self, one: StoredContract) -> ContractState:
        """Of the contract, once every turn is taken."""
        await self.town.settle()
        return (await contract(self.town, one)).state


def next_link(refused: Answer) -> str:
    """The token behind “Try again”, which has yet to be pressed."""
    found = re.search(r'method="post" action="/sign/([^?"/]+)\?lang=\w+"', refused.html)
    assert found is not None
    return found[1]


@asynccontextmanager
async def house_in(
    town: Town,
    certification: Certification,
    *,
    secure: bool = False,
    ncalayer: str = "wss://127.0.0.1:13579",
    ways: tuple[Way, ...] = tuple(Way),
    ess_optional: tuple[Way, ...] = (),
) -> AsyncIterator[House]:
    """The site runs inside, with these settings."""
    town.office.links[SIGNING], town.office.links["telegram"] = "https://sign.example.kz", CHAT
    async with QuickDigests() as digests:
        visits = Visits(town.database, town.office)
        judge = Judge([certification.anchor], certification, digests, HashedLists(digests))
        submissions = Submissions(town.database, town.office, visits, judge, ess_optional=ess_optional)
        options = SiteOptions(ways, ncalayer, test_keys=True, secure=secure)
        site = Site(town.office, visits, submissions, PagePictures(town.office), digests, options)
        async with TestServer(site.app()) as server, TestServer(site.app()) as beside:
            house = House(town, certification, server, submissions, beside)
            yield house
            for session in house.sessions:
                await session.close()
