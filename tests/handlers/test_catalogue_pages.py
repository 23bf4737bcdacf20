"""Looking around in a catalogue of hundreds of kindergartens, on either channel: search, distance, card, map. S1-07."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import select

from dialogs.kindergarten_queries import Details, FindPreschools, FreeGroup, PreschoolDetails
from documents.drawing.sheet import Sheet
from enrolment.catalogue_search import Sought
from enrolment.distance import Point
from enrolment.feedback import FeedbackState
from enrolment.identifiers import iin_control_digit
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage
from handlers.album import Album
from handlers.book import answer
from handlers.directory import directory, find
from storage.database import Database
from storage.feedback import Feedback
from storage.flow_tables import inbox
from storage.uow import Uow
from tests.handlers.kindergartens import BOTA, city, kindergarten, opens
from tests.handlers.neighbours import newcomer
from tests.handlers.staff.distributing import works
from tests.handlers.test_pictures import PNG
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import accepted

ALMATY_CENTRE = Point(43.238, 76.945)
KAZAKH, RUSSIAN = InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN
YOUNG, OLD = Group("Кіші", 2, 3, 20), Group("Ересек", 4, 6, 15)


def bin_of(serial: int) -> str:
    """A synthetic BIN; every eleventh or so has no control digit, so the year differs then."""
    for year in ("15", "16"):
        digit = iin_control_digit(first := f"{year}0140{serial:05}")
        if digit is not None:
            return f"{first}{digit}"
    raise AssertionError(serial)


def numbered(serial: int) -> Preschool:
    """Kindergarten No. `serial`, so many times about a hundred metres north of the centre; each third is private."""
    return replace(
        kindergarten(bin_of(serial), YOUNG if serial % 2 else OLD),
        name_kk=f"№ {serial} «Айгөлек» балабақшасы",
        name_ru=f"Детский сад № {serial} «Айголек»",
        ownership="private" if serial % 3 == 0 else "state",
        languages=(RUSSIAN,) if serial % 5 == 0 else (KAZAKH, RUSSIAN),
        lat=ALMATY_CENTRE.lat + serial / 1000,
        lon=ALMATY_CENTRE.lon,
        phone="+77000000012",
    )


async def big_city(town: Town, count: int = 300) -> None:
    await city(town, *(numbered(serial) for serial in range(1, count + 1)))


async def looking(town: Town, channel: str = "telegram") -> Phone:
    """Somebody without an account in the catalogue."""
    phone = await newcomer(town, "+77010000001" if channel == "whatsapp" else "1001", channel=channel)
    return await phone.picks("Kindergartens")


async def asked(town: Town, phone: Phone, query: Any) -> Any:
    return await town.at_desk(phone, lambda desk: answer(desk, query))


async def serials(town: Town, phone: Phone, query: FindPreschools) -> list[int]:
    cards = (await asked(town, phone, query)).cards
    return [int(card.name.ru.split("№ ")[1].split()[0]) for card in cards]


@pytest.mark.rule("S1-07", "S2-11")
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_one_of_hundreds_is_found_by_name_and_features(town: Town, channel: str) -> None:
    await big_city(town)
    phone = await looking(town, channel)
    await phone.hears("There are 300 kindergartens.").says("айголек № 217")
    phone.hears("1 kindergarten was found.", "Детский сад № 217 «Айголек»")
    await phone.picks("№ 217")
    phone.hears("20 free places of 20", "By age: 2–3 years: 20", "Phone: +7 (700) 000-00-12", "State-owned")
    await phone.says("back")
    await phone.picks("Choose by features")
    await phone.picks("Any name")
    await phone.picks("Ownership")
    await phone.picks("Private")
    await phone.picks("Language")
    await phone.picks("Kazakh")
    await phone.picks("Age")
    await phone.picks("5 years")
    phone.hears("Chosen: private; language: Kazakh; age: 5 years.")
    await phone.picks("Show")
    phone.hears("40 kindergartens were found.", "№ 6 ", "№ 12 ", "№ 18 ").hears_not("№ 30 ", "№ 3 ")


@pytest.mark.rule("S1-10")
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_the_nearest_come_first_and_the_location_is_kept_nowhere(town: Town, channel: str) -> None:
    await big_city(town)
    phone = await looking(town, channel)
    await phone.picks("Nearest to me")
    phone.hears("[Send my location]" if channel == "telegram" else "Send your location", "forget it")
    await phone.sends({"located": [ALMATY_CENTRE.lat + 0.25, ALMATY_CENTRE.lon]})
    phone.hears("Chosen: nearest first.", "№ 250 «Айголек»]\n[Детский сад № 249", "№ 251")
    async with town.database.reading() as uow:
        payloads = (await uow.connection.execute(select(inbox.c.payload).order_by(inbox.c.id.desc()))).scalars().all()
        assert payloads[0] is None and payloads[1] is not None
        account = await phone.account()
        kept = (await uow.conversations.load([account.id]))[account.id].data
        assert kept is not None and kept["page"][1] == {"near": [43.488, 76.945]}
    await phone.says("menu")
    async with town.database.reading() as uow:
        assert "43.488" not in str((await uow.conversations.load([account.id]))[account.id].data)


@pytest.mark.rule("S1-07", "S2-11")
async def test_free_places_are_those_of_now_and_of_the_age(town: Town) -> None:
    await big_city(town, 20)
    phone = await looking(town)
    free = FindPreschools("almaty", Sought(months=30), free=True)
    assert await serials(town, phone, free) == [1, 3, 5, 7, 9]
    async with town.database.transaction("declared") as uow:
        (group,) = await uow.places.of_preschool(bin_of(3))
        assert await uow.places.declare_free(group.id, 0, "staff:1", town.clock.now())
    assert await serials(town, phone, free) == [1, 5, 7, 9, 11]
    assert await serials(town, phone, replace(free, free=False)) == [1, 3, 5, 7, 9]
    assert await serials(town, phone, FindPreschools("almaty", free=True)) == [1, 2, 4, 5, 6]
    assert (await asked(town, phone, FindPreschools("astana", free=True))).count == 0


async def test_every_process_sees_a_new_catalogue_at_once_and_reads_it_once(town: Town) -> None:
    await big_city(town, 3)
    other = replace(town.office, directories=type(town.office.directories)())
    query = FindPreschools("almaty")
    async with town.database.reading() as uow:
        first = await directory(uow, town.office)
        assert len(await find(uow, town.office, query)) == len(await find(uow, other, query)) == 3
        assert await directory(uow, town.office) is first
    await big_city(town, 5)
    async with town.database.reading() as uow:
        assert await directory(uow, town.office) is not first
        assert len(await find(uow, town.office, query)) == len(await find(uow, other, query)) == 5


async def test_a_catalogue_that_was_rolled_back_is_not_remembered(town: Town) -> None:
    await big_city(town, 2)
    query = FindPreschools("almaty")
    with pytest.raises(RuntimeError):
        async with town.database.transaction("undone") as uow:
            await uow.catalogue.replace([numbered(serial) for serial in range(1, 10)], town.clock.now())
            assert len(await find(uow, town.office, query)) == 9
            raise RuntimeError
    async with town.database.reading() as uow:
        assert len(await find(uow, town.office, query)) == 2


async def test_five_thousand_kindergartens_are_searched_at_once(database: Database, town: Town) -> None:
    async with database.transaction("many") as uow:
        many = [replace(numbered(serial % 700), bin=f"{serial:012}") for serial in range(5000)]
        await uow.catalogue.replace(many, town.clock.now())
        await directory(uow, town.office)
        started = perf_counter()
        found = await find(uow, town.office, FindPreschools("almaty", Sought("айголек 7", "state"), near=ALMATY_CENTRE))
        assert len(found) == 8
        assert perf_counter() - started < 1


@pytest.mark.rule("S1-09", "S2-11")
async def test_the_card_has_the_rating_of_published_reviews(town: Town) -> None:
    await city(town, kindergarten(BOTA, YOUNG, replace(YOUNG, name="Ромашка", places=3), OLD))
    phone = await looking(town)
    assert (await asked(town, phone, PreschoolDetails("000000000000"))) is None
    found = await asked(town, phone, PreschoolDetails(BOTA))
    assert isinstance(found, Details)
    assert found.groups == (FreeGroup(2, 3, 23), FreeGroup(4, 6, 15))
    assert (found.rating, found.ratings) == (None, 0)
    account = await phone.account()
    async with town.database.transaction("review") as uow:
        await reviewed(uow, account.id, town)
    found = await asked(town, phone, PreschoolDetails(BOTA))
    assert (found.rating, found.ratings) == (Decimal("4.0"), 1)


async def reviewed(uow: Uow, account: int, town: Town) -> None:
    """A published review with four stars."""
    words = Feedback(BOTA, account, b"k" * 16, 4, "Жақсы", None, town.clock.now(), FeedbackState.WAITING)
    await uow.feedback.write(words)
    await uow.feedback.decide(words, FeedbackState.APPROVED, "staff:1", town.clock.now(), None)


@pytest.mark.rule("S3-49")
async def test_a_family_with_a_voucher_enrols_from_the_card(town: Town) -> None:
    await city(town, kindergarten(BOTA))
    await opens(town)
    phone, _one = await accepted(town)
    await phone.says("menu")
    await phone.picks("Kindergartens")
    await phone.picks("Show the list")
    await phone.picks("Бота")
    await phone.hears("Choose this one").picks("Choose this one")
    phone.hears("Enrolment", "Бота", "The place is kept for your child as soon as you confirm.")
    await phone.picks("Confirm")
    phone.hears("The request is sent.", "The place is kept for you.")


class Draughtsman:
    """Keeps what it was to draw."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []

    async def draw(self, sheet: Sheet) -> bytes:
        self.sheets.append(sheet)
        return PNG


async def drawn(town: Town, phone: Phone) -> dict[str, Any]:
    """What the map shows that the phone asks for now."""
    draughtsman = Draughtsman()
    town.office = replace(town.office, album=Album(draughtsman.draw))
    await phone.picks("Show on the map")
    await works(town)
    return dict(draughtsman.sheets[-1].inputs) if draughtsman.sheets else {}


@pytest.mark.rule("S1-10")
async def test_the_map_shows_the_list_with_its_numbers_and_names_as_text(town: Town) -> None:
    await big_city(town, 30)
    phone = await looking(town)
    await phone.picks("Show the list")
    await phone.picks("More")
    map_ = await drawn(town, phone)
    assert [row["number"] for row in map_["key"]] == list(range(1, 13))
    assert [row["name"].split()[3] for row in map_["key"]] == [str(serial) for serial in range(6, 18)]
    phone.hears("The picture comes", "<map.png>", "Kindergartens on the map", "1. Детский сад № 6 «Айголек»")


@pytest.mark.rule("S1-10")
async def test_the_map_of_one_shows_the_person_too(town: Town) -> None:
    await big_city(town, 3)
    phone = await looking(town)
    await phone.sends({"located": [ALMATY_CENTRE.lat, ALMATY_CENTRE.lon]})
    await phone.picks("№ 2")
    map_ = await drawn(town, phone)
    assert [row["away"] for row in map_["key"]] == ["200 m"]
    assert map_["here"] is not None


async def test_a_kindergarten_without_a_place_keeps_its_number_and_is_left_out_of_the_map(town: Town) -> None:
    nowhere = replace(numbered(1), lat=None, lon=None)
    await city(town, nowhere, numbered(2))
    phone = await looking(town)
    await phone.picks("Show the list")
    map_ = await drawn(town, phone)
    assert [row["number"] for row in map_["key"]] == [2]
    await city(town, nowhere)
    await phone.says("menu")
    await phone.picks("Kindergartens")
    await phone.picks("Show the list")
    assert await drawn(town, phone) == {}
    phone.hears("The catalogue does not say where these kindergartens are.")
