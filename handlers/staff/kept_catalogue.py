"""What was read from a catalogue file, kept as a sealed file until it is applied or its problems are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from handlers.office import Office
from locales.catalogue import Locale
from locales.text import Text, trilingual
from storage.database import Database
from storage.file_records import FileRecord
from storage.files import DamagedFile, MissingFile
from storage.schema import new_id
from storage.uow import Uow

MIME = "application/vnd.balapan.catalogue+json"


@dataclass(frozen=True)
class KeptCatalogue:
    """The preschools of a file that is in order, or else its problems in words; of one locality, or of all."""

    locality: str | None
    preschools: tuple[Preschool, ...] = ()
    problems: tuple[Text, ...] = ()


async def keep(database: Database, office: Office, account_id: int, kept: KeptCatalogue) -> int:
    """Seal it into a file of that account, which nothing refers to: it is swept up in time. Returns the file's id."""
    content, file_id = await asyncio.to_thread(_packed, kept), new_id()
    written = await office.files.put(file_id, content)
    now = office.clock.now()
    record = FileRecord(file_id, account_id, "", MIME, written.size, written.sha256, written.wrapped_key, now)
    async with database.transaction("catalogue read") as uow:
        await uow.files.add(record)
    return file_id


async def kept_catalogue(uow: Uow, office: Office, account_id: int, file_id: int) -> KeptCatalogue | None:
    """What was kept for this very account; a file that a person sent is none, whatever it says."""
    record = await own_file(uow, account_id, file_id)
    content = await content_of(office, record) if record is not None and record.mime == MIME else None
    return None if content is None else await asyncio.to_thread(_unpacked, content)


async def own_file(uow: Uow, account_id: int, file_id: int) -> FileRecord | None:
    """The record of a file that belongs to this account."""
    record = (await uow.files.get([file_id])).get(file_id)
    return record if record is not None and record.owner_account_id == account_id else None


async def content_of(office: Office, record: FileRecord) -> bytes | None:
    """The bytes of the file, None when they are lost."""
    try:
        return await office.files.read(record.id, record.wrapped_key)
    except (MissingFile, DamagedFile):
        return None


def _packed(kept: KeptCatalogue) -> bytes:
    said = {
        "locality": kept.locality,
        "preschools": [asdict(one) for one in kept.preschools],
        "problems": [{locale.value: line.in_(locale) for locale in Locale} for line in kept.problems],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def _unpacked(content: bytes) -> KeptCatalogue:
    said = json.loads(content)
    return KeptCatalogue(said["locality"], _preschools(said["preschools"]), _lines(said["problems"]))


def _preschools(rows: Collection[dict[str, Any]]) -> tuple[Preschool, ...]:
    return tuple(
        Preschool(
            **row
            | {
                "queue_types": tuple(QueueType(value) for value in row["queue_types"]),
                "languages": tuple(InstructionLanguage(value) for value in row["languages"]),
                "groups": tuple(Group(**group) for group in row["groups"]),
            }
        )
        for row in rows
    )


def _lines(problems: Sequence[dict[str, str]]) -> tuple[Text, ...]:
    return tuple(trilingual(line["en"], line["kk"], line["ru"]) for line in problems)
