"""`balapan whatsapp templates`: bring the contents to Twilio, and say which of them WhatsApp has approved."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from bot.instance import open_instance
from bot.settings import BadSetting, Settings
from bot.whatsapp.client import open_twilio_sync
from bot.whatsapp.contents import APPROVED, BELIEVED_S, Wanted, version_of
from bot.whatsapp.patience import NoTwilio
from bot.whatsapp.sync import Library
from bot.whatsapp.templates import wanted_contents
from storage.contents import Content
from storage.database import Database
from storage.held import hurry

MISSING = "missing"
BAD = ("rejected", "paused", "disabled")


@dataclass(frozen=True)
class Line:
    """The newest version of a template in one language; `in_use` is the version that is sent now, if any."""

    name: str
    language: str
    status: str
    reason: str
    in_use: str


def sync(settings: Settings) -> int:
    """Make what is missing at Twilio and note what WhatsApp says; returns the exit code. Raises BadSetting."""
    for name in ("twilio_account_sid", "twilio_auth_token"):
        if not str(getattr(settings, name)):
            raise BadSetting(name, "is missing; the templates are kept in Twilio's account")
    try:
        made, lines = asyncio.run(_brought(settings))
    except NoTwilio as error:
        print(f"balapan: {error}", file=sys.stderr)
        return 1
    approved = sum(line.status == APPROVED for line in lines)
    bad = sum(line.status in BAD for line in lines)
    print(f"Contents made: {made}.")
    print(f"Templates approved: {approved}, waiting: {len(lines) - approved - bad}, refused: {bad}.")
    return 0


def report(settings: Settings, *, as_json: bool) -> int:
    """Print every template with its status as noted by the last `sync`; 1 when WhatsApp refuses one."""
    lines = asyncio.run(_noted(settings))
    if as_json:
        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False))
    else:
        for row in _table(lines):
            print(row)
    return int(any(line.status in BAD for line in lines))


def summary(contents: Mapping[str, Content], wanted: Iterable[Wanted]) -> list[Line]:
    """What became of each template, the parents' languages together."""
    return [_line(one, contents) for one in wanted if one.for_approval]


async def _brought(settings: Settings) -> tuple[int, list[Line]]:
    async with open_instance(settings) as instance:
        library = Library(open_twilio_sync(settings))
        await asyncio.to_thread(library.look)
        before = await _contents(instance.database)
        known = _by_base(before)
        wanted = wanted_contents()
        for one in wanted.values():
            noted = await asyncio.to_thread(list, library.bring(one, known.get(one.base, {}), instance.clock.now()))
            async with instance.database.transaction("contents") as uow:
                for content in noted:
                    await uow.contents.save(content)
        after = await _contents(instance.database)
        if _approved(after) - _approved(before):
            await _hurry(instance.database)
        return library.made, summary(after, wanted.values())


async def _hurry(database: Database) -> None:
    lease_now = await database.lease_now()
    async with database.transaction("held") as uow:
        await hurry(uow, lease_now + BELIEVED_S)


def _approved(contents: Mapping[str, Content]) -> set[str]:
    return {name for name, one in contents.items() if one.status == APPROVED}


async def _noted(settings: Settings) -> list[Line]:
    async with open_instance(settings) as instance:
        return summary(await _contents(instance.database), wanted_contents().values())


async def _contents(database: Database) -> dict[str, Content]:
    async with database.reading() as uow:
        return await uow.contents.all()


def _by_base(contents: Mapping[str, Content]) -> dict[str, dict[str, Content]]:
    found: dict[str, dict[str, Content]] = {}
    for name, content in contents.items():
        found.setdefault(version_of(name)[0], {})[name] = content
    return found


def _line(wanted: Wanted, contents: Mapping[str, Content]) -> Line:
    versions = [one for one in contents.values() if version_of(one.name)[0] == wanted.base]
    present = next((one for one in versions if one.fingerprint == wanted.fingerprint), None)
    usable = [one.name for one in versions if one.status == APPROVED]
    in_use = max(usable, key=lambda name: version_of(name)[1], default="")
    if present is None:
        return Line(wanted.base, wanted.language, MISSING, "run: balapan whatsapp templates sync", in_use)
    name = present.name if present.status == APPROVED else in_use
    return Line(present.name, wanted.language, present.status, present.reason or "", name)


def _table(lines: Iterable[Line]) -> list[str]:
    rows = [("NAME", "LANGUAGE", "STATUS", "IN USE", "REASON")]
    rows += [(one.name, one.language, one.status, one.in_use or "-", one.reason) for one in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
