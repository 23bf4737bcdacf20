"""Contracts, facts and signatures that the tests of contracts begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from enrolment.contract import (
    Contract,
    ContractAction,
    ContractBar,
    ContractFacts,
    ContractNeed,
    ContractNotAllowed,
    ContractTransition,
    contract_step,
)
from enrolment.contract_marks import Item, Judgement, Mark
from enrolment.enrolment_request_states import RequestState
from enrolment.signature_verdict import (
    Certificate,
    Pending,
    PendingBecause,
    Refused,
    RefusedBecause,
    Signer,
    Times,
    Valid,
)
from enrolment.terms import DocumentKind
from enrolment.voucher import VoucherRules
from enrolment.voucher_states import Actor, VoucherState
from enrolment.working_days import ALMATY
from tests.enrolment.vouchers import MONDAY, RULES, TUESDAY, WEDNESDAY

Act = ContractAction
DIGEST = "ab" * 32
DOCUMENTS = frozenset({DocumentKind.CHILD_PHOTO, DocumentKind.BIRTH_CERTIFICATE})
CERTIFICATE = Certificate(
    "1", "NCA", "cd" * 32, datetime(2026, 1, 1, tzinfo=ALMATY), datetime(2027, 1, 1, tzinfo=ALMATY)
)
VALID = Valid(Signer("911205400003", "A. B."), CERTIFICATE, Times(MONDAY), DIGEST)
PENDING = Pending(PendingBecause.REVOCATION_UNKNOWN, DIGEST, MONDAY)
REVOKED = Refused(RefusedBecause.REVOKED, CERTIFICATE)
ACCEPTED, BLURRED = Mark(Judgement.ACCEPTED), Mark(Judgement.WRONG, "illegible_document")

PARENT = ContractFacts(
    Actor.PARENT,
    TUESDAY,
    VoucherState.CONFIRMED,
    RequestState.CONTRACT_SENT,
    frozenset(ContractNeed),
    verdict=VALID,
    document=DIGEST,
    documents=DOCUMENTS,
)
SECOND, DELEGATE = replace(PARENT, actor=Actor.SECOND_PARENT), replace(PARENT, actor=Actor.DELEGATE)
STAFF = replace(PARENT, actor=Actor.PRESCHOOL, voucher=VoucherState.HELD, now=WEDNESDAY)
TIMER = replace(PARENT, actor=Actor.TIMER)


def step(
    contract: Contract | None, action: ContractAction, facts: ContractFacts = PARENT, rules: VoucherRules = RULES
) -> ContractTransition:
    """The transition to which the action leads."""
    return contract_step(contract, action, facts, rules)


def after(
    contract: Contract | None, action: ContractAction, facts: ContractFacts = PARENT, rules: VoucherRules = RULES
) -> Contract:
    """The contract after the action."""
    return contract_step(contract, action, facts, rules).contract


def refusal(
    contract: Contract | None, action: ContractAction, facts: ContractFacts = PARENT, rules: VoucherRules = RULES
) -> ContractNeed | ContractBar:
    """Why the action is not allowed."""
    with pytest.raises(ContractNotAllowed) as caught:
        contract_step(contract, action, facts, rules)
    assert str(caught.value) == caught.value.code.value
    return caught.value.code


def draft(rules: VoucherRules = RULES) -> Contract:
    """A contract that the preschool sent on Monday."""
    return after(None, Act.START, replace(STAFF, now=MONDAY), rules)


def filled(facts: ContractFacts = PARENT) -> Contract:
    """All five pages before the last one are done by that parent."""
    contract = draft()
    pages = (Act.READ_INFO, Act.CHECK_EDS, Act.FILL_REPRESENTATIVE, Act.FILL_REQUISITES, Act.ATTACH_DOCUMENTS)
    for page in pages:
        contract = after(contract, page, facts)
    return contract


def frozen(facts: ContractFacts = PARENT) -> Contract:
    """The parent has read the text; the PDF is the one to be signed."""
    return after(filled(facts), Act.FREEZE, facts)


def signed_by_parent(now: datetime = TUESDAY) -> Contract:
    """The parent has signed and sent it."""
    return after(frozen(), Act.SIGN, replace(PARENT, now=now))


def pending() -> Contract:
    """The parent has signed on Tuesday, and nobody can tell yet whether the key was revoked."""
    return after(frozen(), Act.SIGN, replace(PARENT, verdict=PENDING))


def under_review() -> Contract:
    """An employee has opened it."""
    return after(signed_by_parent(), Act.OPEN_REVIEW, STAFF)


def marked(contract: Contract, marks: dict[Item, Mark]) -> Contract:
    """The employee has said this of these items, and that the other documents are right."""
    others: dict[Item, Mark] = {kind: ACCEPTED for kind in DOCUMENTS if kind not in marks}
    for item, mark in (marks | others).items():
        contract = after(contract, Act.MARK, replace(STAFF, item=item, mark=mark))
    return contract


def with_blurred_photo(contract: Contract | None = None) -> Contract:
    """The employee cannot read the photo, everything else is right."""
    return marked(contract or under_review(), {DocumentKind.CHILD_PHOTO: BLURRED})


def accepted() -> Contract:
    """The employee has found everything right."""
    return marked(under_review(), {})


def returned(now: datetime = WEDNESDAY) -> Contract:
    """It went back for the photo on Wednesday."""
    return after(with_blurred_photo(), Act.RETURN, replace(STAFF, now=now))


def corrected(contract: Contract) -> Contract:
    """The photo is replaced, the new PDF read and signed, and an employee has opened it."""
    for action in (Act.REPLACE, Act.FREEZE, Act.SIGN):
        contract = after(contract, action, replace(PARENT, item=DocumentKind.CHILD_PHOTO, now=WEDNESDAY))
    return after(contract, Act.OPEN_REVIEW, STAFF)


def exhausted() -> Contract:
    """The photo is wrong for the third time, after two corrections."""
    twice = after(with_blurred_photo(corrected(returned())), Act.RETURN, STAFF)
    return with_blurred_photo(corrected(twice))


def ready_again() -> Contract:
    """A returned contract whose photo is replaced and whose new PDF is read."""
    return after(after(returned(), Act.REPLACE, replace(PARENT, item=DocumentKind.CHILD_PHOTO)), Act.FREEZE)


def in_force() -> Contract:
    """Both have signed."""
    return after(accepted(), Act.COUNTERSIGN, STAFF)


def without(facts: ContractFacts, *needs: ContractNeed) -> ContractFacts:
    """The same facts where something is missing."""
    return replace(facts, there=facts.there - set(needs))
