"""The words of a contract: its states, its answers and documents, why it ended. S1-15, S1-52, S1-60…S1-64, S2-60."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.message import EMPTY
from dialogs.preparation_words import SHORT
from enrolment.contract_states import ContractEnd as End
from enrolment.contract_states import ContractState as State
from enrolment.contract_states import ContractTab as Tab
from enrolment.terms import DocumentKind
from enrolment.terms import FormField as Field
from locales.text import Text, _, joined, n_, verbatim

STATES: Mapping[str, Text] = {
    State.DRAFT: _("To conclude the contract"),
    State.SIGNATURE_PENDING: _("Your signature is being checked"),
    State.PARENT_SIGNED: _("Sent for signing"),
    State.UNDER_REVIEW: _("The kindergarten is checking"),
    State.RETURNED: _("For correction again"),
    State.SIGNED: _("Signed"),
    State.REJECTED: _("Not accepted"),
    State.CANCELLED: _("Cancelled"),
    State.EXPIRED: _("The term to sign is over"),
    State.ARCHIVED: _("In the archive"),
}
AGREEMENT = _("Additional agreement")
IN_FORCE = _("in force")
BOTH_SIGNED = _("Signed by both sides")
AGREEMENT_STATES: Mapping[str, Text] = {
    **STATES,
    State.DRAFT: _("For the parent to sign"),
    State.PARENT_SIGNED: _("Sent to the kindergarten for signing"),
    State.SIGNED: IN_FORCE,
    State.REJECTED: _("Refused by the kindergarten"),
    State.CANCELLED: _("Called off"),
}
"""An agreement in words of its own, where those of a contract agree with that word in Russian (C19)."""
SIGNATURES = _("Signatures")
TABS: Mapping[Tab, Text] = {
    Tab.IN_PROGRESS: _("In processing"),
    Tab.SIGNED: _("Signed contracts"),
    Tab.ARCHIVE: _("Archive"),
}
ENDS: Mapping[str, Text] = {
    End.CORRECTIONS_EXHAUSTED: _("something was still wrong after the last correction"),
    End.REFUSED: _("the kindergarten refused"),
    End.TERM_OVER: _("it was not signed in time"),
    End.VOUCHER_EXPIRED: _("the voucher has ended"),
    End.WITHDRAWN: _("a parent withdrew"),
    End.REQUEST_ENDED: _("the choice of this kindergarten ended"),
    End.CHILD_REMOVED: _("the child has left the kindergarten"),
}
AGREEMENT_ENDS: Mapping[str, Text] = {**ENDS, End.REQUEST_ENDED: _("the contract that it changes has ended")}
FIELDS: Mapping[str, Text] = {
    Field.AUTHORITY: _("Your authority"),
    Field.REGISTERED_ADDRESS: _("Registered address"),
    Field.RESIDENTIAL_ADDRESS: _("Home address"),
    Field.WORKPLACE: _("Workplace"),
    Field.JOB_TITLE: _("Position"),
    Field.PHONE_PRIMARY: _("Main phone"),
    Field.PHONE_SECONDARY: _("Second phone"),
    Field.EMAIL: _("E-mail"),
    Field.BIRTH_CERTIFICATE_NUMBER: _("Birth certificate number"),
    Field.ID_TYPE: _("Kind of document"),
    Field.ID_NUMBER: _("Number of document"),
    Field.ID_ISSUE_DATE: _("Issued on"),
    Field.ID_ISSUER: _("Issued by"),
    Field.BANK: _("Bank"),
    Field.BANK_BRANCH: _("Bank branch"),
    Field.IBAN: _("Account number"),
    Field.PARENT_NAME: _("Parent's name"),
    Field.CHILD_NAME: _("Child's name"),
}


ON_PAPER = joined(
    _("It was concluded on paper."),
    _("What changes in it is agreed on paper too: only its scan is kept here."),
)
THE_OTHER = _("Now it is the turn of the parent who signed the contract: only that parent corrects and signs it.")
THE_OTHER_SIGNS = _("Now it is the turn of the other parent, who read the contract to the end: that parent signs it.")


UNCOUNTED = _("Only data have changed since the contract was signed, so this does not count as a correction.")


OTHER = "other"
"""The reason that needs words beside it, in every list of a profile."""


def reason_with(reason: Text, comment: str, code: str | None = None) -> Text:
    """Why something is to be replaced: the reason of the profile's list, then what the employee wrote (S1-56).

    That the reason is another one says nothing beside what was written.
    """
    return joined(EMPTY if code == OTHER and comment else reason, verbatim(comment), separator=". ")


def marked_lines(marks: Mapping[str, Text]) -> list[Text]:
    """What is to be replaced, each with its reason (S1-56)."""
    return [Text("{item}: {reason}", {"item": item_label(code), "reason": why}) for code, why in marks.items()]


def attempts(left: int, *, counts: bool = True) -> Text:
    """How many corrections can follow the one that is asked for now (S1-54), or that it is none (C18)."""
    if not counts:
        return UNCOUNTED
    if not left:
        return _(
            "This is the last correction: after it the kindergarten either signs the contract or refuses. "
            "Check everything carefully."
        )
    return n_(
        "After this correction {count} more is possible, so check everything carefully.",
        "After this correction {count} more are possible, so check everything carefully.",
        left,
    )


def item_label(code: str) -> Text:
    """What an answer or a document is called, by its code."""
    return FIELDS[code] if code in FIELDS else SHORT[DocumentKind(code)]
