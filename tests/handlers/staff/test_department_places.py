"""The department opens and closes places of groups, within its city and never below what vouchers hold. G.0."""

from __future__ import annotations

import pytest

from dialogs.inputs import Refused
from dialogs.staff.department_effects import ClosePlaces, OpenPlaces
from dialogs.staff.department_places import GONE
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.identifiers import IdentifierError, parse_bin
from handlers.staff.department_places import group_subject
from storage.places import GroupPlaces
from tests.handlers.staff.catalogues import BIN, OTHER_BIN, row
from tests.handlers.staff.distributing import group_now, issued, opened, queued
from tests.handlers.staff.people import administrator, department, doctor, does, events_of
from tests.handlers.town import Phone, Town


def bin_of(serial: int) -> str:
    """A synthetic BIN with the right control digit."""
    return next(bin_ for digit in range(10) if is_bin(bin_ := f"150140000{serial:02}{digit}"))


def is_bin(text: str) -> bool:
    try:
        parse_bin(text)
    except IdentifierError:
        return False
    return True


async def at_group(town: Town, clerk: Phone, group: GroupPlaces) -> Phone:
    """The clerk has the group in front."""
    await clerk.says("menu")
    await clerk.picks("Places")
    if "Which kindergarten" in clerk.last:
        await clerk.says(BIN)
        await clerk.picks("Еркемай")
    await clerk.picks(group.name)
    return clerk


async def test_the_department_finds_a_kindergarten_by_its_bin_and_opens_places(town: Town) -> None:
    group = await opened(town, 0)
    clerk = await at_group(town, await department(town), group)
    clerk.hears("Еркемай", "Places: 20. Taken or reserved: 0.", "Free: 20. Open of them: 0.", "[Open places]")
    clerk.hears_not("[Close places]")
    await clerk.picks("Open places")
    clerk.hears("Еркемай", "Group: Күншуақ, age 2–6", "Up to 20.")
    await clerk.says("21")
    clerk.hears("Only 20 can be opened now.")
    await clerk.says("three")
    clerk.hears("Type the number of places in digits")
    await clerk.says("3")
    clerk.hears("Еркемай", "Group: Күншуақ, age 2–6", "Open places: 0 now, 3 then.")
    await clerk.picks("Open places")
    clerk.hears(
        "3 places are open now.\nЕркемай",
        "Open places: 0 before, 3 now.",
        "Free: 20. Open of them: 3.",
        "[Close places]",
    )
    assert await events_of(town, group_subject(group.id)) == [("staff", "places_opened")]


async def test_a_part_of_the_name_finds_a_kindergarten_among_many(town: Town) -> None:
    rows = [row(bin_of(number), f"Сад {number}") for number in range(10, 19)]
    await opened(town, 0, row(), row(OTHER_BIN, "Балбөбек"), *rows)
    clerk = await department(town)
    await clerk.picks("Places")
    clerk.hears("Which kindergarten?", "[More]")
    await clerk.says("бөбек")
    await clerk.picks("Балбөбек")
    clerk.hears("Open: 0. Free: 20. All places: 20.")


async def test_open_places_are_closed_again(town: Town) -> None:
    group = await opened(town, 5)
    clerk = await at_group(town, await department(town), group)
    await clerk.picks("Close places")
    clerk.hears("Up to 5.")
    await clerk.says("2")
    await clerk.picks("Close places")
    clerk.hears("2 places are closed now.", "Open places: 5 before, 3 now.", "Open of them: 3.").hears_not("0 vouchers")
    assert (await group_now(town, group)).opened == 3


async def test_a_place_that_a_voucher_holds_is_not_closed(town: Town) -> None:
    group = await opened(town, 3)
    await queued(town, 2)
    clerk = await issued(town, await department(town))
    await at_group(town, clerk, group)
    clerk.hears("2 vouchers may still choose this group.", "Can be closed: 1.")
    assert isinstance(await does(town, clerk, ClosePlaces(group.id, 2)), Refused)
    assert (await group_now(town, group)).opened == 3
    assert not isinstance(await does(town, clerk, ClosePlaces(group.id, 1)), Refused)


@pytest.mark.parametrize("count", [0, -1, 21])
async def test_no_more_places_are_opened_than_are_free(town: Town, count: int) -> None:
    group, clerk = await opened(town, 0), await department(town)
    assert isinstance(await does(town, clerk, OpenPlaces(group.id, count)), Refused)
    assert isinstance(await does(town, clerk, ClosePlaces(group.id, count)), Refused)
    assert (await group_now(town, group)).opened == 0


async def test_only_the_department_of_the_city_opens_places(town: Town) -> None:
    group = await opened(town, 1)
    for who in (await doctor(town), await administrator(town)):
        assert await does(town, who, OpenPlaces(group.id, 1)) == Refused(NOT_YOUR_ROLE)
    elsewhere = await department(town, "602", "astana")
    assert await does(town, elsewhere, OpenPlaces(group.id, 1)) == Refused(GONE)
    assert await does(town, elsewhere, ClosePlaces(group.id, 1)) == Refused(GONE)
    await elsewhere.picks("Places")
    elsewhere.hears("There are no groups of yours here.")
    assert (await group_now(town, group)).opened == 1
