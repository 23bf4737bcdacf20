"""What whoever runs an instance does from the command line, beside a running program or without one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.delivery import Undelivered
from bot.instance import bring_up_to_date, open_instance
from bot.keys import open_sealer
from bot.settings import Settings
from enrolment.preschools import Preschool
from enrolment.terms import Role
from handlers.catalogue import Imported, problem_lines
from handlers.invitations import Invitee, NotInvited, link_to
from storage.database import Database
from storage.resealing import Resealed, reseal

NAME_WITHIN_S = 5


def invite(settings: Settings, role: str, locality: str | None, preschool: str | None) -> int:
    """Print a one-time code on standard output, and for whoever looks on the link with it; returns the exit code."""
    try:
        codes = asyncio.run(invite_codes(settings, [Invitee(Role(role), locality, preschool)]))
    except NotInvited as error:
        print(f"balapan: {error}", file=sys.stderr)
        return 2
    print(codes[0])
    link = asyncio.run(staff_link(settings, codes[0]))
    if link is not None:
        print(f"or send this link, which fills the code in: {link}", file=sys.stderr)
    return 0


async def staff_link(settings: Settings, code: str) -> str | None:
    """The link that fills the code in, where the staff bot can be asked for its name right now."""
    token = settings.staff_telegram_token.get_secret_value()
    if not token:
        return None
    from bot.telegram.client import Telegram

    telegram = Telegram(token, settings.telegram_api_url)
    try:
        async with asyncio.timeout(NAME_WITHIN_S):
            name = await telegram.username()
    except (Undelivered, TimeoutError):
        return None
    finally:
        await telegram.close()
    return link_to(f"https://t.me/{name}" if name else None, code)


async def invite_codes(settings: Settings, invitees: Sequence[Invitee]) -> list[str]:
    """A code for each; raises NotInvited or BadSetting."""
    async with open_instance(settings) as instance:
        return [await instance.service.invite(invitee) for invitee in invitees]


async def busiest_preschool(settings: Settings) -> Preschool | None:
    """Of the profile's first city the preschool with the most kinds of queues, the first by name; None if none is."""
    async with open_instance(settings) as instance, instance.database.reading() as uow:
        known = await uow.catalogue.preschools(instance.profile.localities[0].code)
    return max(known, key=lambda one: len(one.queue_types), default=None)


def seal_anew(settings: Settings) -> int:
    """Have everything lie under the newest key, and say how much there was to do; returns the exit code."""
    told = asyncio.run(_resealed(settings))
    print(f"Sealed anew: {told.done}. Cannot be read under any key of KEYRING: {told.unreadable}.")
    if told.unreadable:
        print("balapan: KEYRING: an older key is missing; put it back at the end and run this again", file=sys.stderr)
        return 1
    return 0


async def _resealed(settings: Settings) -> Resealed:
    sealer = open_sealer(settings)
    await asyncio.to_thread(bring_up_to_date, settings)
    database = Database.open(settings.database_url, sealer)
    try:
        return await reseal(database)
    finally:
        await database.close()


def import_catalogue(settings: Settings, file: str) -> int:
    """Replace the catalogue by this file and say what changed, or what is wrong row by row; returns the exit code."""
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        print(f"balapan: {file}: {error.strerror}", file=sys.stderr)
        return 2
    imported = asyncio.run(_imported(settings, content))
    for line in problem_lines(imported.problems):
        print(line, file=sys.stderr)
    if imported.problems:
        print("Nothing was changed.", file=sys.stderr)
        return 1
    difference = imported.difference
    print(
        f"Applied. New: {len(difference.added)}, changed: {len(difference.changed)}, closed: {len(difference.closed)}."
    )
    return 0


async def _imported(settings: Settings, content: bytes) -> Imported:
    async with open_instance(settings) as instance:
        return await instance.service.import_catalogue(content)
