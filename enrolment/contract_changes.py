"""What each step makes of a contract: its term, its steps, its marks, its frozen document (G.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from enrolment.contract_case import Contract, ContractFacts
from enrolment.contract_marks import Item, Judgement, Mark, parent_is_at_fault
from enrolment.contract_states import ContractAction, ContractEnd, ContractKind, ContractState
from enrolment.profile import Profile
from enrolment.profile_terms import ContractStep
from enrolment.term_ends import prolonged
from enrolment.terms import DocumentKind, FormField
from enrolment.voucher_states import Actor
from enrolment.working_days import Calendar, Deadline, never_shorter

PERSONAL = frozenset({ContractStep.EDS_CHECK, ContractStep.REPRESENTATIVE, ContractStep.REQUISITES})

OF_THE_ACCOUNT = frozenset({FormField.PARENT_NAME})  # what every new text takes from there


def return_counts(contract: Contract, profile: Profile) -> bool:
    """Whether giving it back uses a correction; where only data changed after the signing, the city decides (C18)."""
    return parent_is_at_fault(contract.marks) or profile.contract.changed_data_counts


def return_counted(contract: Contract, profile: Profile) -> bool:
    """Whether giving it back has used a correction, also once the parent has replaced some of what was marked."""
    before = {
        each: replace(mark, judgement=Judgement.WRONG)
        for each, mark in contract.marks.items()
        if mark.reason and mark.judgement is not Judgement.ACCEPTED
    }
    return return_counts(replace(contract, marks=before), profile)


@dataclass(frozen=True)
class ContractMoment:
    """Everything that a rule may look at when something is to happen to a contract that is there."""

    contract: Contract
    action: ContractAction
    facts: ContractFacts
    profile: Profile
    calendar: Calendar

    @property
    def sign_by(self) -> Deadline:
        """The end of the term to sign that counts, prolonged when it fell into an outage (edge 6)."""
        assert self.contract.sign_by is not None
        return prolonged(self.contract.sign_by, self.facts.outages, self.profile.outage.grace_hours)

    @property
    def return_counts(self) -> bool:
        """Whether giving it back uses a correction."""
        return return_counts(self.contract, self.profile)

    def within(self, working_days: int) -> Deadline:
        """The end of a term that begins now."""
        return self.calendar.deadline(self.facts.now, working_days)


Change = Callable[[ContractMoment], Contract]


def begun(moment: ContractMoment) -> Contract:
    """A draft, whose term to sign begins now (C1)."""
    return replace(moment.contract, sign_by=moment.within(moment.profile.contract.sign_working_days))


def on_paper(moment: ContractMoment) -> Contract:
    """What the employee records of a contract on paper (edge 41)."""
    return replace(moment.contract, kind=ContractKind.PAPER)


def unchanged(moment: ContractMoment) -> Contract:
    """Nothing but the state."""
    return moment.contract


def steps_kept(contract: Contract, actor: Actor) -> frozenset[ContractStep]:
    """The steps that stay done when this parent fills the contract: another's personal ones do not count."""
    return contract.done if contract.representative in (None, actor) else contract.done - PERSONAL


def step_done(step: ContractStep) -> Change:
    """One step more is done; what was frozen is not what would be signed any more (C2…C6)."""

    def change(moment: ContractMoment) -> Contract:
        contract = thawed(moment.contract)
        if step not in PERSONAL:
            return replace(contract, done=contract.done | {step})
        actor = moment.facts.actor
        return replace(contract, done=steps_kept(contract, actor) | {step}, representative=actor)

    return change


def frozen(moment: ContractMoment) -> Contract:
    """The PDF that was read is the one to be signed, with these documents (C7).

    From here on what changes later counts as changed; of a correction also what nobody marked (C11, C18).
    """
    facts, contract = moment.facts, moment.contract
    assert facts.document is not None
    unsaid = contract.changed - OF_THE_ACCOUNT if contract.state is ContractState.RETURNED else frozenset[FormField]()
    return replace(
        contract,
        done=contract.done | {ContractStep.CONFIRMATION},
        frozen=facts.document,
        documents=facts.documents,
        changed=unsaid,
        representative=contract.representative or facts.actor,
    )


def rebuilt(moment: ContractMoment) -> Contract:
    """The text is another one now and has to be read again (C20)."""
    return thawed(moment.contract)


def signature_waits(moment: ContractMoment) -> Contract:
    """The term to sign stops at the receipt of the signature (C8a)."""
    left = moment.calendar.working_days_left(moment.facts.now, moment.sign_by.at)
    return replace(moment.contract, pending_from=moment.contract.state, kept_working_days=left)


def signature_counts(moment: ContractMoment) -> Contract:
    """The signature has turned out valid (C8a)."""
    return replace(moment.contract, pending_from=None, kept_working_days=0)


def signature_fails(moment: ContractMoment) -> Contract:
    """What was left of the term runs again, and never less than the least after a return (C8a)."""
    least = moment.profile.enrolment_term.min_after_return_working_days
    again = moment.within(max(moment.contract.kept_working_days, least))
    return replace(signature_counts(moment), sign_by=never_shorter(moment.sign_by, again))


def marked(moment: ContractMoment) -> Contract:
    """One item has been judged (S1-56)."""
    item, mark = moment.facts.item, moment.facts.mark
    assert item is not None and mark is not None
    return replace(moment.contract, marks={**moment.contract.marks, item: mark})


def returned(moment: ContractMoment) -> Contract:
    """The signature is void, the correction has its own term, and a chance is used if the parent is at fault (C10)."""
    contract, rules = moment.contract, moment.profile.contract
    return replace(
        thawed(contract),
        sign_by=moment.within(rules.correction_working_days),
        corrections=contract.corrections + moment.return_counts,
    )


def item_replaced(moment: ContractMoment) -> Contract:
    """The employee looks at this item again (S1-57); its data are those of today."""
    contract, item = moment.contract, moment.facts.item
    assert item is not None
    was = contract.marks.get(item, Mark(Judgement.REPLACED))
    marks = {**contract.marks, item: Mark(Judgement.REPLACED, was.reason, was.comment)}
    return replace(thawed(contract), marks=marks, changed=contract.changed - {item})


def data_changed(moment: ContractMoment) -> Contract:
    """The frozen contract stays; whoever reviews it sees what is different now (C18)."""
    return replace(moment.contract, changed=_different(moment, moment.facts.changed))


def changed_in_correction(moment: ContractMoment) -> Contract:
    """The name is taken anew; what nobody marked stays and is different when the kindergarten checks again (C11)."""
    contract = replace(moment.contract, changed=_different(moment, moment.facts.changed - OF_THE_ACCOUNT))
    return thawed(contract) if renamed(moment) else contract


def renamed(moment: ContractMoment) -> bool:
    """Whether the text that was made names the parent otherwise."""
    return bool(moment.facts.changed & OF_THE_ACCOUNT)


def agreement(moment: ContractMoment) -> Contract:
    """A draft of an additional agreement about what has changed, for whoever is its party; documents stay (C19)."""
    of_papers: dict[Item, Mark] = {
        one: mark for one, mark in moment.contract.marks.items() if isinstance(one, DocumentKind)
    }
    kind = ContractKind.ADDITIONAL_AGREEMENT
    signer = moment.contract.representative
    party = None if signer is Actor.FORMER_PARENT else signer
    new = Contract(ContractState.DRAFT, kind=kind, representative=party, marks=of_papers, changed=moment.facts.changed)
    return begun(replace(moment, contract=new))


def signer_left(moment: ContractMoment) -> Contract:
    """What the other parent signed stays signed, by somebody whom nobody inherits; whoever checks it sees it (C18)."""
    changed = moment.contract.changed | {FormField.PARENT_NAME}
    return replace(moment.contract, representative=Actor.FORMER_PARENT, changed=changed)


def begun_anew(moment: ContractMoment) -> Contract:
    """A draft for the parent who is there: whoever filled it in is not, so only what was read stays done (C4).

    There is a working day at least, unless the term is over already.
    """
    sign_by = moment.contract.sign_by
    if moment.sign_by.accepts(moment.facts.now):
        least = moment.within(moment.profile.enrolment_term.min_after_return_working_days)
        sign_by = never_shorter(moment.sign_by, least)
    done = moment.contract.done & {ContractStep.INFO}
    return replace(thawed(moment.contract), sign_by=sign_by, done=done, representative=None, marks={})


def then_anew(change: Change) -> Change:
    """The same for what comes back when its signer has left meanwhile."""
    return lambda moment: begun_anew(replace(moment, contract=change(moment)))


def ended(why: ContractEnd) -> Change:
    """The contract is in the archive for that reason."""
    return lambda moment: replace(moment.contract, end=why, pending_from=None, kept_working_days=0)


def _different(moment: ContractMoment, changed: frozenset[FormField]) -> frozenset[FormField]:
    """What is different with these too, and without what is as it was."""
    return (moment.contract.changed | changed) - moment.facts.as_said


def thawed(contract: Contract) -> Contract:
    """What was fixed is not what will be signed: whatever is there now is read and fixed anew."""
    return replace(contract, frozen=None, done=contract.done - {ContractStep.CONFIRMATION})
