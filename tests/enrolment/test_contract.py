"""What may happen to a contract, row by row of G.4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from enrolment.contract import (
    OPEN_CONTRACT,
    Contract,
    ContractAction,
    ContractBar,
    ContractEnd,
    ContractFacts,
    ContractNeed,
    ContractNotAllowed,
    ContractState,
    ContractTab,
    attempts_left,
    contract_actions_in,
    contract_overdue,
    first_year_ends,
    signs_by,
    tab_of,
)
from enrolment.contract_rows import ROWS
from enrolment.enrolment_request import RequestAction, RequestState, request_actions_in
from enrolment.profile import load_profile
from enrolment.profile_terms import ContractStep, TermKind
from enrolment.signature_verdict import RefusedBecause
from enrolment.terms import DocumentKind
from enrolment.voucher import Actor, VoucherAction, VoucherRules, VoucherState, voucher_actions_in
from enrolment.working_days import Calendar
from tests.enrolment.contracts import (
    ACCEPTED,
    DELEGATE,
    DIGEST,
    DOCUMENTS,
    PARENT,
    PENDING,
    REVOKED,
    SECOND,
    STAFF,
    TIMER,
    VALID,
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
    with_blurred_photo,
    without,
)
from tests.enrolment.vouchers import (
    FRIDAY,
    INDIGO,
    MONDAY,
    NEXT_MONDAY,
    RULES,
    THURSDAY,
    UNIFIED,
    WEDNESDAY,
    confirmed,
    end_of,
    under,
)

Act, Bar, Need, State = ContractAction, ContractBar, ContractNeed, ContractState
Step = ContractStep
PHOTO = DocumentKind.CHILD_PHOTO
ALMATY_WAY, REFERRALS = under(load_profile("smart_nation_almaty")), under(INDIGO)


@pytest.mark.rule("S1-32")
def test_C1_the_preschool_sends_a_draft_and_three_working_days_to_sign_begin() -> None:
    sent = step(None, Act.START, replace(STAFF, now=MONDAY))
    assert (sent.row, sent.before, sent.contract.state, sent.notification) == ("C1", None, State.DRAFT, "N20a")
    assert sent.contract.sign_by == Calendar().deadline(MONDAY, 3)
    assert (sent.request, sent.voucher, sent.profile_version) == (None, None, UNIFIED.version)
    assert refusal(None, Act.START, PARENT) is Bar.NOT_THIS_ACTOR
    assert refusal(None, Act.START, replace(STAFF, request=RequestState.SENT)) is Bar.REQUEST_NOT_ANSWERED


@pytest.mark.rule("S2-15")
@pytest.mark.parametrize("facts", [PARENT, SECOND])
def test_C1_where_the_referral_names_the_preschool_a_parent_begins(facts: ContractFacts) -> None:
    begun = step(None, Act.START, facts, REFERRALS)
    assert (begun.row, begun.contract.state, begun.notification) == ("C1", State.DRAFT, None)
    assert refusal(None, Act.START, STAFF, REFERRALS) is Bar.NOT_THIS_ACTOR
    assert refusal(None, Act.START, DELEGATE, REFERRALS) is Bar.NOT_THIS_ACTOR
    assert refusal(None, Act.START, replace(facts, request=None), REFERRALS) is Bar.REQUEST_NOT_ANSWERED


@pytest.mark.rule("S2-16")
def test_C2_the_parent_reads_what_a_contract_is() -> None:
    read = step(draft(), Act.READ_INFO)
    assert (read.row, read.contract.state, read.contract.done) == ("C2", State.DRAFT, frozenset({Step.INFO}))
    assert refusal(draft(), Act.READ_INFO, DELEGATE) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("S2-24")
def test_C3_a_checked_eds_opens_the_next_page() -> None:
    informed = after(draft(), Act.READ_INFO)
    assert refusal(informed, Act.FILL_REPRESENTATIVE) is Need.EARLIER_STEPS
    checked = step(informed, Act.CHECK_EDS)
    assert (checked.row, checked.contract.done) == ("C3", frozenset({Step.INFO, Step.EDS_CHECK}))
    assert after(checked.contract, Act.FILL_REPRESENTATIVE).representative is Actor.PARENT


@pytest.mark.rule("S2-25")
def test_C3_an_eds_that_is_refused_or_unsure_opens_nothing() -> None:
    informed = after(draft(), Act.READ_INFO)
    assert refusal(informed, Act.CHECK_EDS, replace(PARENT, verdict=REVOKED)) is Bar.SIGNATURE_REFUSED
    assert refusal(informed, Act.CHECK_EDS, replace(PARENT, verdict=PENDING)) is Bar.SIGNATURE_PENDING
    assert refusal(informed, Act.CHECK_EDS, replace(PARENT, verdict=None)) is Need.SIGNATURE
    assert refusal(draft(), Act.CHECK_EDS) is Need.EARLIER_STEPS


@pytest.mark.rule("X-18")
@pytest.mark.rule("X-11")
def test_C3_C5_a_city_may_leave_pages_out() -> None:
    informed = after(draft(ALMATY_WAY), Act.READ_INFO, rules=ALMATY_WAY)
    assert refusal(informed, Act.CHECK_EDS, rules=ALMATY_WAY) is Bar.NOT_ASKED
    assert refusal(informed, Act.FILL_REQUISITES, rules=ALMATY_WAY) is Bar.NOT_ASKED
    known = after(informed, Act.FILL_REPRESENTATIVE, rules=ALMATY_WAY)
    whole = after(known, Act.ATTACH_DOCUMENTS, rules=ALMATY_WAY)
    assert after(whole, Act.FREEZE, rules=ALMATY_WAY).frozen == DIGEST


@pytest.mark.rule("S2-26")
@pytest.mark.rule("S2-31")
@pytest.mark.parametrize(
    ("row", "action", "page"),
    [("C4", Act.FILL_REPRESENTATIVE, Step.REPRESENTATIVE), ("C5", Act.FILL_REQUISITES, Step.REQUISITES)],
)
def test_C4_C5_a_page_is_done_when_its_answers_are_whole(row: str, action: ContractAction, page: Step) -> None:
    before = filled()
    before = replace(before, done=before.done - {page})
    done = step(before, action)
    assert (done.row, done.contract.state) == (row, State.DRAFT)
    assert done.contract.done == before.done | {page}
    assert refusal(before, action, without(PARENT, Need.ANSWERS)) is Need.ANSWERS
    assert refusal(before, action, DELEGATE) is Bar.NOT_THIS_ACTOR


@pytest.mark.rule("E-9")
def test_C6_edge_9_documents_come_at_any_time_from_the_whole_family() -> None:
    for facts in (PARENT, SECOND, DELEGATE):
        attached = step(draft(), Act.ATTACH_DOCUMENTS, facts)
        assert (attached.row, attached.contract.done) == ("C6", frozenset({Step.DOCUMENTS}))
    assert refusal(draft(), Act.ATTACH_DOCUMENTS, without(PARENT, Need.DOCUMENTS)) is Need.DOCUMENTS


@pytest.mark.rule("S2-50")
def test_C7_the_parent_has_read_the_text_and_the_pdf_is_frozen() -> None:
    read = step(filled(), Act.FREEZE)
    assert (read.row, read.contract.state, read.contract.frozen) == ("C7", State.DRAFT, DIGEST)
    assert (read.contract.documents, read.contract.done) == (DOCUMENTS, frozenset(Step))
    for need in (Need.ANSWERS, Need.DOCUMENTS, Need.READ_ACK):
        assert refusal(filled(), Act.FREEZE, without(PARENT, need)) is need
    unfinished = replace(filled(), done=filled().done - {Step.DOCUMENTS})
    assert refusal(unfinished, Act.FREEZE) is Need.EARLIER_STEPS


@pytest.mark.rule("S1-25")
def test_C7_whoever_changes_an_answer_reads_again() -> None:
    for page in (Act.READ_INFO, Act.FILL_REPRESENTATIVE, Act.FILL_REQUISITES, Act.ATTACH_DOCUMENTS):
        changed = after(frozen(), page)
        assert (changed.frozen, Step.CONFIRMATION in changed.done) == (None, False)
        assert refusal(changed, Act.SIGN) is Need.FROZEN_DOCUMENT


@pytest.mark.rule("S2-54")
@pytest.mark.rule("S1-26")
def test_C8_a_valid_signature_in_time_sends_the_contract() -> None:
    sent = step(frozen(), Act.SIGN, replace(PARENT, now=end_of(THURSDAY)))
    assert (sent.row, sent.before, sent.contract.state) == ("C8", State.DRAFT, State.PARENT_SIGNED)
    assert (sent.notification, sent.voucher, sent.request) == ("N20", VoucherAction.SIGN, None)
    assert refusal(frozen(), Act.SIGN, replace(PARENT, now=FRIDAY)) is Bar.TERM_OVER
    assert refusal(frozen(), Act.SIGN, replace(PARENT, voucher=VoucherState.EXPIRED_UNUSED)) is Bar.VOUCHER_NOT_RUNNING


def test_C8_the_signature_is_over_what_was_read() -> None:
    assert refusal(filled(), Act.SIGN) is Need.FROZEN_DOCUMENT
    assert refusal(frozen(), Act.SIGN, replace(PARENT, verdict=None)) is Need.SIGNATURE
    other = replace(VALID, document="ef" * 32)
    assert refusal(frozen(), Act.SIGN, replace(PARENT, verdict=other)) is Bar.OTHER_DOCUMENT
    unsure = replace(PENDING, document="ef" * 32)
    assert refusal(frozen(), Act.SIGN, replace(PARENT, verdict=unsure)) is Bar.OTHER_DOCUMENT


@pytest.mark.parametrize("reason", sorted(RefusedBecause))
def test_C8_a_refused_signature_changes_nothing(reason: RefusedBecause) -> None:
    verdict = replace(REVOKED, because=reason)
    assert refusal(frozen(), Act.SIGN, replace(PARENT, verdict=verdict)) is Bar.SIGNATURE_REFUSED


@pytest.mark.rule("E-26")
def test_C8a_edge_26_a_signature_that_cannot_be_judged_yet_stops_the_terms() -> None:
    waits = step(frozen(), Act.SIGN, replace(PARENT, verdict=PENDING))
    assert (waits.row, waits.contract.state) == ("C8a", State.SIGNATURE_PENDING)
    assert (waits.notification, waits.voucher) == ("N33", VoucherAction.SIGN)
    assert (waits.contract.kept_working_days, waits.contract.pending_from) == (2, State.DRAFT)
    assert not contract_overdue(waits.contract, replace(TIMER, now=NEXT_MONDAY), RULES)


@pytest.mark.rule("E-26")
def test_C8a_edge_26_it_counts_from_its_receipt_when_it_turns_out_valid() -> None:
    late = replace(TIMER, now=NEXT_MONDAY, voucher=VoucherState.HELD)
    settled = step(pending(), Act.SETTLE_SIGNATURE, late)
    assert (settled.row, settled.contract.state) == ("C8a", State.PARENT_SIGNED)
    assert (settled.notification, settled.voucher) == ("N20", None)
    assert (settled.contract.kept_working_days, settled.contract.pending_from) == (0, None)
    assert refusal(pending(), Act.SETTLE_SIGNATURE, replace(late, verdict=None)) is Need.SIGNATURE
    assert refusal(pending(), Act.SETTLE_SIGNATURE, replace(late, verdict=PENDING)) is Bar.SIGNATURE_PENDING
    assert refusal(settled.contract, Act.SETTLE_SIGNATURE, late) is Bar.ALREADY_DONE


@pytest.mark.rule("E-26")
def test_C8a_edge_26_the_time_comes_back_when_it_turns_out_bad() -> None:
    late = replace(TIMER, now=NEXT_MONDAY, voucher=VoucherState.HELD, verdict=REVOKED)
    back = step(pending(), Act.SETTLE_SIGNATURE, late)
    assert (back.row, back.contract.state, back.contract.frozen) == ("C8a", State.DRAFT, DIGEST)
    assert (back.notification, back.voucher) == (None, VoucherAction.SIGNATURE_REFUSED)
    assert back.contract.sign_by == Calendar().deadline(NEXT_MONDAY, 2)
    again = step(back.contract, Act.SIGN, replace(PARENT, now=NEXT_MONDAY))
    assert again.contract.state is State.PARENT_SIGNED


def test_C8a_a_working_day_is_left_at_least_and_a_returned_contract_goes_back_as_such() -> None:
    ready = after(after(returned(), Act.REPLACE, replace(PARENT, item=PHOTO)), Act.FREEZE)
    last_day = replace(PARENT, now=NEXT_MONDAY, verdict=PENDING)
    waits = after(ready, Act.SIGN, last_day)
    assert (waits.pending_from, waits.kept_working_days) == (State.RETURNED, 0)
    back = after(waits, Act.SETTLE_SIGNATURE, replace(TIMER, now=NEXT_MONDAY, verdict=REVOKED))
    assert (back.state, back.sign_by) == (State.RETURNED, Calendar().deadline(NEXT_MONDAY, 1))
    soon = after(ready, Act.SIGN, replace(last_day, now=WEDNESDAY))
    same_day = after(soon, Act.SETTLE_SIGNATURE, replace(TIMER, now=WEDNESDAY, verdict=REVOKED))
    assert same_day.sign_by == ready.sign_by


@pytest.mark.parametrize("contract", [draft(), returned()], ids=["draft", "returned"])
def test_C15_a_contract_not_signed_in_time_expires_and_the_voucher_runs_on(contract: Contract) -> None:
    assert contract.sign_by is not None
    facts = replace(TIMER, now=contract.sign_by.at)
    assert refusal(contract, Act.EXPIRE, facts) is Bar.TOO_EARLY
    assert not contract_overdue(contract, facts, RULES)
    late = replace(facts, now=facts.now + timedelta(seconds=1))
    assert contract_overdue(contract, late, RULES)
    expired = step(contract, Act.EXPIRE, late)
    assert (expired.row, expired.contract.state, expired.notification) == ("C15", State.EXPIRED, "N25")
    assert (expired.request, expired.contract.end) == (RequestAction.CONTRACT_EXPIRED, ContractEnd.TERM_OVER)


@pytest.mark.parametrize("contract", [draft(), pending(), signed_by_parent(), under_review(), returned()])
def test_C15_a_contract_expires_with_its_voucher(contract: Contract) -> None:
    facts = replace(TIMER, voucher=VoucherState.EXPIRED_UNUSED, request=RequestState.EXPIRED)
    expired = step(contract, Act.END, facts)
    assert (expired.row, expired.contract.state) == ("C15", State.EXPIRED)
    assert (expired.contract.end, expired.notification) == (ContractEnd.VOUCHER_EXPIRED, None)
    assert refusal(expired.contract, Act.END, facts) is Bar.ALREADY_DONE


@pytest.mark.parametrize("contract", [draft(), pending(), signed_by_parent(), under_review(), returned()])
def test_C16_a_contract_is_void_when_its_request_ends(contract: Contract) -> None:
    for request, voucher in (
        (RequestState.CANCELLED, VoucherState.CONFIRMED),
        (RequestState.REFUSED, VoucherState.CONFIRMED),
        (RequestState.EXPIRED, VoucherState.ANNULLED),
        (RequestState.EXPIRED, VoucherState.DECLINED),
    ):
        facts = replace(PARENT, request=request, voucher=voucher)
        void = step(contract, Act.END, facts)
        assert (void.row, void.contract.state) == ("C16", State.CANCELLED)
        assert (void.contract.end, void.notification) == (ContractEnd.REQUEST_ENDED, None)
    assert refusal(contract, Act.END, PARENT) is Bar.REQUEST_STILL_OPEN


@pytest.mark.parametrize("contract", [draft(), pending(), signed_by_parent(), under_review(), returned()])
def test_C16_a_parent_withdraws_until_the_preschool_has_signed_and_is_asked_twice(contract: Contract) -> None:
    withdrawn = step(contract, Act.WITHDRAW, replace(SECOND, voucher=VoucherState.HELD))
    assert (withdrawn.row, withdrawn.contract.state, withdrawn.notification) == ("C16", State.CANCELLED, "N27")
    assert (withdrawn.request, withdrawn.contract.end) == (RequestAction.WITHDRAW_CONTRACT, ContractEnd.WITHDRAWN)
    assert refusal(contract, Act.WITHDRAW, without(PARENT, Need.WITHDRAWAL_CONFIRMED)) is Need.WITHDRAWAL_CONFIRMED
    assert refusal(contract, Act.WITHDRAW, DELEGATE) is Bar.NOT_THIS_ACTOR
    assert refusal(withdrawn.contract, Act.WITHDRAW) is Bar.ALREADY_DONE
    assert refusal(in_force(), Act.WITHDRAW) is Bar.NOT_IN_THIS_STATE


@pytest.mark.rule("X-05")
def test_the_parent_signs_until_the_own_term_or_d2_whichever_ends_first() -> None:
    d2 = confirmed().deadline
    assert signs_by(draft(), d2) == draft().sign_by
    tomorrow = Calendar().deadline(MONDAY, 1)
    assert signs_by(draft(), tomorrow) == tomorrow
    assert signs_by(signed_by_parent(), d2) is None


def test_every_row_of_the_table_is_there() -> None:
    assert {row.id for row in ROWS} == {*(f"C{number}" for number in range(1, 21)), "C8a", "E8"}


@pytest.mark.rule("S1-60")
@pytest.mark.rule("S1-61")
def test_each_state_has_its_tab() -> None:
    assert {state for state in State if tab_of(state) is ContractTab.IN_PROGRESS} == OPEN_CONTRACT
    assert {state for state in State if tab_of(state) is ContractTab.SIGNED} == {State.SIGNED}


def test_what_has_ended_stays_so() -> None:
    for state in set(State) - OPEN_CONTRACT - {State.SIGNED}:
        assert contract_actions_in(state) == frozenset()
    assert contract_actions_in(None) == {Act.START, Act.RECORD_ON_PAPER}


CONTRACTS = [None, draft(), frozen(), pending(), signed_by_parent(), accepted(), with_blurred_photo(), returned()]


@pytest.mark.parametrize("rules", [RULES, REFERRALS], ids=["unified", "indigo"])
@pytest.mark.parametrize("actor", sorted(Actor))
def test_every_state_and_action_leads_by_a_row_or_is_not_allowed(actor: Actor, rules: VoucherRules) -> None:
    for contract, action, voucher in product([*CONTRACTS, exhausted(), in_force()], Act, VoucherState):
        facts = replace(PARENT, actor=actor, voucher=voucher, item=PHOTO, mark=ACCEPTED, reason="other", now=FRIDAY)
        try:
            transition = step(contract, action, facts, rules)
        except ContractNotAllowed:
            continue
        assert action in contract_actions_in(contract.state if contract else None)
        assert transition.request is None or transition.request in request_actions_in(RequestState.CONTRACT_SENT)
        assert transition.voucher is None or any(transition.voucher in voucher_actions_in(one) for one in VoucherState)


@pytest.mark.rule("X-14")
def test_two_corrections_are_the_whole_number_of_chances() -> None:
    once = returned()
    twice = after(with_blurred_photo(corrected(once)), Act.RETURN, STAFF)
    assert [attempts_left(one, UNIFIED) for one in (draft(), once, twice)] == [2, 1, 0]


@pytest.mark.rule("S2-61", "S2-64")
def test_a_contract_for_a_year_runs_to_the_same_day_of_the_next_one_and_an_indefinite_one_on() -> None:
    year, since = TermKind.ONE_YEAR_PROLONGED, date(2020, 1, 7)
    assert first_year_ends(year, since) == date(2021, 1, 7)
    assert first_year_ends(year, date(2024, 2, 29)) == date(2025, 2, 28)
    assert first_year_ends(TermKind.INDEFINITE, since) is first_year_ends(year, None) is None
