"""Who may do what with a contract, until when, and with which voucher: each act by itself (G.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enrolment.contract import Contract, ContractAction, ContractBar, ContractFacts, ContractNeed
from enrolment.contract_marks import DATA_CHANGED, Judgement, Mark
from enrolment.contract_states import ContractState
from enrolment.enrolment_request import RequestState
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher import FAMILY, PARENTS, Actor, VoucherRules, VoucherState
from tests.enrolment.contracts import (
    ACCEPTED,
    BLURRED,
    DIGEST,
    PARENT,
    PENDING,
    REVOKED,
    SECOND,
    STAFF,
    TIMER,
    VALID,
    accepted,
    after,
    draft,
    exhausted,
    filled,
    frozen,
    in_force,
    marked,
    pending,
    ready_again,
    refusal,
    returned,
    signed_by_parent,
    under_review,
    with_blurred_photo,
)
from tests.enrolment.vouchers import FRIDAY, INDIGO, NEXT_TUESDAY, UNIFIED, under

Act, Bar, Need = ContractAction, ContractBar, ContractNeed
PHOTO = DocumentKind.CHILD_PHOTO
WAITING = replace(PARENT, verdict=PENDING)
ON_PHOTO, ON_FIELD = replace(PARENT, item=PHOTO), replace(PARENT, item=FormField.IBAN)
CHANGED = replace(PARENT, changed=frozenset({FormField.IBAN}))
EMPLOYEE, DEPARTMENT = frozenset({Actor.PRESCHOOL}), frozenset({Actor.DEPARTMENT})
CLOCK = frozenset({Actor.TIMER})


def with_changed_account() -> Contract:
    """Only the account is wrong, and only because it changed after the signing."""
    noted = after(under_review(), Act.NOTE_CHANGED_DATA, CHANGED)
    return marked(noted, {FormField.IBAN: Mark(Judgement.WRONG, DATA_CHANGED)})


def with_wrong_account() -> Contract:
    """Returned for the account that the parent wrote."""
    mark = Mark(Judgement.WRONG, "data_mismatch")
    return after(marked(under_review(), {FormField.IBAN: mark}), Act.RETURN, STAFF)


IN_TIME: list[tuple[str, Contract, ContractAction, ContractFacts, frozenset[Actor]]] = [
    ("C2", draft(), Act.READ_INFO, PARENT, PARENTS),
    ("C3", filled(), Act.CHECK_EDS, PARENT, PARENTS),
    ("C4", filled(), Act.FILL_REPRESENTATIVE, PARENT, PARENTS),
    ("C5", filled(), Act.FILL_REQUISITES, PARENT, PARENTS),
    ("C6", draft(), Act.ATTACH_DOCUMENTS, PARENT, FAMILY),
    ("C7", filled(), Act.FREEZE, PARENT, PARENTS),
    ("C8", frozen(), Act.SIGN, PARENT, PARENTS),
    ("C8a", frozen(), Act.SIGN, WAITING, PARENTS),
    ("C11", ready_again(), Act.SIGN, PARENT, PARENTS),
    ("C11 document", returned(), Act.REPLACE, ON_PHOTO, FAMILY),
    ("C11 field", with_wrong_account(), Act.REPLACE, ON_FIELD, PARENTS),
]
AT_ANY_TIME: list[tuple[str, Contract, ContractAction, ContractFacts, frozenset[Actor]]] = [
    ("C8a valid", pending(), Act.SETTLE_SIGNATURE, TIMER, CLOCK),
    ("C8a refused", pending(), Act.SETTLE_SIGNATURE, replace(TIMER, verdict=REVOKED), CLOCK),
    ("C9", signed_by_parent(), Act.OPEN_REVIEW, STAFF, EMPLOYEE),
    ("C10 mark", under_review(), Act.MARK, replace(STAFF, item=PHOTO, mark=ACCEPTED), EMPLOYEE),
    ("C10", with_blurred_photo(), Act.RETURN, STAFF, EMPLOYEE),
    ("C18", with_changed_account(), Act.RETURN, STAFF, EMPLOYEE),
    ("C12", exhausted(), Act.REJECT, replace(STAFF, reason="other"), EMPLOYEE),
    ("C13", under_review(), Act.REJECT, replace(STAFF, reason="other"), EMPLOYEE),
    ("C14", accepted(), Act.COUNTERSIGN, STAFF, EMPLOYEE),
    ("C15", draft(), Act.EXPIRE, replace(TIMER, now=NEXT_TUESDAY), CLOCK),
    ("C16", under_review(), Act.WITHDRAW, PARENT, PARENTS),
    ("C17", in_force(), Act.REMOVE_CHILD, replace(STAFF, reason="moved"), EMPLOYEE),
    ("C19", in_force(), Act.AMEND, CHANGED, PARENTS | EMPLOYEE),
    ("C20 unread", filled(), Act.CHANGE_TEMPLATE, replace(PARENT, actor=Actor.DEPARTMENT), DEPARTMENT | CLOCK),
    ("C20 read", frozen(), Act.CHANGE_TEMPLATE, replace(PARENT, actor=Actor.DEPARTMENT), DEPARTMENT | CLOCK),
]


def named(case: object) -> str | None:
    return case.replace(" ", "_") if isinstance(case, str) else None


@pytest.mark.rule("E-9")
@pytest.mark.parametrize(("case", "contract", "action", "facts", "who"), [*IN_TIME, *AT_ANY_TIME], ids=named)
def test_each_act_is_for_these_and_nobody_else(
    case: str, contract: Contract, action: ContractAction, facts: ContractFacts, who: frozenset[Actor]
) -> None:
    assert after(contract, action, facts) is not None, case
    for actor in Actor:
        if actor not in who:
            assert refusal(contract, action, replace(facts, actor=actor)) is Bar.NOT_THIS_ACTOR


@pytest.mark.parametrize(("case", "contract", "action", "facts", "who"), IN_TIME, ids=named)
def test_a_family_acts_within_the_term_and_while_the_voucher_runs(
    case: str, contract: Contract, action: ContractAction, facts: ContractFacts, who: frozenset[Actor]
) -> None:
    for actor in who & {contract.representative or facts.actor}:
        mine = replace(facts, actor=actor)
        assert refusal(contract, action, replace(mine, now=NEXT_TUESDAY)) is Bar.TERM_OVER, case
        for voucher in set(VoucherState) - {VoucherState.CONFIRMED, VoucherState.EXTENDED}:
            assert refusal(contract, action, replace(mine, voucher=voucher)) is Bar.VOUCHER_NOT_RUNNING


def test_C15_a_voucher_that_is_over_ends_the_contract_before_its_own_term_does() -> None:
    late = replace(TIMER, now=FRIDAY)
    for voucher in (VoucherState.EXPIRED_UNUSED, VoucherState.ANNULLED, VoucherState.HELD):
        assert refusal(draft(), Act.EXPIRE, replace(late, voucher=voucher)) is Bar.VOUCHER_NOT_RUNNING
    with_open_request = replace(late, voucher=VoucherState.EXPIRED_UNUSED, request=RequestState.CONTRACT_SENT)
    assert refusal(draft(), Act.END, with_open_request) is Bar.REQUEST_STILL_OPEN


@pytest.mark.parametrize("verdict", [VALID, PENDING])
def test_C8_C8a_C11_one_parent_signs_what_that_parent_read(verdict: object) -> None:
    assert verdict in (VALID, PENDING)
    signing = replace(PARENT, verdict=VALID if verdict is VALID else PENDING)
    for contract in (frozen(), ready_again()):
        assert refusal(contract, Act.SIGN, replace(signing, actor=SECOND.actor)) is Bar.OTHER_REPRESENTATIVE
        assert refusal(replace(contract, frozen=None), Act.SIGN, signing) is Need.FROZEN_DOCUMENT
        assert refusal(replace(contract, frozen="ef" * 32), Act.SIGN, signing) is Bar.OTHER_DOCUMENT
    assert refusal(ready_again(), Act.SIGN, replace(PARENT, verdict=REVOKED)) is Bar.SIGNATURE_REFUSED
    assert refusal(ready_again(), Act.SIGN, replace(PARENT, verdict=None)) is Need.SIGNATURE


def test_C8a_only_a_signature_over_the_frozen_document_settles_it() -> None:
    other = replace(TIMER, verdict=replace(VALID, document="ef" * 32))
    assert refusal(pending(), Act.SETTLE_SIGNATURE, other) is Bar.OTHER_DOCUMENT
    assert after(pending(), Act.SETTLE_SIGNATURE, TIMER).frozen == DIGEST


def test_C18_a_return_for_changed_data_waits_for_the_documents_too() -> None:
    noted = after(under_review(), Act.NOTE_CHANGED_DATA, CHANGED)
    mark = Mark(Judgement.WRONG, DATA_CHANGED)
    hasty = after(noted, Act.MARK, replace(STAFF, item=FormField.IBAN, mark=mark))
    assert refusal(hasty, Act.RETURN, STAFF) is Need.ALL_JUDGED


def test_C10_nothing_goes_back_for_nothing_where_changed_data_count_either() -> None:
    strict = under(replace(UNIFIED, contract=replace(UNIFIED.contract, changed_data_counts=True)))
    assert refusal(accepted(), Act.RETURN, STAFF, strict) is Need.SOMETHING_WRONG


@pytest.mark.rule("E-45")
@pytest.mark.parametrize("contract", [with_blurred_photo(), exhausted(), with_changed_account()])
def test_edge_45_no_verdict_on_the_own_child(contract: Contract) -> None:
    own = replace(STAFF, against=frozenset({Bar.OWN_RELATIVE}), reason="other", item=PHOTO, mark=None)
    for action in (Act.RETURN, Act.REJECT):
        assert refusal(contract, action, own) is Bar.OWN_RELATIVE


def test_C17_a_removal_says_why() -> None:
    assert refusal(in_force(), Act.REMOVE_CHILD, STAFF) is Need.REASON
    other = replace(STAFF, reason="other", there=frozenset({Need.REMOVAL_DATE}))
    assert refusal(in_force(), Act.REMOVE_CHILD, other) is Need.COMMENT
    explained = replace(other, there=other.there | {Need.COMMENT})
    assert after(in_force(), Act.REMOVE_CHILD, explained).state is ContractState.ARCHIVED


@pytest.mark.parametrize(
    ("action", "page"),
    [
        (Act.FILL_REPRESENTATIVE, ContractStep.REPRESENTATIVE),
        (Act.ATTACH_DOCUMENTS, ContractStep.DOCUMENTS),
        (Act.READ_INFO, ContractStep.INFO),
    ],
)
def test_C2_C4_C6_a_page_that_the_city_left_out_is_not_filled(action: ContractAction, page: ContractStep) -> None:
    steps = tuple(step for step in UNIFIED.contract.steps if step is not page)
    without: VoucherRules = under(replace(UNIFIED, contract=replace(UNIFIED.contract, steps=steps)))
    assert refusal(filled(), action, rules=without) is Bar.NOT_ASKED


def test_C5_requisites_come_after_the_representative() -> None:
    checked = after(after(draft(), Act.READ_INFO), Act.CHECK_EDS)
    assert refusal(checked, Act.FILL_REQUISITES) is Need.EARLIER_STEPS
    assert refusal(checked, Act.FILL_REQUISITES, rules=under(INDIGO)) is Need.EARLIER_STEPS


def test_a_mark_of_the_employee_stays_until_the_parent_replaces_the_item() -> None:
    assert returned().marks[PHOTO] == BLURRED
    assert ready_again().marks[PHOTO].judgement is Judgement.REPLACED
