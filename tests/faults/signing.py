"""A contract that is signed while the program dies: what there is before, who signs, and what must be true after."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientError, ClientSession, CookieJar

from locales.catalogue import Locale
from tests.e2e.contracting import SENT, Contracting
from tests.e2e.desk import Program, Simulator, Zygote, answers, until
from tests.e2e.journey import Journey
from tests.e2e.phone import Phone
from tests.e2e.place import SAMAL, Place
from tests.e2e.signing import PARENT, SIGN, SigningPage
from tests.e2e.test_journey import DOCTOR
from tests.faults.reckoning import compare, said
from tests.faults.test_kill import Lives

SETTLED: Final = {
    "select count(*) from inbox where state <> 'done'": 0,
    "select count(*) from outbox where status not in ('sent', 'superseded')": 0,
    "select count(*) from task where kind = 'signature_again' and done_at is null": 0,
    "select count(*) from signature where state <> 'valid'": 0,
    "select count(*) from signature where received_at <> stamped_at": 0,
}
"""What is true once a signature has been received, judged, and told of."""
BY_PARENT: Final = {
    "select count(*) from signature": 2,
    "select count(*) from signing where used_at is null": 0,
    "select count(*) from contract where state = 'parent_signed'": 1,
}
BY_BOTH: Final = {
    "select count(*) from signature": 3,
    "select count(*) from signing where used_at is null": 0,
    "select count(*) from contract where state = 'signed'": 1,
    "select count(*) from voucher where state = 'redeemed'": 1,
}


@dataclass(frozen=True)
class Occasion:
    """A folder in which somebody has just got a link, and what must be true when it was used."""

    folder: Path
    link: str
    signer: dict[str, Any]
    effects: dict[str, int]


@dataclass
class SteadyBrowser:
    """Somebody who loads the page again when it does not come, and signs if it is not signed yet."""

    program: Program

    def signs(self, token: str, signer: dict[str, Any]) -> None:
        """To the end, however often the program dies meanwhile."""
        asyncio.run(self._signs(token, signer))

    async def _signs(self, token: str, signer: dict[str, Any]) -> None:
        page, link = SigningPage(self.program, SAMAL), self.program.env["SIGNING_URL"] + SIGN + token
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            while True:
                try:
                    await page.opens(browser, link)
                    async with browser.get(f"{link}/document") as document:
                        if document.status == 200:
                            await page.signs_in(browser, link, signer)
                    return
                except ClientError:
                    await asyncio.to_thread(until, self._is_there, lambda: False)

    def _is_there(self) -> bool:
        return answers(f"{self.program.url}/readyz")


@dataclass
class SigningWorld:
    """The journey up to each of the two links, from where the rest is lived again and again."""

    simulator: Simulator
    zygote: Zygote
    folder: Path
    synced: Path
    occasions: dict[str, Occasion] = field(default_factory=dict)
    phones: list[Phone] = field(default_factory=list)
    told: dict[str, list[Counter[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.simulator.reset()
        self.simulator.moves_clock(now="2026-11-23T10:00:00+05:00", frozen=True)
        program = self._program("template")
        program.takes_database_of(self.synced)
        journey = Journey(self.simulator, program, Locale.RU, program.command(*DOCTOR))
        program.start()
        mother, _doctor = journey.walk()
        employee = Place.of(journey, program).is_given(mother)
        page = SigningPage(program, SAMAL)
        contracting = Contracting(journey, page)
        contracting.begins(mother)
        contracting.says_who_she_is(mother)
        contracting.gives_the_account(mother)
        contracting.sends_documents(mother)
        contracting.reads(mother)
        self.phones = [mother, employee]
        self._stops(journey, "parent", mother, PARENT, BY_PARENT)
        program.start()
        page.signs(mother)
        mother.hears(journey.said(SENT))
        contracting.is_checked(employee)
        contracting.asks_to_sign(employee)
        self._stops(journey, "preschool", employee, page.head(), BY_BOTH)
        for side in self.occasions:
            kills, self.told[side] = self.live(side, None)
            assert kills == 0

    def live(self, side: str, kill_at: int | None) -> tuple[int, list[Counter[str]]]:
        """That signature with a kill at a commit point; how many kills there were, and what both phones were told."""
        occasion = self.occasions[side]
        before = [said(phone) for phone in self.phones]
        program = self._program(f"{side}-{kill_at}", occasion.folder)
        journey = Journey(self.simulator, program, Locale.RU, "")
        lives = Lives(program, self.zygote, kill_at)
        SteadyBrowser(program).signs(occasion.link, occasion.signer)
        wanted = {**SETTLED, **occasion.effects}
        until(lambda: counted(program.folder, wanted) == wanted, lambda: False)
        journey.all_is_sent()
        assert counted(program.folder, wanted) == wanted
        if lives.kills:
            lives.watching.join()
        program.stop()
        shutil.rmtree(program.folder)
        assert [phone.refused() for phone in self.phones] == [[], []]
        return lives.kills, [said(phone) - known for phone, known in zip(self.phones, before, strict=True)]

    def check(self, side: str, told: list[Counter[str]]) -> None:
        """Both phones were told what they are told when nobody is killed."""
        for expected, found in zip(self.told[side], told, strict=True):
            compare(expected, found)

    def _stops(
        self, journey: Journey, side: str, phone: Phone, signer: dict[str, Any], effects: dict[str, int]
    ) -> None:
        """The program stops where somebody has just got a link; its folder is kept as it is."""
        link = str(phone.read[-1]["text"]).partition(SIGN)[2].split()[0]
        journey.all_is_sent()
        assert journey.program.stop() == 0
        kept = self.folder / f"before-{side}"
        shutil.copytree(journey.program.folder, kept)
        self.occasions[side] = Occasion(kept, link, signer, effects)

    def _program(self, name: str, like: Path | None = None) -> Program:
        """A program in a folder of its own, which may begin as another did."""
        folder = self.folder / name
        if like is None:
            folder.mkdir()
        else:
            shutil.copytree(like, folder)
        return Program(self.zygote, self.simulator, folder)


def counted(folder: Path, queries: dict[str, int]) -> dict[str, int]:
    """What the database counts."""
    with sqlite3.connect(f"file:{folder}/balapan.sqlite3?mode=ro", uri=True) as database:
        return {query: database.execute(query).fetchone()[0] for query in queries}
