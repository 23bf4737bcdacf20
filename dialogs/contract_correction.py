"""Correct a contract that came back: what the kindergarten marked, then the signature anew. S1-51…S1-58, C11."""

from __future__ import annotations

from dialogs.contract import ConcludeContract
from dialogs.contract_facts import filling, found, heading
from dialogs.contract_texts import marked_items
from dialogs.questions import Told
from enrolment.contract_marks import fitting
from enrolment.contract_states import ContractState
from enrolment.profile_terms import ContractStep
from locales.text import Text, _


class CorrectContract(ConcludeContract):
    """Only what was marked is asked; what was replaced or has to fit it can be changed, and the rest stays signed."""

    title = _("Correction of the contract")
    about = Told(marked_items, _("Correct"))

    def questions_of(self, step: ContractStep) -> tuple[str, ...]:
        names, contract = super().questions_of(step), filling(self)
        if step in {ContractStep.INFO, ContractStep.CONFIRMATION}:
            return names
        marked = {*contract.marks, *contract.replaced}
        return tuple(name for name in names if name in marked | fitting(marked))

    def heading(self) -> Text:
        return heading(self, _("Correction of the agreement"), self.title)

    def open(self) -> bool:
        contract = found(self)
        return contract is not None and contract.state == ContractState.RETURNED
