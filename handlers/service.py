"""The use cases as the program runs them: one object, wired once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from dialogs.engine import Engine
from dialogs.facts import Able
from documents.quarantine import Quarantine
from enrolment.profile import Profile
from enrolment.profile_versions import ProfileVersions
from handlers import bulletins, catalogue, invitations, keeping, outside_work, reranking, scheduled_runs, use_cases
from handlers.album import Album
from handlers.calendar_changes import RECOUNT, recount
from handlers.catalogue import Imported
from handlers.clock import Clock
from handlers.contract_changes import rebuild_drafts
from handlers.contract_drafting import DRAFT, FREEZE, print_contract
from handlers.contract_evidence import EVIDENCE, send_signatures
from handlers.contract_pages import PAGE, send_page
from handlers.contract_press import Press
from handlers.distributing import DISTRIBUTION, PREVIEW, carry_out, preview_run
from handlers.invitations import Invitee
from handlers.office import ChatAbilities, Office, Reader
from handlers.pictures import PICTURE, send_picture
from handlers.review_deadlines import fire_deadlines
from handlers.staff.catalogue_reading import read_and_compare
from handlers.staff.categories import COUNT, count_moves
from handlers.staff.model_form_publishing import REBUILD, rebuild
from handlers.staff.model_form_reading import FORM, read_new_form
from handlers.turns import Turns
from handlers.working_calendar import up_to_date
from storage.database import Database
from storage.files import FileStore
from storage.tasks import TaskRow

log = structlog.get_logger()
__all__ = ["Service", "ServiceOptions", "use_cases"]


@dataclass(frozen=True)
class ServiceOptions:
    """Where files lie, what the instance and its channels can do, who talks, draws and prints, catalogue, versions."""

    files: FileStore
    able: Able
    engines: Mapping[str, Engine]
    abilities: Mapping[str, ChatAbilities]
    catalogue: Path | None = None
    album: Album = field(default_factory=Album)
    versions: ProfileVersions | None = None
    press: Press | None = None


def work_beside(database: Database, office: Office) -> Mapping[str, Callable[[TaskRow], Awaitable[dict[str, Any]]]]:
    """What the office itself has to do and what is too long for a turn, by the kind of its task."""
    return {
        PREVIEW: partial(preview_run, database, office),
        DISTRIBUTION: partial(carry_out, database, office),
        RECOUNT: partial(recount, database, office),
        COUNT: partial(count_moves, database, office),
        PICTURE: partial(send_picture, database, office),
        DRAFT: partial(print_contract, database, office),
        FREEZE: partial(print_contract, database, office),
        PAGE: partial(send_page, database, office),
        EVIDENCE: partial(send_signatures, database, office),
        FORM: partial(read_new_form, database, office),
        REBUILD: partial(rebuild, database, office),
    }


class Service:
    """Turns, deadlines, outcomes of outside work, and what whoever runs the instance asks for."""

    def __init__(
        self, database: Database, *, profile: Profile, clock: Clock, read: Reader, options: ServiceOptions
    ) -> None:
        self.database = database
        self.options = options
        self.office = Office(
            profile,
            profile.working_calendar(),
            clock,
            options.files,
            options.engines,
            read,
            options.able,
            options.abilities,
            album=options.album,
            versions=options.versions,
            press=options.press,
        )
        self.turns = Turns(database, self.office)
        self.beside = work_beside(database, self.office)

    async def start(self) -> None:
        """Make ready: no leases of a process that is gone, a catalogue where there is none, the day's work planned.

        Drafts of another edition of the model form than today's are to be read again.
        """
        lease_now = await self.database.lease_now()
        async with self.database.transaction("start") as uow:
            if self.database.dialect == "sqlite":
                await uow.release_leases(lease_now)
                await keeping.resume(uow)
            await keeping.schedule(uow, self.office)
            await scheduled_runs.schedule(uow, self.office)
            await reranking.schedule(uow, await up_to_date(uow, self.office))
            await bulletins.schedule(uow, self.office)
            empty = await uow.catalogue.count() == 0
        if empty and self.options.catalogue is not None:
            await self._load(self.options.catalogue)
        await self._guarded(rebuild_drafts)

    async def take_turns(self, limit: int = 64) -> int:
        """Take what waits in the inbox, of at most `limit` accounts; returns how many inputs there were."""
        return await self.turns.take(limit)

    async def fire_deadlines(self, limit: int = 50) -> int:
        """Fire what is due, and do the day's work when its time has come; returns how many deadlines there were."""
        fired = await fire_deadlines(self.database, self.office, limit)
        for job in (reranking.rerank_wanted, scheduled_runs.carry_out_wanted):
            await self._guarded(job)
        await keeping.keep(self.database, self.office, lambda: fire_deadlines(self.database, self.office, limit))
        return fired

    async def _guarded(self, job: Callable[[Database, Office], Awaitable[int]]) -> None:
        """One job that fails is logged and keeps none of the others from being done."""
        try:
            await job(self.database, self.office)
        except Exception:
            log.exception("job.failed", job=job.__name__)

    async def task_done(self, task: TaskRow, result: Mapping[str, Any]) -> None:
        """Take the outcome of work done outside."""
        await outside_work.task_done(self.database, self.office, task, result)

    async def import_catalogue(self, content: bytes) -> Imported:
        """Replace the catalogue by this CSV or XLSX file; with problems in it nothing changes."""
        async with Quarantine(places=1) as quarantine:
            return await catalogue.import_catalogue(self.database, self.office, content, quarantine)

    async def read_catalogue(self, quarantine: Quarantine, task: TaskRow) -> dict[str, Any]:
        """Read and compare the catalogue file of an administrator, which takes seconds."""
        return await read_and_compare(self.database, self.office, quarantine, task)

    async def invite(self, invitee: Invitee) -> str:
        """A code by which somebody joins the staff once; raises NotInvited."""
        async with self.database.transaction("invite") as uow:
            return await invitations.invite(uow, self.office.profile, invitee, self.office.clock.now())

    async def _load(self, file: Path) -> None:
        imported = await self.import_catalogue(await asyncio.to_thread(file.read_bytes))
        if imported.problems:
            log.error("catalogue.refused", file=file.name, problems=len(imported.problems))
            return
        log.info("catalogue.loaded", preschools=len(imported.difference.added))
