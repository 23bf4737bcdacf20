"""A family's whole story is read with the new key alone, once everything has been sealed anew."""

from __future__ import annotations

from sqlalchemy import select

from dialogs.effects import OpenCase
from handlers.vouchers import voucher_subject
from storage.database import Database
from storage.resealing import SEALED, reseal
from storage.sealing import Keyring, Sealer
from tests.handlers.neighbours import does
from tests.handlers.town import Town
from tests.handlers.vouchers import accepted

KEPT = {
    *("account.person", "child.person", "application.details", "notification.text"),
    *("conversation.data", "inbox.payload", "outbox.message", "subject_key.wrapped_key", "voucher.born"),
    *("support_message.text", "notification.action"),
}


async def test_a_family_is_read_with_the_new_key_alone(town: Town, database_url: str) -> None:
    phone, one = await accepted(town)
    await does(town, phone, OpenCase("question", "How long do we wait?"))
    newest = Keyring.of([bytes(range(32, 64))])
    both = Keyring.of([bytes(range(32, 64)), bytes(range(32))])
    rotated = Database.open(database_url, Sealer(both, bytes(32)))
    assert (await reseal(rotated)).unreadable == 0
    await rotated.close()
    town.database = Database.open(database_url, Sealer(newest, bytes(32)))
    async with town.database.reading() as uow:
        found = {
            f"{sealed.table.name}.{sealed.column.name}"
            for sealed in SEALED
            for row in await uow.connection.execute(select(sealed.table).where(sealed.column.is_not(None)))
            if uow.sealer.open(sealed.place_of(row), row._mapping[sealed.column.name])
        }
        assert await uow.events.verify(voucher_subject(one.id))
        assert [event.to for event in await uow.events.history(voucher_subject(one.id))][-1] == "confirmed"
    assert found >= KEPT
    await phone.forgets().says("menu")
    phone.hears("[My vouchers]")
    await town.database.close()
