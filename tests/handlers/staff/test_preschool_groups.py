"""A kindergarten counts its free places: nothing taken is given away, and the department hears of closed ones."""

from __future__ import annotations

import pytest

from dialogs.inputs import Refused
from dialogs.staff.preschool_groups import DeclareFree
from enrolment.preschools import Group
from tests.handlers.kindergartens import AIGUL, BOTA, MIDDLE, asks, city, employee, kindergarten, left, opens
from tests.handlers.staff.people import department, does, events_of, parent
from tests.handlers.town import Phone, Town


async def at_the_group(town: Town, count: int = 3) -> tuple[Phone, int]:
    """An employee before the group of twenty places, `count` of them open, one reserved by a request."""
    await city(town, kindergarten(BOTA, MIDDLE, Group("Ересек", 4, 6, 10)))
    group = await opens(town, count=count)
    saule = await employee(town)
    await asks(town)
    await saule.says("menu")
    await saule.picks("Groups and places")
    saule.hears("Детский сад «Бота»", "Language of instruction: Kazakh.", "Free: 29. Open to parents: 2.")
    await saule.picks("Ортаңғы")
    saule.hears("Reserved by requests and referrals: 1.", "Free: 19. Open of them to parents: 2.")
    return saule, group.id


async def declares(saule: Phone, count: int) -> None:
    await saule.picks("Count free places")
    await saule.says(str(count))
    await saule.picks("Yes, that is right")


async def test_a_count_is_written_down_with_who_said_it(town: Town) -> None:
    saule, group = await at_the_group(town)
    clerk = (await department(town)).forgets()
    await declares(saule, 7)
    saule.hears("Written down. Free places: 7.", "Other children, by your own count: 12.", "Free: 7.")
    assert await left(town) == [(7, 2), (10, 0)]
    assert ("staff", "free_declared") in await events_of(town, f"group:{group}")
    clerk.hears_not("counted its free places")


@pytest.mark.rule("E-16")
async def test_edge_16_places_that_were_open_are_closed_and_the_department_is_told(town: Town) -> None:
    saule, _group = await at_the_group(town)
    clerk = (await department(town)).forgets()
    await declares(saule, 1)
    clerk.hears("1 open place is closed: Детский сад «Бота», group Ортаңғы.")
    assert (await left(town))[0] == (1, 1)


@pytest.mark.rule("E-16")
async def test_edge_16_a_reserved_place_is_never_declared_free(town: Town) -> None:
    saule, group = await at_the_group(town)
    await saule.picks("Count free places")
    await saule.says("20")
    saule.hears("20 places, and 1 of them are reserved or taken here.", "at most 19 can be free")
    await saule.says("19")
    await asks(town, "1002")
    await saule.picks("Yes, that is right")
    saule.hears("So many places cannot be free: some have been reserved meanwhile.")
    assert isinstance(await does(town, saule, DeclareFree(group, -1)), Refused)


async def test_only_the_employees_of_the_kindergarten_count(town: Town) -> None:
    _saule, group = await at_the_group(town)
    await city(town, kindergarten(BOTA, MIDDLE), kindergarten(AIGUL))
    stranger = await employee(town, "803", "Ким Вера", AIGUL)
    for who in (stranger, await department(town), await parent(town, "1003")):
        assert isinstance(await does(town, who, DeclareFree(group, 5)), Refused)
    assert (await left(town))[0][0] == 19
