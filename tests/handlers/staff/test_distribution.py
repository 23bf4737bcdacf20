"""Giving places out: preview, one confirmed command, protocols with and without numbers. G.0, A9, V1."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.inputs import Fine, Refused
from dialogs.staff.department_effects import Distribute, PreviewDistribution
from dialogs.staff.member_queries import Appoint
from dialogs.staff.words import NOT_YOUR_ROLE
from enrolment.application import ApplicationState
from enrolment.terms import InstructionLanguage, Name, Role
from handlers.distributing import DISTRIBUTION, carry_out, run_subject
from storage.category_lists import CategoryList
from storage.tasks import TaskRow
from tests.handlers.neighbours import tasks
from tests.handlers.staff.distributing import group_now, issued, opened, previewed, queued, vouchers, works
from tests.handlers.staff.people import administrator, department, doctor, does, events_of, now_is, parent
from tests.handlers.town import Phone, Town


async def kept_of(town: Town, clerk: Phone) -> int:
    """The preview that the clerk has in front."""
    account = await clerk.account()
    async with town.database.reading() as uow:
        (conversation,) = (await uow.conversations.load([account.id])).values()
    assert conversation.data is not None
    return int(conversation.data["page"][1]["kept"])


async def commands(town: Town, clerk: Phone) -> TaskRow:
    """The clerk confirms; the command waits to be carried out."""
    await clerk.picks("Issue vouchers")
    await clerk.picks("Yes, issue")
    clerk.forgets()
    (task,) = [one for one in await tasks(town) if one.kind == DISTRIBUTION]
    return task


async def test_a_preview_says_who_gets_a_voucher_and_changes_nothing(town: Town) -> None:
    group = await opened(town, 2)
    families = await queued(town, 3)
    clerk = await previewed(town, await department(town))
    clerk.hears(
        "Preview, nothing is changed yet.",
        "2 vouchers would be issued.",
        "No open place remains.",
        "1 more child waits: Sanatorium queue, born in 2023 (all fitting places are given out).",
        f"1. {families[0][1].number} · Sanatorium queue, born in 2023, category: in turn",
        "Voucher: a fitting place, the family chooses the kindergarten.",
    )
    clerk.hears_not(families[2][1].number)
    assert await vouchers(town) == []
    assert (await group_now(town, group)).opened == 2
    assert (await now_is(town, families[0][1])).state is ApplicationState.QUEUED


@pytest.mark.rule("S3-40")
async def test_A9_V1_the_confirmed_command_issues_in_order_and_tells_the_families(town: Town) -> None:
    await opened(town, 2)
    families = await queued(town, 3)
    clerk = await issued(town, await department(town))
    clerk.hears("Distribution 1: 2 vouchers are issued, the families are told.", "[Protocol]")
    assert {one.application_id for one in await vouchers(town)} == {one.id for _phone, one in families[:2]}
    assert {one.run_id for one in await vouchers(town)} == {1}
    states = [(await now_is(town, one)).state for _phone, one in families]
    assert states == [ApplicationState.IN_PROCESS, ApplicationState.IN_PROCESS, ApplicationState.QUEUED]
    for phone, _application in families[:2]:
        assert phone.heard
    assert not families[2][0].heard
    assert await events_of(town, run_subject(1)) == [("staff", "distributed")]
    assert await events_of(town, "distribution:almaty") == [("staff", "commanded")]
    await clerk.picks("Protocol")
    clerk.hears("Protocol of distribution 1", "2 vouchers issued.", f"2. {families[1][1].number}")


async def test_who_is_passed_over_and_why_is_in_the_protocol(town: Town) -> None:
    await opened(town, 1)
    russian: dict[str, Any] = {"details": {"language": InstructionLanguage.RUSSIAN, "pages": 1}}
    ((_phone, first),) = await queued(town, 1, **russian)
    await queued(town, 1, first=2)
    clerk = await previewed(town, await department(town))
    clerk.hears("1 child was passed over.", f"1. {first.number}", "Passed over: no open place in this language.")
    await clerk.picks("Issue vouchers")
    await clerk.picks("Yes, issue")
    await works(town)
    await clerk.picks("Protocol")
    clerk.hears(f"1. {first.number}", "Passed over: no open place in this language.", "2. ")
    assert (await now_is(town, first)).state is ApplicationState.QUEUED


async def test_anyone_reads_the_protocol_without_names_and_numbers(town: Town) -> None:
    await opened(town, 2)
    families = await queued(town, 2)
    await issued(town, await department(town))
    town.clock.move(days=1)
    await queued(town, 1, first=3)
    reader = await parent(town, "1900")
    await reader.says("menu")
    await reader.picks("Kindergartens")
    await reader.picks("Who got places")
    reader.hears("Every distribution of places is published here without names.")
    await reader.picks("23 November")
    reader.hears(
        "Protocol of distribution 1", "2 vouchers issued.", "1. Sanatorium queue, born in 2023, category: in turn"
    )
    reader.hears("applied 23.11.2026 — Voucher: a fitting place")
    for _phone, application in families:
        reader.hears_not(application.number, "Арман")


async def test_the_protocol_calls_the_categories_as_they_were_called_then(town: Town) -> None:
    await opened(town, 1)
    await queued(town, 1)
    async with town.database.transaction("list") as uow:
        since, later = town.clock.now(), town.clock.now() + timedelta(days=1)
        everybodys = town.office.profile.categories[-1]
        for version, begins, name in ((1, since, "everybody"), (2, later, "others")):
            one = replace(everybodys, name=Name(name, name, name))
            await uow.categories.add(CategoryList(version, begins, (one,), "staff:1", since))
    await issued(town, await department(town))
    reader = await parent(town, "1900")
    await reader.says("menu")
    await reader.picks("Kindergartens")
    await reader.picks("Who got places")
    await reader.picks("23 November")
    reader.hears("category: everybody, applied")


async def test_a_city_without_runs_has_no_protocols_yet(town: Town) -> None:
    reader = await parent(town, "1900")
    await reader.says("menu")
    await reader.picks("Kindergartens")
    await reader.picks("Who got places")
    reader.hears("No places have been given out here yet.")


async def test_a_long_protocol_is_read_sheet_by_sheet(town: Town) -> None:
    await opened(town, 12)
    await queued(town, 12)
    clerk = await previewed(town, await department(town))
    clerk.hears("10. ", "[More]").hears_not("11. ")
    await clerk.picks("More")
    clerk.hears("11. ", "12. ", "[Previous]").hears_not("Preview, nothing is changed yet.")
    await clerk.picks("Issue vouchers")
    await clerk.picks("Yes, issue")
    await works(town)
    reader = await parent(town, "1900")
    await reader.says("menu")
    for label in ("Kindergartens", "Who got places", "23 November", "More"):
        await reader.picks(label)
    reader.hears("11. ", "12. ").hears_not("[More]")


async def test_nothing_is_issued_when_the_state_has_changed_since_the_preview(town: Town) -> None:
    group = await opened(town, 2)
    await queued(town, 3)
    clerk = await previewed(town, await department(town))
    async with town.database.transaction("meanwhile") as uow:
        assert await uow.places.close(group.id, 1, "staff:1", town.clock.now())
    await clerk.picks("Issue vouchers")
    await clerk.picks("Yes, issue")
    await works(town)
    clerk.hears("No voucher was issued: the queue or the places have changed since the preview.")
    assert await vouchers(town) == []
    await clerk.picks("New preview")
    await works(town)
    clerk.hears("1 voucher would be issued.")


async def test_a_command_given_twice_is_carried_out_once(town: Town) -> None:
    await opened(town, 4)
    await queued(town, 2)
    clerk = await previewed(town, await department(town))
    kept = await kept_of(town, clerk)
    await does(town, clerk, Distribute(kept))
    await does(town, clerk, Distribute(kept))
    clerk.forgets()
    await works(town)
    assert len(await vouchers(town)) == 2
    said = "\n".join(message.text for message in clerk.heard)
    assert len(re.findall("2 vouchers are issued", said)) == 1
    assert "No voucher was issued" not in said


async def test_edge_5_a_command_that_is_carried_out_again_after_a_crash_does_nothing(town: Town) -> None:
    await opened(town, 2)
    await queued(town, 2)
    task = await commands(town, await previewed(town, await department(town)))
    assert await carry_out(town.database, town.office, task) == {"status": "issued"}
    assert await carry_out(town.database, town.office, task) == {"status": "unneeded"}
    assert len(await vouchers(town)) == 2


async def test_edge_15_two_departments_at_once_never_issue_a_place_twice(town: Town) -> None:
    await opened(town, 3)
    await queued(town, 6)
    clerks = [await department(town, str(chat)) for chat in range(601, 605)]
    commanded = []
    for clerk in clerks:
        await previewed(town, clerk)
        commanded.append(await commands(town, clerk))
    outcomes = await asyncio.gather(*(carry_out(town.database, town.office, task) for task in commanded))
    assert sorted(one["status"] for one in outcomes) == ["changed", "changed", "changed", "issued"]
    assert len(await vouchers(town)) == 3
    async with town.database.reading() as uow:
        assert [one.number for one in await uow.distributions.runs(None, 0, 10)] == [1]


async def test_a_command_of_somebody_who_has_left_is_not_carried_out(town: Town) -> None:
    await opened(town, 1)
    await queued(town, 1)
    clerk = await previewed(town, await department(town))
    task = await commands(town, clerk)
    async with town.database.transaction("left") as uow:
        await uow.staff.leave(task.payload["member"], town.clock.now())
    assert await carry_out(town.database, town.office, task) == {"status": "unneeded"}
    assert await vouchers(town) == []


async def test_only_the_department_of_the_city_gives_places_out(town: Town) -> None:
    await opened(town, 1)
    await queued(town, 1)
    clerk = await previewed(town, await department(town))
    kept = await kept_of(town, clerk)
    assert await does(town, await doctor(town), Distribute(kept)) == Refused(NOT_YOUR_ROLE)
    assert await does(town, await doctor(town), PreviewDistribution("almaty")) == Refused(NOT_YOUR_ROLE)
    elsewhere = await department(town, "602", "astana")
    assert await does(town, elsewhere, PreviewDistribution("almaty")) == Refused(NOT_YOUR_ROLE)
    assert isinstance(await does(town, elsewhere, Distribute(kept)), Refused)
    assert not [one for one in await tasks(town) if one.kind == DISTRIBUTION]


async def test_a_protocol_with_numbers_is_for_the_department_of_the_city(town: Town) -> None:
    await opened(town, 1)
    ((_phone, application),) = await queued(town, 1)
    await issued(town, await department(town))
    elsewhere = await department(town, "602", "astana")
    await elsewhere.sends({"acted": {"action": "run", "subject": "1", "nonce": "x"}})
    elsewhere.hears_not(application.number)


async def test_a_command_of_somebody_who_has_gone_to_another_city_is_not_carried_out(town: Town) -> None:
    await opened(town, 2)
    await queued(town, 2)
    clerk, admin = await department(town), await administrator(town)
    task = await commands(town, await previewed(town, clerk))
    appointed = Appoint(task.payload["member"], Role.EDUCATION_DEPARTMENT, "astana", None)
    assert isinstance(await does(town, admin, appointed), Fine)
    assert await carry_out(town.database, town.office, task) == {"status": "unneeded"}
    assert await vouchers(town) == []
