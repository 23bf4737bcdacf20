"""Children: added by IIN or document, shown to their parents only, removed while nothing is under way."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.effects import AddChild, Person, RemoveChild
from dialogs.inputs import Fine, Refused
from handlers.book import Outcome
from simulator.people import ALIKHAN, AMINA
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    does,
    parent_with_child,
    registered,
    why,
    work_outside,
)
from tests.handlers.staff.people import applies
from tests.handlers.town import Phone, Town

BORN = ALIKHAN.birth_date
BOY = Person("Оспанов", "Алихан", "Маратұлы", BORN)


def told(outcome: Outcome) -> str:
    assert isinstance(outcome, Fine), outcome
    return str(outcome.value.notes[0].text)


async def types_child(town: Town, phone: Phone, iin: str, name: str) -> Phone:
    """Types the IIN of a child whom the registry does not show, and the name."""
    await phone.says(iin)
    await work_outside(town)
    await phone.says(name)
    return await phone.picks("Add")


@pytest.mark.rule("S3-22")
async def test_the_registry_shows_a_child_to_its_parent(connected: Town) -> None:
    phone = await registered(connected)
    await phone.picks("Add a child")
    await phone.says(CHILD_IIN)
    await work_outside(connected)
    phone.hears("Is this your child?", "Оспанов Алихан Маратұлы", "15 March 2022")
    await phone.picks("Add")
    phone.hears("Алихан is in your list now.", "The data come from the registry.")


async def test_somebody_elses_child_reads_like_one_that_nobody_knows(connected: Town) -> None:
    """AMINA is another family's child, and nobody has the second IIN."""
    phone = await registered(connected)
    heard = []
    for iin in (AMINA.iin, "211102600003"):
        await phone.picks("My children")
        await phone.picks("Add a child")
        await types_child(connected, phone.forgets(), iin, "Иванова Анна")
        heard.append([message.text.replace(iin, "…") for message in phone.heard])
    assert heard[0] == heard[1]
    assert "does not agree with the registry" in heard[0][-2]


async def test_what_is_typed_right_agrees_without_being_shown(connected: Town) -> None:
    phone = await registered(connected)
    await phone.picks("Add a child")
    await types_child(connected, phone, AMINA.iin, "Ахметова Амина")
    phone.hears("Амина is in your list now.", "What you typed agrees with the registry.")
    phone.hears_not("Даниярқызы")


async def test_a_parent_whose_own_iin_is_not_proved_is_shown_no_child(connected: Town) -> None:
    """Whoever types a mother's IIN must not read her children's names."""
    phone = await registered(connected, "1002", OTHER_PHONE, IIN)
    assert (await phone.account()).iin_proof == "none"
    await phone.picks("Add a child")
    await phone.says(CHILD_IIN)
    await work_outside(connected)
    phone.hears("Type the child's surname").hears_not("Алихан")


async def test_when_the_registry_is_away_the_parent_types_and_nothing_is_said_of_it(connected: Town) -> None:
    phone = await registered(connected)
    await phone.picks("Add a child")
    await phone.says(CHILD_IIN)
    await work_outside(connected, registry_down=True)
    await phone.says("Оспанов Алихан")
    await phone.picks("Add")
    phone.hears("Алихан is in your list now.").hears_not("agree", "The data come from")


@pytest.mark.rule("S3-22")
async def test_five_iins_an_hour_are_checked(connected: Town) -> None:
    phone = await registered(connected)
    await phone.picks("Add a child")
    for _try in range(5):
        await phone.says(AMINA.iin)
        await work_outside(connected)
        await phone.says("back")
        await phone.says(CHILD_IIN)
        await work_outside(connected)
        await phone.says("back")
    phone.hears("I can check 5 IINs an hour. Please type this one again in an hour; nothing is lost.")


@pytest.mark.rule("S1-35")
@pytest.mark.rule("E-12")
async def test_edge_12_a_child_without_an_iin_is_added_by_document_number(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Add a child")
    await phone.picks("No IIN")
    await phone.says("N12345678")
    await phone.says("Ким София")
    await phone.says("15.03.2022")
    await phone.picks("Add")
    phone.hears("София is in your list now.")


@pytest.mark.rule("E-13")
async def test_edge_13_an_adults_iin_is_explained(town: Town) -> None:
    phone = await registered(town)
    refused = await does(town, phone, AddChild(OTHER_IIN, None, BOY, "none"))
    assert "younger than 6 years" in why(refused)
    assert isinstance(refused, Refused)
    assert refused.at == "iin"


@pytest.mark.parametrize(("registry", "at"), [("none", "birth_date"), ("found", "iin")])
async def test_a_birth_date_beyond_the_age_limit_is_explained_where_it_was_given(
    town: Town, registry: str, at: str
) -> None:
    phone = await registered(town)
    old = Person("Оспанов", "Алихан", "", date(2020, 11, 23))
    outcome = await does(town, phone, AddChild(CHILD_IIN, None, old, registry))
    assert isinstance(outcome, Refused)
    assert outcome.at == at
    nearly = Person("Оспанов", "Алихан", "", date(2020, 11, 24))
    assert "in your list" in told(await does(town, phone, AddChild(CHILD_IIN, None, nearly, registry)))


async def test_a_child_that_is_not_born_yet_waits(town: Town) -> None:
    phone = await registered(town)
    unborn = Person("Оспанов", "Алихан", "", date(2026, 11, 24))
    assert "not come yet" in why(await does(town, phone, AddChild(None, "N12345678", unborn, "none")))


async def test_a_birth_date_is_needed(town: Town) -> None:
    phone = await registered(town)
    nameless = Person("Оспанов", "Алихан", "")
    assert "birth date" in why(await does(town, phone, AddChild(None, "N12345678", nameless, "none")))


async def test_the_parents_own_iin_is_no_childs(town: Town) -> None:
    phone = await registered(town)
    assert "your own IIN" in why(await does(town, phone, AddChild(IIN, None, BOY, "none")))


async def test_the_same_child_is_not_added_twice(town: Town) -> None:
    phone, _child = await parent_with_child(town)
    assert "already in your list" in why(await does(town, phone, AddChild(CHILD_IIN, None, BOY, "none")))


async def test_the_other_parent_adds_the_same_child_without_a_word_about_it(town: Town) -> None:
    await parent_with_child(town)
    second = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    words = told(await does(town, second, AddChild(CHILD_IIN, None, BOY, "none")))
    assert words == "Алихан is in your list now."


async def test_a_stranger_has_to_register_first(town: Town) -> None:
    phone = town.phone("telegram", "1001")
    assert why(await does(town, phone, AddChild(CHILD_IIN, None, BOY, "none"))) == "Please register first."


async def test_a_child_is_removed_and_can_be_added_again(town: Town) -> None:
    phone, child = await parent_with_child(town)
    assert told(await does(town, phone, RemoveChild(child))) == "Алихан is no longer in your list."
    assert "no longer" in why(await does(town, phone, RemoveChild(child)))
    assert "in your list now" in told(await does(town, phone, AddChild(CHILD_IIN, None, BOY, "none")))


@pytest.mark.rule("E-44")
async def test_edge_44_a_child_with_an_application_under_way_stays(town: Town) -> None:
    phone = await registered(town)
    application = await applies(town, phone)
    refused = why(await does(town, phone, RemoveChild(application.child_id)))
    assert refused == f"An application of this child is under way: {application.number}. Withdraw it first."


async def test_nobody_removes_another_familys_child(town: Town) -> None:
    _phone, child = await parent_with_child(town)
    other = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    assert "no longer in your list" in why(await does(town, other, RemoveChild(child)))
