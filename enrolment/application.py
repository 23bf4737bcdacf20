"""What may happen to an application: the table of G.1 applied to one case under one profile."""

from __future__ import annotations

from collections.abc import Iterable

from enrolment.application_rows import ROWS, Reviewer, Row, reviewer_for
from enrolment.application_states import (
    ACTIVE,
    Action,
    ApplicationState,
    ArchiveReason,
    Bar,
    Facts,
    Need,
    NotAllowed,
    Transition,
)
from enrolment.profile import Profile
from enrolment.profile_sections import Requirement
from enrolment.terms import DocumentKind, Privilege, QueueType, Role

__all__ = [
    "ACTIVE",
    "Action",
    "ApplicationState",
    "ArchiveReason",
    "Bar",
    "Facts",
    "Need",
    "NotAllowed",
    "Transition",
    "actions_in",
    "category_of",
    "needs_to_submit",
    "next_state",
    "reviewer_for",
]

_OPENS_NEW = (Action.ADD, Action.APPLY_AGAIN)


def next_state(state: ApplicationState | None, action: Action, facts: Facts, profile: Profile) -> Transition:
    """Where the action leads an application in that state (None: there is none yet), by G.1.

    Raises NotAllowed with the first thing that is missing or in the way.
    """
    row = _row(state, action, facts, profile)
    if facts.role is not _role(row, facts, profile):
        raise NotAllowed(Bar.NOT_THIS_ROLE)
    for bar in Bar:
        if bar in row.bars & facts.against:
            raise NotAllowed(bar)
    _check_needs(row, facts, profile)
    return Transition(row.id, state, row.after, row.reason, row.notification, opens_new=action in _OPENS_NEW)


def actions_in(state: ApplicationState | None) -> frozenset[Action]:
    """What can happen in that state at all, whoever does it."""
    return frozenset(row.action for row in ROWS if state in row.before)


def needs_to_submit(queue_type: QueueType, privileged: bool, profile: Profile) -> tuple[Need | DocumentKind, ...]:
    """What an application to that queue must have before it can be sent, in the order to ask (A2…A5)."""
    rules = profile.queue_rules(queue_type)
    needs: list[Need | DocumentKind] = []
    if rules.asks_rehabilitation_type:
        needs.append(Need.REHABILITATION_TYPE)
    if rules.asks_special_need_type:
        needs.append(Need.SPECIAL_NEED_TYPE)
    documents = profile.application_documents(queue_type, privileged=privileged)
    needs.extend(row.kind for row in documents if row.requirement is not Requirement.OPTIONAL)
    return (*needs, Need.LOCALITY, Need.INSTRUCTION_LANGUAGE, Need.DATA_CONSENT)


def category_of(privileges: Iterable[Privilege], profile: Profile) -> int:
    """The number of the best category that the family's proved privileges open; the last one without any."""
    held = frozenset(privileges)
    return next(
        (category.number for category in profile.categories if held.intersection(category.privileges)),
        profile.categories[-1].number,
    )


def _row(state: ApplicationState | None, action: Action, facts: Facts, profile: Profile) -> Row:
    for row in ROWS:
        if row.action is action and state in row.before and row.when(facts, profile):
            return row
    # A voucher is declined, not withdrawn: that is what the parent has to be told (A17).
    in_process = state is ApplicationState.IN_PROCESS and action is Action.WITHDRAW
    raise NotAllowed(Bar.VOUCHER_OPEN if in_process else Bar.NOT_IN_THIS_STATE)


def _role(row: Row, facts: Facts, profile: Profile) -> Role | None:
    if isinstance(row.by, Reviewer):
        return reviewer_for(facts.queue_type, facts.privileged, profile)
    return row.by


def _check_needs(row: Row, facts: Facts, profile: Profile) -> None:
    needs: tuple[Need | DocumentKind, ...] = row.needs
    if row.action is Action.SUBMIT:
        needs = needs_to_submit(facts.queue_type, facts.privileged, profile)
    for need in needs:
        if need not in facts.there:
            raise NotAllowed(need)
    if row.action is Action.SUBMIT:
        _check_preschools(facts, profile)


def _check_preschools(facts: Facts, profile: Profile) -> None:
    if facts.preferred_preschools < profile.fewest_preschools(facts.queue_type):
        raise NotAllowed(Need.PREFERRED_PRESCHOOL)
    if facts.preferred_preschools > profile.application.preferred_preschools.max:
        raise NotAllowed(Bar.TOO_MANY_PRESCHOOLS)
