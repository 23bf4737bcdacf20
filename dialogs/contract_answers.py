"""What the answers of the contract's form come to: fields and documents, as they go into the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.contract_documents import Document
from dialogs.contract_effects import Documents, Fields
from dialogs.contract_facts import value
from dialogs.contract_questions import SAME, SKIP
from enrolment.terms import FormField

if TYPE_CHECKING:
    from dialogs.dialog import Dialog


def fields_given(form: Dialog) -> Fields:
    """The answers that are part of the way, by their codes; what was skipped is empty."""
    asked = [one.name for one in form.path() if one.name in set(FormField)]
    given = {name: str(form.answers[name]) for name in asked if name in form.answers}
    return {name: _meant(form, raw) for name, raw in given.items()}


def documents_given(form: Dialog) -> Documents:
    """The pages of each document of the way; none where there is no such document."""
    asked = [one for one in form.path() if isinstance(one, Document) and one.name in form.answers]
    return {one.kind: one.load(form.answers[one.name]) for one in asked}


def _meant(form: Dialog, raw: str) -> str:
    """What stands for itself, but for "the same address" and a bank that was skipped."""
    if raw == SAME:
        return value(form, FormField.REGISTERED_ADDRESS)
    return "" if raw == SKIP else raw
