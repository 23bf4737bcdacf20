"""Files that go out with a message: read from the encrypted store, or made on the spot."""

from __future__ import annotations

from typing import Protocol

from dialogs.message import FileOut
from storage.database import Database
from storage.files import FileStore, MissingFile


class Contents(Protocol):
    """Whoever knows the content of files to send."""

    async def content(self, file: FileOut) -> bytes:
        """The plain bytes."""
        ...


class Attachments:
    """Finds the content of files to send."""

    def __init__(self, database: Database, files: FileStore) -> None:
        self._database = database
        self._files = files

    async def content(self, file: FileOut) -> bytes:
        """The plain bytes; raises MissingFile or DamagedFile."""
        if file.stored is None:
            return (file.content or "").encode()
        async with self._database.reading() as uow:
            record = (await uow.files.get([file.stored])).get(file.stored)
        if record is None:
            raise MissingFile(f"file {file.stored}")
        return await self._files.read(record.id, record.wrapped_key)
