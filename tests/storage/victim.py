"""A process to be killed: takes ten updates of one parent, one turn each, until the moment that it is given."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace

from storage.database import Database
from storage.sealing import Keyring, Sealer
from tests.storage.chats import NOW, answer, arrive, chat, says


def die_at(moment: str, here: str) -> None:
    if here == moment:
        os.kill(os.getpid(), signal.SIGKILL)


async def turn(database: Database, number: int, moment: str) -> None:
    async with database.transaction(f"turn {number}") as uow:
        row = (await uow.inbox.claim(1))[0]
        [conversation] = (await uow.conversations.load([row.account_id])).values()
        await uow.inbox.done([row.id], NOW)
        await uow.conversations.save([replace(conversation, data={"answers": number}, updated_at=NOW)])
        await uow.events.append("account", "parent", None, row.payload["text"], at=NOW, details={"n": number})
        die_at(moment, "in the middle" if number == 5 else "")
        await uow.deadlines.set(f"turn:{number}", "remind", NOW)
        await uow.outbox.add([answer(await chat(uow), row.payload["text"])])


async def live(url: str, moment: str) -> None:
    sealer = Sealer(Keyring.of([bytes(range(32))]), bytes(32))
    database = Database.open(url, sealer, on_commit=lambda label: die_at(moment, label))
    await arrive(database, *(says("aigul", str(number), number) for number in range(10)))
    for number in range(1, 11):
        await turn(database, number, moment)


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], sys.argv[2]))
