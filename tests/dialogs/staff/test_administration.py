"""What an administrator does: support, the catalogue, the staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.effects import AnswerCase, ApplyCatalogue, CloseCase, ExplainCatalogue, ReadCatalogue
from dialogs.inputs import Refused
from dialogs.queries import Member, StaffCase
from locales.text import verbatim
from tests.dialogs.staff.colleagues import ADMIN, CASE, DOCTOR, TEACHER, read, staff
from tests.dialogs.talk import Talk

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_menu_of_an_administrator() -> None:
    (
        staff(ADMIN)
        .starts()
        .hears("1 question waits for an answer.", "Ким Виктор · Administrator · all cities")
        .hears("1 Support: 1", " Catalogue", " Staff", " Calendar")
        .hears_not("Waiting", "Find by number")
    )


@pytest.mark.rule("S2-70")
def test_a_question_is_read_and_answered() -> None:
    (
        staff(ADMIN)
        .starts()
        .picks("Support: 1")
        .hears("1 H-2026-000007 — Question, since 09:12")
        .picks("H-2026-000007")
        .hears("Case H-2026-000007 · Question · waits for an answer", "Parent, 09:12: When is our turn?")
        .picks("Reply")
        .says("Your place is 13.")
        .hears("Send this answer?", "Answer: Your place is 13.")
        .picks("Send")
        .does(AnswerCase(31, "Your place is 13."))
    )


def test_a_case_is_closed_and_an_unknown_one_is_not_there() -> None:
    staff(ADMIN).starts().acts("case", "31").picks("Close the case").does(CloseCase(31))
    staff(ADMIN).starts().acts("case", "99").hears("There is no such case.")
    staff(ADMIN, cases=()).starts().hears("No question waits").picks("Support: 0").hears("No question waits")


def test_a_closed_case_can_only_be_answered() -> None:
    talk = staff(ADMIN).starts()
    talk.facts = {**talk.facts, StaffCase: replace(CASE, state="closed")}
    talk.acts("case", "31").hears("· closed", "1 Reply").hears_not("Close the case")


def test_the_answer_button_of_a_notification_asks_for_the_answer_at_once() -> None:
    staff(ADMIN).starts().acts("answer", "31").hears("Write the answer; the parent reads it word for word.")


def sends_a_catalogue(*, member: Member = ADMIN, mime: str = CSV, **more: Any) -> Talk:
    """The administrator has sent file 70, which is being read."""
    talk = staff(member, **more).starts().picks("Catalogue").picks("Load a file")
    return talk.sends(mime, file=70).does(ReadCatalogue(70)).hears("One moment, I am reading the file.")


@pytest.mark.parametrize("mime", [CSV, XLSX])
def test_a_catalogue_is_read_outside_compared_and_then_applied(mime: str) -> None:
    talk = staff(ADMIN).starts().picks("Catalogue").hears("The catalogue has 12 kindergartens.").picks("Load a file")
    talk.hears("Send the catalogue as a CSV or XLSX file", "the whole catalogue", "bin,name_kk,name_ru")
    (
        sends_a_catalogue(mime=mime)
        .says("and?")
        .hears("I am still checking")
        .hears_from_outside(read())
        .hears("1 kindergarten is new: added 1", "1 kindergarten closes: closed 1")
        .hears_not("changes:")
        .picks("Apply it")
        .does(ApplyCatalogue(90))
    )


def test_an_administrator_of_one_city_is_told_that_the_others_stay() -> None:
    talk = staff(replace(ADMIN, locality="almaty")).starts().picks("Catalogue").picks("Load a file")
    talk.hears("the catalogue of your city", "those of other cities stay").hears_not("whole catalogue")


def test_a_catalogue_that_is_left_as_it_was_changes_nothing() -> None:
    talk = sends_a_catalogue().hears_from_outside(read()).picks("Leave as it was")
    assert not [effect for effect in talk.done if isinstance(effect, ApplyCatalogue)]
    talk.hears("The catalogue has 12 kindergartens.")


def test_problems_of_a_catalogue_come_back_and_the_next_file_is_taken() -> None:
    explained = Refused(verbatim("Row 3, bin: eleven digits"), at="file")
    talk = sends_a_catalogue(outcomes={ExplainCatalogue: explained})
    talk.hears_from_outside({"status": "problems", "kept": 91}).does(ExplainCatalogue("problems", 91))
    talk.hears("Row 3, bin: eleven digits").hears_not("Done", "Delete the last one")
    talk.sends(XLSX, file=71).does(ReadCatalogue(71)).hears_from_outside(read()).hears("1 kindergarten is new")


def test_problems_wait_for_an_administrator_who_went_elsewhere() -> None:
    explained = Refused(verbatim("Row 3, bin: eleven digits"), at="file")
    talk = sends_a_catalogue(outcomes={ExplainCatalogue: explained}).picks("menu")
    talk.hears_from_outside({"status": "problems", "kept": 91})
    talk.picks("Continue").does(ExplainCatalogue("problems", 91)).hears("Row 3, bin: eleven digits")


def test_a_file_that_changes_nothing_keeps_nothing() -> None:
    same = Refused(verbatim("There is nothing to change."), at="file")
    talk = sends_a_catalogue(outcomes={ExplainCatalogue: same}).hears_from_outside({"status": "same"})
    talk.does(ExplainCatalogue("same", None)).hears("There is nothing to change.")


def test_only_the_first_names_of_a_long_difference_are_shown() -> None:
    talk = sends_a_catalogue().hears_from_outside(read(added=13))
    talk.hears("13 kindergartens are new:", "added 10", "and 3 more").hears_not("added 11")


@pytest.mark.parametrize("where", ["menu", "Catalogue"])
def test_a_file_that_comes_without_its_button_is_read_at_once(where: str) -> None:
    talk = staff(ADMIN).starts()
    talk = talk if where == "menu" else talk.picks(where)
    talk.sends(CSV, file=70).does(ReadCatalogue(70)).hears("One moment, I am reading the file.")
    talk.hears_from_outside(read()).hears("1 kindergarten is new").picks("Apply it").does(ApplyCatalogue(90))


def test_other_files_and_other_roles_read_no_catalogue() -> None:
    staff(ADMIN).starts().sends("image/jpeg").hears("I did not expect a file here")
    staff(ADMIN).starts().picks("Staff").sends(CSV).hears("I did not expect a file here")
    staff(DOCTOR).starts().sends(CSV).hears("I did not expect a file here")
    staff(ADMIN).starts().sends_refused("No table.").hears("No table.")
    staff(DOCTOR).starts().sends_refused("No table.").hears("I did not expect a file here")


@pytest.mark.parametrize("mime", ["image/jpeg", "application/pdf"])
def test_a_photo_is_no_catalogue(mime: str) -> None:
    talk = staff(ADMIN).starts().picks("Catalogue").picks("Load a file").sends(mime)
    talk.hears("Here I need a CSV or an XLSX file.")


def test_a_photo_of_a_damaged_file_says_what_the_check_found() -> None:
    talk = staff(ADMIN).starts().picks("Catalogue").picks("Load a file")
    talk.sends_refused("This file is larger than 20 MB.").hears("larger than 20 MB")


def test_other_roles_see_neither_support_nor_catalogue_nor_staff() -> None:
    for member in (DOCTOR, TEACHER):
        talk = staff(member).starts().hears_not("Support", "Catalogue", "Staff")
        talk.acts("case", "31").hears("This is not part of your role.").hears_not("When is our turn")
    staff(TEACHER).starts().hears("1 request waits for an answer.", "Kindergarten employee · 000000000001")


def test_a_day_to_be_declared_has_an_example_to_come() -> None:
    talk = staff(ADMIN).starts().picks("Calendar").picks("Declare a day").says("tomorrow")
    talk.hears("for example: 31.12.2026").hears_not("2022")
