"""Word that something waits, whose failure may be told before we have noted that the word went."""

from __future__ import annotations

from bot.delivery import Held
from bot.whatsapp.holding_back import HoldingBack
from bot.whatsapp.statuses import Mailbox, Reports
from tests import conftest as databases
from tests.bot.lanes import Lanes
from tests.channels.whatsapp.posted import PHONE

database_url = databases.database_url


WORD, NEXT_WORD = "SM" + "1" * 32, "SM" + "2" * 32


async def fails(lanes: Lanes, address_id: int) -> None:
    """Twilio tells that the first word did not arrive."""
    form = {"MessageSid": WORD, "MessageStatus": "failed", "ErrorCode": "63018"}
    await Mailbox(lanes.database, lanes.clock).take("", str(address_id), form)


async def test_a_failure_that_overtakes_our_commit_has_the_word_told_again(lanes: Lanes) -> None:
    lanes.postman.results["late"] = [Held(WORD), Held(NEXT_WORD)]
    chat = await lanes.say(PHONE, "late", channel="whatsapp")
    sender = lanes.sender()
    await sender.round()
    await sender.landed()
    await fails(lanes, chat.id)
    await sender.round()
    assert (await lanes.chat(chat)).news_at is None
    lanes.lease_clock.seconds += 61
    assert await HoldingBack(lanes.database).work() == 1
    await lanes.rounds(sender, 2)
    assert len(lanes.postman.letters) == 2
    assert (await lanes.chat(chat)).news_at == lanes.clock.now()


async def test_a_failure_counts_for_its_own_word_only_and_is_no_message_s(lanes: Lanes) -> None:
    lanes.postman.results["late"] = [Held(WORD), Held(NEXT_WORD)]
    chat = await lanes.say(PHONE, "late", channel="whatsapp")
    sender = lanes.sender()
    await lanes.rounds(sender, 2)
    await fails(lanes, chat.id)
    assert (await lanes.chat(chat)).news_at is None
    lanes.lease_clock.seconds += 61
    await HoldingBack(lanes.database).work()
    await lanes.rounds(sender, 2)
    assert (await lanes.chat(chat)).news_at == lanes.clock.now()
    assert await Reports(lanes.database, lanes.clock).work() == 0
