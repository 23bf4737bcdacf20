"""The department changes the list of categories: counted first, then entered with its day. B.3, G.0."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.staff.categories import (
    TOO_EARLY,
    WHY_NOT,
    CategoryListsNow,
    EnterCategories,
    EnteredLists,
    ListAhead,
    PreviewCategories,
    after_another,
)
from enrolment.application import category_of
from enrolment.category_changes import CategoryChange, CategoryEdit, NoChange, changed
from enrolment.profile import Profile
from enrolment.profile_sections import Category
from enrolment.terms import Name, Privilege, Role
from enrolment.working_days import ALMATY
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.office import Office
from handlers.queue_order import CATEGORIES
from handlers.reranking import QUEUES, plan_list
from handlers.staff.reach import actor_of, by_staff
from handlers.working_calendar import up_to_date
from locales.text import _
from storage.category_lists import CategoryList
from storage.database import Database
from storage.staff import StaffMember
from storage.tasks import TaskRow
from storage.uow import Uow

COUNT: Final = "category_preview"
AT_ONCE: Final = 1000
ONE_CITY = _("The list is the same in all cities. Somebody who answers for all of them changes it.")
_GUARD = by_staff(Role.EDUCATION_DEPARTMENT, Role.ADMIN)


@performs(PreviewCategories)
@_GUARD
async def ask_for_count(desk: Desk, member: StaffMember, effect: PreviewCategories) -> Outcome:
    """Have the moves counted after this turn."""
    if member.locality is not None:
        return Refused(ONE_CITY)
    task_id = await desk.uow.tasks.add(desk.account.id, COUNT, _raw(effect.change), desk.now)
    desk.uow.wake("tasks")
    return Fine({"token": task_id})


async def count_moves(database: Database, office: Office, task: TaskRow) -> dict[str, Any]:
    """How many applications the change would move to another category."""
    async with database.reading() as uow:
        profile = (await up_to_date(uow, office)).profile
        before = replace(profile, categories=await _entered_last(uow, profile))
        try:
            after = replace(before, categories=changed(before.categories, _change(task.payload)))
        except NoChange:
            return {"status": "impossible"}
        moved = _moved(before, after)
        last, moves = 0, 0
        while page := await uow.rankings.page(last, AT_ONCE, lock=False):
            moves += sum(one.details.get("privilege") in moved for one in page)
            last = page[-1].id
    return {"status": "ready", "moves": moves}


def _moved(before: Profile, after: Profile) -> set[str]:
    """The privileges that count in another category; one that only got another number is no other one."""
    moved = set()
    for row in before.privileges:
        old, new = (each.category(category_of([row.code], each)) for each in (before, after))
        same = old.name == new.name if len(before.categories) != len(after.categories) else old.number == new.number
        moved |= set() if same else {row.code.value}
    return moved


@answers(CategoryListsNow)
async def lists_now(desk: Desk, query: CategoryListsNow) -> EnteredLists:
    """Since when the list in force holds, and those that come; of two of one day the later one counts."""
    held = await desk.uow.settings.get(CATEGORIES)
    entered = await desk.uow.categories.all()
    since = next((one.valid_from for one in entered if str(one.version) == held), None)
    ahead = {_day(one.valid_from): one.categories for one in reversed(entered) if one.valid_from > desk.now}
    return EnteredLists(_day(since) if since else None, tuple(ListAhead(day, ahead[day]) for day in sorted(ahead)))


def _day(moment: datetime) -> date:
    return moment.astimezone(ALMATY).date()


@performs(EnterCategories)
@_GUARD
async def enter(desk: Desk, member: StaffMember, effect: EnterCategories) -> Outcome:
    """Keep the new list; at the beginning of its day the queues are ordered by it.

    It has whatever was entered before it, so it may not begin earlier than any of that.
    """
    if member.locality is not None:
        return Refused(ONE_CITY)
    since = datetime.combine(effect.since, time.min, ALMATY)
    try:
        categories = changed(await _entered_last(desk.uow, desk.office.profile), effect.change)
    except NoChange as no_change:
        return Refused(WHY_NOT[no_change.why])
    if since <= desk.now:
        return Refused(TOO_EARLY, at="since")
    last = max((one.valid_from for one in await desk.uow.categories.all()), default=since)
    if last > since:
        return Refused(after_another(_day(last)), at="since")
    version, who = await desk.uow.categories.next_version(), actor_of(member)
    await desk.uow.categories.add(CategoryList(version, since, categories, who, desk.now))
    await plan_list(desk.uow, desk.now)
    details = {"version": version, "since": since.isoformat(), **_raw(effect.change)}
    await desk.uow.events.append(QUEUES, who, None, "entered", at=desk.now, details=details)
    said = _("Entered. The new list holds from {day}.", day=effect.since)
    return Fine(Finish(notes=(Message(said),), then=Go("categories")))


async def _entered_last(uow: Uow, profile: Profile) -> tuple[Category, ...]:
    """The list that a change goes into: the one entered last, which may hold only from a later day."""
    entered = await uow.categories.all()
    return entered[0].categories if entered else profile.categories


def _raw(change: CategoryChange) -> dict[str, Any]:
    name = None if change.name is None else [change.name.kk, change.name.ru, change.name.en]
    return {"edit": change.edit, "category": change.category, "privilege": change.privilege, "name": name}


def _change(raw: dict[str, Any]) -> CategoryChange:
    privilege = None if raw["privilege"] is None else Privilege(raw["privilege"])
    return CategoryChange(
        CategoryEdit(raw["edit"]), raw["category"], privilege, None if raw["name"] is None else Name(*raw["name"])
    )
