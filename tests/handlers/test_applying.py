"""Applying: from the dialog to the queue or to a doctor, and every reason why not, where it can be put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogs.effects import AddChild, Person, RejectReview, SubmitApplication
from dialogs.inputs import Fine, Page, Refused
from enrolment.profile_sections import AgeLimits
from enrolment.terms import QueueType
from storage.applications import Application
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    application,
    does,
    kindergarten,
    parent_with_child,
    registered,
    stock,
    why,
    work_outside,
)
from tests.handlers.staff.people import doctor, stored
from tests.handlers.town import Phone, Town

BOY = Person("Оспанов", "Алихан", "", date(2022, 3, 15))
KIND = {"proof_kind": "phthisiatrician_conclusion", "rehabilitation": "tb_contact"}


async def photo(town: Town, phone: Phone) -> Page:
    return Page(await stored(town, phone, b"photo", "image/jpeg"), "image/jpeg", 1)


async def sanatorium(town: Town, phone: Phone, child: int, **wishes: Any) -> SubmitApplication:
    proof = (await photo(town, phone), await photo(town, phone))
    return application(child, QueueType.SANATORIUM, **{**KIND, "proof": proof, **wishes})


async def only_application(town: Town, phone: Phone) -> Application:
    account = await phone.account()
    async with town.database.reading() as uow:
        (one,) = await uow.applications.of_account(account.id)
    return one


def at(outcome: Any) -> tuple[str | None, str]:
    assert isinstance(outcome, Refused), outcome
    return outcome.at, str(outcome.why)


@pytest.mark.rule("S3-33")
@pytest.mark.rule("S3-34")
async def test_a_parent_applies_to_the_sanatorium_queue(town: Town) -> None:
    await stock(town, kindergarten())
    reviewer = await doctor(town)
    phone, _child = await parent_with_child(town)
    await phone.says("menu")
    await phone.picks("Apply")
    await phone.picks("Sanatorium queue")
    await phone.picks("Contact with a TB patient")
    await phone.sends_file(await stored(town, phone, b"photo", "image/jpeg"), "image/jpeg")
    await phone.picks("Done")
    await phone.picks("Kazakh")
    await phone.picks("I agree")
    await phone.picks("Send")
    phone.hears(
        "Your application is accepted. Number: S-2026-000001. Child: Алихан.",
        "Waiting for the documents to be confirmed",
        "They are checked within 5 working days.",
        "Application No. S-2026-000001",
        "[Withdraw]",
    )
    reviewer.hears("S-2026-000001", "<1.jpg>", "[Confirm]")


async def test_everything_is_kept_with_the_application(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    effect = await sanatorium(town, phone, child)
    assert isinstance(await does(town, phone, effect), Fine)
    one = await only_application(town, phone)
    assert (one.state, one.queue_type, one.birth_year, one.category) == ("docs_pending", "sanatorium", 2022, 3)
    assert (one.profile, one.profile_version, one.consent_version) == ("unified", "1", "2026-01")
    assert one.submitted_at == one.consent_at == town.clock.now()
    assert one.details["preschools"] == ["150140000002"]
    assert (one.details["language"], one.details["rehabilitation"], one.details["pages"]) == ("kk", "tb_contact", 2)
    async with town.database.reading() as uow:
        (paper,) = await uow.papers.of_application(one.id)
        records = await uow.files.get(paper.file_ids)
        (event,) = await uow.events.history(f"application:{one.id}")
        assert await uow.reviews.get(one.id) is not None
    assert paper.file_ids == tuple(page.file for page in effect.proof)
    assert {record.state for record in records.values()} == {"kept"}
    assert (event.actor, event.from_, event.to) == (f"account:{one.account_id}", None, "docs_pending")


@pytest.mark.rule("E-34")
async def test_A7_A22_edge_34_after_a_rejection_the_child_applies_again_with_another_conclusion(town: Town) -> None:
    await stock(town, kindergarten())
    reviewer = await doctor(town)
    phone, child = await parent_with_child(town)
    await does(town, phone, await sanatorium(town, phone, child))
    refused = await only_application(town, phone)
    await does(town, reviewer, RejectReview(refused.id, "illegible_document", "Печать не видна"))
    town.clock.move(days=1)
    new = await sanatorium(town, phone, child)
    assert isinstance(await does(town, phone, new), Fine)
    reviewer.hears("S-2026-000002")
    account = await phone.account()
    async with town.database.reading() as uow:
        states = {one.number: one.state for one in await uow.applications.of_account(account.id)}
        again = next(one for one in await uow.applications.of_account(account.id) if one.id != refused.id)
        (paper,) = await uow.papers.of_application(again.id)
    assert states == {"S-2026-000001": "archived", "S-2026-000002": "docs_pending"}
    assert again.submitted_at == town.clock.now()
    assert paper.file_ids == tuple(page.file for page in new.proof)


async def test_the_general_queue_gives_a_place_at_once(town: Town) -> None:
    await stock(town, kindergarten())
    first, child = await parent_with_child(town)
    assert isinstance(await does(town, first, application(child)), Fine)
    first.hears("Number: G-2026-000001. Child: Алихан.", "Place in the queue: 1.")
    town.clock.move(minutes=1)
    second = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    added = await does(town, second, AddChild("220315500000", None, BOY, "none"))
    assert isinstance(added, Fine)
    await does(town, second, application(int(added.value.result)))
    second.hears("Number: G-2026-000002.", "Place in the queue: 2.")
    assert (await only_application(town, second)).notified_place == 2


async def test_a_privilege_is_reviewed_and_gives_a_better_category(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    proof = (await photo(town, phone),)
    effect = application(child, privilege="military", proof_kind="privilege_proof", proof=proof)
    assert isinstance(await does(town, phone, effect), Fine)
    one = await only_application(town, phone)
    assert (one.state, one.category, one.details["privilege"]) == ("docs_pending", 1, "military")


@pytest.mark.rule("E-10")
async def test_edge_10_a_child_has_one_application_to_a_queue_in_whichever_city(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    assert isinstance(await does(town, phone, application(child)), Fine)
    question, words = at(await does(town, phone, application(child)))
    assert (question, "one is enough" in words) == ("child", True)
    elsewhere = application(child, locality="astana", preschools=())
    assert at(await does(town, phone, elsewhere)) == (question, words)
    other_queue = await sanatorium(town, phone, child)
    assert isinstance(await does(town, phone, other_queue), Fine)


async def child_of(town: Town, phone: Phone, registry: str) -> int:
    """The boy in the list of this parent too, as far as the registry vouches for it."""
    added = await does(town, phone, AddChild(CHILD_IIN, None, BOY, registry))
    assert isinstance(added, Fine)
    return int(added.value.result)


@pytest.mark.rule("E-8")
async def test_edge_08_the_other_parents_application_counts_when_the_registry_names_both_and_is_not_shown(
    town: Town,
) -> None:
    await stock(town, kindergarten())
    first, second = await registered(town), await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    ones, others = await child_of(town, first, "found"), await child_of(town, second, "found")
    assert isinstance(await does(town, first, application(ones)), Fine)
    refused = at(await does(town, first, application(ones)))
    assert at(await does(town, second, application(others))) == refused
    assert "G-2026" not in refused[1]
    assert "can let you in: on its card, under “Family”, there is a code for you" in refused[1]


@pytest.mark.rule("E-8")
@pytest.mark.parametrize("registry", ["none", "unknown", "unavailable"])
async def test_who_merely_typed_an_iin_learns_nothing_and_keeps_nobody_out(town: Town, registry: str) -> None:
    await stock(town, kindergarten())
    mother, stranger = await registered(town), await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    hers, typed = await child_of(town, mother, "found"), await child_of(town, stranger, registry)
    assert isinstance(await does(town, mother, application(hers)), Fine)
    assert isinstance(await does(town, stranger, application(typed)), Fine)
    assert at(await does(town, stranger, application(typed)))[0] == "child"


async def test_staff_see_that_a_child_has_another_application(town: Town) -> None:
    await stock(town, kindergarten())
    reviewer = await doctor(town)
    mother, stranger = await registered(town), await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    hers, typed = await child_of(town, mother, "none"), await child_of(town, stranger, "none")
    await does(town, mother, application(hers))
    await does(town, mother, await sanatorium(town, mother, hers))
    reviewer.hears("S-2026-000001").hears_not("another application")
    await does(town, stranger, await sanatorium(town, stranger, typed))
    reviewer.hears("S-2026-000002", "There is another application for this child to this queue.")


async def test_of_two_parents_who_send_at_once_the_second_is_told_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    await does(town, phone, application(child))

    async def not_there_yet(*_key: object) -> None:
        return None

    with monkeypatch.context() as patched:
        patched.setattr("storage.applications.Applications.active_for", not_there_yet)
        late = at(await does(town, phone, application(child)))
    assert late == at(await does(town, phone, application(child)))


async def test_a_refused_application_leaves_no_gap_in_the_numbers(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    await does(town, phone, application(child))
    await does(town, phone, application(child))
    added = await does(town, phone, AddChild("220315500000", None, BOY, "none"))
    assert isinstance(added, Fine)
    await does(town, phone, application(int(added.value.result)))
    async with town.database.reading() as uow:
        numbers = [one.number for one in await uow.applications.of_account((await phone.account()).id)]
    assert numbers == ["G-2026-000002", "G-2026-000001"]


@pytest.mark.parametrize(
    ("wishes", "question"),
    [
        ({"locality": "shymkent"}, "locality"),
        ({"rehabilitation": "dancing"}, "rehabilitation"),
        ({"special_need": "dancing"}, "special_need"),
        ({"privilege": "friendship"}, "privilege"),
        ({"preschools": ("111111111111",)}, "preschools"),
        ({"preschools": ()}, "preschools"),
        ({"preschools": ("150140000002",) * 5}, "preschools"),
        ({"consent_version": "2019-01"}, "consent"),
        ({"privilege": "military"}, "proof"),
        ({"queue": QueueType.SANATORIUM}, "rehabilitation"),
        ({"queue": QueueType.SANATORIUM, "rehabilitation": "tb_contact"}, "conclusion"),
        ({"queue": QueueType.CORRECTIONAL}, "special_need"),
        ({"queue": QueueType.CORRECTIONAL, "special_need": "speech"}, "pmpc_conclusion"),
    ],
    ids=str,
)
async def test_what_is_missing_or_gone_is_asked_again_at_its_question(
    town: Town, wishes: dict[str, Any], question: str
) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    refused = at(await does(town, phone, replace(application(child), **wishes)))
    assert refused[0] == question
    assert refused[1]


async def test_a_queue_that_the_profile_has_given_up_is_said_to_be_gone(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    queues = tuple(row for row in town.office.profile.queues if row.type is not QueueType.GENERAL)
    town.office = replace(town.office, profile=replace(town.office.profile, queues=queues))
    assert at(await does(town, phone, application(child)))[0] == "queue"


async def test_where_no_kindergarten_exists_none_has_to_be_named(town: Town) -> None:
    phone, child = await parent_with_child(town)
    assert isinstance(await does(town, phone, application(child, preschools=())), Fine)


async def test_a_closed_kindergarten_is_chosen_anew(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    await stock(town, kindergarten("200141000004", "Жұлдыз"))
    assert at(await does(town, phone, application(child))) == (
        "preschools",
        "One of these kindergartens is closed or does not fit any more. Please choose again.",
    )


async def test_pages_that_are_gone_or_not_ones_own_are_sent_again(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    other = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    for page in (Page(17, "image/jpeg", 1), await photo(town, other)):
        effect = application(child, QueueType.SANATORIUM, **KIND, proof=(page,))
        assert at(await does(town, phone, effect))[0] == "conclusion"


@pytest.mark.rule("S3-23")
async def test_ones_own_data_come_first(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    account = await phone.account()
    async with town.database.transaction("test") as uow:
        await uow.accounts.save(replace(account, person=None))
    assert "Your own data are not complete" in why(await does(town, phone, application(child)))


async def test_a_child_who_has_grown_too_old_is_told_so(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    town.clock.move(days=365 * 2)
    question, words = at(await does(town, phone, application(child)))
    assert (question, "younger than 6 years" in words) == ("child", True)


async def test_a_child_who_is_too_young_is_asked_to_come_later(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    town.office = replace(town.office, profile=replace(town.office.profile, age=AgeLimits(60, 6)))
    question, words = at(await does(town, phone, application(child)))
    assert (question, "from 60 months" in words) == ("child", True)


async def test_only_ones_own_children_can_apply(town: Town) -> None:
    await stock(town, kindergarten())
    _phone, child = await parent_with_child(town)
    other = await registered(town, "1002", OTHER_PHONE, OTHER_IIN)
    assert at(await does(town, other, application(child)))[0] == "child"
    assert at(await does(town, other, application(17)))[0] == "child"


async def test_the_iin_of_the_parent_is_nowhere_in_the_notification(town: Town) -> None:
    await stock(town, kindergarten())
    phone, child = await parent_with_child(town)
    await does(town, phone, application(child))
    phone.hears_not(IIN, CHILD_IIN)


@pytest.mark.rule("E-10")
async def test_an_iin_that_somebody_merely_typed_does_not_keep_the_real_parent_out(connected: Town) -> None:
    await stock(connected, kindergarten())
    stranger = await registered(connected, "2002", OTHER_PHONE, OTHER_IIN)
    typed = AddChild(CHILD_IIN, None, BOY, "unknown")
    added = await does(connected, stranger, typed)
    assert isinstance(added, Fine)
    sent = await does(connected, stranger, application(int(added.value.result), QueueType.GENERAL))
    assert isinstance(sent, Fine)
    mother = await registered(connected, "1001")
    await mother.picks("Add a child")
    await mother.says(CHILD_IIN)
    await work_outside(connected)
    await mother.picks("Add")
    await mother.picks("Apply")
    account = await mother.account()
    async with connected.database.reading() as uow:
        (child,) = await uow.children.of(account.id)
    assert child.proof == "registry"
    assert isinstance(await does(connected, mother, application(child.id, QueueType.GENERAL)), Fine)
