"""Who works here: invitations, other roles, and the end of a membership with what is open. Edge 39."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.staff.member_queries import Appoint, EndMembership, InviteColleague
from enrolment.terms import Role
from tests.dialogs.staff.colleagues import ADMIN, CLERK, DOCTOR, OTHER_DOCTOR, open_work, staff
from tests.dialogs.talk import Talk


def card(**changes: Any) -> Talk:
    """An administrator before the card of a doctor."""
    talk = staff(ADMIN, work=lambda query: open_work(query.member, **changes)).starts().picks("Staff")
    return talk.hears("3 people work here.", "Ахметова Дана — Phthisiatrician, Almaty").picks("Ахметова Дана")


@pytest.mark.rule("E-39")
def test_edge_39_what_is_open_is_shown_and_handed_to_a_colleague() -> None:
    talk = card(reviews=2, cases=1).hears("2 applications that they review", "1 question of a parent")
    talk.picks("End membership").hears("Who takes it over?", "1 Сулейменов Ерлан", "2 To all colleagues")
    talk.picks("Сулейменов Ерлан").hears("End the membership: Ахметова Дана", "What is open goes to: Сулейменов Ерлан")
    talk.picks("Yes, end it").does(EndMembership(DOCTOR.id, OTHER_DOCTOR.id))


@pytest.mark.rule("E-39")
def test_edge_39_or_back_to_everybody() -> None:
    talk = card(reviews=2).picks("End membership").picks("To all colleagues")
    talk.hears("What is open goes to: all colleagues.").picks("Yes, end it").does(EndMembership(DOCTOR.id))


@pytest.mark.rule("E-39")
def test_edge_39_nobody_else_means_that_others_are_told() -> None:
    talk = card(reviews=1, colleagues=(), last=True).picks("End membership")
    talk.hears("Nobody else has this role here. The education department and the administrators are told.")
    talk.picks("No").hears("1 application that they review")
    assert not [effect for effect in talk.done if isinstance(effect, EndMembership)]


def test_a_membership_without_open_work_ends_after_one_question() -> None:
    card().picks("End membership").hears("The person sees nothing here any more.").picks("Yes, end it").does(
        EndMembership(DOCTOR.id)
    )


def test_requests_of_a_kindergarten_are_counted_and_need_no_taker() -> None:
    talk = card(requests=3).hears("3 requests wait at the kindergarten").picks("End membership")
    talk.hears("3 requests wait at the kindergarten").hears_not("Who takes it over?")


def test_anybody_leaves_by_themselves_from_the_help() -> None:
    talk = staff(CLERK).starts().says("help").picks("End my membership")
    talk.hears("End the membership: Петрова Анна").picks("Yes, end it").does(EndMembership(CLERK.id))


def test_somebody_who_has_left_meanwhile_is_said_to_be_gone() -> None:
    talk = staff(ADMIN, work=lambda query: None).starts().picks("Staff").picks("Ахметова Дана")
    talk.picks("End membership").does(EndMembership(DOCTOR.id))


def test_an_invitation_names_role_and_city() -> None:
    talk = staff(ADMIN).starts().picks("Staff").picks("Invite somebody").hears("Which role?", "5 Administrator")
    talk.picks("Education department").picks("all cities").hears("good once, for 24 hours", "City: all cities")
    talk.picks("Make the code").does(InviteColleague(Role.EDUCATION_DEPARTMENT, None))


def test_an_administrator_of_one_city_is_not_asked_for_it() -> None:
    talk = staff(replace(ADMIN, locality="almaty")).starts().picks("Staff").picks("Invite somebody")
    talk.picks("Phthisiatrician").picks("Make the code").does(InviteColleague(Role.PHTHISIATRICIAN, "almaty"))


def test_another_role_is_given_after_a_look() -> None:
    talk = card().picks("Another role").picks("PMPC reviewer").picks("Astana").hears("Role: PMPC reviewer")
    talk.picks("Change the role").does(Appoint(DOCTOR.id, Role.PMPC_REVIEWER, "astana"))


def test_this_is_you() -> None:
    staff(ADMIN).starts().picks("Staff").picks("Ким Виктор").hears("This is you.").hears_not("Another role")
