"""Notifications go where the parent wants them; what does not arrive there goes to the other chat, once."""

from __future__ import annotations

import pytest

from dialogs.effects import ChooseNotified
from dialogs.message import Choice, Message
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from handlers.fallback import notice_failed
from handlers.review_deadlines import fire_deadlines
from handlers.telling import FALLBACK, Moment, notify, notify_everywhere, post
from handlers.vouchers import Issued
from locales.text import verbatim
from storage.deadlines import Deadline
from tests.handlers.neighbours import PHONE, connected_to, does, newcomer, registered
from tests.handlers.staff.people import applies
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import issues, moment, passes, told


async def both(town: Town) -> tuple[Phone, Phone]:
    """One parent on Telegram, who then joined on WhatsApp; everything read."""
    old = await registered(town)
    new = await connected_to(old, await newcomer(town, PHONE, channel="whatsapp"))
    return old.forgets(), new.forgets()


async def news(town: Town, phone: Phone) -> int:
    """Something happens; returns the id of the notification."""
    account = await phone.account()
    message = Message(verbatim("News"), (Choice("menu.0", verbatim("See the menu"), action=True),), purpose="N13")
    async with town.database.transaction("news") as uow:
        await post(uow, await notify(Moment(uow, town.office, town.clock.now()), account.id, message, "application:1"))
        (kept,) = await uow.notifications.of(account.id, 0, 1)
    await town.deliver()
    return kept.id


async def fire(town: Town, minutes: int = 60) -> None:
    """Time passes, and what is due is done."""
    town.clock.move(minutes=minutes)
    await fire_deadlines(town.database, town.office, 50)
    await town.deliver()


async def waiting(town: Town, notification: int) -> list[Deadline]:
    async with town.database.reading() as uow:
        return await uow.deadlines.of(f"notification:{notification}")


async def address_of(town: Town, phone: Phone) -> int:
    async with town.database.transaction("address") as uow:
        found = await uow.accounts.at([(phone.channel, phone.chat)], town.clock.now())
    return found[phone.channel, phone.chat].id


async def test_news_go_to_the_chat_last_written_from(town: Town) -> None:
    old, new = await both(town)
    town.clock.move(minutes=1)
    await new.says("menu")
    await news(town, old)
    new.hears("News")
    old.hears_not("News")
    town.clock.move(minutes=1)
    await old.says("menu")
    await news(town, old)
    old.hears("News")
    assert [message.text for message in new.heard].count("News") == 1


async def test_news_go_to_the_chosen_chat(town: Town) -> None:
    old, new = await both(town)
    await old.says("menu")
    for label in ("Profile", "My chats", "Where to notify", "WhatsApp •• 01"):
        await old.picks(label)
    old.hears("Notifications go to: WhatsApp +7 701 ••• •• 01")
    town.clock.move(minutes=1)
    await old.says("menu")
    await news(town, old.forgets())
    new.hears("News")
    old.hears_not("News")


async def test_reminders_of_a_voucher_go_to_the_chosen_channel_and_not_to_the_other(town: Town) -> None:
    telegram, whatsapp = await both(town)
    application = await applies(town, telegram, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED)
    await issues(town, Issued(application.id))
    for chosen, other, until in ((whatsapp, telegram, moment(24)), (telegram, whatsapp, moment(25))):
        await does(town, telegram, ChooseNotified(await address_of(town, chosen)))
        town.clock.move(minutes=1)
        await other.says("menu")
        for phone in (chosen, other):
            phone.forgets()
        await passes(town, until)
        chosen.hears("A reminder: the time to answer is running out.", "[Accept voucher]")
        assert other.heard == []
    assert (await told(town, telegram))[-2:] == ["N07", "N07"]


async def test_only_a_chat_of_ones_own_can_be_chosen(town: Town) -> None:
    old, _new = await both(town)
    stranger = await newcomer(town, "1009")
    outcome = await does(town, old, ChooseNotified(await address_of(town, stranger)))
    assert "does not belong" in str(getattr(outcome, "why", ""))
    await does(town, old, ChooseNotified(await address_of(town, old)))
    assert (await old.account()).notify_address_id is not None
    await does(town, old, ChooseNotified(None))
    assert (await old.account()).notify_address_id is None


async def test_what_has_not_arrived_in_time_goes_to_the_other_chat_once(town: Town) -> None:
    old, new = await both(town)
    new.reached = False
    await news(town, new)
    assert new.heard == []
    await fire(town, minutes=59)
    old.hears_not("News")
    await fire(town, minutes=1)
    assert [message.text for message in old.heard] == ["News"]
    await fire(town, minutes=600)
    assert [message.text for message in old.heard] == ["News"]
    await old.picks("See the menu")
    old.hears("[My applications]")


async def test_its_button_works_from_both_chats(town: Town) -> None:
    old, new = await both(town)
    new.reached = False
    await news(town, new)
    await fire(town)
    new.reached = True
    await new.sends({"tapped": old.heard[-1].choices[0].data})
    new.hears("[My applications]").hears_not("out of date")


async def test_what_has_arrived_goes_nowhere_else(town: Town) -> None:
    old, new = await both(town)
    notification = await news(town, new)
    new.hears("News")
    assert [one.kind for one in await waiting(town, notification)] == [FALLBACK]
    await fire(town)
    old.hears_not("News")
    assert await waiting(town, notification) == []


async def test_an_account_that_is_gone_is_told_nothing(town: Town) -> None:
    phone = await registered(town)
    account = await phone.account()
    async with town.database.transaction("end") as uow:
        await uow.accounts.erase(account.id, town.clock.now())
        at = Moment(uow, town.office, town.clock.now())
        for tell in (notify, notify_everywhere):
            assert await tell(at, account.id, Message(verbatim("News")), "application:1") == []
        assert await uow.notifications.count(account.id) == 0


async def test_who_has_one_chat_has_no_deadline(town: Town) -> None:
    phone = await registered(town)
    assert await waiting(town, await news(town, phone)) == []


async def test_a_chat_that_has_shut_the_bot_out_is_no_other_chat(town: Town) -> None:
    old, new = await both(town)
    await old.sends({"blocked": True})
    assert await waiting(town, await news(town, new)) == []
    new.hears("News")


async def test_it_waits_for_nothing_when_the_message_will_never_arrive(town: Town) -> None:
    old, new = await both(town)
    new.reached = False
    notification = await news(town, new)
    async with town.database.transaction("report") as uow:
        await notice_failed(uow, notification, town.clock.now())
        await notice_failed(uow, 1, town.clock.now())
    await fire(town, minutes=0)
    old.hears("News")


@pytest.mark.parametrize("end", ["blocked", "deleted", "erased"])
async def test_nothing_is_sent_where_nobody_is_left_to_read_it(town: Town, end: str) -> None:
    old, new = await both(town)
    new.reached = False
    notification = await news(town, new)
    account, other = await new.account(), await address_of(town, old)
    async with town.database.transaction("end") as uow:
        if end == "blocked":
            await uow.accounts.set_blocked(other, town.clock.now())
        if end == "deleted":
            await uow.accounts.erase(account.id, town.clock.now())
        if end == "erased":
            await uow.notifications.erase(account.id)
    await fire(town)
    assert old.heard == []
    assert await waiting(town, notification) == []
