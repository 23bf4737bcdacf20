"""What was read from a catalogue file, kept as a sealed file until it is applied or its problems are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from handlers.account_files import own_content, sealed
from handlers.office import Office
from locales.catalogue import Locale
from locales.text import Text, trilingual
from storage.database import Database
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
    record = await sealed(office, account_id, await asyncio.to_thread(_packed, kept), MIME)
    async with database.transaction("catalogue read") as uow:
        await uow.files.add(record)
    return record.id


async def kept_catalogue(uow: Uow, office: Office, account_id: int, file_id: int) -> KeptCatalogue | None:
    """What was kept for this very account; a file that a person sent is none, whatever it says."""
    content = await own_content(uow, office, account_id, file_id, MIME)
    return None if content is None else await asyncio.to_thread(_unpacked, content)


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
