"""What an employee says of each document and field of a contract, and what may be replaced for it (S1-56, S1-57)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from enrolment.terms import DocumentKind, FormField

DATA_CHANGED = "data_changed"
TOGETHER = (
    frozenset({FormField.ID_TYPE, FormField.ID_NUMBER, FormField.ID_ISSUE_DATE, FormField.ID_ISSUER}),
    frozenset({FormField.BANK, FormField.IBAN, FormField.BANK_BRANCH}),
    frozenset({FormField.PHONE_PRIMARY, FormField.PHONE_SECONDARY}),
    frozenset({FormField.REGISTERED_ADDRESS, FormField.RESIDENTIAL_ADDRESS}),
)
"""Answers that the rules hold against each other, or of which one may say "the same" as the other: where one is
corrected, the others have to fit it (C.3, C.5, S2-27)."""

Item = DocumentKind | FormField


class Judgement(StrEnum):
    """What became of an item: the employee accepted it or found it wrong, or the parent has replaced it since."""

    ACCEPTED = "accepted"
    WRONG = "wrong"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Mark:
    """What stands beside one item; a wrong one has a reason of the profile's dictionary (edge 20)."""

    judgement: Judgement
    reason: str | None = None
    comment: str = ""


Marks = Mapping[Item, Mark]


def item(code: str) -> Item:
    """The document or field of that code; raises ValueError."""
    return DocumentKind(code) if code in set(DocumentKind) else FormField(code)


def wrong_items(marks: Marks) -> frozenset[Item]:
    """What the parent still has to replace."""
    return _with(marks, Judgement.WRONG)


def replaced_items(marks: Marks) -> frozenset[Item]:
    """What the parent has replaced, and may replace once more before sending (edge 21)."""
    return _with(marks, Judgement.REPLACED)


def replaceable_items(marks: Marks) -> frozenset[Item]:
    """What the parent may replace: what was marked, with the answers that have to fit it (edge 21)."""
    marked = wrong_items(marks) | replaced_items(marks)
    return marked | fitting(marked)


def fitting(items: Iterable[Item | str]) -> frozenset[FormField]:
    """The answers that have to fit one of these: an account its bank, for example."""
    fields = frozenset(items)
    return frozenset(one for group in TOGETHER if group & fields for one in group)


def unjudged_items(marks: Marks, documents: Iterable[DocumentKind]) -> frozenset[Item]:
    """What the employee has yet to look at: documents without a verdict, and whatever was replaced."""
    unseen = frozenset(kind for kind in documents if kind not in marks)
    return unseen | replaced_items(marks)


def parent_is_at_fault(marks: Marks) -> bool:
    """Whether something is wrong for another reason than that the data changed after the signing (C18)."""
    return any(mark.judgement is Judgement.WRONG and mark.reason != DATA_CHANGED for mark in marks.values())


def _with(marks: Marks, judgement: Judgement) -> frozenset[Item]:
    return frozenset(one for one, mark in marks.items() if mark.judgement is judgement)
