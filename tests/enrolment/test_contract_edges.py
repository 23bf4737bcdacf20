"""The edges of the process that touch a contract (G.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from enrolment.contract import (
    Contract,
    ContractAction,
    ContractBar,
    ContractFacts,
    ContractKind,
    ContractNeed,
    ContractState,
)
from enrolment.contract_marks import Judgement, Mark
from enrolment.enrolment_request import RequestState
from enrolment.family import FamilyAct, may
from enrolment.profile_terms import ContractStep
from enrolment.signature_verdict import Refused, RefusedBecause
from enrolment.term_ends import Outage, recomputed
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher import Actor, OpenRequest, VoucherAction, VoucherState
from enrolment.working_days import Calendar, Override
from tests.enrolment import vouchers
from tests.enrolment.contracts import (
    BLURRED,
    DELEGATE,
    DIGEST,
    PARENT,
    PENDING,
    SECOND,
    STAFF,
    TIMER,
    accepted,
    after,
    corrected,
    draft,
    exhausted,
    filled,
    frozen,
    in_force,
    pending,
    refusal,
    returned,
    signed_by_parent,
    step,
    under_review,
)
from tests.enrolment.vouchers import FRIDAY, NEXT_MONDAY, RULES, THURSDAY, TUESDAY, UNIFIED, WEDNESDAY, end_of, under

Act, Bar, Need, State = ContractAction, ContractBar, ContractNeed, ContractState
PHOTO, CERTIFICATE = DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE


@pytest.mark.rule("E-1")
def test_edge_1_a_contract_is_signed_until_the_last_second() -> None:
    last = replace(PARENT, now=end_of(THURSDAY).replace(microsecond=999_999))
    assert after(frozen(), Act.SIGN, last).state is State.PARENT_SIGNED
    assert refusal(frozen(), Act.SIGN, replace(PARENT, now=end_of(THURSDAY) + timedelta(seconds=1))) is Bar.TERM_OVER


@pytest.mark.rule("E-2")
def test_edge_2_signing_twice_is_signing_once() -> None:
    for contract in (signed_by_parent(), pending(), under_review(), in_force()):
        assert refusal(contract, Act.SIGN) is Bar.ALREADY_DONE


@pytest.mark.rule("E-5")
def test_edge_5_a_timer_that_runs_late_or_twice_does_no_harm() -> None:
    late = replace(TIMER, now=NEXT_MONDAY)
    expired = after(draft(), Act.EXPIRE, late)
    assert refusal(expired, Act.EXPIRE, late) is Bar.ALREADY_DONE
    for contract in (signed_by_parent(), pending(), under_review(), in_force()):
        assert refusal(contract, Act.EXPIRE, late) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-6")
def test_edge_6_a_term_that_fell_into_an_outage_is_prolonged() -> None:
    down = Outage(THURSDAY, FRIDAY)
    spared = replace(PARENT, now=FRIDAY + timedelta(hours=23), outages=(down,))
    assert after(frozen(), Act.SIGN, spared).state is State.PARENT_SIGNED
    assert refusal(frozen(), Act.EXPIRE, replace(spared, actor=Actor.TIMER)) is Bar.TOO_EARLY
    assert refusal(frozen(), Act.SIGN, replace(spared, now=FRIDAY + timedelta(hours=25))) is Bar.TERM_OVER


@pytest.mark.rule("E-7")
def test_edge_7_a_new_day_off_never_shortens_the_term_to_sign() -> None:
    shown = draft().sign_by
    assert shown is not None
    assert recomputed(shown, Calendar([Override(WEDNESDAY.date(), works=False)])).at == end_of(FRIDAY)
    assert recomputed(shown, Calendar([Override(TUESDAY.date(), works=True)])) == shown


@pytest.mark.rule("E-8")
def test_edge_8_either_parent_fills_and_signs_but_one_of_them_all_of_it() -> None:
    contract = frozen(SECOND)
    assert contract.representative is Actor.SECOND_PARENT
    assert refusal(contract, Act.SIGN, PARENT) is Bar.OTHER_REPRESENTATIVE
    assert refusal(filled(SECOND), Act.FREEZE, PARENT) is Bar.OTHER_REPRESENTATIVE
    assert after(contract, Act.SIGN, SECOND).state is State.PARENT_SIGNED


@pytest.mark.rule("E-8")
def test_edge_8_a_parent_who_takes_over_does_the_personal_pages_anew() -> None:
    assert refusal(frozen(), Act.FILL_REPRESENTATIVE, SECOND) is Need.EARLIER_STEPS
    taken = after(frozen(), Act.CHECK_EDS, SECOND)
    assert taken.representative is Actor.SECOND_PARENT
    assert taken.done == {ContractStep.INFO, ContractStep.EDS_CHECK, ContractStep.DOCUMENTS}
    assert taken.frozen is None
    brought = after(frozen(), Act.ATTACH_DOCUMENTS, SECOND)
    assert brought.representative is Actor.PARENT


@pytest.mark.rule("E-9")
def test_edge_9_a_delegate_brings_papers_and_signs_nothing() -> None:
    for contract, action in (
        (filled(), Act.FREEZE),
        (frozen(), Act.SIGN),
        (returned(), Act.FREEZE),
        (draft(), Act.READ_INFO),
        (draft(), Act.CHECK_EDS),
        (in_force(), Act.AMEND),
    ):
        assert refusal(contract, action, DELEGATE) is Bar.NOT_THIS_ACTOR
    assert [actor for actor in Actor if may(actor, FamilyAct.SIGN)] == [Actor.PARENT, Actor.SECOND_PARENT]
    assert after(returned(), Act.REPLACE, replace(DELEGATE, item=PHOTO)).state is State.RETURNED
    wrong = replace(returned(), marks={FormField.IBAN: BLURRED})
    assert refusal(wrong, Act.REPLACE, replace(DELEGATE, item=FormField.IBAN)) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("E-14")
@pytest.mark.parametrize("contract", [draft(), pending(), signed_by_parent(), under_review(), returned()])
def test_edge_14_a_child_that_reaches_the_age_limit_ends_the_contract_in_any_state(contract: Contract) -> None:
    voucher = vouchers.held()
    grown, _ = vouchers.step(voucher, VoucherAction.REACH_AGE_LIMIT, vouchers.by(Actor.TIMER, THURSDAY))
    facts = replace(TIMER, voucher=grown.state, request=RequestState.EXPIRED)
    assert after(contract, Act.END, facts).state is State.CANCELLED


@pytest.mark.rule("E-16")
def test_edge_16_a_preschool_that_closes_voids_even_a_signed_contract_of_the_parent() -> None:
    lost = replace(STAFF, voucher=VoucherState.CONFIRMED, request=RequestState.REFUSED)
    assert after(signed_by_parent(), Act.END, lost).state is State.CANCELLED


@pytest.mark.rule("E-17")
def test_edge_17_slow_staff_cost_the_parent_nothing() -> None:
    assert (
        after(accepted(), Act.COUNTERSIGN, replace(STAFF, now=NEXT_MONDAY + timedelta(days=30))).state is State.SIGNED
    )


@pytest.mark.rule("E-18")
def test_edge_18_a_return_on_the_last_day_leaves_the_whole_term_to_correct() -> None:
    back = returned(now=end_of(NEXT_MONDAY))
    voucher, transition = vouchers.step(
        vouchers.held(),
        VoucherAction.CONTRACT_RETURNED,
        vouchers.by(Actor.PRESCHOOL, end_of(NEXT_MONDAY), OpenRequest(WEDNESDAY, answered=True)),
    )
    whole_term = Calendar().deadline(NEXT_MONDAY, 3)
    assert back.sign_by == transition.contract_by == whole_term
    assert voucher.deadline.at >= whole_term.at


@pytest.mark.rule("E-19")
@pytest.mark.rule("S1-54")
def test_edge_19_after_two_returns_only_signing_or_rejecting_is_left() -> None:
    contract = exhausted()
    assert refusal(contract, Act.RETURN, STAFF) is Bar.CORRECTIONS_EXHAUSTED
    assert step(contract, Act.REJECT, replace(STAFF, reason="wrong_document")).row == "C12"
    right = after(contract, Act.MARK, replace(STAFF, item=PHOTO, mark=Mark(Judgement.ACCEPTED)))
    assert after(right, Act.COUNTERSIGN, STAFF).state is State.SIGNED
    assert step(right, Act.REJECT, replace(STAFF, reason="no_vacancy")).row == "C13"


@pytest.mark.rule("E-20")
def test_edge_20_nothing_is_marked_wrong_without_a_known_reason() -> None:
    facts = replace(STAFF, item=PHOTO)
    for mark, code in (
        (Mark(Judgement.WRONG), Need.REASON),
        (Mark(Judgement.WRONG, "dislike"), Bar.UNKNOWN_REASON),
        (Mark(Judgement.WRONG, "other"), Need.COMMENT),
    ):
        assert refusal(under_review(), Act.MARK, replace(facts, mark=mark)) is code
    explained = Mark(Judgement.WRONG, "other", "It is a drawing.")
    assert after(under_review(), Act.MARK, replace(facts, mark=explained)).marks[PHOTO] == explained
    absent = replace(facts, item=DocumentKind.VACCINATION_CARD, mark=BLURRED)
    assert refusal(under_review(), Act.MARK, absent) is Bar.NOT_PART_OF_IT
    assert after(under_review(), Act.MARK, replace(absent, item=FormField.IBAN)).marks == {FormField.IBAN: BLURRED}
    left_out = replace(under_review(), marks={DocumentKind.VACCINATION_CARD: Mark(Judgement.REPLACED)})
    assert after(left_out, Act.MARK, absent).marks == {DocumentKind.VACCINATION_CARD: BLURRED}


@pytest.mark.rule("E-21")
def test_edge_21_only_what_was_marked_is_replaced() -> None:
    contract = returned()
    for item in (CERTIFICATE, FormField.IBAN, None):
        assert refusal(contract, Act.REPLACE, replace(PARENT, item=item)) is Bar.NOT_MARKED
    twice = contract
    for _ in range(2):
        twice = after(twice, Act.REPLACE, replace(PARENT, item=PHOTO))
    assert twice.marks[PHOTO].judgement is Judgement.REPLACED
    of_the_bank = replace(contract, marks={FormField.IBAN: BLURRED, FormField.BANK: Mark(Judgement.ACCEPTED)})
    for one in (FormField.BANK, FormField.BANK_BRANCH):
        with_it = after(of_the_bank, Act.REPLACE, replace(PARENT, item=one))
        assert with_it.marks[one] == Mark(Judgement.REPLACED)
        assert with_it.marks[FormField.IBAN] == BLURRED
    for page in (Act.FILL_REQUISITES, Act.ATTACH_DOCUMENTS):
        assert refusal(contract, page) is Bar.NOT_IN_THIS_STATE
    reopened = corrected(contract)
    assert refusal(reopened, Act.REPLACE, replace(PARENT, item=PHOTO)) is Bar.NOT_IN_THIS_STATE


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param(RefusedBecause.AUTHENTICATION_KEY, marks=pytest.mark.rule("E-22")),
        pytest.param(RefusedBecause.NOT_YET_VALID, marks=pytest.mark.rule("E-23")),
        pytest.param(RefusedBecause.OTHER_IIN, marks=pytest.mark.rule("E-24")),
        pytest.param(RefusedBecause.ORGANISATION, marks=pytest.mark.rule("E-25")),
    ],
)
def test_edges_22_to_25_a_wrong_key_neither_identifies_nor_signs(reason: RefusedBecause) -> None:
    facts: ContractFacts = replace(PARENT, verdict=Refused(reason))
    assert refusal(after(draft(), Act.READ_INFO), Act.CHECK_EDS, facts) is Bar.SIGNATURE_REFUSED
    assert refusal(frozen(), Act.SIGN, facts) is Bar.SIGNATURE_REFUSED


@pytest.mark.rule("E-26")
def test_edge_26_what_is_unsure_is_never_taken_for_valid() -> None:
    assert after(frozen(), Act.SIGN, replace(PARENT, verdict=PENDING)).state is State.SIGNATURE_PENDING
    assert refusal(pending(), Act.OPEN_REVIEW, STAFF) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("E-41")
def test_edge_41_a_contract_on_paper_is_recorded_as_signed() -> None:
    facts = replace(STAFF, request=RequestState.COMPLETED)
    recorded = step(None, Act.RECORD_ON_PAPER, facts)
    assert (recorded.row, recorded.contract.state, recorded.notification) == ("E8", State.SIGNED, "N23")
    assert (recorded.contract.kind, recorded.contract.sign_by) == (ContractKind.PAPER, None)
    assert refusal(None, Act.RECORD_ON_PAPER, replace(facts, there=frozenset())) is Need.CONTRACT_SCAN
    assert refusal(None, Act.RECORD_ON_PAPER, STAFF) is Bar.REQUEST_STILL_OPEN
    assert refusal(None, Act.RECORD_ON_PAPER, replace(facts, actor=Actor.PARENT)) is Bar.NOT_THIS_ACTOR
    assert after(recorded.contract, Act.REMOVE_CHILD, replace(STAFF, reason="school")).state is State.ARCHIVED


@pytest.mark.rule("E-42")
def test_edge_42_an_archived_contract_keeps_its_document() -> None:
    archived = after(in_force(), Act.REMOVE_CHILD, replace(STAFF, reason="moved"))
    assert archived.frozen == DIGEST


@pytest.mark.rule("E-43")
def test_edge_43_a_new_profile_moves_no_term_that_was_told() -> None:
    other = under(replace(UNIFIED, version=2, contract=replace(UNIFIED.contract, sign_working_days=1)))
    contract = after(draft(), Act.READ_INFO, PARENT, other)
    assert contract.sign_by == draft().sign_by
    transition = step(frozen(), Act.SIGN, replace(PARENT, now=THURSDAY), other)
    assert (transition.contract.state, transition.profile_version) == (State.PARENT_SIGNED, 2)


@pytest.mark.rule("E-45")
def test_edge_45_nobody_decides_about_the_own_child() -> None:
    own = replace(STAFF, against=frozenset({Bar.OWN_RELATIVE}), item=PHOTO, mark=BLURRED, reason="other")
    for contract, action in (
        (signed_by_parent(), Act.OPEN_REVIEW),
        (under_review(), Act.MARK),
        (under_review(), Act.RETURN),
        (under_review(), Act.REJECT),
        (accepted(), Act.COUNTERSIGN),
        (in_force(), Act.AMEND),
        (None, Act.RECORD_ON_PAPER),
    ):
        assert refusal(contract, action, own) is Bar.OWN_RELATIVE


def test_a_contract_expired_by_its_own_term_leaves_the_voucher_to_another_choice() -> None:
    voucher = vouchers.confirmed()
    request = OpenRequest(WEDNESDAY, answered=True)
    cancelled, transition = vouchers.step(
        voucher, VoucherAction.REQUEST_CANCELLED, vouchers.by(Actor.TIMER, FRIDAY, request), RULES
    )
    assert (transition.row, cancelled) == ("E4", voucher)
