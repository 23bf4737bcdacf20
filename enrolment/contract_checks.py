"""What stands in the way of a step of a contract, and what it lacks: found from the contract and the facts (G.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from enrolment.contract_case import fills
from enrolment.contract_changes import ContractMoment, steps_kept
from enrolment.contract_marks import DATA_CHANGED, Judgement, replaceable_items, unjudged_items, wrong_items
from enrolment.contract_states import ContractAction, ContractBar, ContractKind, ContractNeed
from enrolment.enrolment_request_states import OPEN_REQUEST, RequestState
from enrolment.profile_sections import NamedCode
from enrolment.profile_terms import ContractStep
from enrolment.signature_verdict import Pending, Refused, Valid
from enrolment.terms import DocumentKind
from enrolment.voucher_states import RUNNING

Action, Bar, Need = ContractAction, ContractBar, ContractNeed
_WITH_COMMENT = "other"
_STEP = {
    Action.READ_INFO: ContractStep.INFO,
    Action.CHECK_EDS: ContractStep.EDS_CHECK,
    Action.FILL_REPRESENTATIVE: ContractStep.REPRESENTATIVE,
    Action.FILL_REQUISITES: ContractStep.REQUISITES,
    Action.ATTACH_DOCUMENTS: ContractStep.DOCUMENTS,
    Action.FREEZE: ContractStep.CONFIRMATION,
}
Found = Callable[[ContractMoment], bool]


def bars_found(moment: ContractMoment) -> frozenset[ContractBar]:
    """Everything that is in the way of some step or other; a row says which of it counts."""
    return moment.facts.against | {bar for bar, is_so in _BARS.items() if is_so(moment)}


def is_there(need: ContractNeed, moment: ContractMoment) -> bool:
    """Whether it is there: seen from the contract, or said by the facts."""
    found = _NEEDS.get(need)
    return need in moment.facts.there if found is None else found(moment)


def _other_representative(moment: ContractMoment) -> bool:
    return moment.contract.representative not in (None, moment.facts.actor)


def _voucher_not_running(moment: ContractMoment) -> bool:
    of_a_voucher = moment.contract.kind is not ContractKind.ADDITIONAL_AGREEMENT
    return of_a_voucher and moment.facts.voucher not in RUNNING


def _other_document(moment: ContractMoment) -> bool:
    verdict, frozen = moment.facts.verdict, moment.contract.frozen
    return isinstance(verdict, Valid | Pending) and frozen is not None and verdict.document != frozen


def _not_part_of_it(moment: ContractMoment) -> bool:
    """A document that is neither there nor was marked and then left out, which is looked at again (S1-57)."""
    item = moment.facts.item
    return isinstance(item, DocumentKind) and item not in {*moment.contract.documents, *moment.contract.marks}


def _not_changed(moment: ContractMoment) -> bool:
    return _reason(moment) == DATA_CHANGED and moment.facts.item not in moment.contract.changed


def _not_asked(moment: ContractMoment) -> bool:
    return moment.action in _STEP and _STEP[moment.action] not in moment.profile.contract.steps


def _unknown_reason(moment: ContractMoment) -> bool:
    profile, reason, item = moment.profile, _reason(moment), moment.facts.item
    dictionaries: Mapping[ContractAction, Sequence[NamedCode]] = {
        Action.MARK: profile.reasons_marked(item) if item is not None else (),
        Action.REJECT: profile.refusal_reasons,
        Action.REMOVE_CHILD: profile.removal_reasons,
    }
    return reason is not None and reason not in {row.code for row in dictionaries.get(moment.action, ())}


def _earlier_steps(moment: ContractMoment) -> bool:
    """The pages before it are done, the personal ones by the same parent (S2-24); documents wait for the last one."""
    steps, step = moment.profile.contract.steps, _STEP[moment.action]
    if step is ContractStep.CONFIRMATION:
        earlier = set(steps) - {step}
    else:
        earlier = set(steps[: steps.index(step)]) - {ContractStep.DOCUMENTS}
    return earlier <= steps_kept(moment.contract, moment.facts.actor)


def _reason(moment: ContractMoment) -> str | None:
    mark = moment.facts.mark
    return mark.reason if mark else moment.facts.reason


def _reason_given(moment: ContractMoment) -> bool:
    mark = moment.facts.mark
    accepted = mark is not None and mark.judgement is Judgement.ACCEPTED
    return accepted or _reason(moment) is not None


def _commented(moment: ContractMoment) -> bool:
    mark = moment.facts.mark
    said = bool(mark.comment) if mark else Need.COMMENT in moment.facts.there
    return said or _reason(moment) != _WITH_COMMENT


_BARS: Mapping[ContractBar, Found] = {
    Bar.OTHER_REPRESENTATIVE: _other_representative,
    Bar.SIGNED_BY_THE_OTHER: lambda moment: not fills(moment.contract, moment.facts.actor),
    Bar.VOUCHER_NOT_RUNNING: _voucher_not_running,
    Bar.REQUEST_NOT_ANSWERED: lambda moment: moment.facts.request is not RequestState.CONTRACT_SENT,
    Bar.REQUEST_STILL_OPEN: lambda moment: moment.facts.request in OPEN_REQUEST,
    Bar.NOT_ASKED: _not_asked,
    Bar.SIGNATURE_REFUSED: lambda moment: isinstance(moment.facts.verdict, Refused),
    Bar.SIGNATURE_PENDING: lambda moment: isinstance(moment.facts.verdict, Pending),
    Bar.OTHER_DOCUMENT: _other_document,
    Bar.NOT_MARKED: lambda moment: moment.facts.item not in replaceable_items(moment.contract.marks),
    Bar.NOT_PART_OF_IT: _not_part_of_it,
    Bar.NOT_CHANGED: _not_changed,
    Bar.UNKNOWN_REASON: _unknown_reason,
    Bar.SOMETHING_WRONG: lambda moment: bool(wrong_items(moment.contract.marks)),
    Bar.CORRECTIONS_EXHAUSTED: lambda moment: moment.contract.corrections >= moment.profile.contract.max_corrections,
}
_NEEDS: Mapping[ContractNeed, Found] = {
    Need.EARLIER_STEPS: _earlier_steps,
    Need.FROZEN_DOCUMENT: lambda moment: moment.contract.frozen is not None,
    Need.SIGNATURE: lambda moment: moment.facts.verdict is not None,
    Need.MARKED_ITEMS_REPLACED: lambda moment: not wrong_items(moment.contract.marks),
    Need.ALL_JUDGED: lambda moment: not unjudged_items(moment.contract.marks, moment.contract.documents),
    Need.SOMETHING_WRONG: lambda moment: bool(wrong_items(moment.contract.marks)),
    Need.CHANGED_FIELDS: lambda moment: bool(moment.facts.changed or moment.facts.as_said),
    Need.REASON: _reason_given,
    Need.COMMENT: _commented,
}
