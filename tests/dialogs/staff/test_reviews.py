"""Reviews: the card, taking, confirming, rejecting with a reason, passing on, searching."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.effects import (
    ArchiveApplication,
    ConfirmReview,
    DeclareRelative,
    FindApplication,
    RejectReview,
    ReleaseReview,
    ShowDocuments,
    TakeReview,
)
from dialogs.inputs import Fine, Refused
from dialogs.queries import Review
from enrolment.terms import QueueType
from locales.text import verbatim
from tests.dialogs.staff.colleagues import (
    ADMIN,
    BOY,
    CLERK,
    DOCTOR,
    OTHER_DOCTOR,
    PAGE_ONE,
    TEACHER,
    application,
    finished,
    staff,
    taken,
    waiting,
)
from tests.dialogs.talk import NOW, Talk

COMMENT = "The stamp cannot be read. Ask the clinic for a new copy."


def at_card(card: object = None, **more: object) -> Talk:
    """A doctor in front of the card."""
    shown = card or waiting()
    return staff(DOCTOR, shown, **more).starts().acts("review", "21")  # type: ignore[arg-type]


def test_the_menu_says_first_what_waits() -> None:
    (
        staff(DOCTOR, waiting(), total=3)
        .starts()
        .hears("3 applications wait for review.", "1 Waiting: 3", "2 My reviews: 0", "3 Find by number")
        .hears_not("Catalogue", "Support")
    )


def test_a_doctor_goes_from_the_menu_to_the_list_to_the_card() -> None:
    (
        staff(DOCTOR, waiting())
        .starts()
        .picks("Waiting: 1")
        .hears("1 S-2026-000045 — since 09:12")
        .picks("S-2026-000045")
        .hears("Application S-2026-000045 · Sanatorium queue · waits since 09:12")
    )


def test_the_card_tells_what_the_decision_needs_and_nothing_more() -> None:
    (
        at_card()
        .hears(
            "Decide by: 30 November, Monday, 10:00 (5 working days left).",
            "Child: Арман, 3 years, boy.",
            "Rehabilitation: Contact with a TB patient.",
            "Phthisiatrician's conclusion: 2 pages.",
            "1 Confirm",
            "2 Reject",
            "3 Take",
            "4 Show documents",
        )
        .hears_not("Серіков", "220315500104")
    )


def test_a_baby_is_counted_in_months() -> None:
    born = dt.date(2026, 6, 20)
    baby = waiting(application=application(child=type(BOY)(12, BOY.person, born, None, None, "none")))
    at_card(baby).hears("Child: Арман, 5 months, boy.")


def test_the_card_says_when_the_term_ends_today_and_when_it_has_ended() -> None:
    at_card(waiting(days_left=0, due_at=NOW + dt.timedelta(hours=13))).hears("23:00 (today)")
    at_card(waiting(days_left=0, due_at=NOW - dt.timedelta(days=1))).hears("The term to decide ended: 22 November")


def test_needs_and_privileges_are_named_in_the_words_of_the_profile() -> None:
    need = application(queue=QueueType.CORRECTIONAL, rehabilitation=None, special_need="hearing")
    at_card(waiting(application=need)).hears("Special need: Hearing.", "PMPC conclusion: 2 pages.")
    privilege = application(queue=QueueType.GENERAL, rehabilitation=None, privilege="large_family")
    at_card(waiting(application=privilege)).hears("Privilege: Large family.", "Proof of the privilege: 2 pages.")


def test_a_card_without_documents_or_sex_says_nothing_of_them() -> None:
    child = replace(BOY, person=replace(BOY.person, sex=None))
    at_card(waiting(application=application(child=child, pages=0))).hears("Арман, 3 years.").hears_not("page", "boy")


def test_what_happened_on_another_day_is_told_with_the_day() -> None:
    at_card(waiting(waiting_since=NOW - dt.timedelta(days=1))).hears("waits since 22 November, Sunday, 10:00")


def test_a_colleague_whom_nobody_knows_any_more_is_a_colleague() -> None:
    decided = waiting(decision="confirmed", decided_at=NOW)
    at_card(decided).hears("confirmed by a colleague, 10:00")


@pytest.mark.rule("S3-36")
def test_confirming_is_asked_once_more_and_declares_that_it_is_no_relative() -> None:
    (
        at_card()
        .picks("Confirm")
        .hears("Confirm the documents of application S-2026-000045?", "no relative of yours", "cannot be undone")
        .picks("Not yet")
        .hears("waits since 09:12")
        .picks("Confirm")
        .picks("Yes, confirm")
        .does(ConfirmReview(21))
    )


@pytest.mark.rule("S3-37")
@pytest.mark.rule("E-20")
def test_a_rejection_needs_a_reason_and_a_comment_and_is_shown_before_it_is_sent() -> None:
    (
        at_card()
        .picks("Reject")
        .hears("Rejection · step 1 of 3", "Why are the documents rejected?", "The document cannot be read")
        .says("because")
        .hears("I found nothing like that")
        .picks("The document cannot be read")
        .hears("Write to the parent what exactly is wrong")
        .says("bad")
        .hears("too short to help")
        .says(COMMENT)
        .hears("Reason: The document cannot be read", f"Comment: {COMMENT}", "no relative of yours", "1 Reject")
        .picks("Reject")
        .does(RejectReview(21, "illegible_document", COMMENT))
    )


def test_a_rejection_can_be_changed_before_it_is_sent() -> None:
    (
        at_card()
        .picks("Reject")
        .picks("The document has expired")
        .says(COMMENT)
        .picks("Change")
        .picks("Reason")
        .picks("The data do not agree")
        .picks("Reject")
        .does(RejectReview(21, "data_mismatch", COMMENT))
    )


def test_a_comment_of_a_novel_is_too_long() -> None:
    at_card().picks("Reject").picks("The document has expired").says("a" * 501).hears("500 characters")


def test_taking_keeps_the_application_and_passing_on_gives_it_back() -> None:
    at_card().picks("Take").does(TakeReview(21))
    talk = at_card(taken(DOCTOR)).hears("you took it, 09:50", "1 Confirm", "2 Reject", "3 Pass on")
    talk.picks("Pass on").does(ReleaseReview(21))


def test_what_a_colleague_took_can_only_be_looked_at() -> None:
    (
        at_card(taken(OTHER_DOCTOR))
        .hears("taken by Сулейменов Ерлан (Phthisiatrician), 09:50")
        .hears_not("1 Confirm", "Take", "Show documents")
    )


@pytest.mark.parametrize(("decision", "words"), [("confirmed", "confirmed by"), ("rejected", "rejected by")])
def test_a_decided_card_says_who_decided_and_when(decision: str, words: str) -> None:
    decided = waiting(by=OTHER_DOCTOR, decision=decision, decided_at=NOW - dt.timedelta(hours=1))
    at_card(decided).hears(f"{words} Сулейменов Ерлан (Phthisiatrician), 09:00").hears_not("1 Confirm")


def test_a_withdrawn_application_says_where_it_is() -> None:
    gone = waiting(decision="withdrawn", application=application(state="archived"))
    at_card(gone).hears("S-2026-000045 · Sanatorium queue · in the archive").hears_not("1 Confirm")


def test_documents_come_as_files_when_they_are_asked_for() -> None:
    talk = at_card().picks("Show documents").does(ShowDocuments(21))
    assert [message.files for message in talk.heard if message.files] == [(PAGE_ONE,)]


@pytest.mark.rule("E-45")
def test_a_relative_is_passed_on_for_good_after_a_question() -> None:
    (
        at_card()
        .picks("A relative")
        .hears("a relative of yours?", "another employee decides")
        .picks("No")
        .hears("waits since")
        .picks("A relative")
        .picks("Yes, a relative")
        .does(DeclareRelative(21))
    )


def test_buttons_of_a_notification_act_from_the_middle_of_anything() -> None:
    talk = staff(DOCTOR, waiting()).starts().picks("Find by number")
    talk.acts("confirm", "21").hears("Confirm the documents of application S-2026-000045?")
    talk.acts("reject", "21").hears("Why are the documents rejected?")
    talk.acts("review", "21").hears("waits since 09:12")


@pytest.mark.rule("E-4")
def test_old_buttons_of_a_notification_explain_and_change_nothing() -> None:
    late = finished("Dana was first.", "review", id=21)
    decided = waiting(by=OTHER_DOCTOR, decision="confirmed", decided_at=NOW)
    talk = staff(DOCTOR, decided, outcomes={RejectReview: late}).starts()
    talk.acts("confirm", "21").hears("confirmed by Сулейменов Ерлан").hears_not("Yes, confirm")
    talk.acts("reject", "21").hears("confirmed by Сулейменов Ерлан").hears_not("Why are the documents rejected?")
    talk.acts("review", "99").hears("There is no such application among yours.")


def test_a_review_that_a_colleague_decides_meanwhile_ends_the_rejection_with_a_word() -> None:
    talk = at_card(outcomes={RejectReview: finished("Dana was first.", "review", id=21)})
    talk.picks("Reject").picks("The document has expired")
    talk.facts = {**talk.facts, Review: taken(OTHER_DOCTOR)}
    talk.says(COMMENT).does(RejectReview(21, "", "")).hears("taken by Сулейменов Ерлан")
    assert "Dana was first." in str(talk.heard[-2].text)


def test_a_number_is_found_however_it_is_typed() -> None:
    for typed in ("S-2026-000045", " s-2026-000045", "№ S-2026-000045", "s - 2026 - 000045"):
        talk = staff(DOCTOR, waiting()).starts().picks("Find by number").says(typed)
        talk.does(FindApplication("S-2026-000045")).hears("Application S-2026-000045")
    staff(DOCTOR).starts().picks("Find by number").says("с-2026-000001").does(FindApplication("C-2026-000001"))


def test_what_is_no_number_is_explained_and_an_unknown_one_asked_again() -> None:
    unknown = Refused(verbatim("There is no such application among yours."))
    talk = staff(DOCTOR, outcomes={FindApplication: unknown}).starts().picks("Find by number")
    talk.says("Арман").hears("looks like this: S-2026-000045")
    talk.says("S-2026-999999").hears("no such application among yours").says("back").hears("Nothing waits")


def test_long_lists_are_turned_sheet_by_sheet() -> None:
    talk = staff(DOCTOR, waiting(), total=9).starts().picks("Waiting: 9").hears("More")
    talk.picks("More").hears("Previous").hears_not("More").picks("Previous").hears("More")


def test_nothing_waits() -> None:
    staff(DOCTOR).starts().hears("Nothing waits for review.").picks("Waiting: 0").hears("Nothing waits for review.")
    staff(DOCTOR).starts().picks("My reviews: 0").hears("You have taken no application.")


@pytest.mark.parametrize("member", [ADMIN, TEACHER])
def test_reviews_are_no_part_of_other_roles(member: object) -> None:
    talk = staff(member, waiting()).starts().hears_not("Waiting", "Find by number")  # type: ignore[arg-type]
    for action in ("review", "confirm"):
        talk.acts(action, "21").hears("This is not part of your role.").hears_not("Арман")


def test_who_watches_over_reviews_can_give_one_to_the_others_but_not_decide() -> None:
    watched = taken(OTHER_DOCTOR, decides=False, oversees=True)
    talk = staff(CLERK, watched).starts().acts("review", "21")
    talk.hears("Almaty", "taken by Сулейменов Ерлан", "Give to the others").hears_not("1 Confirm", "Show documents")
    talk.picks("Give to the others").does(ReleaseReview(21))


def test_the_education_department_archives_only_after_hearing_the_parent() -> None:
    queued = waiting(application=application(state="queued"), decides=False, oversees=True)
    (
        staff(CLERK, queued, outcomes={ArchiveApplication: Fine()})
        .starts()
        .acts("review", "21")
        .hears("in the queue", "1 To the archive")
        .picks("To the archive")
        .picks("A duplicate")
        .hears("When and how was the parent heard")
        .says("no")
        .hears("too short")
        .says("By phone on 12 May. The parent agrees.")
        .hears("loses the place in the queue", "cannot be undone", "Reason: A duplicate")
        .picks("To the archive")
        .does(ArchiveApplication(21, "duplicate", "By phone on 12 May. The parent agrees."))
    )


def test_a_doctor_archives_nothing() -> None:
    at_card().hears_not("To the archive")
    archived = waiting(application=application(state="archived"), decides=False, oversees=True, decision="rejected")
    staff(CLERK, archived).starts().acts("review", "21").hears_not("1 To the archive")


def test_help_tells_each_role_its_part() -> None:
    staff(DOCTOR).starts().picks("Help").hears("a rejection needs a reason and a comment")
    staff(CLERK).starts().says("help").hears("after hearing the parent")
    staff(ADMIN).starts().says("help").hears("CSV or XLSX")
    staff(TEACHER).starts().says("help").hears("your kindergarten")


def test_A20_a_privilege_of_an_application_in_the_queue_is_reviewed_like_documents() -> None:
    card = application(
        number="G-2026-000007",
        queue=QueueType.GENERAL,
        state="queued",
        rehabilitation=None,
        privilege_asked="large_family",
    )
    talk = staff(CLERK, waiting(application=card)).starts().acts("review", "21")
    talk.hears("General queue · waits since 09:12", "Decide by:", "asks for the privilege: Large family.")
    talk.hears("Proof of the privilege: 2 pages.")
    talk.picks("Confirm").hears("The place in the queue is by the privilege from now on").picks("Not yet")
    talk.picks("Reject").picks("The document cannot be read").says(COMMENT)
    talk.hears("The application stays where it is in the queue", COMMENT).picks("Reject").does(RejectReview)
