"""The questions for the parent's bank account, as the contract and "My requisites" ask them. S2-33, S2-34, S2-56."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.contract_fields import Banks, has_bank, of_this_bank
from dialogs.contract_questions import Account, Bank, Typed, asking, of
from dialogs.contract_readers import read_iban, read_workplace
from enrolment.terms import FormField as Field
from locales.text import _

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

OF_THE_BANK = frozenset((Field.BANK_BRANCH.value, Field.IBAN.value))


def asks_of_bank(form: Dialog, name: str) -> bool:
    """Whether the question applies: without a bank there is nothing more to ask of it."""
    return name not in OF_THE_BANK or has_bank(form)


def bank_question() -> Bank:
    """Which bank; its BIC is filled in."""
    return Bank(asking(Field.BANK, _("With which bank is your account?")), Banks(), of(Field.BANK))


def branch_question() -> Typed:
    """Where its branch is."""
    return Typed(
        asking(Field.BANK_BRANCH, _("Where is the bank's branch?")),
        read_workplace,
        of(Field.BANK_BRANCH, _("For example: Almaty, 10 Abai Ave"), ("bank",)),
    )


def account_question() -> Account:
    """The account number, held against the bank; never that of a card."""
    return Account(
        asking(Field.IBAN, _("Type the number of your bank account (IBAN).")),
        read_iban,
        of(Field.IBAN, _("It begins with KZ and has 20 signs. It is not the number on the card."), ("bank",)),
        check=of_this_bank,
    )
