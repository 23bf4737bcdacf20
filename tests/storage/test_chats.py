"""One chat may have several ids: answers go to the one that it wrote from last, and nobody reads them in the table."""

from __future__ import annotations

import asyncio
import itertools
import random
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from structlog.testing import capture_logs

from storage.accounts import Address, last_seen
from storage.database import Database
from storage.domain_tables import account, address, address_alias
from storage.flow_tables import outbox
from storage.inbox import Arrival
from storage.sealing import Sealer
from storage.uow import Uow
from tests.storage.chats import NOW, after, answer, arrive, says

PHONE, OTHER_PHONE = "+77010000001", "+77010000002"
SCOPED, OTHER_SCOPED = "KZ.1502000000000001", "KZ.1502000000000002"
_NUMBERS = itertools.count(1)


def writes(who: str, *also: str, phone: str | None = None, token: str | None = None) -> Arrival:
    """One message on WhatsApp."""
    number = f"SM{next(_NUMBERS):032}"
    return Arrival("whatsapp", number, who, {"text": "hello"}, False, also=also, phone=phone, token=token)


async def at(uow: Uow, who: str) -> Address:
    return (await uow.accounts.at([("whatsapp", who)], NOW))["whatsapp", who]


async def chats(database: Database) -> list[Address]:
    """Every chat that there is, as it is known now."""
    async with database.reading() as uow:
        ids = (await uow.connection.execute(select(address.c.id).order_by(address.c.id))).scalars().all()
        found = [await uow.accounts.address(id_) for id_ in ids]
    return [one for one in found if one is not None]


async def test_a_phone_and_a_business_scoped_id_are_one_chat(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    [chat] = await chats(database)
    assert (chat.external_id, chat.phone, chat.seen_at) == (PHONE, PHONE, NOW)
    async with database.reading() as uow:
        found = await uow.addresses.live_at([("whatsapp", PHONE), ("whatsapp", SCOPED), ("telegram", PHONE)])
    assert found == {("whatsapp", PHONE): chat, ("whatsapp", SCOPED): chat}


async def test_answers_go_to_the_id_that_wrote_last(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    await arrive(database, writes(SCOPED))
    [chat] = await chats(database)
    assert (chat.external_id, chat.phone) == (SCOPED, PHONE)
    await arrive(database, writes(PHONE))
    assert [one.external_id for one in await chats(database)] == [PHONE]


async def test_within_one_delivery_the_last_message_counts_and_a_stranger_is_met_once(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED), writes(SCOPED), writes(OTHER_PHONE), writes(SCOPED, PHONE))
    assert [one.external_id for one in await chats(database)] == [SCOPED, OTHER_PHONE]
    await arrive(database, writes(SCOPED), writes(PHONE))
    assert [one.external_id for one in await chats(database)] == [PHONE, OTHER_PHONE]


async def test_who_hides_the_number_later_is_known_by_the_id_that_came_with_it(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    await arrive(database, writes(OTHER_SCOPED, SCOPED))
    [chat] = await chats(database)
    assert (chat.external_id, chat.phone) == (OTHER_SCOPED, PHONE)


async def test_an_id_that_belongs_to_another_live_chat_is_left_alone(database: Database) -> None:
    for known in (writes(PHONE), writes(SCOPED), writes(OTHER_PHONE, OTHER_SCOPED)):
        await arrive(database, known)
    before = await chats(database)
    await arrive(database, writes(PHONE, SCOPED, OTHER_SCOPED))
    await arrive(database, writes(OTHER_SCOPED))
    assert [one.external_id for one in await chats(database)] == [PHONE, SCOPED, OTHER_SCOPED]
    async with database.transaction("look") as uow:
        assert (await at(uow, SCOPED)).id == before[1].id
        assert (await at(uow, OTHER_PHONE)).id == before[2].id


async def test_where_two_chats_came_to_claim_an_id_it_is_the_one_s_own(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED), writes(OTHER_PHONE))
    async with database.transaction("raced") as uow:
        await uow.addresses.add_alias(await at(uow, PHONE), OTHER_PHONE)
        assert (await at(uow, OTHER_PHONE)).external_id == OTHER_PHONE


async def test_a_message_that_came_before_teaches_nothing(database: Database) -> None:
    first, second = writes(PHONE, SCOPED), writes(SCOPED)
    await arrive(database, first)
    await arrive(database, second)
    async with database.transaction("late") as uow:
        assert (
            await uow.inbox.store([first, replace(second, address=PHONE, also=(OTHER_SCOPED,))], after(hours=1)) == []
        )
    [chat] = await chats(database)
    assert (chat.external_id, chat.seen_at) == (SCOPED, NOW)


async def test_the_same_token_is_kept_once(database: Database) -> None:
    assert len(await arrive(database, writes(PHONE, token="T1"), writes(PHONE, token="T1"), writes(PHONE))) == 2
    assert await arrive(database, writes(PHONE, token="T1")) == []
    assert len(await arrive(database, writes(PHONE, token="T2"), says("aigul", "no token", 1))) == 2


async def test_numbers_and_ids_are_not_readable_in_the_database(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    await arrive(database, writes(SCOPED, PHONE, phone=PHONE))
    async with database.reading() as uow:
        rows = [
            *(await uow.connection.execute(select(address))),
            *(await uow.connection.execute(select(address_alias))),
        ]
    stored = b" ".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert len(rows) == 2
    for secret in (PHONE, PHONE[1:], SCOPED):
        assert secret.encode() not in stored
    assert PHONE not in repr(await chats(database))


async def test_a_telegram_chat_lies_open_as_before(database: Database) -> None:
    await arrive(database, says("700100001", "hello", 1))
    async with database.reading() as uow:
        row = (await uow.connection.execute(select(address))).one()
    assert (row.external_id, row.sealed_id, row.seen_at) == ("700100001", None, NOW)


async def test_an_id_that_cannot_be_opened_is_nowhere_and_is_mended_when_the_chat_writes(database: Database) -> None:
    await arrive(database, writes(PHONE, phone=PHONE))
    async with database.transaction("damage") as uow:
        lost = b"\x01another key" * 3
        await uow.connection.execute(update(address).values(sealed_id=lost, phone=lost))
    with capture_logs() as logs:
        [chat] = await chats(database)
    assert (chat.external_id, chat.phone) == ("", None)
    assert [entry["event"] for entry in logs] == ["chat.unreadable", "phone.unreadable"]
    with capture_logs():
        await arrive(database, writes(PHONE, phone=PHONE))
    [chat] = await chats(database)
    assert (chat.external_id, chat.phone) == (PHONE, PHONE)


async def test_the_ids_of_an_erased_account_are_free(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    [before] = await chats(database)
    async with database.transaction("erase") as uow:
        await uow.accounts.set_news(before.id, NOW)
        await uow.accounts.erase(before.account_id, NOW)
    [erased] = await chats(database)
    assert (erased.external_id, erased.phone, erased.news_at) == (PHONE, None, None)
    await arrive(database, writes(SCOPED))
    await arrive(database, writes(PHONE))
    assert sorted(one.external_id for one in await chats(database)) == sorted([PHONE, SCOPED])
    ids = {one.external_id: (one.id, one.account_id) for one in await chats(database)}
    assert ids[PHONE][0] == before.id
    assert before.account_id not in {account for _, account in ids.values()}


async def test_a_chat_takes_its_former_id_back_from_its_erased_account(database: Database) -> None:
    """Erased under the number, back under the other id, then from the number again."""
    await arrive(database, writes(PHONE, SCOPED))
    [before] = await chats(database)
    async with database.transaction("erase") as uow:
        await uow.outbox.add([answer(before, "on its way")])
        await uow.accounts.erase(before.account_id, NOW)
    await arrive(database, writes(SCOPED, PHONE))
    await arrive(database, writes(PHONE))
    dead, alive = await chats(database)
    assert (dead.id, dead.external_id, alive.external_id) == (before.id, "", PHONE)
    async with database.reading() as uow:
        assert (await uow.connection.execute(select(outbox.c.status))).scalars().all() == ["never"]
        assert await uow.addresses.live_at([("whatsapp", SCOPED)]) == {("whatsapp", SCOPED): alive}


async def test_who_is_met_anew_after_erasing_has_nothing_of_the_former_account(database: Database) -> None:
    await arrive(database, writes(PHONE, SCOPED, phone=PHONE))
    [before] = await chats(database)
    async with database.transaction("erase") as uow:
        await uow.accounts.set_blocked(before.id, NOW)
        await uow.accounts.erase(before.account_id, NOW)
        new = await at(uow, PHONE)
    assert new.account_id != before.account_id
    assert new == replace(before, account_id=new.account_id, phone=None, seen_at=None)


async def test_the_ids_of_an_erased_account_are_forgotten_after_a_while(database: Database) -> None:
    await arrive(database, writes(PHONE), writes(OTHER_PHONE))
    first, second = await chats(database)
    async with database.transaction("erase") as uow:
        await uow.accounts.erase(first.account_id, NOW)
        await uow.addresses.forget(NOW)
    assert [one.external_id for one in await chats(database)] == [PHONE, OTHER_PHONE]
    async with database.transaction("forget") as uow:
        await uow.addresses.forget(after(days=30))
    assert [one.external_id for one in await chats(database)] == ["", OTHER_PHONE]
    await arrive(database, writes(PHONE))
    assert [one.external_id for one in await chats(database)] == [PHONE, OTHER_PHONE]
    assert second.id != first.id


async def test_a_chat_that_leaves_an_account_is_not_chosen_for_notifications_any_more(database: Database) -> None:
    await arrive(database, writes(PHONE), writes(OTHER_PHONE))
    mine, other = await chats(database)

    async def chosen(uow: Uow) -> int | None:
        return (await uow.accounts.load([mine.account_id]))[mine.account_id].notify_address_id

    async with database.transaction("choose") as uow:
        account = (await uow.accounts.load([mine.account_id]))[mine.account_id]
        await uow.accounts.save(replace(account, notify_address_id=mine.id))
        await uow.accounts.move_address(other.id, mine.account_id)
        await uow.accounts.move_address(mine.id, mine.account_id)
        assert await chosen(uow) == mine.id
        await uow.accounts.move_address(mine.id, other.account_id)
        assert await chosen(uow) is None


async def test_the_choice_for_notifications_is_erased_with_the_account(database: Database) -> None:
    await arrive(database, writes(PHONE))
    [chat] = await chats(database)
    async with database.transaction("choose") as uow:
        account = (await uow.accounts.load([chat.account_id]))[chat.account_id]
        await uow.accounts.save(replace(account, notify_address_id=chat.id))
        await uow.accounts.erase(account.id, NOW)
        assert (await uow.accounts.load([account.id]))[account.id].notify_address_id is None


async def test_a_chat_remembers_when_it_was_told_of_news(database: Database) -> None:
    await arrive(database, writes(PHONE))
    [chat] = await chats(database)
    async with database.transaction("news") as uow:
        await uow.accounts.set_news(chat.id, after(hours=30))
    assert await chats(database) == [replace(chat, news_at=after(hours=30))]


def chat_of(id_: int, **known: Any) -> Address:
    return Address(id_, 1, "telegram", str(id_), False, None, NOW, **known)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], None),
        ([chat_of(1), chat_of(2)], 2),
        ([chat_of(1, seen_at=after(hours=1)), chat_of(2)], 1),
        ([chat_of(1, seen_at=after(hours=1)), chat_of(2, seen_at=after(hours=2))], 2),
        ([chat_of(1), replace(chat_of(2, seen_at=after(hours=2)), blocked_at=NOW)], 1),
        ([replace(chat_of(1), blocked_at=NOW)], None),
    ],
)
def test_the_chat_last_written_from_is_the_one_to_answer_in(known: list[Address], expected: int | None) -> None:
    found = last_seen(known)
    assert (found and found.id) == expected


async def test_a_message_that_is_found_late_does_not_turn_back_when_the_person_wrote_last(database: Database) -> None:
    for hours in (2, 1):
        async with database.transaction("inbox") as uow:
            await uow.inbox.store([writes(PHONE)], after(hours=hours))
    assert (await chats(database))[0].seen_at == after(hours=2)


async def test_what_was_found_out_comes_back_where_the_person_wrote_last(database: Database) -> None:
    await arrive(database, writes(PHONE))
    [old] = await chats(database)
    async with database.transaction("second chat") as uow:
        new = (await uow.accounts.at([("telegram", "7")], NOW))["telegram", "7"]
        await uow.accounts.move_address(new.id, old.account_id)
        await uow.inbox.store([writes(PHONE)], after(hours=1))
        assert await uow.inbox.store_for(old.account_id, Arrival("task", "1", "", {}, False), after(hours=2))
        row = (await uow.connection.execute(text("SELECT address_id FROM inbox WHERE channel = 'task'"))).scalar_one()
    assert row == old.id
    assert (await chats(database))[0].seen_at == after(hours=1)


@pytest.mark.postgres
async def test_deliveries_that_meet_never_wait_for_each_other_in_a_circle(postgres_url: str, sealer: Sealer) -> None:
    database = Database.open(postgres_url, sealer)
    people = [f"+7701000{number:04}" for number in range(12)]
    await arrive(database, *(writes(who) for who in people))

    async def deliver(seed: int) -> None:
        order = random.Random(seed)
        for _ in range(15):
            await arrive(database, *(writes(who) for who in order.sample(people, 8)))

    async with asyncio.timeout(60):
        await asyncio.gather(*(deliver(seed) for seed in range(6)))
    assert len(await chats(database)) == 12
    await database.close()


def from_phone(scoped: str | None, *, number: str = PHONE) -> Arrival:
    """A message under a number, with the id of whoever holds it now."""
    return writes(number, *([scoped] if scoped else []), phone=number)


@pytest.mark.parametrize("scoped_first", [False, True])
async def test_a_number_that_changed_hands_is_a_stranger(database: Database, scoped_first: bool) -> None:
    await arrive(database, from_phone(SCOPED), writes(SCOPED) if scoped_first else from_phone(SCOPED))
    [before] = await chats(database)
    async with database.transaction("unsent") as uow:
        await uow.inbox.done([one.id for one in await uow.inbox.claim(9)], NOW)
        await uow.outbox.add([answer(before, "about your child")])
    new = writes(OTHER_SCOPED, PHONE, phone=PHONE) if scoped_first else from_phone(OTHER_SCOPED)
    await arrive(database, new)
    ended, stranger = await chats(database)
    assert (ended.external_id, ended.phone) == ("", None)
    assert (stranger.external_id, stranger.phone) == (new.address, PHONE)
    assert len({ended.account_id, stranger.account_id, before.account_id}) == 3
    async with database.transaction("look") as uow:
        assert await uow.outbox.claim(9, 0, 30) == []
        assert {pair[1] for pair in await uow.addresses.live_at([("whatsapp", SCOPED), ("whatsapp", PHONE)])} == {PHONE}
        assert (await uow.events.history(f"account:{before.account_id}"))[-1].to == "chat_lost"
        assert [row.address_id for row in await uow.inbox.claim(9)] == [stranger.id]
        assert (await uow.accounts.load([before.account_id]))[before.account_id].deleted_at == NOW


async def test_a_registered_account_outlives_its_number(database: Database) -> None:
    await arrive(database, from_phone(SCOPED))
    [chat] = await chats(database)
    async with database.transaction("registered") as uow:
        mine = (await uow.accounts.load([chat.account_id]))[chat.account_id]
        await uow.accounts.save(replace(mine, registered_at=NOW))
    await arrive(database, from_phone(OTHER_SCOPED))
    async with database.reading() as uow:
        assert (await uow.accounts.load([chat.account_id]))[chat.account_id].deleted_at is None
        assert (await uow.accounts.addresses([chat.account_id]))[chat.account_id] == []


async def test_the_new_holder_of_a_number_who_was_known_already_takes_it(database: Database) -> None:
    await arrive(database, from_phone(SCOPED), writes(OTHER_SCOPED))
    _old, other = await chats(database)
    await arrive(database, from_phone(OTHER_SCOPED))
    ended, same = await chats(database)
    assert (ended.external_id, ended.phone) == ("", None)
    assert (same.id, same.account_id, same.external_id, same.phone) == (other.id, other.account_id, PHONE, PHONE)


async def test_an_old_message_that_comes_again_takes_the_number_from_nobody(database: Database) -> None:
    first = from_phone(SCOPED)
    await arrive(database, first)
    await arrive(database, from_phone(OTHER_SCOPED))
    before = await chats(database)
    assert await arrive(database, first) == []
    assert await arrive(database, replace(first, also=("KZ.1502000000000003",))) == []
    assert await chats(database) == before


@pytest.mark.parametrize("scoped", [None, SCOPED])
async def test_a_number_alone_or_with_its_own_id_is_the_same_chat(database: Database, scoped: str | None) -> None:
    await arrive(database, from_phone(SCOPED))
    [chat] = await chats(database)
    await arrive(database, from_phone(scoped))
    assert await chats(database) == [chat]


async def test_a_number_that_was_known_alone_learns_its_id(database: Database) -> None:
    await arrive(database, from_phone(None))
    [chat] = await chats(database)
    await arrive(database, from_phone(SCOPED))
    await arrive(database, writes(SCOPED))
    assert [one.id for one in await chats(database)] == [chat.id]


@pytest.mark.parametrize("again", ["id", "token"])
async def test_what_comes_again_opens_no_account_for_somebody_who_is_gone(database: Database, again: str) -> None:
    one = writes(PHONE, SCOPED, phone=PHONE, token="T1")
    await arrive(database, one)
    [chat] = await chats(database)
    async with database.transaction("erase") as uow:
        await uow.accounts.erase(chat.account_id, NOW)
    [before] = await chats(database)
    assert await arrive(database, one if again == "id" else replace(one, external_id="SM1")) == []
    assert await chats(database) == [before]
    async with database.reading() as uow:
        assert (await uow.connection.execute(select(func.count()).select_from(account))).scalar_one() == 1
