"""What a place in the queue costs with ten thousand, a hundred thousand and a million applications."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dialogs.effects import Effect, SubmitApplication, WithdrawApplication
from dialogs.inputs import Fine
from dialogs.queries import MyApplication
from enrolment.terms import InstructionLanguage
from handlers.book import answer, perform
from handlers.desk import Desk
from handlers.office import Office
from handlers.telling import post
from handlers.vouchers import Issued, issue
from storage.applications import Application
from storage.database import Database
from storage.migrate import migrate
from storage.uow import Uow
from tests.bench.load import quantile, verdict
from tests.bench.queue_rows import NOW, fill
from tests.city.surroundings import MovedClock, office_in, sealer
from tests.postgres import serving

SIZES = (10_000, 100_000, 1_000_000)
LOOKED_UP, DONE = 400, 60
BARS_MS = {"sqlite": 2.0, "postgresql": 4.0}
MOST_GROWTH = 2.0
PAGE = "the place, through the page's use case"
Step = Callable[[Uow, Application], Awaitable[object]]
Look = Callable[[Desk, Application], Awaitable[object]]


@dataclass
class Costs:
    """Milliseconds at the median, by what is done, a figure for each size."""

    dialect: str
    rows: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, seconds: list[float]) -> None:
        """One more size."""
        self.rows.setdefault(what, []).append(quantile(seconds, 0.5) * 1e3)

    def print(self, sizes: Sequence[int]) -> None:
        """A table, and whether the bars of the look-up are kept."""
        print(
            f"{self.dialect + ', ms at the median':45}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>9}"
        )
        for what, figures in self.rows.items():
            cells = "".join(f"{figure:12.2f}" for figure in figures)
            print(f"  {what:43}{cells}{figures[-1] / figures[0]:9.2f}")
        figures, bar = self.rows[PAGE], BARS_MS[self.dialect]
        kept = max(figures) <= bar and figures[-1] <= MOST_GROWTH * figures[0]
        print(f"  the place: at most {bar} ms and {MOST_GROWTH} times as much: {verdict(kept)}")


async def timed(database: Database, step: Step, ones: Sequence[Application]) -> list[float]:
    """Seconds of the step for each of them, each in a transaction of its own, the commit included."""
    taken = []
    for one in ones:
        started = time.perf_counter()
        async with database.transaction("bench", brief=True) as uow:
            await step(uow, one)
        taken.append(time.perf_counter() - started)
    return taken


async def looked_up(database: Database, step: Look, parents: Parents, ones: Sequence[Application]) -> list[float]:
    """Seconds of the step for each of them, within one transaction and at a desk that is there, as in a turn."""
    taken = []
    async with database.transaction("bench", brief=True) as uow:
        for one in ones:
            desk = await parents.desk(uow, one)
            started = time.perf_counter()
            await step(desk, one)
            taken.append(time.perf_counter() - started)
    return taken


@dataclass
class Parents:
    """What the parents and the department do, through the use cases."""

    office: Office

    async def joins(self, uow: Uow, one: Application) -> None:
        language = InstructionLanguage(one.details["language"])
        terms, preschools = self.office.profile.privacy.terms_version, tuple(one.details["preschools"])
        where = (one.queue_type, one.child_id, one.locality, preschools, language)
        await self._does(uow, one, SubmitApplication(*where, terms, NOW.isoformat()))

    async def leaves(self, uow: Uow, one: Application) -> None:
        await self._does(uow, one, WithdrawApplication(one.id))

    async def gets_a_voucher(self, uow: Uow, one: Application) -> None:
        await post(uow, await issue(uow, self.office, [Issued(one.id)], NOW))

    async def is_ranked_anew(self, uow: Uow, one: Application) -> None:
        await uow.applications.reorder(one, one.queue, one.iteration + 1, one.category, NOW)

    async def _does(self, uow: Uow, one: Application, effect: Effect) -> None:
        desk = await self.desk(uow, one)
        outcome = await perform(desk, effect)
        assert isinstance(outcome, Fine), outcome
        await post(uow, desk.outgoing)

    async def desk(self, uow: Uow, one: Application) -> Desk:
        """Of the parent who applied."""
        account = (await uow.accounts.load([one.account_id]))[one.account_id]
        (address,) = (await uow.accounts.addresses([one.account_id]))[one.account_id]
        return Desk(uow, self.office, NOW, account, address)


async def reads_the_place(desk: Desk, one: Application) -> None:
    """What the page of an application asks for."""
    card = await answer(desk, MyApplication(one.id))
    assert card is not None and card.place is not None


async def place_alone(desk: Desk, one: Application) -> None:
    """The sums of the counters and nothing else."""
    await desk.uow.applications.position(one)


async def measured(url: str, folder: Path, size: int, costs: Costs) -> None:
    """One database of that size."""
    migrate(url)
    database = Database.open(url, sealer())
    parents = Parents(office_in(folder, MovedClock(NOW)))
    try:
        known = await fill(database, size, LOOKED_UP + 3 * DONE)
        readers, doers = known[:LOOKED_UP], known[LOOKED_UP:]
        await looked_up(database, reads_the_place, parents, readers[:20])
        costs.note(PAGE, await looked_up(database, reads_the_place, parents, readers))
        costs.note("  the sums alone", await looked_up(database, place_alone, parents, readers))
        general = [one for one in doers if one.queue_type == "general"]
        leaving, issued, ranked = general[:DONE], general[DONE : 2 * DONE], general[2 * DONE :]
        costs.note("leaving, committed", await timed(database, parents.leaves, leaving))
        costs.note("joining, committed", await timed(database, parents.joins, leaving))
        costs.note("issuing a voucher, committed", await timed(database, parents.gets_a_voucher, issued))
        costs.note("ranking anew, committed", await timed(database, parents.is_ranked_anew, ranked))
        async with database.reading() as uow:
            assert await uow.applications.reconcile() == []
    finally:
        await database.close()


async def measure_queue(sizes: Sequence[int] = SIZES) -> None:
    """Both databases at every size; PostgreSQL where its programs are there."""
    costs = Costs("sqlite")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            await measured(f"sqlite:///{name}/balapan.sqlite3", Path(name), size, costs)
    costs.print(sizes)
    with serving() as server, tempfile.TemporaryDirectory() as name:
        if server is None:
            print("postgresql: its programs are not on this machine")
            return
        costs = Costs("postgresql")
        for size in sizes:
            await measured(server.create("template1", f"queue_{size}"), Path(name), size, costs)
        costs.print(sizes)
