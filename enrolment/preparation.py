"""What is to be prepared for the contract: which documents, and until when each is good. S2-14, S2-18, S3-54…S3-60."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from enrolment.profile import Profile
from enrolment.profile_sections import DocumentRules, Requirement
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor


class Readiness(StrEnum):
    """How a document stands to a contract that comes on some day."""

    MISSING = "missing"
    READY = "ready"
    ENDS_EARLY = "ends_early"
    ENDED = "ended"


def documents_to_prepare(profile: Profile, queue_types: Collection[QueueType]) -> tuple[DocumentRules, ...]:
    """What contracts of these queues ask for, each kind once, in the profile's order.

    What one of them requires is required. Without a queue yet it is what the profile's first queue asks.
    """
    found: dict[str, DocumentRules] = {}
    for queue_type in queue_types or profile.queue_types[:1]:
        for row in profile.contract_documents(queue_type):
            known = found.get(row.kind)
            if known is None or known.requirement is not Requirement.REQUIRED:
                found[row.kind] = row
    order = [row.kind for row in profile.documents.contract]
    return tuple(sorted(found.values(), key=lambda row: order.index(row.kind)))


def documents_of_every_queue(profile: Profile) -> tuple[DocumentRules, ...]:
    """What the contract asks alike in every queue: it tells nothing of a child's own queue (edge 9)."""
    everywhere = set(profile.queue_types)
    return tuple(row for row in profile.documents.contract if everywhere <= set(row.queue_types))


def documents_shown_to(role: Actor, profile: Profile, queue_types: Collection[QueueType]) -> tuple[DocumentRules, ...]:
    """The documents to prepare; a delegate reads only what says nothing of the queue (edge 9)."""
    if role is Actor.DELEGATE:
        return documents_of_every_queue(profile)
    return documents_to_prepare(profile, queue_types)


def good_until(rules: DocumentRules, issued_on: dt.date | None) -> dt.date | None:
    """The last day on which the document is good; None where no term is set, or nobody said when it was issued."""
    if rules.valid_days is None or issued_on is None:
        return None
    return issued_on + dt.timedelta(days=rules.valid_days)


def readiness(until: dt.date | None, today: dt.date, contract_on: dt.date | None) -> Readiness:
    """How a document that is there stands today; `contract_on` is the likely day of the contract, if one can tell."""
    if until is not None and until < today:
        return Readiness.ENDED
    if until is not None and contract_on is not None and until < contract_on:
        return Readiness.ENDS_EARLY
    return Readiness.READY
