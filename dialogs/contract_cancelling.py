"""Withdraw from a contract before both have signed: asked twice, with what is lost. C16."""

from __future__ import annotations

from dialogs.confirmations import Sure, asked_again, is_meant
from dialogs.contract_effects import CancelContract
from dialogs.contract_queries import MyContract
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.questions import Choose, Fixed, Given
from locales.text import Text, _, verbatim


def lost(dialog: Dialog) -> Text:
    """What goes with the contract; a referral that names the kindergarten keeps its place."""
    card = dialog.facts[MyContract(dialog.contract)] if isinstance(dialog, CancelThisContract) else None
    if card is not None and card.keeps_place:
        return _("Your signature counts no more. The place stays yours while the referral runs.")
    return _("The place goes to another family at once. Your signature counts no more. The voucher's term runs on.")


class CancelThisContract(Dialog):
    """Give up the contract, and the place unless a referral keeps it."""

    title = _("Withdrawal from the contract")
    contract = Given[int]()
    sure = Choose(
        _("Withdraw from this contract? The kindergarten will be told."),
        Fixed(Sure, {Sure.NO: _("Keep it"), Sure.YES: _("Withdraw")}),
    )
    really = asked_again(
        lost,
        _("Do not withdraw"),
        _("Yes, withdraw"),
    )

    def done(self) -> Effect | None:
        return CancelContract(self.contract) if is_meant(self) else None

    def whom(self) -> Text:
        card = self.facts[MyContract(self.contract)]
        return verbatim(card.child) if card else super().whom()
