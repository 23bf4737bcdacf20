"""Whatever is sealed goes under the newest key, while others write, and once is enough."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, select, update

from storage import resealing
from storage.database import Database
from storage.flow_tables import conversation, inbox
from storage.resealing import SEALED, Resealed, reseal
from storage.schema import metadata
from storage.sealing import Keyring, Sealer
from tests.storage.chats import arrive, says, texts

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
# Digests, blind indexes and chains, which hold nothing that could be read, and what a subject's own key seals.
PLAIN = {
    *("account.iin_index", "account.phone_index", "child.iin_index", "child.document_index", "child.key"),
    *("application.child_key", "voucher.child_key", "feedback.child_key", "counter_window.name"),
    *("verification_code.phone_index", "verification_code.code_hash", "invite.code_hash", "family_tie.code_hash"),
    *("chat_link.code_hash", "subject_key.hash", "stored_file.sha256", "signing.token_hash"),
    *("event_log.details", "event_log.prev_hash", "event_log.hash"),
}


def under(*keys: bytes) -> Sealer:
    return Sealer(Keyring.of(list(keys)), bytes(32))


def test_every_column_of_bytes_is_sealed_anew_or_known_to_be_plain() -> None:
    columns = {f"{table.name}.{one.name}" for table in metadata.tables.values() for one in table.columns}
    blobs = {
        f"{table.name}.{one.name}"
        for table in metadata.tables.values()
        for one in table.columns
        if isinstance(one.type, LargeBinary)
    }
    sealed = {f"{one.table.name}.{one.column.name}" for one in SEALED}
    assert sealed <= columns
    assert blobs - sealed == PLAIN & blobs
    assert not sealed & PLAIN


async def test_what_was_under_the_old_key_is_read_with_the_new_one_alone(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    await arrive(database, *(says("aigul", f"message {number}", number) for number in range(5)))
    rotated = Database.open(database_url, under(NEW, OLD))
    first, again = await reseal(rotated), await reseal(rotated)
    await rotated.close()
    assert (first.done, first.unreadable) == (5, 0)
    assert again == Resealed()
    alone = Database.open(database_url, under(NEW))
    async with alone.transaction("claim") as uow:
        assert texts(await uow.inbox.claim(9)) == [f"message {number}" for number in range(5)]
    await alone.close()


async def test_what_no_key_opens_is_counted_and_left_as_it_is(database_url: str, database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    other = Database.open(database_url, under(NEW))
    told = await reseal(other)
    await other.close()
    assert (told.done, told.unreadable) == (0, 1)
    async with database.transaction("claim") as uow:
        assert texts(await uow.inbox.claim(9)) == ["hello"]


async def test_what_somebody_changed_meanwhile_stays_as_they_wrote_it(database_url: str, database: Database) -> None:
    await arrive(database, says("aigul", "hello", 1))
    rotated = Database.open(database_url, under(NEW, OLD))
    payload = next(one for one in SEALED if one.column is inbox.c.payload)
    async with rotated.transaction("reseal") as uow:
        [row] = await uow.connection.execute(select(inbox))
        await uow.connection.execute(update(inbox).values(payload=None))
        await resealing._reseal(uow, payload, row, Resealed())
        assert (await uow.connection.execute(select(inbox.c.payload))).scalar_one() is None
    assert conversation.c.data in [one.column for one in SEALED]
    await rotated.close()
