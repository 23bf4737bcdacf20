"""What a family does with the documents that it sends ahead of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.effects import Effect
from dialogs.inputs import Page
from enrolment.terms import DocumentKind


@dataclass(frozen=True)
class PrepareDocument(Effect):
    """Keep a document of the child for the contract, in place of an earlier one of its kind."""

    child: int
    kind: DocumentKind
    pages: tuple[Page, ...]
    issued_on: date | None = None


@dataclass(frozen=True)
class ShowPrepared(Effect):
    """Send a document that is kept back into the chat; to parents only (edge 9)."""

    child: int
    kind: DocumentKind


@dataclass(frozen=True)
class DropPrepared(Effect):
    """Delete a document that is kept; the applicant only."""

    child: int
    kind: DocumentKind
