"""What whoever runs an instance does from the command line, beside a running program or without one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.instance import open_instance
from bot.settings import Settings
from enrolment.terms import Role
from handlers.catalogue import Imported, problem_lines
from handlers.invitations import Invitee, NotInvited


def invite(settings: Settings, role: str, locality: str | None, preschool: str | None) -> int:
    """Print a one-time code and nothing else; returns the exit code."""
    try:
        codes = asyncio.run(invite_codes(settings, [Invitee(Role(role), locality, preschool)]))
    except NotInvited as error:
        print(f"balapan: {error}", file=sys.stderr)
        return 2
    print(codes[0])
    return 0


async def invite_codes(settings: Settings, invitees: Sequence[Invitee]) -> list[str]:
    """A code for each; raises NotInvited or BadSetting."""
    async with open_instance(settings) as instance:
        return [await instance.service.invite(invitee) for invitee in invitees]


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
