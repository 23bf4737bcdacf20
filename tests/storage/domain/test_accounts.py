"""Accounts and addresses: who is met, found, moved and forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.accounts import Account, Accounts
from storage.database import Database
from storage.domain_tables import account
from storage.flow_tables import conversation, inbox, outbox
from storage.inbox import Arrival
from storage.uow import Uow
from tests.storage.domain.families import FATHER_IIN, MOTHER, MOTHER_IIN, NOW, PHONE, later, mother, stranger
from tests.storage.domain.racing import race


async def test_a_stranger_gets_an_account_with_a_conversation(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await stranger(uow)
        rows = (await uow.connection.execute(select(conversation.c.account_id))).scalars().all()
    assert one == Account(id=one.id, kind="parent", created_at=NOW)
    assert rows == [one.id]


async def test_who_writes_again_is_known(database: Database) -> None:
    async with database.transaction("test") as uow:
        first, again = await stranger(uow), await stranger(uow)
        other = await stranger(uow, "1002")
    assert first.id == again.id != other.id


async def test_many_chats_are_met_at_once_and_those_of_the_staff_bot_are_staff(database: Database) -> None:
    chats = [("telegram", "1"), ("telegram", "2"), ("telegram", "1"), ("staff", "1")]
    async with database.transaction("test") as uow:
        found = await Accounts(uow).at(chats, NOW)
        kinds = {
            one.id: one.kind for one in (await Accounts(uow).load([a.account_id for a in found.values()])).values()
        }
    assert found.keys() == set(chats)
    assert kinds[found["staff", "1"].account_id] == "staff"
    assert sorted(kinds.values()) == ["parent", "parent", "staff"]


async def test_nobody_is_met_when_nobody_writes(database: Database) -> None:
    async with database.transaction("test") as uow:
        assert await Accounts(uow).at([], NOW) == {}


async def test_two_first_messages_at_once_open_one_account(database: Database) -> None:
    async with database.transaction("somebody erased") as uow:
        erased = await stranger(uow, "1")
        await Accounts(uow).erase(erased.id, NOW)

    async def meet(uow: Uow) -> int:
        return (await stranger(uow, "2")).id

    first, second = await race(database, meet, meet)
    async with database.reading() as uow:
        ids = (await uow.connection.execute(select(account.c.id))).scalars().all()
    assert first == second
    assert sorted(ids) == [erased.id, first]


async def test_two_messages_at_once_after_erasing_open_one_new_account(database: Database) -> None:
    async with database.transaction("erased") as uow:
        erased = await stranger(uow)
        await Accounts(uow).erase(erased.id, NOW)

    async def meet(uow: Uow) -> int:
        return (await stranger(uow)).id

    first, second = await race(database, meet, meet)
    assert first == second != erased.id


async def test_what_a_parent_tells_is_kept_and_found_by_phone_and_iin(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await mother(uow, locale="kk", locality="almaty", consent_version="1", consent_at=NOW)
        assert (await Accounts(uow).load([one.id]))[one.id] == one
        assert await Accounts(uow).by_phone(PHONE) == [one]
        assert await Accounts(uow).by_iin(MOTHER_IIN) == [one]
        assert await Accounts(uow).by_iin(FATHER_IIN) == []
    assert one.person == MOTHER


async def test_nothing_personal_lies_open_in_the_table(database: Database) -> None:
    async with database.transaction("test") as uow:
        await mother(uow)
        row = (await uow.connection.execute(select(account))).one()
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for secret in (PHONE, MOTHER_IIN, MOTHER.last_name, MOTHER.first_name):
        assert secret.encode() not in stored


async def test_who_has_not_finished_registering_is_not_found(database: Database) -> None:
    async with database.transaction("test") as uow:
        await mother(uow, registered_at=None)
        assert await Accounts(uow).by_phone(PHONE) == []
        assert await Accounts(uow).by_iin(MOTHER_IIN) == []


async def test_an_iin_that_nothing_proved_blocks_nobody(database: Database) -> None:
    async with database.transaction("test") as uow:
        typed = await mother(uow, "1")
        proved = await mother(uow, "2", iin_proof="registry")
        assert [one.id for one in await Accounts(uow).by_iin(MOTHER_IIN)] == [typed.id, proved.id]


async def test_an_iin_is_proved_by_one_account_only(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction("test") as uow:
            await mother(uow, "1", iin_proof="registry")
            await mother(uow, "2", iin_proof="eds")


async def test_who_loses_the_iin_is_not_found_by_it_any_more(database: Database) -> None:
    async with database.transaction("test") as uow:
        earlier = await mother(uow, "1", iin_proof="registry")
        await Accounts(uow).lose_iin(earlier.id)
        proved = await mother(uow, "2", iin_proof="eds")
        assert await Accounts(uow).by_iin(MOTHER_IIN) == [proved]
        left = (await Accounts(uow).load([earlier.id]))[earlier.id]
    assert (left.iin, left.iin_proof, left.person) == (None, "none", MOTHER)


async def test_an_erased_account_keeps_no_personal_data(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await mother(uow)
        await Accounts(uow).erase(one.id, later(days=1))
        left = (await Accounts(uow).load([one.id]))[one.id]
        assert await Accounts(uow).by_phone(PHONE) == []
    assert left == replace(
        one, phone=None, phone_proved_at=None, iin=None, person=None, locality=None, deleted_at=later(days=1)
    )


async def test_who_writes_again_after_erasing_starts_anew_from_the_same_chat(database: Database) -> None:
    async with database.transaction("test") as uow:
        one = await mother(uow)
        await Accounts(uow).erase(one.id, NOW)
        again = await stranger(uow)
        addresses = await Accounts(uow).addresses([one.id, again.id])
    assert again.id != one.id
    assert again.person is None
    assert [len(addresses[one.id]), len(addresses[again.id])] == [0, 1]


async def test_a_chat_remembers_its_keyboard_and_its_block(database: Database) -> None:
    async with database.transaction("test") as uow:
        accounts = Accounts(uow)
        chat = (await accounts.at([("telegram", "1")], NOW))["telegram", "1"]
        await accounts.set_keyboard(chat.id, True)
        await accounts.set_blocked(chat.id, later(hours=1))
        assert await accounts.address(chat.id) == replace(chat, keyboard_open=True, blocked_at=later(hours=1))
        await accounts.set_keyboard(chat.id, False)
        await accounts.set_blocked(chat.id, None)
        assert await accounts.address(chat.id) == chat
        assert await accounts.address(chat.id + 1) is None


async def test_a_moved_chat_takes_along_what_is_unanswered_and_unsent(database: Database) -> None:
    async with database.transaction("test") as uow:
        accounts = Accounts(uow)
        old, new = await stranger(uow, "1"), await stranger(uow, "2")
        chat = (await accounts.addresses([new.id]))[new.id][0]
        await _sends(uow, "ready")
        await _sends(uow, "fetching", fetch=True)
        await _sends(uow, "done")
        await uow.connection.execute(update(inbox).where(inbox.c.external_id == "done").values(state="done"))
        for status in ("waiting", "later", "sent"):
            await _is_sent(uow, chat.id, new.id, status)
        await accounts.move_address(chat.id, old.id)
        owners = {row.state: row.account_id for row in await uow.connection.execute(select(inbox))}
        receivers = {row.status: row.account_id for row in await uow.connection.execute(select(outbox))}
        assert [one.external_id for one in (await accounts.addresses([old.id]))[old.id]] == ["1", "2"]
    assert owners == {"ready": old.id, "fetching": old.id, "done": new.id}
    assert receivers == {"waiting": old.id, "later": old.id, "sent": new.id}


async def _sends(uow: Uow, external_id: str, *, fetch: bool = False) -> None:
    await uow.inbox.store([Arrival("telegram", external_id, "2", {}, fetch)], NOW)


async def _is_sent(uow: Uow, address_id: int, account_id: int, status: str) -> None:
    known = {"address_id": address_id, "account_id": account_id, "seq": 1, "purpose": "reply", "created_at": NOW}
    await uow.connection.execute(insert(outbox).values(**known, status=status))
