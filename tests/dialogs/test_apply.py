"""Children and applications, from the first child to a withdrawal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import AddChild, ChangeWishes, LookUpChild, RemoveChild, SubmitApplication, WithdrawApplication
from dialogs.inputs import Refused, Unreadable
from dialogs.queries import PreschoolCard, Preschools
from enrolment.terms import InstructionLanguage, QueueType
from locales.text import verbatim
from tests.dialogs.parents import ARMAN, CHILD_FOUND, CHILD_IIN, PARENT_IIN, application, parent, preschool
from tests.dialogs.talk import Talk


def at_the_conclusion() -> Talk:
    return parent().starts().picks("Apply").picks("Sanatorium").picks("Contact with a TB")


@pytest.mark.rule("S3-22", "S1-35", "S1-36", "S1-37")
def test_a_child_known_to_the_registry_takes_two_questions() -> None:
    talk = parent(children=()).starts().hears("Next step: add your child").picks("Add a child").says(CHILD_IIN)
    talk.does(LookUpChild(CHILD_IIN)).hears_from_outside(CHILD_FOUND)
    talk.hears("Is this your child?", "Name: Серіков Арман", "Born: 15 March 2022").picks("Add").does(AddChild)


@pytest.mark.rule("S3-22")
def test_a_child_the_registry_does_not_show_is_typed_and_only_the_name_is_asked() -> None:
    talk = parent(children=()).starts().picks("Add a child").says(CHILD_IIN)
    talk.hears_from_outside({"status": "not_related"}).hears("surname, name and patronymic")
    talk.says("Serikov Arman").hears("Born: 15 March 2022").picks("Add")
    done = talk.done[-1]
    assert isinstance(done, AddChild)
    assert (done.registry, done.iin, done.document_number) == ("not_related", CHILD_IIN, None)


@pytest.mark.rule("S1-35", "E-12")
def test_a_child_without_an_iin_is_added_by_document() -> None:
    talk = parent(children=()).starts().picks("Add a child").picks("No IIN").hears("number of the child's document")
    talk.says("!").hears("does not look like a document number").says("N 12345678").says("Lee Ann")
    talk.hears("When was the child born").says("01.02.2023").hears("Document: N12345678").picks("Add")
    done = talk.done[-1]
    assert isinstance(done, AddChild)
    assert (done.iin, done.document_number, done.registry) == (None, "N12345678", "none")


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [(PARENT_IIN, "your own IIN"), (CHILD_IIN, "already in your list"), ("880719300107", "may be an adult")],
)
def test_the_wrong_persons_iin_is_explained(typed: str, answer: str) -> None:
    parent().starts().picks("My children").picks("Add a child").says(typed).hears(answer)


def test_the_wishes_count_the_places_for_the_childs_age_and_a_single_kindergarten_is_named() -> None:
    talk, one = parent(), preschool(1)
    talk.profile = "smart_nation_almaty"

    def cards(query: Preschools) -> tuple[PreschoolCard, ...]:
        return (replace(one, free=0 if query.months == 56 else 7),)

    talk.facts = {**talk.facts, Preschools: cards}
    talk.starts().picks("Apply").picks("General").picks("No privilege")
    talk.hears("There is one kindergarten for this queue here: Kindergarten 1. Would you like it?", "2 Skip")
    talk.hears("Kindergarten 1 — 1 Abai Ave, no free places", "Free places are counted for your child's age.")
    talk.hears_not("You can choose").picks("Kindergarten 1").picks("Done").hears("In which language")


def test_where_the_only_kindergarten_has_to_be_named_it_is_not_asked_for() -> None:
    talk = at_the_conclusion()
    talk.facts = {**talk.facts, Preschools: (preschool(1),)}
    talk.sends("image/jpeg", file=1).picks("Done").hears("In which language").picks("Kazakh").picks("I agree")
    talk.hears("Kindergartens: \n1. Kindergarten 1")


@pytest.mark.rule("S3-23", "S3-24", "S3-25", "S3-27", "S3-28", "S3-29", "S3-30", "S3-31", "S3-32", "S3-33")
def test_a_sanatorium_application_from_the_queue_to_sent() -> None:
    talk = at_the_conclusion().hears("Send the phthisiatrician's conclusion", "near a window")
    talk.sends("image/jpeg", file=1).hears("I have 1 page").sends("application/pdf", pages=3, file=2).hears(
        "I have 4 pages"
    )
    talk.picks("Delete the last one").hears("I have 1 page").picks("Done").hears("Which kindergartens", "up to 4")
    talk.picks("Kindergarten 2").hears("✓ Kindergarten 2", "Done: 1").says("3, 1")
    talk.hears("Your order:\n1. Kindergarten 2\n2. Kindergarten 3\n3. Kindergarten 1\n", "Done: 3").picks("Done")
    talk.picks("Kazakh").picks("I agree").hears("Is everything right?", "City: Almaty", "Child: Арман")
    talk.hears("Kindergartens: \n1. Kindergarten 2\n2. Kindergarten 3\n3. Kindergarten 1\n").picks("Send")
    sent = talk.done[-1]
    assert isinstance(sent, SubmitApplication)
    assert (sent.queue, sent.child, sent.language) == (QueueType.SANATORIUM, 11, InstructionLanguage.KAZAKH)
    assert (sent.rehabilitation, sent.proof_kind) == ("tb_contact", "phthisiatrician_conclusion")
    assert [page.file for page in sent.proof] == [1]
    assert sent.preschools == ("000000000002", "000000000003", "000000000001")
    talk.hears("My applications")


@pytest.mark.rule("S3-26")
def test_a_child_can_be_added_in_the_middle_and_the_application_goes_on() -> None:
    talk = parent(children=()).starts()
    talk.facts = {**talk.facts}
    talk.picks("Add a child").says("menu").picks("My applications").picks("Apply").picks("General")
    talk.hears("Which child is it for?").picks("Add a child").hears("New child · step 1 of 2").says(CHILD_IIN)
    from dialogs.queries import MyChildren

    talk.facts = {**talk.facts, MyChildren: (ARMAN,)}
    talk.hears_from_outside(CHILD_FOUND).picks("Add").hears("Application", "privilege")


@pytest.mark.rule("S1-23")
def test_the_correctional_queue_wants_the_need_and_the_pmpc_conclusion() -> None:
    talk = parent().starts().picks("Apply").picks("Correctional").hears("Which special need").says("1")
    talk.hears("Send the PMPC conclusion").sends().picks("Done").hears("Which kindergartens")


def test_a_privilege_wants_its_proof_and_none_wants_nothing() -> None:
    talk = parent().starts().picks("Apply").picks("General").hears("privilege").says("2").hears("proves the privilege")
    talk.sends().picks("Done").hears("Which kindergartens").says("back").hears("In which city?").says("back").says(
        "back"
    ).hears("Does the family have")
    talk.picks("No privilege").hears("Which kindergartens").picks("Kindergarten 1").picks("Done").picks("Russian")
    talk.picks("I agree").hears_not("Proof").picks("Send")
    sent = talk.done[-1]
    assert isinstance(sent, SubmitApplication)
    assert (sent.privilege, sent.proof, sent.proof_kind) == (None, (), None)


def test_a_changed_queue_keeps_what_it_hides_and_submits_only_what_applies() -> None:
    talk = (
        at_the_conclusion().sends().picks("Done").picks("Kindergarten 1").picks("Done").picks("Kazakh").picks("I agree")
    )
    talk.picks("Change").picks("Queue").picks("General").hears("privilege").picks("No privilege")
    talk.hears("Which kindergartens").picks("Kindergarten 1").picks("Done").hears("Is everything right?").hears_not(
        "Rehab"
    )
    talk.picks("Change").picks("Queue").picks("Sanatorium").hears("Which kindergartens")
    talk.picks("Kindergarten 1").picks("Done").hears("Rehabilitation: Contact", "conclusion: 1 page")


def test_video_and_words_are_no_conclusion() -> None:
    talk = at_the_conclusion().says("I will send it later").hears("I need a photo or a PDF")
    talk.send(Unreadable("video")).hears("Here I need a photo or a PDF.", "step 3 of")
    talk.sends_refused("This is a video. Please send a photo or a PDF.").hears("This is a video", "step 3 of")
    talk.sends().hears("I have 1 page")


def test_more_preschools_than_allowed() -> None:
    talk = at_the_conclusion().sends().picks("Done")
    talk.says("1 2 3").hears("Done: 3")
    many = parent(count=9).starts().picks("Apply").picks("General").picks("No privilege")
    many.says("1 2 3 4 5").hears("You can choose up to 4")
    many.says("1, 2, 3, 4").hears("Done: 4").picks("More").hears("Previous", "Kindergarten 8")
    many.says("kindergarten 9").hears("Done: 4").says("Abai Street 77").hears("found nothing like that")


@pytest.mark.parametrize("word", ["done", "Дайын", "готово", "Готово!"])
@pytest.mark.parametrize("count", [3, 9])
def test_done_may_be_typed_without_its_count_in_any_language(word: str, count: int) -> None:
    many = parent(count=count).starts().picks("Apply").picks("General").picks("No privilege").picks("Kindergarten 1")
    many.hears("Done: 1").says(word).hears("In which language").hears_not("Which kindergartens")


def test_done_means_nothing_before_anything_is_picked() -> None:
    talk = at_the_conclusion().sends().picks("Done").hears("Which kindergartens").says("готово")
    talk.hears("Please choose one of the options: press it or send its number.", "Which kindergartens")


@pytest.mark.rule("E-10")
def test_a_refused_application_comes_back_to_the_question_it_is_about() -> None:
    talk = (
        at_the_conclusion().sends().picks("Done").picks("Kindergarten 1").picks("Done").picks("Kazakh").picks("I agree")
    )
    talk.outcomes = {**talk.outcomes, SubmitApplication: Refused(verbatim("There is one already."), "child")}
    talk.picks("Send").hears("There is one already.", "Application\n", "Арман")


@pytest.mark.rule("S1-69", "S3-34", "S3-36", "S3-39", "E-31")
def test_the_card_explains_the_place() -> None:
    talk = parent(applications=(application(),)).starts().picks("My applications").hears("Арман: S-2026-000001")
    talk.picks("Арман").hears("In the queue: place 13", "Ahead of you: 12", "3 with an earlier right", "9 who applied")
    talk.picks("History").hears("Awaiting confirmation of documents", "In the queue").picks("Back").hears("place 13")


@pytest.mark.rule("S3-38")
def test_an_archived_application_says_why_and_can_be_sent_again() -> None:
    card = application("archived", archive_reason="docs_rejected", rejection_comment="No stamp")
    talk = parent(applications=(card,)).starts().picks("My applications").picks("Арман")
    talk.hears("Archive", "The documents were rejected.", "Comment: No stamp").picks("Apply again")
    talk.hears("Send the phthisiatrician's conclusion").sends().picks("Done").hears("Do you agree to the terms")


def test_A20_wishes_are_changed_one_by_one_while_the_application_waits() -> None:
    talk = parent(applications=(application(),), count=3).starts().picks("My applications").picks("Арман")
    talk.picks("Change wishes").hears("This is what you wish now.", "1. Kindergarten 1", "Language: Kazakh")
    talk.hears("The date of the application and the place by it stay as they are.")
    talk.picks("Change").picks("Kindergartens").hears("The first one is the most wanted.", "Your order:")
    talk.picks("Kindergarten 1").picks("Kindergarten 3").picks("Kindergarten 1").picks("Done: 2")
    talk.hears("1. Kindergarten 3", "2. Kindergarten 1").picks("Change").picks("Language").picks("Russian")
    talk.picks("Save").does(ChangeWishes(21, (preschool(3).bin, preschool(1).bin), InstructionLanguage.RUSSIAN))


def test_A20_an_application_that_waits_no_more_has_no_wishes_to_change() -> None:
    talk = parent(applications=(application("docs_pending"),)).starts().picks("My applications").picks("Арман")
    assert "Change wishes" not in talk.last


@pytest.mark.rule("E-33")
def test_a_withdrawal_is_asked_twice() -> None:
    talk = parent(applications=(application(),)).starts().picks("My applications").picks("Арман").picks("Withdraw")
    talk.hears("The child will leave the queue").picks("Keep it").hears("place 13")
    talk.picks("Withdraw").picks("Withdraw").hears("lost for good").picks("Do not withdraw").hears("place 13")
    assert not talk.done
    talk.picks("Withdraw").says("2").says("2")
    assert talk.done == []
    talk.picks("Withdraw").picks("Withdraw").picks("Yes, withdraw").does(WithdrawApplication(21))


@pytest.mark.rule("E-44")
def test_a_child_is_removed_after_a_question() -> None:
    talk = parent().starts().picks("My children").picks("Арман").hears(f"IIN: {CHILD_IIN}").picks("Remove")
    talk.picks("Keep").hears("Арман").picks("Remove").picks("Remove").hears("leaves your list", "3 Yes, remove")
    talk.picks("Not now").hears("Арман").picks("Remove").says("2").says("2")
    assert talk.done == []
    talk.picks("Remove").picks("Remove").picks("Yes, remove").does(RemoveChild(11))


def test_somebody_elses_application_is_not_found() -> None:
    parent().starts().acts("application", "99").hears("I do not find this application")


def test_a_foreign_child_has_no_iin_on_the_card() -> None:
    child = replace(ARMAN, iin=None, document_number="N12345678")
    parent(children=(child,)).starts().picks("My children").picks("Арман").hears("Document: N12345678")


def test_an_iin_is_no_document_number() -> None:
    parent(children=()).starts().picks("Add a child").picks("No IIN").says(CHILD_IIN).hears("This is an IIN")


def test_a_child_who_stands_in_the_queue_is_not_asked_about_to_the_end() -> None:
    talk = parent(applications=(application(),)).starts().picks("Apply").picks("Sanatorium")
    talk.hears("Which child is it for?").picks("Арман").hears("an application to this queue already: No. S-2026-000001")
    talk.picks("Back").picks("General").hears("privilege")


def test_apply_takes_up_what_was_begun_and_says_so() -> None:
    talk = parent().starts().picks("Apply").picks("General").says("menu")
    talk.acts("apply", "0").hears("You began this before", "Does the family have a privilege?")


def test_the_family_is_reached_from_the_childs_card_also_once_the_application_is_archived() -> None:
    talk = parent(applications=(application("archived", archive_reason="withdrawn"),)).starts()
    talk.picks("My children").picks("Арман").picks("family").hears("Child: Арман.")
    parent().starts().picks("My children").picks("Арман").hears_not("Family")
