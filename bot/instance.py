"""One instance of the product, opened: database, files, profile, clock and use cases, wired by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import SandboxClock, SystemClock
from bot.keys import check_index_key, open_sealer
from bot.profiles import covering_open_cases, read_forms, read_versions, with_published
from bot.reading import read
from bot.settings import BadSetting, Settings
from dialogs.engine import Engine
from dialogs.facts import Able
from dialogs.parent_engine import parent_engine
from dialogs.staff.engine import staff_engine
from documents.contract_pdf import Press
from documents.drawing.studio import Studio
from documents.verdicts import Limits
from enrolment.profile import Profile
from enrolment.profile_sections import FileRules
from handlers.album import Album
from handlers.contract_printing import Printer
from handlers.office import ChatAbilities
from handlers.service import Service, ServiceOptions
from storage.database import Database
from storage.engines import BadDatabaseUrl, NoDatabase
from storage.files import BadFilesUrl, FileStore, open_files
from storage.sealing import Sealer


@dataclass(frozen=True)
class Instance:
    """Everything that the commands and the program share."""

    settings: Settings
    profile: Profile
    clock: SystemClock | SandboxClock
    database: Database
    files: FileStore
    limits: Limits
    service: Service


@asynccontextmanager
async def open_instance(settings: Settings) -> AsyncIterator[Instance]:
    """An instance with a database of the present schema; raises BadSetting."""
    versions = read_versions(settings)
    forms = await asyncio.to_thread(read_forms, settings, versions.known[0].code)
    sealer = open_sealer(settings)
    await asyncio.to_thread(bring_up_to_date, settings)
    files = _open_files(settings, sealer)
    database = Database.open(settings.database_url, sealer)
    clock = await _clock(settings)
    try:
        await check_index_key(database)
        versions = await covering_open_cases(versions, database)
        published = await with_published(forms, database)
        profile = versions.in_force(clock.now().date())
        limits = limits_of(profile.files)
        async with Studio() as studio, Press() as typesetter:
            album, able = Album(studio.draw), _able(settings)
            printer = Printer(typesetter, published, versions, clock, settings.signing_url or address_of(settings))
            options = ServiceOptions(
                files, able, engines(), abilities(settings), settings.catalogue, album, versions, printer
            )
            service = Service(database, profile=profile, clock=clock, read=read, options=options)
            yield Instance(settings, profile, clock, database, files, limits, service)
    finally:
        await database.close()


def limits_of(files: FileRules) -> Limits:
    """What the profile lets come in, and what becomes of it (X-10)."""
    incoming, kept = files.incoming, files.kept
    return Limits(
        max_bytes=incoming.max_bytes,
        max_pages=incoming.max_pages,
        page_max_bytes=kept.page_max_bytes,
        pdf_max_bytes=kept.pdf_max_bytes,
    )


def address_of(settings: Settings) -> str:
    """Where people reach this program."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def engines() -> Mapping[str, Engine]:
    """Who talks on which channel: parents have the same dialogs on all of theirs."""
    parents = parent_engine()
    return {"telegram": parents, "whatsapp": parents, "staff": staff_engine()}


def abilities(settings: Settings) -> Mapping[str, ChatAbilities]:
    """What the chats of each channel can do, and which channels the settings open."""
    return {
        "telegram": ChatAbilities(True, "Telegram", on=bool(settings.telegram_token.get_secret_value())),
        "whatsapp": ChatAbilities(False, "WhatsApp", deletes=False, on=bool(settings.twilio_whatsapp_from)),
        "staff": ChatAbilities(True, "Telegram"),
    }


async def _clock(settings: Settings) -> SystemClock | SandboxClock:
    if not settings.clock_url:
        return SystemClock()
    clock = SandboxClock(settings.clock_url)
    await clock.begin()
    return clock


def bring_up_to_date(settings: Settings) -> None:
    """Migrate the database; many programs that start at once wait for each other. Raises BadSetting."""
    from storage.migrate import migrate

    try:
        migrate(settings.database_url)
    except BadDatabaseUrl as error:
        raise BadSetting("database_url", str(error)) from None
    except (NoDatabase, OSError) as error:
        raise BadSetting("database_url", f"the database does not answer: {error}") from None


def _able(settings: Settings) -> Able:
    return Able(codes=bool(settings.sms_url or settings.sms_from), registry=bool(settings.registry_url))


def _open_files(settings: Settings, sealer: Sealer) -> FileStore:
    try:
        return open_files(settings.files_url, sealer)
    except BadFilesUrl as error:
        raise BadSetting("files_url", str(error)) from None
