"""One contract, what is known when something is to happen to it, and a step that the rules allow (G.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from enrolment.application_states import Action as OfApplication
from enrolment.contract_marks import Item, Mark, Marks
from enrolment.contract_states import ContractBar, ContractEnd, ContractKind, ContractNeed, ContractState
from enrolment.enrolment_request_states import RequestAction, RequestState
from enrolment.profile_terms import ContractStep
from enrolment.signature_verdict import Verdict
from enrolment.term_ends import Outage
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor, VoucherAction, VoucherState
from enrolment.working_days import Deadline


@dataclass(frozen=True)
class Contract:
    """One contract or additional agreement.

    `sign_by` ends the term to sign or to correct (the one that ran last while nobody has to sign), None on paper;
    D2 may end it earlier (`contract.signs_by`). `kept_working_days` is what was left of it when a signature that
    cannot be judged yet stopped it, `pending_from` the state to which it goes back should it be refused.
    `representative` is who of the parents fills the contract and signs it. `frozen` is the SHA-256 of the PDF to be
    signed or signed, `documents` what goes with it. `corrections` counts the returns that count.
    """

    state: ContractState
    sign_by: Deadline | None = None
    kind: ContractKind = ContractKind.ELECTRONIC
    representative: Actor | None = None
    done: frozenset[ContractStep] = frozenset()
    frozen: str | None = None
    documents: frozenset[DocumentKind] = frozenset()
    marks: Marks = field(default_factory=dict)
    changed: frozenset[FormField] = frozenset()
    corrections: int = 0
    kept_working_days: int = 0
    pending_from: ContractState | None = None
    end: ContractEnd | None = None


def fills(contract: Contract, actor: Actor | None) -> bool:
    """Whether this parent may fill it in: what one has signed, that one alone corrects and amends (C11, C19, B.10)."""
    party = contract.state is ContractState.RETURNED or contract.kind is ContractKind.ADDITIONAL_AGREEMENT
    return not party or contract.representative in (None, actor)


def signs(contract: Contract, actor: Actor | None) -> bool:
    """Whether the text that is fixed waits for the signature of this parent, whose data it says (C8, edge 8)."""
    return contract.frozen is not None and contract.representative is actor


@dataclass(frozen=True)
class ContractFacts:
    """Who acts when, what has been given, and what else decides.

    `voucher` and `request` are their states after their own steps and timers have had their turn; both are left out
    for an additional agreement. `document` is the SHA-256 of the PDF being frozen, `documents` what goes with it.
    `item` and `mark` are what is judged or replaced, `changed` the fields whose data are others now, `as_said` those
    whose data are again what the contract says. `reason` is the code of a rejection or removal. `outages` are the
    times in which nobody could act.
    """

    actor: Actor
    now: datetime
    voucher: VoucherState | None = None
    request: RequestState | None = None
    there: frozenset[ContractNeed] = frozenset()
    against: frozenset[ContractBar] = frozenset()
    verdict: Verdict | None = None
    document: str | None = None
    documents: frozenset[DocumentKind] = frozenset()
    item: Item | None = None
    mark: Mark | None = None
    changed: frozenset[FormField] = frozenset()
    as_said: frozenset[FormField] = frozenset()
    reason: str | None = None
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True)
class ContractTransition:
    """A step that the rules allow, with its row in G.4; `contract` is the contract after it.

    `request`, `voucher` and `application` are what happens to them in the same transaction: a step of the request
    brings its own step of the voucher along. The notification is told instead of theirs. `opens_new` says that
    `contract` is another one than that acted on, which stays as it is. `profile_version` is that of the rules.
    """

    row: str
    before: ContractState | None
    contract: Contract
    profile_version: int
    notification: str | None = None
    request: RequestAction | None = None
    voucher: VoucherAction | None = None
    application: OfApplication | None = None
    opens_new: bool = False
