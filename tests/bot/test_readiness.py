"""Ready is a database that answers and has the present schema, and turns that are taken."""

from __future__ import annotations

import pytest

from bot.delivery import Flooded, Throttled, TryLater, Wrong
from bot.readiness import Pulse
from bot.web import ChannelState, Readiness
from storage.database import Database
from storage.inbox import Arrival
from tests import conftest as databases
from tests.bot.lanes import Lanes
from tests.handlers.town import MovableClock

database_url = databases.database_url


class Schema:
    """Says whether the schema is the present one, and counts how often it was asked."""

    def __init__(self, current: bool = True) -> None:
        self.current = current
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.current


def well() -> dict[str, str]:
    """One channel in service, without trouble."""
    return {"telegram": ""}


async def test_all_is_well(database: Database, clock: MovableClock) -> None:
    pulse = Pulse(database, clock, Schema(), well)
    assert await pulse.feel() == Readiness(True, True, {"telegram": ChannelState()})


async def test_what_waits_is_told_by_channel_and_turns_nothing_unready(lanes: Lanes) -> None:
    await lanes.say("aigul", "hello")
    lanes.clock.move(seconds=60)
    await lanes.say("daniyar", "good day")
    await lanes.say("+77010000001", "hello", channel="whatsapp")
    lanes.clock.move(minutes=60)
    state = await Pulse(lanes.database, lanes.clock, Schema(), well).feel()
    assert state.ready
    assert state.channels == {"telegram": ChannelState(3660), "whatsapp": ChannelState(3600, "not in service")}
    assert state.oldest_unsent_s == 3660


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (TryLater("Unauthorized"), "Unauthorized"),
        (Flooded(30), "retry after 30"),
        (Throttled("this chat has had too much"), ""),
        (Wrong("chat not found"), ""),
    ],
)
async def test_a_channel_that_does_not_send_says_why_until_it_does(
    lanes: Lanes, error: Exception, trouble: str
) -> None:
    lanes.postman.results["hello"] = [error]
    await lanes.say("aigul", "hello")
    sender = lanes.sender()
    pulse = Pulse(lanes.database, lanes.clock, Schema(), sender.troubles)
    await lanes.rounds(sender, 2)
    assert (await pulse.feel()).channels["telegram"].trouble == trouble
    lanes.lease_clock.seconds += 100
    await lanes.rounds(sender, 2)
    assert (await pulse.feel()).channels["telegram"] == ChannelState()


async def test_inputs_that_nobody_takes_make_it_unready_and_a_file_on_its_way_does_not(lanes: Lanes) -> None:
    async with lanes.database.transaction("arrive") as uow:
        photo = Arrival("telegram", "1", "aigul", {"attached": {}}, fetch=True)
        behind = Arrival("telegram", "2", "aigul", {"said": "done"}, fetch=False)
        await uow.inbox.store([photo, behind], lanes.clock.now())
    lanes.clock.move(minutes=4)
    pulse = Pulse(lanes.database, lanes.clock, Schema(), well)
    assert await pulse.feel() == Readiness(True, True, {"telegram": ChannelState()})
    await lanes.writes("daniyar")
    lanes.clock.move(seconds=120)
    assert (await pulse.feel()).ready
    lanes.clock.move(seconds=1)
    state = await pulse.feel()
    assert (state.ready, state.oldest_input_s) == (False, 121)
    async with lanes.database.transaction("turn") as uow:
        await uow.inbox.done([row.id for row in await uow.inbox.claim(9)], lanes.clock.now())
    assert (await pulse.feel()).ready


async def test_an_old_schema_is_not_ready_and_asked_for_once_in_a_while(
    database: Database, clock: MovableClock
) -> None:
    schema = Schema(current=False)
    pulse = Pulse(database, clock, schema, well)
    states = [await pulse.feel() for _time in range(3)]
    assert not any(state.ready for state in states)
    assert schema.asked == 1


async def test_a_database_that_is_away_is_not_ready(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(database, "ping", away)
    assert await Pulse(database, clock, Schema(), well).feel() == Readiness(database=False, migrated=False)
