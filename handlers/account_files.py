"""The files of an account: sealed by the program or sent by the person, and found by that account alone."""

from __future__ import annotations

from collections.abc import Collection

from handlers.office import Office
from storage.file_records import FileRecord
from storage.files import DamagedFile, MissingFile
from storage.schema import new_id
from storage.uow import Uow


async def sealed(office: Office, account_id: int, content: bytes, mime: str, name: str = "") -> FileRecord:
    """A file of that account, to be recorded by the caller: what has no record, or is not kept, is swept up."""
    file_id = new_id()
    written = await office.files.put(file_id, content)
    now = office.clock.now()
    return FileRecord(file_id, account_id, name, mime, written.size, written.sha256, written.wrapped_key, now)


async def own_files(uow: Uow, account_id: int, file_ids: Collection[int]) -> dict[int, FileRecord]:
    """The records of those of the files that belong to this account, by id."""
    return {id_: one for id_, one in (await uow.files.get(file_ids)).items() if one.owner_account_id == account_id}


async def own_file(uow: Uow, account_id: int, file_id: int) -> FileRecord | None:
    """The record of a file that belongs to this account."""
    return (await own_files(uow, account_id, [file_id])).get(file_id)


async def content_of(office: Office, record: FileRecord) -> bytes | None:
    """The bytes of the file, None when they are lost."""
    try:
        return await office.files.read(record.id, record.wrapped_key)
    except (MissingFile, DamagedFile):
        return None


async def own_content(uow: Uow, office: Office, account_id: int, file_id: int, mime: str) -> bytes | None:
    """What the program kept for this very account under that media type; None when it is gone, or something else."""
    record = await own_file(uow, account_id, file_id)
    return await content_of(office, record) if record is not None and record.mime == mime else None
