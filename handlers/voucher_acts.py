"""What somebody does to a voucher, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from enrolment.enrolment_request_states import RequestState
from enrolment.term_ends import Outage
from enrolment.terms import Name
from enrolment.voucher import VoucherRules
from enrolment.voucher_states import (
    Actor,
    OpenRequest,
    VoucherAction,
    VoucherBar,
    VoucherFacts,
    VoucherNeed,
    VoucherTransition,
)
from enrolment.working_days import Deadline
from handlers.office import Office
from handlers.telling import Occasion
from storage.applications import Application
from storage.enrolment_requests import EnrolmentRequest
from storage.outbox import NewOutbox
from storage.stored_voucher import StoredVoucher

SYSTEM = "system"


class UnknownVoucher(LookupError):
    """There is no voucher with this id."""


@dataclass(frozen=True)
class Act:
    """An action on a voucher: `by` is who acts as the event log names them.

    `contract_by` is the end of the term to sign where a contract's runs again. `at_fault` is what the department
    found, after it `heard` the parent (V12); `reason` is in its own words, and `ground` what the profile calls it.
    """

    action: VoucherAction
    actor: Actor
    by: str
    reason: str | None = None
    there: frozenset[VoucherNeed] = frozenset()
    against: frozenset[VoucherBar] = frozenset()
    at_fault: bool = False
    heard: bool = False
    ground: Name | None = None
    contract_by: Deadline | None = None

    def facts(self, request: EnrolmentRequest | None, now: datetime, outages: tuple[Outage, ...] = ()) -> VoucherFacts:
        """What the rules want to know of it."""
        given = {VoucherNeed.REASON} if self.reason else set()
        asked = open_request(request)
        return VoucherFacts(self.actor, now, self.there | given, self.against, asked, outages, self.at_fault)


@dataclass(frozen=True)
class Stepped:
    """A step that was carried out.

    `notification` is the key of what the family is to be told (G.5), None for nothing; `told` says that `outgoing`
    holds it, otherwise whoever asked for the step tells it.
    """

    voucher: StoredVoucher
    transition: VoucherTransition
    application: Application
    notification: str | None = None
    told: bool = False
    outgoing: list[NewOutbox] = field(default_factory=list)


TIME_IS_OVER = Act(VoucherAction.EXPIRE, Actor.TIMER, SYSTEM)


def voucher_subject(voucher_id: int) -> str:
    """The subject under which events and deadlines of a voucher are kept."""
    return f"voucher:{voucher_id}"


def voucher_rules(office: Office) -> VoucherRules:
    """The rules of this instance."""
    return VoucherRules(office.profile, office.calendar)


def open_request(request: EnrolmentRequest | None) -> OpenRequest | None:
    """The voucher's open request as the rules know it."""
    return None if request is None else OpenRequest(request.sent_at, request.state is RequestState.CONTRACT_SENT)


async def request_of(at: Occasion, one: StoredVoucher) -> EnrolmentRequest | None:
    """The voucher's open request."""
    return await at.uow.requests.open_of_voucher(one.id)
