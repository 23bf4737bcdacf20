"""Withdraw from a contract before both have signed: asked twice, with what is lost. C16, E4."""

from __future__ import annotations

from dialogs.confirmations import Sure, asked_again, is_meant
from dialogs.contract_effects import CancelContract
from dialogs.contract_queries import MyContract
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.questions import Choose, Fixed, Given
from locales.text import Text, _, verbatim


class CancelThisContract(Dialog):
    """Give up the contract and the place that goes with it."""

    title = _("Withdrawal from the contract")
    contract = Given[int]()
    sure = Choose(
        _("Withdraw from this contract? The kindergarten will be told."),
        Fixed(Sure, {Sure.NO: _("Keep it"), Sure.YES: _("Withdraw")}),
    )
    really = asked_again(
        _("The place goes to another family at once. Your signature counts no more. The voucher's term runs on."),
        _("Do not withdraw"),
        _("Yes, withdraw"),
    )

    def done(self) -> Effect | None:
        return CancelContract(self.contract) if is_meant(self) else None

    def whom(self) -> Text:
        card = self.facts[MyContract(self.contract)]
        return verbatim(card.child) if card else super().whom()
