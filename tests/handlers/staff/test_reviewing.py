"""From the parent's application to the doctor's decision and back to the parent's phone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import ConfirmReview, RejectReview, TakeReview
from dialogs.inputs import Fine, Refused
from dialogs.page import Go
from enrolment.application import ApplicationState, ArchiveReason
from enrolment.terms import QueueType, Role
from handlers.invitations import Invitee
from handlers.moving import subject_of
from handlers.reviewing import close_review, open_review
from handlers.staff import decisions
from handlers.staff.reach import review_subject
from locales.catalogue import Locale
from storage.applications import Application, Changed
from tests.handlers.staff.people import applies, department, doctor, does, events_of, hired, now_is, parent
from tests.handlers.town import Phone, Town

COMMENT = "The stamp cannot be read. Ask the clinic for a new copy."


async def rejects(phone: Phone, reason: str = "The document cannot be read", comment: str = COMMENT) -> None:
    await phone.picks("Reject")
    await phone.picks(reason)
    await phone.says(comment)
    await phone.picks("Reject")


async def test_a_new_application_reaches_the_right_doctors_as_a_card_with_its_documents(town: Town) -> None:
    here, colleague = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    elsewhere = await doctor(town, "503", "Иванова Ольга", "astana")
    others = [await department(town), await hired(town, "504", "Ли Анна", Invitee(Role.PMPC_REVIEWER))]
    application = await applies(town, await parent(town), pages=2)
    for phone in (here, colleague):
        phone.hears(
            f"Application {application.number} · Sanatorium queue · waits since 10:00",
            "Decide by: 30 November, Monday, 23:59 (5 working days left).",
            "Child: Арман, 3 years, boy.",
            "Rehabilitation: Contact with a TB patient.",
            "2 pages",
            "<1.jpg>\n<2.jpg>",
            "[Confirm]\n[Reject]\n[Open the card]",
        ).hears_not("Серіков")
    for phone in (elsewhere, *others):
        phone.hears_not(application.number)


@pytest.mark.rule("S3-36")
async def test_a_confirmed_application_is_in_the_queue_and_the_parent_reads_the_place(town: Town) -> None:
    phone, family = await doctor(town), await parent(town)
    application = await applies(town, family)
    await phone.picks("Confirm")
    phone.hears(f"Confirm the documents of application {application.number}?")
    await phone.picks("Yes, confirm")
    phone.hears(f"Confirmed: {application.number}. Place in the queue: 1.", "Nothing waits for review.")
    family.hears("Your application for a voucher is confirmed.", "Place in the queue: 1.", "Child: Арман.")
    moved = await now_is(town, application)
    assert (moved.state, moved.notified_place) == (ApplicationState.QUEUED, 1)
    assert await events_of(town, subject_of(application.id)) == [("account", "docs_pending"), ("staff", "queued")]


@pytest.mark.rule("S3-37")
@pytest.mark.rule("S3-38")
async def test_a_rejected_application_is_in_the_archive_and_the_parent_reads_why_and_by_whom(town: Town) -> None:
    phone, family = await doctor(town), await parent(town, locale="ru")
    application = await applies(town, family)
    await rejects(phone)
    phone.hears(f"Rejected: {application.number}. The parent is told the reason.")
    family.hears("Ахметова Дана", "Документ не читается", COMMENT).hears_not("illegible", "S3-37")
    moved = await now_is(town, application)
    assert (moved.state, moved.archive_reason) == (ApplicationState.ARCHIVED, ArchiveReason.DOCS_REJECTED)


@pytest.mark.rule("X-20")
async def test_a_city_may_keep_its_employees_unnamed(town: Town) -> None:
    profile = town.office.profile
    discreet = replace(profile, privacy=replace(profile.privacy, show_employee_name=False))
    town.office = replace(town.office, profile=discreet)
    phone, family = await doctor(town), await parent(town)
    await applies(town, family)
    await rejects(phone)
    family.hears("The document cannot be read", COMMENT).hears_not("Ахметова", "Employee")


@pytest.mark.rule("E-20")
async def test_no_way_leads_to_a_rejection_without_reason_or_comment(town: Town) -> None:
    phone, family = await doctor(town), await parent(town)
    application = await applies(town, family)
    for reason, comment, at in (("", COMMENT, "reason"), ("unheard", COMMENT, "reason"), ("other", "  ", "comment")):
        effect = RejectReview(application.id, reason, comment)
        outcome = await does(town, phone, effect)
        assert isinstance(outcome, Refused)
        assert outcome.at == at
    assert (await now_is(town, application)).state is ApplicationState.DOCS_PENDING


@pytest.mark.rule("E-2")
@pytest.mark.parametrize("first_takes", [True, False])
async def test_of_two_doctors_the_second_is_told_who_was_first(town: Town, first_takes: bool) -> None:
    first, second = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    family = await parent(town)
    application = await applies(town, family)
    await first.picks("Confirm")
    await second.picks("Confirm")
    payload = {"tapped": next(one.data for one in second.heard[-1].choices if one.label == "Yes, confirm")}
    if first_takes:
        await does(town, first, TakeReview(application.id))
        told = "was first and took it, 10:00. Nothing was changed."
    else:
        await first.picks("Yes, confirm")
        told = "was first and confirmed it, 10:00. Nothing was changed."
    second.forgets()
    await second.sends(payload)
    second.hears("Ахметова Дана (Phthisiatrician)")
    outcome = await does(town, second, ConfirmReview(application.id))
    assert isinstance(outcome, Fine)
    assert told in str(outcome.value.notes[0].text)
    assert len([one for one in family.heard if "confirmed" in one.text]) == (0 if first_takes else 1)


@pytest.mark.rule("E-2")
async def test_two_doctors_pressing_in_the_same_moment_decide_once(town: Town) -> None:
    doctors = [await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")]
    family = await parent(town)
    application = await applies(town, family)
    for phone in doctors:
        await phone.picks("Confirm")
    for phone in doctors:
        yes = next(choice.data for choice in phone.heard[-1].choices if choice.label == "Yes, confirm")
        await phone.writes({"tapped": yes})
    await town.settle()
    assert (await now_is(town, application)).state is ApplicationState.QUEUED
    assert len([one for one in family.heard if "is confirmed" in one.text]) == 1
    assert sorted(len([one for one in phone.heard if "Confirmed:" in one.text]) for phone in doctors) == [0, 1]
    loser = next(phone for phone in doctors if "out of date" in phone.last)
    loser.hears("confirmed by ", "(Phthisiatrician), 10:00")


@pytest.mark.parametrize("decision", [ConfirmReview(0), RejectReview(0, "incomplete_documents", COMMENT)])
async def test_who_was_overtaken_between_reading_and_writing_is_told_so_and_decides_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch, decision: ConfirmReview | RejectReview
) -> None:
    async def overtaken(*_given: object) -> Application:
        raise Changed

    phone, application = await doctor(town), await applies(town, await parent(town))
    monkeypatch.setattr(decisions, "move", overtaken)
    outcome = await does(town, phone, replace(decision, application=application.id))
    assert isinstance(outcome, Fine)
    assert outcome.value.then == Go("review", {"id": application.id})
    assert "Nothing was changed" in str(outcome.value.notes[0].text)
    async with town.database.reading() as uow:
        review = await uow.reviews.get(application.id)
    assert review is not None
    assert review.decided_at is None


async def test_a_taken_application_is_passed_on_and_waits_for_the_others(town: Town) -> None:
    first, second = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    application = await applies(town, await parent(town))
    await first.picks("Open the card")
    await first.picks("Take")
    first.hears("you took it, 10:00")
    await second.picks("Open the card")
    second.hears("taken by Ахметова Дана (Phthisiatrician), 10:00")
    assert "[Confirm]" not in second.last
    await first.picks("Pass on")
    first.hears("The application waits for the others again.")
    await second.says("menu")
    second.hears("1 application waits for review.")
    assert await events_of(town, review_subject(application.id)) == [("staff", "taken"), ("staff", "released")]


async def test_my_reviews_lists_what_i_took(town: Town) -> None:
    phone = await doctor(town)
    application = await applies(town, await parent(town))
    await phone.picks("Open the card")
    await phone.picks("Take")
    await phone.says("menu")
    await phone.picks("My reviews: 1")
    phone.hears("You have taken 1 application.", application.number)


async def test_documents_are_sent_as_files_with_the_name_that_they_must_bear(town: Town) -> None:
    phone = await doctor(town)
    application = await applies(town, await parent(town), pages=2)
    await phone.picks("Open the card")
    phone.hears_not("Серіков")
    await phone.picks("Show documents")
    phone.hears(
        f"Documents of application {application.number}. They must name: Серіков Арман.",
        "Born: 15 March 2023.",
        "<1.jpg>\n<2.jpg>",
    )
    assert ("staff", "documents_shown") in await events_of(town, review_subject(application.id))


@pytest.mark.rule("E-45")
async def test_a_relative_is_out_of_reach_once_declared(town: Town) -> None:
    phone, colleague = await doctor(town), await doctor(town, "502", "Сулейменов Ерлан")
    application = await applies(town, await parent(town))
    await phone.picks("Open the card")
    await phone.picks("A relative")
    await phone.picks("Yes, a relative")
    phone.hears("Somebody else will decide.")
    outcome = await does(town, phone, ConfirmReview(application.id))
    assert isinstance(outcome, Refused)
    await colleague.picks("Confirm")
    await colleague.picks("Yes, confirm")
    assert (await now_is(town, application)).state is ApplicationState.QUEUED


@pytest.mark.rule("E-45")
async def test_a_doctor_who_is_the_parent_neither_hears_of_the_application_nor_decides_it(town: Town) -> None:
    phone = await doctor(town, "1001")
    application = await applies(town, await parent(town, "1001"))
    phone.hears_not(application.number)
    outcome = await does(town, phone, ConfirmReview(application.id))
    assert isinstance(outcome, Refused)
    await phone.picks("Find by number")
    await phone.says(application.number)
    phone.hears("There is no such application among yours.")


async def test_a_search_beyond_ones_reach_reads_like_an_unknown_number(town: Town) -> None:
    here, elsewhere = await doctor(town), await doctor(town, "503", "Иванова Ольга", "astana")
    application = await applies(town, await parent(town))
    words = []
    for phone, number in ((here, "S-2026-999999"), (elsewhere, application.number)):
        await phone.says("menu")
        await phone.picks("Find by number")
        phone.forgets()
        await phone.says(number)
        words.append(phone.last)
    assert words[0] == words[1]
    await here.says(application.number.lower())
    here.hears(f"Application {application.number} · Sanatorium queue")


@pytest.mark.parametrize("effect", [TakeReview, ConfirmReview, lambda id_: RejectReview(id_, "other", COMMENT)])
async def test_every_act_is_authorised_whatever_the_page_showed(town: Town, effect: type[TakeReview]) -> None:
    others = [
        await doctor(town, "503", "Иванова Ольга", "astana"),
        await department(town),
        await hired(town, "504", "Ли Анна", Invitee(Role.PMPC_REVIEWER, "almaty")),
        await hired(town, "505", "Ким Виктор", Invitee(Role.ADMIN)),
        town.phone("staff", "999"),
        await parent(town, "1002"),
    ]
    application = await applies(town, await parent(town))
    for phone in others:
        outcome = await does(town, phone, effect(application.id))
        assert isinstance(outcome, Refused)
    assert (await now_is(town, application)).state is ApplicationState.DOCS_PENDING


@pytest.mark.rule("E-33")
async def test_a_withdrawn_application_does_not_wait_for_a_decision_any_more(town: Town) -> None:
    phone = await doctor(town)
    application = await applies(town, await parent(town))
    await phone.picks("Open the card")

    async def withdraw(desk: object) -> None:
        await close_review(desk, application.id, "withdrawn")  # type: ignore[arg-type]

    await town.at_desk(phone, withdraw)
    phone.forgets()
    outcome = await does(town, phone, TakeReview(application.id))
    assert isinstance(outcome, Fine)
    assert "does not wait for a decision any more" in str(outcome.value.notes[0].text)
    async with town.database.reading() as uow:
        assert await uow.deadlines.of(subject_of(application.id)) == []


async def test_a_privilege_is_reviewed_by_the_education_department(town: Town) -> None:
    clerk, family = await department(town), await parent(town)
    details = {"language": "kk", "privilege": "large_family", "pages": 1}
    application = await applies(town, family, queue_type=QueueType.GENERAL, category=2, details=details)
    clerk.hears(f"Application {application.number} · General queue", "Privilege: Large family.")
    await clerk.picks("Confirm")
    await clerk.picks("Yes, confirm")
    family.hears("Place in the queue: 1.")


async def test_nobody_reviews_what_needs_no_review(town: Town) -> None:
    family = await parent(town)
    application = await applies(
        town, family, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED, details={"language": "kk"}
    )
    with pytest.raises(ValueError, match="nobody reviews"):
        await town.at_desk(family, lambda desk: open_review(desk, application))


async def test_A19_the_department_archives_a_duplicate_after_hearing_the_parent(town: Town) -> None:
    clerk, family = await department(town), await parent(town)
    application = await applies(town, family)
    await clerk.picks("Find by number")
    await clerk.says(application.number)
    await clerk.picks("To the archive")
    await clerk.picks("A duplicate")
    await clerk.says("By phone on 12 May. The parent agrees.")
    await clerk.picks("To the archive")
    clerk.hears(f"In the archive: {application.number}.")
    family.hears("The application is now in the archive.", "there is another application for the same child")
    moved: Application = await now_is(town, application)
    assert moved.archive_reason is ArchiveReason.DUPLICATE
    async with town.database.reading() as uow:
        review = await uow.reviews.get(application.id)
        assert review is not None
        assert review.decision == "duplicate"
        assert await uow.deadlines.of(subject_of(application.id)) == []


async def test_a_staff_notice_speaks_the_language_of_its_reader(town: Town) -> None:
    phone = await doctor(town)
    await phone.says("language")
    await phone.picks("Русский")
    await applies(town, await parent(town))
    assert phone.heard[-1].locale is Locale.RU
    phone.hears("Контакт с больным туберкулёзом")
