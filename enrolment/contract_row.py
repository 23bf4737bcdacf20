"""What a row of a contract's table is made of, and the conditions that choose between rows (G.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from enrolment.application_states import Action as OfApplication
from enrolment.contract_changes import Change, ContractMoment, unchanged
from enrolment.contract_marks import parent_is_at_fault
from enrolment.contract_states import ContractAction, ContractBar, ContractKind, ContractNeed, ContractState
from enrolment.enrolment_request_states import RequestAction
from enrolment.profile_terms import ContractStarter
from enrolment.signature_verdict import Pending, Refused
from enrolment.terms import DocumentKind
from enrolment.voucher_states import EXPIRED, Actor, VoucherAction

Condition = Callable[[ContractMoment], bool]


class Back(Enum):
    """Stands in the table for draft or returned, whichever the contract was when it was signed."""

    TO_THE_PARENT = "draft or returned"


class When(Enum):
    """When a step can be taken, seen from the end of the term to sign or to correct."""

    IN_TIME = auto()
    WHEN_OVER = auto()
    ANY_TIME = auto()


def always(moment: ContractMoment) -> bool:
    """Nothing decides."""
    return True


@dataclass(frozen=True)
class Row:
    """One row: in these states this act of one of these actors leads there, at that time, if the condition holds.

    `change` says what becomes of the contract besides its state; bars and needs are checked before it.
    """

    id: str
    before: frozenset[ContractState | None]
    action: ContractAction
    after: ContractState | Back
    by: frozenset[Actor]
    timing: When = When.ANY_TIME
    change: Change = unchanged
    notification: str | None = None
    request: RequestAction | None = None
    voucher: VoucherAction | None = None
    application: OfApplication | None = None
    needs: tuple[ContractNeed, ...] = ()
    bars: frozenset[ContractBar] = frozenset()
    when: Condition = always
    opens_new: bool = False


def starts(starter: ContractStarter) -> Condition:
    """In this city that side begins contracts."""
    return lambda moment: moment.profile.contract.starter is starter


def not_established(moment: ContractMoment) -> bool:
    """The signature is right as far as can be told (C8a)."""
    return isinstance(moment.facts.verdict, Pending)


def refused(moment: ContractMoment) -> bool:
    """The signature does not count."""
    return isinstance(moment.facts.verdict, Refused)


def is_document(moment: ContractMoment) -> bool:
    """What is replaced is a document, not a field."""
    return isinstance(moment.facts.item, DocumentKind)


def only_data_changed(moment: ContractMoment) -> bool:
    """Nothing is wrong but what changed after the signing, and this city does not count that (C18)."""
    return not moment.return_counts


def exhausted_and_wrong(moment: ContractMoment) -> bool:
    """The chances are used up, and something that the parent gave is still wrong (C12)."""
    used_up = moment.contract.corrections >= moment.profile.contract.max_corrections
    return used_up and parent_is_at_fault(moment.contract.marks)


def voucher_expired(moment: ContractMoment) -> bool:
    """The contract ends because the voucher's own term is over."""
    return moment.facts.voucher in EXPIRED


def in_force(moment: ContractMoment) -> bool:
    """It is a contract itself, not an agreement that changes one."""
    return moment.contract.kind is not ContractKind.ADDITIONAL_AGREEMENT


def signer_gone(moment: ContractMoment) -> bool:
    """Whoever signed it is not with the child any more, so that it comes back to the other parent."""
    return moment.contract.representative is Actor.FORMER_PARENT


def both(first: Condition, second: Condition) -> Condition:
    """Two things decide."""
    return lambda moment: first(moment) and second(moment)
