"""Sign what is frozen already, and nothing is asked again: after a signature that did not count. C8a."""

from __future__ import annotations

from typing import Any

from dialogs.contract_effects import ShowContract, SigningPurpose, StartSigning
from dialogs.contract_facts import filling, found, heading
from dialogs.contract_texts import sign_here
from dialogs.contract_words import AGREEMENT
from dialogs.contract_work import Signing
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.questions import Given, Question
from locales.text import Text, _, verbatim


class SignContract(Dialog):
    """The signature alone; where the document is not frozen any more, the card says what is to be done."""

    title = _("Contract")
    contract = Given[int]()
    signature = Signing(sign_here, lambda form: StartSigning(form.contract, SigningPurpose.SIGN, filling(form).frozen))

    def done(self) -> Effect:
        return ShowContract(self.contract)

    def heading(self) -> Text:
        return heading(self, AGREEMENT, self.title)

    def whom(self) -> Text:
        contract = found(self)
        return verbatim(contract.child) if contract else super().whom()

    def path(self) -> list[Question[Any]]:
        contract = found(self)
        return super().path() if contract is not None and contract.frozen is not None else []
