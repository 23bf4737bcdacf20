"""The documents of a child before its contract: asked for, there, or about to end. S2-18, S3-54…S3-60."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogs.inputs import Page
from dialogs.preparation_effects import DropPrepared, PrepareDocument, ShowPrepared
from dialogs.preparation_queries import Preparation, PreparedDocuments
from enrolment.profile_terms import Presence
from enrolment.terms import DocumentKind, QueueType
from enrolment.voucher_states import Actor
from tests.dialogs.families import ALONE, entrusted_card, family_facts
from tests.dialogs.parents import ARMAN, application, facts, parent
from tests.dialogs.preparations import DATED, FROM_THE_DOCTOR, SOME_THERE, TO_A_DELEGATE
from tests.dialogs.talk import Talk

Kind = DocumentKind
NOTHING = Preparation(11, "Арман", Actor.PARENT, (QueueType.SANATORIUM,))


def preparing(preparation: Preparation | None = NOTHING, **wishes: Any) -> Talk:
    """The list of what the contract will ask, as it opens from the card of the application."""
    talk = parent()
    talk.facts = {**facts(applications=(application(**wishes),)), PreparedDocuments: preparation}
    talk.profile = DATED
    return talk.starts().picks("My applications").picks("Арман").picks("Documents")


@pytest.mark.rule("S2-18", "S3-55", "S3-56", "S3-57", "S3-58", "S3-59", "S3-60")
def test_the_list_says_what_the_contract_asks_and_what_is_missing() -> None:
    talk = preparing().hears("Child: Арман.", "Ready for the contract: 0 of 6.", "Nobody has to come")
    talk.hears("1 Photo of the child — still missing", "2 Birth certificate — still missing", "3 Parent's ID card")
    talk.hears("4 Health passport", "5 Vaccination card", "6 Certificate 027", "7 PMPC conclusion — if there is one")
    talk.hears("8 EDS key", "number of a bank account (IBAN)").picks("Back").hears("Application No. S-2026-000001")


@pytest.mark.rule("S2-39")
def test_in_the_correctional_queue_the_pmpc_conclusion_is_required() -> None:
    talk = preparing(replace(NOTHING, queues=(QueueType.CORRECTIONAL,)))
    talk.hears("Ready for the contract: 0 of 7.", "PMPC conclusion — still missing")


def test_where_the_city_asks_for_no_bank_account_it_is_not_offered() -> None:
    talk = preparing()
    talk.profile = replace(DATED, contract=replace(DATED.contract, bank_requisites=Presence.OPTIONAL))
    talk.picks("Birth").picks("Back").hears("(IBAN)")
    talk.profile = "smart_nation_almaty"
    talk.picks("Birth").picks("Back").hears("EDS key").hears_not("IBAN")


@pytest.mark.rule("S2-37", "S3-58")
def test_a_document_says_its_form_and_where_to_get_it() -> None:
    talk = preparing().picks("Health passport").hears("Child's health passport", "Form: 052-2/у")
    talk.hears("at the child's polyclinic", "general data of the child", "Ask the kindergarten how fresh it must be.")
    talk.hears("It is not there yet.", "1 Send it now").hears_not("Look at it", "Delete")


@pytest.mark.rule("S3-55")
def test_a_document_with_a_term_says_how_long_it_is_good_and_when_to_get_it() -> None:
    talk = preparing().picks("027").hears("It is good for 10 days from its issue.", "Get it when your turn is near.")
    talk.hears("Certificate, form 027/у").hears_not("Form: ")
    preparing(replace(NOTHING, offered=True)).picks("027").hears("for 10 days").hears_not("turn is near")


@pytest.mark.rule("S2-36")
def test_a_document_is_sent_in_two_steps_at_most() -> None:
    talk = preparing().picks("Birth").picks("Send it now").hears("Send: Birth certificate. A photo or a PDF.", "flat")
    talk.sends(file=5).sends("application/pdf", 2, 6).picks("Done").hears("Kept.", "Ready for the contract")
    pages = (Page(5, "image/jpeg", 1), Page(6, "application/pdf", 2))
    assert talk.done[-1] == PrepareDocument(11, Kind.BIRTH_CERTIFICATE, pages)


def test_what_is_said_of_a_file_names_the_document_that_is_prepared() -> None:
    talk = preparing().picks("Birth").picks("Send it now").says("later")
    talk.hears("Birth certificate\nHere I need a photo or a PDF.").sends().hears("Birth certificate\nI have 1 page.")
    talk.sends_refused("The file is locked.").hears("Birth certificate\nThe file is locked.")


def test_where_a_term_is_set_the_day_of_issue_is_asked_and_checked() -> None:
    talk = preparing().picks("027").picks("Send it now").sends().picks("Done").hears("Which day of issue")
    talk.says("24.11.2026").hears("This date has not come yet.")
    talk.says("12.11.2026").hears("was good until 22 November 2026").says("32.11.2026").says("23.11.2026")
    assert talk.done[-1] == PrepareDocument(11, Kind.CERTIFICATE_027, (Page(7, "image/jpeg", 1),), date(2026, 11, 23))


def test_what_is_there_says_how_much_since_when_from_whom_and_until_when() -> None:
    talk = preparing(SOME_THERE).hears("Ready for the contract: 2 of 6.", "Birth certificate — there")
    talk.hears("Certificate 027/у — there, good until 30 November 2026")
    talk.picks("Birth").hears("There: 2 pages.", "Sent: 23 November").hears_not("Somebody else", "Issued", "Good until")
    talk.picks("Back").picks("027").hears("There: 3 pages.", "Somebody else of the family has sent it.")
    talk.hears("Issued: 20 November 2026", "Good until: 30 November 2026")


def test_what_ends_before_the_contract_or_has_ended_is_told_at_once() -> None:
    later = preparing(replace(SOME_THERE, contract_on=date(2026, 12, 1)))
    later.hears("Certificate 027/у: It ends before a contract is likely: 30 November 2026.")
    later.hears("Ready for the contract: 1 of 6.", "ends before the contract: 30 November 2026")
    later.picks("027").hears("Get a new one when your turn is near.")
    old = replace(FROM_THE_DOCTOR, issued_on=date(2026, 11, 12))
    ended = preparing(replace(SOME_THERE, documents=(old,)))
    ended.hears("Ready for the contract: 0 of 6.", "has ended: 22 November 2026", "Get a new one and send it.")
    preparing(replace(SOME_THERE, contract_on=date(2026, 11, 30))).hears("2 of 6").hears_not("ends before")


def test_a_document_is_looked_at_sent_anew_and_deleted_after_a_question() -> None:
    talk = preparing(SOME_THERE).picks("Birth").picks("Look at it").does(ShowPrepared(11, Kind.BIRTH_CERTIFICATE))
    talk.picks("Birth").picks("Send another").hears("Send: Birth certificate.").says("menu")
    done = len(talk.done)
    talk = preparing(SOME_THERE).picks("Birth").picks("Delete").hears("Delete this document here? Birth certificate")
    talk.says("1").hears("There: 2 pages.").picks("Delete").picks("Not now").picks("Delete").picks("Yes, delete")
    talk.does(DropPrepared(11, Kind.BIRTH_CERTIFICATE)).hears("Deleted.")
    assert done == 1


def test_a_document_that_went_meanwhile_is_not_deleted_again() -> None:
    talk = preparing(SOME_THERE).picks("Birth").picks("Delete")
    talk.facts = {**talk.facts, PreparedDocuments: NOTHING}
    talk.says("hello").hears("It is not there yet.", "Send it now")


@pytest.mark.rule("E-9")
def test_edge_09_a_delegate_sends_what_is_missing_and_sees_nothing() -> None:
    talk = parent(children=())
    talk.facts = {**facts(children=()), **family_facts((), ALONE, entrusted_card(child_id=11))}
    talk.facts = {**talk.facts, PreparedDocuments: TO_A_DELEGATE}
    talk.starts().picks("Entrusted to me").picks("Арман").picks("Documents").hears("Birth certificate — there")
    talk.hears_not("PMPC", "EDS", "anatorium").picks("Birth").hears("Sent: 23 November")
    talk.hears_not("page", "Look at it", "Send", "Delete").picks("Back").picks("Parent's ID").picks("Send it now")
    talk.sends().picks("Done").does(PrepareDocument)


@pytest.mark.rule("E-9")
def test_edge_09_what_a_delegate_sent_the_delegate_may_send_anew() -> None:
    mine = replace(TO_A_DELEGATE, documents=(replace(TO_A_DELEGATE.documents[0], mine=True),))
    preparing(mine).picks("Birth").hears("Send another").hears_not("Look at it", "Delete")


def test_a_second_parent_sees_and_replaces_but_deletes_nothing() -> None:
    talk = preparing(replace(SOME_THERE, role=Actor.SECOND_PARENT)).picks("Birth")
    talk.hears("There: 2 pages.", "Look at it", "Send another").hears_not("Delete")


def test_a_child_that_is_not_ones_own_has_no_list() -> None:
    preparing(None).hears("I do not find this child. Look at “My children”.")


def test_a_document_that_the_profile_does_not_ask_for_is_explained() -> None:
    talk = preparing().picks("027")
    talk.profile = "indigo_karaganda_astana"
    talk.says("hello").hears("The contract does not ask for this document.")


def test_the_menu_and_the_childs_card_lead_there_too() -> None:
    talk = parent(applications=(application(),))
    talk.starts().picks("Documents").hears("Child: Арман.", "Ready for the contract")
    talk.says("menu").picks("My children").picks("Арман").picks("Documents").hears("Ready").picks("Back").hears("Born")


def test_an_application_that_has_ended_asks_for_no_documents() -> None:
    talk = parent(applications=(application("archived", archive_reason="withdrawn", place=None),))
    talk.starts().picks("My applications").picks("Арман").hears("History").hears_not("Documents")


def test_of_several_children_one_is_chosen_first() -> None:
    talk = parent(children=(ARMAN, replace(ARMAN, id=12)), applications=(application(),))
    talk.starts().picks("Documents").hears("For which child?", "1 Арман", "2 Арман").says("2").hears("Child: Арман.")
    parent(children=()).starts().acts("menu", "0").hears_not("Documents")


def test_who_sends_for_a_child_that_has_left_meanwhile_is_asked_no_day_of_issue() -> None:
    talk = preparing().picks("027").picks("Send it now")
    talk.facts = {**talk.facts, PreparedDocuments: None}
    talk.sends().picks("Done").does(PrepareDocument)
