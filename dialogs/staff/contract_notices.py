"""What employees of a kindergarten are told of contracts: S51…S54."""

from __future__ import annotations

from dialogs.message import Choice, Message
from dialogs.signature_words import WHY
from enrolment.signature_verdict import RefusedBecause
from locales.text import _, joined


def contract_waits(contract: int, number: str, amends: str = "") -> Message:
    """S51: a parent has signed and sent the contract; the documents are to be checked (S1-50).

    Here and below `amends` is the number of the contract that an additional agreement changes (C19).
    """
    text = _("A parent has signed contract {number}. Check the documents and sign, or return it.", number=number)
    if amends:
        text = _(
            "A parent has signed additional agreement {number} to contract {amends}. Check it and sign, or return it.",
            number=number,
            amends=amends,
        )
    return Message(text, (_open(contract),), purpose="S51")


def contract_ended(number: str, amends: str = "") -> Message:
    """S52: the request or the voucher ended, and the contract with it (C15, C16)."""
    text = _("Contract {number} has ended before both had signed it: nothing is to be done with it.", number=number)
    if amends:
        text = _(
            "Additional agreement {number} to contract {amends} has ended before both had signed it: nothing is to be "
            "done with it.",
            number=number,
            amends=amends,
        )
    return Message(text, purpose="S52")


def data_changed(contract: int, number: str, amends: str = "") -> Message:
    """S53: the profile differs from what was signed; the contract stays as it is (C18)."""
    text = _("The parent’s data have changed since contract {number} was signed. Look at the fields.", number=number)
    if amends:
        text = _(
            "The parent’s data have changed since additional agreement {number} to contract {amends} was signed. "
            "Look at the fields.",
            number=number,
            amends=amends,
        )
    return Message(text, (_open(contract),), purpose="S53")


def changed_since(contract: int, number: str) -> Message:
    """S53: the data of a contract in force are others now, and an additional agreement can be asked for (C19)."""
    text = _(
        "The parent’s data have changed since contract {number} was signed. Open it and ask the parent to sign an "
        "additional agreement.",
        number=number,
    )
    return Message(text, (_open(contract),), purpose="S53")


def signature_counts(contract: int, number: str) -> Message:
    """S54: what the kindergarten signed while a service was silent is established now (C14, edge 26)."""
    text = _("Contract {number} is signed by both sides: your signature was checked and counts.", number=number)
    return Message(text, (_open(contract),), purpose="S54")


def signature_does_not_count(contract: int, number: str, why: RefusedBecause) -> Message:
    """S54: what the kindergarten signed while a service was silent does not count (C14, edge 26)."""
    text = joined(_("Your signature under contract {number} does not count.", number=number), WHY[why])
    return Message(text, (_open(contract),), purpose="S54")


def _open(contract: int) -> Choice:
    return Choice(f"contract.{contract}", _("Open the contract"), action=True)
