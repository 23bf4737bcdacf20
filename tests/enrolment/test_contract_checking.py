"""How a kindergarten checks a contract, and what becomes of one that is signed: C9–C14 and C17–C20 of G.4."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from enrolment.application_states import Action as OfApplication
from enrolment.contract import (
    Contract,
    ContractAction,
    ContractBar,
    ContractEnd,
    ContractFacts,
    ContractKind,
    ContractNeed,
    ContractState,
    ContractTab,
    attempts_left,
    tab_of,
)
from enrolment.contract_marks import DATA_CHANGED, Judgement, Mark
from enrolment.enrolment_request import RequestAction
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher import Actor, VoucherAction
from enrolment.working_days import Calendar
from tests.enrolment.contracts import (
    BLURRED,
    DIGEST,
    PARENT,
    PENDING,
    REVOKED,
    STAFF,
    TIMER,
    VALID,
    accepted,
    after,
    exhausted,
    filled,
    frozen,
    in_force,
    marked,
    pending,
    refusal,
    returned,
    signed_by_parent,
    step,
    under_review,
    with_blurred_photo,
    without,
)
from tests.enrolment.vouchers import (
    FRIDAY,
    NEXT_MONDAY,
    UNIFIED,
    WEDNESDAY,
    end_of,
    under,
)

Act, Bar, Need, State = ContractAction, ContractBar, ContractNeed, ContractState
Step = ContractStep
PHOTO = DocumentKind.CHILD_PHOTO
CHANGED = Mark(Judgement.WRONG, DATA_CHANGED)


@pytest.mark.rule("S1-50")
def test_C9_an_employee_opens_the_contract() -> None:
    opened = step(signed_by_parent(), Act.OPEN_REVIEW, STAFF)
    assert (opened.row, opened.contract.state, opened.notification) == ("C9", State.UNDER_REVIEW, None)
    assert refusal(opened.contract, Act.OPEN_REVIEW, STAFF) is Bar.ALREADY_DONE
    assert refusal(signed_by_parent(), Act.OPEN_REVIEW, PARENT) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("S1-51")
@pytest.mark.rule("S1-54")
def test_C10_what_is_wrong_goes_back_with_its_reason_and_uses_a_chance() -> None:
    back = step(with_blurred_photo(), Act.RETURN, STAFF)
    assert (back.row, back.contract.state, back.notification) == ("C10", State.RETURNED, "N21")
    assert (back.voucher, back.request) == (VoucherAction.CONTRACT_RETURNED, None)
    assert back.contract.sign_by == Calendar().deadline(WEDNESDAY, UNIFIED.contract.correction_working_days)
    assert (back.contract.corrections, attempts_left(back.contract, UNIFIED)) == (1, 1)
    assert (back.contract.frozen, Step.CONFIRMATION in back.contract.done) == (None, False)
    assert refusal(back.contract, Act.RETURN, STAFF) is Bar.ALREADY_DONE


def test_C10_nothing_goes_back_before_every_document_was_looked_at_nor_when_all_is_right() -> None:
    hasty = after(under_review(), Act.MARK, replace(STAFF, item=PHOTO, mark=BLURRED))
    assert refusal(hasty, Act.RETURN, STAFF) is Need.ALL_JUDGED
    assert refusal(accepted(), Act.RETURN, STAFF) is Need.SOMETHING_WRONG


@pytest.mark.rule("S1-57")
@pytest.mark.rule("S1-58")
def test_C11_a_corrected_contract_is_read_and_signed_anew() -> None:
    contract = returned()
    assert refusal(contract, Act.FREEZE) is Need.MARKED_ITEMS_REPLACED
    replaced = step(contract, Act.REPLACE, replace(PARENT, item=PHOTO))
    assert (replaced.row, replaced.contract.state) == ("C11", State.RETURNED)
    assert refusal(replaced.contract, Act.SIGN) is Need.FROZEN_DOCUMENT
    sent = step(after(replaced.contract, Act.FREEZE), Act.SIGN)
    assert (sent.row, sent.contract.state, sent.notification) == ("C11", State.PARENT_SIGNED, "N20")
    assert sent.voucher is VoucherAction.SIGN
    reviewed = after(sent.contract, Act.OPEN_REVIEW, STAFF)
    assert refusal(reviewed, Act.COUNTERSIGN, STAFF) is Need.ALL_JUDGED


@pytest.mark.rule("S1-58")
@pytest.mark.parametrize("again", [PHOTO, FormField.IBAN])
def test_C11_any_change_after_the_text_was_fixed_makes_a_new_version_that_is_signed_anew(
    again: DocumentKind | FormField,
) -> None:
    wrong = Mark(Judgement.WRONG, "other", "x")
    contract = replace(returned(), marks={PHOTO: BLURRED, FormField.IBAN: wrong})
    for each in (PHOTO, FormField.IBAN):
        contract = after(contract, Act.REPLACE, replace(PARENT, item=each))
    fixed = after(contract, Act.FREEZE)
    assert (fixed.frozen, ContractStep.CONFIRMATION in fixed.done) == (DIGEST, True)
    changed = after(fixed, Act.REPLACE, replace(PARENT, item=again))
    assert (changed.frozen, ContractStep.CONFIRMATION in changed.done) == (None, False)
    assert refusal(changed, Act.SIGN) is Need.FROZEN_DOCUMENT


def test_C11_a_correction_has_its_own_term() -> None:
    facts = replace(PARENT, item=PHOTO, now=end_of(NEXT_MONDAY))
    assert after(returned(), Act.REPLACE, facts).marks[PHOTO] == replace(BLURRED, judgement=Judgement.REPLACED)
    assert refusal(returned(), Act.REPLACE, replace(facts, now=facts.now + timedelta(seconds=1))) is Bar.TERM_OVER


def test_C12_C13_a_rejection_has_a_reason_and_frees_the_place() -> None:
    facts = replace(STAFF, reason="wrong_document")
    for contract, row, why in (
        (exhausted(), "C12", ContractEnd.CORRECTIONS_EXHAUSTED),
        (under_review(), "C13", ContractEnd.REFUSED),
    ):
        rejected = step(contract, Act.REJECT, facts)
        assert (rejected.row, rejected.contract.state, rejected.contract.end) == (row, State.REJECTED, why)
        assert (rejected.request, rejected.voucher) == (RequestAction.REJECT_CONTRACT, None)
        assert rejected.notification == "N24"
        assert refusal(contract, Act.REJECT, replace(facts, reason=None)) is Need.REASON
        assert refusal(contract, Act.REJECT, replace(facts, reason="dislike")) is Bar.UNKNOWN_REASON
        unexplained = without(replace(facts, reason="other"), Need.COMMENT)
        assert refusal(contract, Act.REJECT, unexplained) is Need.COMMENT
        assert refusal(rejected.contract, Act.REJECT, facts) is Bar.ALREADY_DONE


@pytest.mark.rule("S1-63")
def test_C14_the_preschool_signs_the_same_document_and_admits_the_child() -> None:
    signed = step(accepted(), Act.COUNTERSIGN, STAFF)
    assert (signed.row, signed.contract.state, signed.notification) == ("C14", State.SIGNED, "N23")
    assert (signed.request, signed.voucher) == (RequestAction.SIGN_CONTRACT, None)
    assert signed.contract.frozen == DIGEST
    other = replace(STAFF, verdict=replace(VALID, document="ef" * 32))
    assert refusal(accepted(), Act.COUNTERSIGN, other) is Bar.OTHER_DOCUMENT
    assert refusal(accepted(), Act.COUNTERSIGN, replace(STAFF, verdict=PENDING)) is Bar.SIGNATURE_PENDING
    assert refusal(accepted(), Act.COUNTERSIGN, replace(STAFF, verdict=REVOKED)) is Bar.SIGNATURE_REFUSED
    assert refusal(accepted(), Act.COUNTERSIGN, replace(STAFF, verdict=None)) is Need.SIGNATURE
    assert refusal(signed.contract, Act.COUNTERSIGN, STAFF) is Bar.ALREADY_DONE


def test_C14_only_what_was_looked_at_and_found_right_is_signed() -> None:
    assert refusal(under_review(), Act.COUNTERSIGN, STAFF) is Need.ALL_JUDGED
    assert refusal(with_blurred_photo(), Act.COUNTERSIGN, STAFF) is Bar.SOMETHING_WRONG
    assert refusal(signed_by_parent(), Act.COUNTERSIGN, STAFF) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("S1-62")
def test_C17_a_child_that_leaves_takes_the_contract_to_the_archive() -> None:
    facts = replace(STAFF, reason="moved")
    archived = step(in_force(), Act.REMOVE_CHILD, facts)
    assert (archived.row, archived.contract.state, archived.notification) == ("C17", State.ARCHIVED, "N26")
    assert (archived.application, archived.contract.end) == (OfApplication.REMOVE_CHILD, ContractEnd.CHILD_REMOVED)
    assert tab_of(archived.contract.state) is ContractTab.ARCHIVE
    assert refusal(in_force(), Act.REMOVE_CHILD, replace(facts, reason="dislike")) is Bar.UNKNOWN_REASON
    assert refusal(in_force(), Act.REMOVE_CHILD, without(facts, Need.REMOVAL_DATE)) is Need.REMOVAL_DATE
    assert refusal(archived.contract, Act.REMOVE_CHILD, facts) is Bar.ALREADY_DONE


@pytest.mark.parametrize("contract", [pending(), signed_by_parent(), under_review(), in_force()])
def test_C18_changed_data_leave_the_frozen_contract_alone(contract: Contract) -> None:
    facts = replace(PARENT, changed=frozenset({FormField.PARENT_NAME}))
    noted = step(contract, Act.NOTE_CHANGED_DATA, facts)
    assert (noted.row, noted.notification) == ("C18", None)
    assert noted.contract == replace(contract, changed=frozenset({FormField.PARENT_NAME}))
    assert refusal(contract, Act.NOTE_CHANGED_DATA) is Need.CHANGED_FIELDS


def test_C18_data_that_change_before_the_signature_take_the_frozen_text_back() -> None:
    facts = replace(PARENT, changed=frozenset({FormField.PARENT_NAME}))
    noted = step(frozen(), Act.NOTE_CHANGED_DATA, facts)
    assert (noted.row, noted.notification, noted.contract.state) == ("C18", "N28", State.DRAFT)
    assert noted.contract.frozen is None


def test_C18_of_what_changes_during_a_correction_only_the_name_makes_another_text_and_the_rest_is_seen_later() -> None:
    fixed = after(after(returned(), Act.REPLACE, replace(PARENT, item=PHOTO)), Act.FREEZE)
    name, phone = frozenset({FormField.PARENT_NAME}), frozenset({FormField.PHONE_PRIMARY})
    noted = step(fixed, Act.NOTE_CHANGED_DATA, replace(PARENT, changed=phone))
    assert (noted.row, noted.notification, noted.contract) == ("C18", None, replace(fixed, changed=phone))
    renamed = step(noted.contract, Act.NOTE_CHANGED_DATA, replace(PARENT, changed=name))
    assert (renamed.row, renamed.notification, renamed.contract.frozen) == ("C18", "N28", None)
    assert renamed.contract.changed == after(after(renamed.contract, Act.FREEZE), Act.SIGN).changed == phone


def test_C7_a_new_text_has_the_name_of_today() -> None:
    noted = after(under_review(), Act.NOTE_CHANGED_DATA, replace(PARENT, changed=frozenset({FormField.PARENT_NAME})))
    back = after(marked(noted, {PHOTO: BLURRED}), Act.RETURN, STAFF)
    assert after(after(back, Act.REPLACE, replace(PARENT, item=PHOTO)), Act.FREEZE).changed == frozenset()


def test_C18_a_return_for_changed_data_alone_costs_no_chance_unless_the_city_says_so() -> None:
    facts = replace(PARENT, changed=frozenset({FormField.IBAN}))
    noted = marked(after(under_review(), Act.NOTE_CHANGED_DATA, facts), {FormField.IBAN: CHANGED})
    back = step(replace(noted, corrections=2), Act.RETURN, STAFF)
    assert (back.row, back.contract.corrections, back.notification) == ("C18", 2, "N28")
    strict = under(replace(UNIFIED, contract=replace(UNIFIED.contract, changed_data_counts=True)))
    counted = step(noted, Act.RETURN, STAFF, strict)
    assert (counted.row, counted.contract.corrections) == ("C10", 1)
    at_fault = step(marked(noted, {PHOTO: BLURRED}), Act.RETURN, STAFF)
    assert (at_fault.row, at_fault.contract.corrections) == ("C10", 1)
    replaced = after(back.contract, Act.REPLACE, replace(PARENT, item=FormField.IBAN))
    assert replaced.changed == frozenset()


def test_C18_data_count_as_changed_only_when_they_are() -> None:
    facts = replace(STAFF, item=FormField.IBAN, mark=CHANGED)
    assert refusal(under_review(), Act.MARK, facts) is Bar.NOT_CHANGED


@pytest.mark.parametrize("facts", [PARENT, STAFF])
def test_C19_what_changes_in_force_needs_an_additional_agreement(facts: ContractFacts) -> None:
    changed = replace(facts, changed=frozenset({FormField.PARENT_NAME}), voucher=None, request=None, now=FRIDAY)
    opened = step(in_force(), Act.AMEND, changed)
    assert (opened.row, opened.opens_new, opened.notification) == ("C19", True, "N28")
    assert (opened.contract.kind, opened.contract.state) == (ContractKind.ADDITIONAL_AGREEMENT, State.DRAFT)
    assert opened.contract.sign_by == Calendar().deadline(FRIDAY, 3)
    assert opened.contract.changed == {FormField.PARENT_NAME}
    assert refusal(in_force(), Act.AMEND, replace(changed, changed=frozenset())) is Need.CHANGED_FIELDS


def test_C19_both_sign_the_agreement_and_nobody_is_admitted_again() -> None:
    about = frozenset({FormField.PARENT_NAME})
    agreement = after(replace(filled(), kind=ContractKind.ADDITIONAL_AGREEMENT, changed=about), Act.FREEZE)
    outside = replace(PARENT, voucher=None, request=None)
    sent = step(agreement, Act.SIGN, outside)
    assert (sent.contract.state, sent.voucher, sent.notification) == (State.PARENT_SIGNED, None, "N20")
    waits = step(agreement, Act.SIGN, replace(outside, verdict=PENDING))
    assert sent.contract.changed == waits.contract.changed == frozenset()
    checked = marked(after(sent.contract, Act.OPEN_REVIEW, STAFF), {})
    signed = step(checked, Act.COUNTERSIGN, STAFF)
    assert (signed.contract.state, signed.request, signed.notification) == (State.SIGNED, None, None)
    assert refusal(signed.contract, Act.AMEND, STAFF) is Bar.NOT_IN_THIS_STATE
    noted = replace(PARENT, changed=about)
    assert refusal(signed.contract, Act.NOTE_CHANGED_DATA, noted) is Bar.NOT_IN_THIS_STATE
    late = step(agreement, Act.EXPIRE, replace(TIMER, now=FRIDAY, voucher=None))
    assert (late.contract.state, late.request) == (State.EXPIRED, None)


@pytest.mark.rule("S2-72")
def test_C20_a_new_model_form_is_read_before_it_is_signed() -> None:
    department = replace(PARENT, actor=Actor.DEPARTMENT)
    for contract in (frozen(), filled(), returned()):
        rebuilt = step(contract, Act.CHANGE_TEMPLATE, department)
        assert (rebuilt.row, rebuilt.contract.state, rebuilt.notification) == ("C20", contract.state, "N28")
        assert (rebuilt.contract.frozen, Step.CONFIRMATION in rebuilt.contract.done) == (None, False)
    for contract in (pending(), signed_by_parent(), under_review(), in_force()):
        assert refusal(contract, Act.CHANGE_TEMPLATE, department) is Bar.NOT_IN_THIS_STATE
