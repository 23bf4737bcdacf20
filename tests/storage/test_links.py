"""A code is good once and for a while, only its digest is kept, and nothing of it outlives an account that ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from storage.accounts import Address
from storage.chat_tables import chat_link
from storage.database import Database
from storage.links import CodeInUse, Link, LinkState
from storage.uow import Uow
from tests.storage.chats import NOW, after, chat
from tests.storage.domain.racing import race

SOON = after(minutes=10)
LABEL = "WhatsApp, +7 701 ••• •• 01"


async def issue(uow: Uow, who: Address, code: str = "4711 0815", now: datetime = NOW) -> Link:
    return await uow.links.issue(who.account_id, code, now, after(minutes=10))


async def new_chat(uow: Uow, who: str = "+77010000001") -> Address:
    return (await uow.accounts.at([("whatsapp", who)], NOW))["whatsapp", who]


async def typed(uow: Uow, there: Address, code: str = "4711 0815", now: datetime = NOW) -> Link | None:
    return await uow.links.typed(code, there.id, LABEL, now)


async def test_a_code_is_typed_asked_about_and_settled(database: Database) -> None:
    async with database.transaction("link") as uow:
        aigul, there = await chat(uow), await new_chat(uow)
        issued = await issue(uow, aigul)
        assert issued == Link(issued.id, aigul.account_id, "issued", None, None, SOON)
        asked = await typed(uow, there)
        assert asked == Link(issued.id, aigul.account_id, "asked", there.id, LABEL, SOON)
        assert await uow.links.settle(issued.id, "linked", NOW)
        assert not await uow.links.settle(issued.id, "refused", NOW)
        settled = await uow.links.get(issued.id)
        assert await uow.links.get(issued.id + 1) is None
    assert settled is not None
    assert settled.state == "linked"


async def test_a_code_is_good_once(database: Database) -> None:
    async with database.transaction("link") as uow:
        there, other = await new_chat(uow), await new_chat(uow, "+77010000002")
        await issue(uow, await chat(uow))
        assert await typed(uow, there) is not None
        assert await typed(uow, other) is None
        assert await typed(uow, there) is None


async def test_of_two_chats_that_type_it_at_once_one_is_asked_about(database: Database) -> None:
    async with database.transaction("issue") as uow:
        await issue(uow, await chat(uow))
        chats = [await new_chat(uow), await new_chat(uow, "+77010000002")]

    def by(there: Address) -> Callable[[Uow], Awaitable[Link | None]]:
        return lambda uow: typed(uow, there)

    first, second = await race(database, by(chats[0]), by(chats[1]))
    assert [first is None, second is None].count(True) == 1


async def test_another_code_opens_nothing(database: Database) -> None:
    async with database.transaction("link") as uow:
        await issue(uow, await chat(uow))
        assert await typed(uow, await new_chat(uow), "4711 0816") is None


async def test_a_code_expires_typed_or_not(database: Database) -> None:
    async with database.transaction("link") as uow:
        aigul, there = await chat(uow), await new_chat(uow)
        await issue(uow, aigul)
        assert await typed(uow, there, now=SOON) is None
        assert await typed(uow, there, now=after(minutes=9)) is not None


@pytest.mark.parametrize("asked", [True, False])
async def test_a_new_code_ends_the_one_before(database: Database, asked: bool) -> None:
    async with database.transaction("link") as uow:
        aigul, there = await chat(uow), await new_chat(uow)
        first = await issue(uow, aigul)
        if asked:
            await typed(uow, there)
        await issue(uow, aigul, "1234 5678")
        ended = await uow.links.get(first.id)
        assert await typed(uow, there) is None
        assert await typed(uow, there, "1234 5678") is not None
    assert ended is not None
    assert ended.state == "expired"


async def test_a_code_that_somebody_has_now_is_not_given_to_another(database: Database) -> None:
    async with database.transaction("link") as uow:
        await issue(uow, await chat(uow))
        botagoz = await chat(uow, "botagoz")
        with pytest.raises(CodeInUse):
            await issue(uow, botagoz)
        assert (await issue(uow, botagoz, now=SOON)).account_id == botagoz.account_id


@pytest.mark.parametrize("state", ["linked", "refused", "expired"])
async def test_how_it_ended_is_known(database: Database, state: LinkState) -> None:
    async with database.transaction("link") as uow:
        one = await issue(uow, await chat(uow))
        await typed(uow, await new_chat(uow))
        await uow.links.settle(one.id, state, after(minutes=2))
        row = (await uow.connection.execute(select(chat_link))).one()
    assert (row.state, row.settled_at) == (state, after(minutes=2))


async def test_neither_code_nor_label_is_readable_in_the_database(database: Database) -> None:
    async with database.transaction("link") as uow:
        await issue(uow, await chat(uow))
        asked = await typed(uow, await new_chat(uow))
        row = (await uow.connection.execute(select(chat_link))).one()
    stored = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for secret in ("4711", "0815", "+7 701"):
        assert secret.encode() not in stored
    assert "701" not in repr(asked)


@pytest.mark.parametrize("who", ["the account", "the chat that typed it"])
async def test_a_link_ends_with_either_side(database: Database, who: str) -> None:
    async with database.transaction("link") as uow:
        aigul, there = await chat(uow), await new_chat(uow)
        one = await issue(uow, aigul)
        await typed(uow, there)
        await uow.accounts.erase((aigul if who == "the account" else there).account_id, NOW)
        ended = await uow.links.get(one.id)
    assert ended is not None
    assert (ended.state, ended.label) == ("expired", None)


async def test_the_others_links_go_on_when_an_account_ends(database: Database) -> None:
    async with database.transaction("link") as uow:
        aigul, botagoz = await chat(uow), await chat(uow, "botagoz")
        await issue(uow, aigul)
        await uow.accounts.erase(botagoz.account_id, NOW)
        assert await typed(uow, await new_chat(uow)) is not None


async def test_old_links_are_deleted(database: Database) -> None:
    async with database.transaction("link") as uow:
        one = await issue(uow, await chat(uow))
        assert await uow.links.erase(SOON) == 0
        assert await uow.links.erase(after(days=1)) == 1
        assert await uow.links.get(one.id) is None
