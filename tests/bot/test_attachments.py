"""Files that go out are read from the sealed store, or made on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.attachments import Attachments
from dialogs.message import FileOut
from storage.database import Database
from storage.file_records import FileRecord
from storage.files import LocalFiles, MissingFile
from storage.sealing import Sealer
from tests.handlers.town import MovableClock


@pytest.fixture
def files(tmp_path: Path, sealer: Sealer) -> LocalFiles:
    return LocalFiles(tmp_path / "files", sealer)


async def test_a_stored_file_is_read(database: Database, files: LocalFiles, clock: MovableClock) -> None:
    written = await files.put(7, b"%PDF-1.7")
    async with database.transaction("file") as uow:
        account = (await uow.accounts.at([("telegram", "7")], clock.now()))["telegram", "7"].account_id
        record = FileRecord(
            7, account, "a.pdf", "application/pdf", written.size, written.sha256, written.wrapped_key, clock.now()
        )
        await uow.files.add(record)
    file = FileOut("a.pdf", "application/pdf", stored=7)
    assert await Attachments(database, files).content(file) == b"%PDF-1.7"


async def test_a_file_that_was_deleted_is_missed(database: Database, files: LocalFiles) -> None:
    with pytest.raises(MissingFile):
        await Attachments(database, files).content(FileOut("a.pdf", "application/pdf", stored=8))


async def test_words_become_a_file(database: Database, files: LocalFiles) -> None:
    file = FileOut("data.json", "application/json", content='{"аты": "Айгерім"}')
    assert (await Attachments(database, files).content(file)).decode() == '{"аты": "Айгерім"}'
