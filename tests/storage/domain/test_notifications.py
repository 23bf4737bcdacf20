"""Notifications that were sent."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.domain_tables import notification
from storage.notifications import Notification, Notifications
from tests.storage.domain.families import later, mother


@pytest.mark.rule("S1-65")
async def test_all_that_was_sent_is_listed_newest_first_a_page_at_a_time(database: Database) -> None:
    async with database.transaction("test") as uow:
        sent, parent, other = Notifications(uow), await mother(uow, "1"), await mother(uow, "2")
        told = [
            Notification(parent.id, "N03", "application:1", f"Кезектегі орныңыз: {place}", later(days=-place))
            for place in (1, 2, 3)
        ]
        for one in (*told, Notification(other.id, "N01", "application:2", "…", later())):
            await sent.add(one)
        assert await sent.count(parent.id) == 3
        assert await sent.of(parent.id, 0, 2) == told[:2]
        assert await sent.of(parent.id, 2, 2) == told[2:]
        await sent.erase(parent.id)
        assert (await sent.count(parent.id), await sent.count(other.id)) == (0, 1)


async def test_a_button_is_found_by_its_nonce_in_its_own_account(database: Database) -> None:
    async with database.transaction("test") as uow:
        sent, parent = Notifications(uow), await mother(uow)
        one = Notification(
            parent.id, "N04", "application:1", "Себебі: …", later(), action={"page": "application"}, nonce="q7"
        )
        await sent.add(one)
        assert await sent.by_nonce(parent.id, "q7") == one
        assert await sent.by_nonce(parent.id, "q8") is None
        assert await sent.by_nonce(parent.id + 1, "q7") is None
        stored = (await uow.connection.execute(select(notification))).one()
    assert "Себебі".encode() not in stored.text
