"""The list of categories changed in the department's chat: counted, confirmed, in force on its day. B.3, S3-39."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dialogs.inputs import Fine, Refused
from dialogs.staff.categories import TOO_EARLY, WHY_NOT, EnterCategories, PreviewCategories, after_another
from enrolment.application import ApplicationState
from enrolment.category_changes import CategoryChange, CategoryEdit, ChangeBar
from enrolment.profile_sections import Category
from enrolment.terms import Name, Privilege, QueueType, Role
from enrolment.working_days import ALMATY
from handlers.invitations import Invitee
from handlers.moving import subject_of
from handlers.reranking import rerank_wanted
from handlers.staff.categories import ONE_CITY
from handlers.working_calendar import up_to_date
from tests.handlers.staff.distributing import works
from tests.handlers.staff.people import applies, department, does, events_of, hired, now_is, parent
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import fires, moment, passes

TEACHERS_FIRST = CategoryChange(CategoryEdit.MOVE_PRIVILEGE, 1, Privilege.TEACHER)
RENAMED = CategoryChange(CategoryEdit.RENAME, 2, None, Name("Екінші", "Вторая", "Вторая"))


async def of_all_cities(town: Town) -> Phone:
    """Somebody of the department who answers for all cities, everything read."""
    phone = await hired(town, "602", "Петрова Анна", Invitee(Role.EDUCATION_DEPARTMENT, None))
    return phone.forgets()


@pytest.mark.rule("S3-39")
async def test_a_change_is_counted_confirmed_and_holds_from_its_day(town: Town) -> None:
    details = {"language": "kk", "privilege": Privilege.TEACHER}
    queued: dict[str, Any] = {
        "queue_type": QueueType.GENERAL,
        "state": ApplicationState.QUEUED,
        "details": details,
        "category": 2,
    }
    one = await applies(town, await parent(town), **queued)
    clerk = await of_all_cities(town)
    await clerk.says("menu")
    await clerk.picks("Categories")
    clerk.hears("Lower categories go first.", "1. extraordinary: Military serviceman")
    await clerk.picks("Change the list")
    await clerk.picks("Move a privilege")
    if not any("Teacher" in choice.label for choice in clerk.heard[-1].choices):
        await clerk.picks("More")
    await clerk.picks("Teacher")
    await clerk.picks("Category 1")
    await clerk.says("23.11.2026")
    clerk.hears("Type tomorrow’s date or a later one")
    await clerk.says("24.11.2026")
    await works(town)
    clerk.hears("1 application would move to another category.")
    await clerk.picks("Yes, change")
    clerk.hears("Entered. The new list holds from")
    await rerank_wanted(town.database, town.office)
    assert (await now_is(town, one)).category == 2
    town.clock.moment = moment(24, 0)
    await fires(town)
    assert await rerank_wanted(town.database, town.office) == 1
    assert (await now_is(town, one)).category == 1
    await clerk.says("menu")
    await clerk.picks("Categories")
    clerk.hears("Teacher’s child" if "Teacher’s child" in clerk.last else "Teacher's child")


async def test_a_change_that_empties_a_category_is_explained_and_not_entered(town: Town) -> None:
    clerk = await of_all_cities(town)
    nothing = CategoryChange(CategoryEdit.EARLIER, 1)
    assert await does(town, clerk, EnterCategories(nothing, date(2026, 12, 1))) == Refused(WHY_NOT[ChangeBar.FIRST])
    early = await does(town, clerk, EnterCategories(TEACHERS_FIRST, date(2026, 11, 23)))
    assert early == Refused(TOO_EARLY, at="since")
    await clerk.says("menu")
    await clerk.picks("Categories")
    await clerk.picks("Change the list")
    await clerk.picks("Put one earlier")
    await clerk.picks("Category 1")
    await clerk.says("24.11.2026")
    await works(town)
    clerk.hears("This category is the first already. Choose another one.")


async def test_whoever_answers_for_one_city_does_not_change_the_list_of_all(town: Town) -> None:
    clerk = await department(town)
    for effect in (PreviewCategories(TEACHERS_FIRST), EnterCategories(TEACHERS_FIRST, date(2026, 12, 1))):
        assert await does(town, clerk, effect) == Refused(ONE_CITY)


async def held(town: Town) -> tuple[Category, ...]:
    async with town.database.reading() as uow:
        return (await up_to_date(uow, town.office)).profile.categories


async def test_each_of_two_lists_begins_on_its_day_and_the_second_keeps_the_change_of_the_first(town: Town) -> None:
    clerk = await of_all_cities(town)
    assert isinstance(await does(town, clerk, EnterCategories(TEACHERS_FIRST, date(2026, 12, 1))), Fine)
    assert isinstance(await does(town, clerk, EnterCategories(RENAMED, date(2027, 1, 10))), Fine)
    named_before = (await held(town))[1].name
    await passes(town, moment(2, 0, month=12))
    first, second, _others = await held(town)
    assert (Privilege.TEACHER in first.privileges, second.name) == (True, named_before)
    await passes(town, datetime(2027, 1, 11, tzinfo=ALMATY))
    first, second, _others = await held(town)
    assert (Privilege.TEACHER in first.privileges, second.name.ru) == (True, "Вторая")


async def test_a_list_does_not_begin_before_another_that_was_entered_already(town: Town) -> None:
    clerk = await of_all_cities(town)
    await does(town, clerk, EnterCategories(TEACHERS_FIRST, date(2026, 12, 10)))
    refused = await does(town, clerk, EnterCategories(RENAMED, date(2026, 12, 1)))
    assert refused == Refused(after_another(date(2026, 12, 10)), at="since")
    await clerk.says("menu")
    await clerk.picks("Categories")
    clerk.hears("In force:\n1. extraordinary: Military", "From 10 December 2026 on:\n1. extraordinary: Military")
    await clerk.picks("Change the list")
    await clerk.picks("Rename one")
    await clerk.picks("Category 2")
    await clerk.says("екінші")
    await clerk.says("вторые")
    await clerk.says("01.12.2026")
    clerk.hears("A list that was entered before begins on 10 December 2026.")


async def test_a_category_is_added_and_removed_in_the_chat(town: Town) -> None:
    details = {"language": "kk", "privilege": Privilege.TEACHER}
    queued: dict[str, Any] = {"queue_type": QueueType.GENERAL, "state": ApplicationState.QUEUED, "category": 2}
    teacher = await applies(town, await parent(town), **queued, details=details)
    nobody = await applies(town, await parent(town, "1002"), **{**queued, "category": 3, "details": {"language": "kk"}})
    clerk = await of_all_cities(town)
    await clerk.says("menu")
    await clerk.picks("Categories")
    await clerk.picks("Change the list")
    await clerk.picks("Add a category")
    clerk.hears("Which privilege goes into the new category?")
    if "Teacher" not in clerk.last:
        await clerk.picks("More")
    await clerk.picks("Teacher")
    clerk.hears("Before which category does the new one come?")
    await clerk.picks("Category 2")
    await clerk.says("педагогтердің балалары")
    await clerk.says("дети педагогов")
    await clerk.says("24.11.2026")
    await works(town)
    clerk.hears("The new list:", "2. дети педагогов: Teacher", "4. in turn", "1 application would move")
    await clerk.picks("Yes, change")
    clerk.hears("From 24 November 2026 on:")
    town.clock.moment = moment(24, 0)
    await fires(town)
    await rerank_wanted(town.database, town.office)
    assert ((await now_is(town, teacher)).category, (await now_is(town, nobody)).category) == (2, 4)
    assert ("system", "queued") not in await events_of(town, subject_of(nobody.id))
    gone = CategoryChange(CategoryEdit.REMOVE, 2)
    assert isinstance(await does(town, clerk, EnterCategories(gone, date(2026, 11, 25))), Fine)
    town.clock.moment = moment(25, 0)
    await fires(town)
    await rerank_wanted(town.database, town.office)
    assert ((await now_is(town, teacher)).category, (await now_is(town, nobody)).category) == (3, 4)
    await clerk.says("menu")
    await clerk.picks("Categories")
    clerk.hears("In force since 25 November 2026:", "3. first-priority").hears_not("дети педагогов", "From ")
