"""What somebody does to a contract, what came of it, and how the log keeps it (G.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from enrolment.contract import ContractAction, ContractFacts, ContractTransition
from enrolment.contract_marks import Mark
from handlers.profile_versions import office_under
from handlers.telling import Moment, Occasion
from storage.deadline_traces import term_columns
from storage.stored_contract import StoredContract
from storage.stored_voucher import StoredVoucher


@dataclass(frozen=True)
class ContractAct:
    """An action on a contract: `by` is who acts as the event log names them.

    `facts` say who acts and what was given; the states of voucher and request, time and outages are added when it is
    carried out. `comment` goes with the reason, `changes` are further columns of the contract to be written with it.
    """

    action: ContractAction
    by: str
    facts: ContractFacts
    comment: str | None = field(default=None, repr=False)
    changes: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class ContractMoved:
    """A step that was carried out, with the voucher after it."""

    contract: StoredContract
    transition: ContractTransition
    voucher: StoredVoucher


def contract_subject(contract_id: int) -> str:
    """The subject under which events and deadlines of a contract are kept."""
    return f"contract:{contract_id}"


def under_its_rules(at: Occasion, one: StoredContract) -> Occasion:
    """The occasion by the version of the profile under which the contract's term was set (edge 43)."""
    office = office_under(at.office, one.profile, one.profile_version)
    return at if office is at.office else Moment(at.uow, office, at.now)


async def log_contract(at: Occasion, moved: StoredContract, step: ContractTransition, act: ContractAct) -> None:
    """One line of the log for a step, with the trace of the term that it set (G, principle 2)."""
    details: dict[str, Any] = {"row": step.row, "action": act.action, "profile_version": step.profile_version}
    if act.comment:
        details["comment"] = act.comment
    if act.facts.item is not None and act.facts.mark is not None:
        details |= _judged(str(act.facts.item), act.facts.mark)
    if act.action in _SETS_TERM and moved.contract.sign_by is not None:
        columns = term_columns("sign_by", moved.contract.sign_by)
        details |= {"sign_by_at": moved.contract.sign_by.at.isoformat(), "sign_by_days": columns["sign_by_days"]}
    if moved.contract.frozen is not None:
        details |= {"version": moved.version, "sha256": moved.contract.frozen}
    await at.uow.events.append(
        contract_subject(moved.id),
        act.by,
        step.before,
        moved.state,
        at=at.now,
        reason=act.facts.reason,
        details=details,
    )


_SETS_TERM = frozenset(
    {ContractAction.START, ContractAction.RETURN, ContractAction.SETTLE_SIGNATURE, ContractAction.AMEND}
)


def _judged(item: str, mark: Mark) -> dict[str, Any]:
    said = {"mark_reason": mark.reason, "mark_comment": mark.comment}
    return {"item": item, "judgement": mark.judgement, **{name: value for name, value in said.items() if value}}
