"""A new edition of the model form that was read and compared, kept as a sealed file until it is published. S2-73."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from handlers.account_files import own_content, sealed
from handlers.office import Office
from storage.file_records import FileRecord
from storage.uow import Uow

MIME = "application/vnd.balapan.model-form+json"


@dataclass(frozen=True)
class KeptForm:
    """All texts of the edition by the names of their files, and those that were sent; its day, the draft, the changes.

    `version` is that of what was published before: with another one it is not what was shown.
    """

    since: date
    version: int
    texts: Mapping[str, str] = field(repr=False)
    sent: tuple[str, ...]
    draft: int
    changes: str = field(repr=False)


async def pack(office: Office, account_id: int, kept: KeptForm) -> FileRecord:
    """What is kept, sealed for that very account."""
    said = {**asdict(kept), "since": kept.since.isoformat()}
    content = await asyncio.to_thread(json.dumps, said, ensure_ascii=False)
    return await sealed(office, account_id, content.encode(), MIME)


async def kept_form(uow: Uow, office: Office, account_id: int, file_id: int) -> KeptForm | None:
    """What was kept for this very account; a file that a person sent is none, whatever it says."""
    content = await own_content(uow, office, account_id, file_id, MIME)
    if content is None:
        return None
    said = await asyncio.to_thread(json.loads, content)
    return KeptForm(**{**said, "since": date.fromisoformat(said["since"]), "sent": tuple(said["sent"])})
