"""Support, notifications and the catalogue as a parent reads them."""

from __future__ import annotations

import pytest

from dialogs.effects import AnswerCase, OpenCase, SayInCase, SetLocality
from dialogs.inputs import Fine
from dialogs.queries import MyCase, MyCases, MyNotices, Preschool, Preschools
from enrolment.preschools import Group
from enrolment.terms import QueueType
from handlers.book import answer
from tests.handlers.neighbours import (
    OTHER_IIN,
    OTHER_PHONE,
    does,
    kindergarten,
    newcomer,
    registered,
    stock,
    why,
)
from tests.handlers.staff.people import administrator
from tests.handlers.town import Phone, Town


async def case_of(town: Town, phone: Phone) -> int:
    (card,) = await town.at_desk(phone, lambda desk: answer(desk, MyCases()))
    assert card.lines == ()
    return int(card.id)


@pytest.mark.rule("S2-70")
@pytest.mark.rule("S3-17")
async def test_a_question_gets_a_number_and_its_answer_comes_into_the_chat(town: Town) -> None:
    admin = await administrator(town)
    guest = await newcomer(town)
    await guest.picks("Help")
    await guest.picks("Write to support")
    await guest.says("Where do I get the conclusion?")
    guest.hears("Your question has number H-2026-000001. An administrator will answer here.")
    admin.hears("H-2026-000001", "Where do I get the conclusion?", "[Reply]")
    case = await case_of(town, guest)
    await does(town, admin, AnswerCase(case, "At your polyclinic."))
    guest.hears("At your polyclinic.")
    await guest.picks("Open the case")
    guest.hears("Where do I get the conclusion?", "At your polyclinic.", "[Write more]")
    await guest.picks("Write more")
    await guest.says("Thank you")
    guest.hears("Sent. An administrator will answer here.")
    admin.hears("Thank you")


@pytest.mark.rule("S2-78")
async def test_who_is_asked_for_money_is_told_that_the_service_is_free(town: Town) -> None:
    admin = await administrator(town)
    phone = await newcomer(town)
    await phone.picks("Help")
    await phone.picks("Asked for money?")
    await phone.says("A man at the gate")
    phone.hears("The service is free: nobody may ask you for money.", "H-2026-000001", "[Open the case]")
    admin.hears("A report that somebody asks for money", "A man at the gate")
    notices = await town.at_desk(phone, lambda desk: answer(desk, MyNotices()))
    assert "The service is free" in notices.notices[0].text


async def test_ten_cases_a_day_are_enough(town: Town) -> None:
    phone = await newcomer(town)
    for _try in range(10):
        assert isinstance(await does(town, phone, OpenCase("question", "?")), Fine)
    assert why(await does(town, phone, OpenCase("money", "?"))).startswith("You can ask 10 questions a day.")
    town.clock.move(days=1, seconds=1)
    assert isinstance(await does(town, phone, OpenCase("question", "?")), Fine)


async def test_fifty_messages_a_day_are_enough(town: Town) -> None:
    phone = await newcomer(town)
    await does(town, phone, OpenCase("question", "?"))
    case = await case_of(town, phone)
    for _try in range(50):
        await does(town, phone, SayInCase(case, "!"))
    assert "write again tomorrow" in why(await does(town, phone, SayInCase(case, "!")))


async def test_nobody_reads_or_writes_in_somebody_elses_case(town: Town) -> None:
    phone, other = await newcomer(town), await newcomer(town, "1002")
    await does(town, phone, OpenCase("question", "?"))
    case = await case_of(town, phone)
    assert await town.at_desk(other, lambda desk: answer(desk, MyCase(case))) is None
    assert "do not find this question" in why(await does(town, other, SayInCase(case, "!")))


@pytest.mark.rule("S1-65")
async def test_notifications_are_listed_five_on_a_sheet_newest_first(town: Town) -> None:
    phone = await newcomer(town)
    for _try in range(7):
        await does(town, phone, OpenCase("money", "?"))
        town.clock.move(minutes=1)
    first = await town.at_desk(phone, lambda desk: answer(desk, MyNotices()))
    second = await town.at_desk(phone, lambda desk: answer(desk, MyNotices(1)))
    assert (len(first.notices), len(second.notices), first.total) == (5, 2, 7)
    assert "H-2026-000007" in first.notices[0].text
    assert "H-2026-000001" in second.notices[-1].text


@pytest.mark.rule("S1-07")
async def test_the_catalogue_is_read_by_city_and_queue(town: Town) -> None:
    groups = (Group("a", 1.5, 3.0, 20), Group("b", 3.0, 5.5, 25))
    sanatorium = kindergarten("200141000004", "Айналайын", queue_types=(QueueType.SANATORIUM,), groups=groups, fee=9000)
    empty = kindergarten("990240000000", "Бос", locality="astana", groups=())
    await stock(town, kindergarten(), sanatorium, empty)
    guest = await newcomer(town)
    everything = await town.at_desk(guest, lambda desk: answer(desk, Preschools("almaty")))
    assert [card.name.ru for card in everything] == ["Айналайын", "Балапан"]
    general = await town.at_desk(guest, lambda desk: answer(desk, Preschools("almaty", QueueType.GENERAL)))
    assert [card.name.ru for card in general] == ["Балапан"]
    aged = await town.at_desk(guest, lambda desk: answer(desk, Preschools("almaty", QueueType.SANATORIUM, 30)))
    assert [(card.free, card.places) for card in aged] == [(20, 45), (20, 20)]
    card = everything[0]
    assert (card.min_age, card.max_age, card.places, card.free, card.fee) == (1, 6, 45, 45, 9000)
    bare = await town.at_desk(guest, lambda desk: answer(desk, Preschool("990240000000")))
    assert (bare.places, bare.free) == (0, 0)
    assert await town.at_desk(guest, lambda desk: answer(desk, Preschool("210560000005"))) is None


async def test_language_and_city_change_and_a_city_that_is_gone_is_refused(town: Town) -> None:
    phone = await registered(town, "1001", OTHER_PHONE, OTHER_IIN)
    await phone.picks("Profile")
    await phone.picks("Language and city")
    await phone.picks("Change city")
    await phone.picks("Astana")
    assert (await phone.account()).locality == "astana"
    assert "no longer in the list" in why(await does(town, phone, SetLocality("atlantis")))
    await phone.says("language")
    await phone.picks("Қазақша")
    assert (await phone.account()).locale == "kk"
