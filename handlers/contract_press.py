"""Who typesets contracts, as the use cases know it; the program's wiring says who that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from documents.model_form.forms import ModelForm
from documents.signature_sheet import SignatureSheet
from handlers.model_forms import PublishedForms
from storage.database import Database
from storage.stored_contract import StoredContract
from storage.uow import Uow


class NotPrinted(Exception):
    """No PDF could be made of it now."""


@dataclass(frozen=True)
class Printed:
    """A contract as it was typeset, how many pages it has, by which version of the model form, and its text.

    The text comes in sheets, each in Kazakh and in Russian; `content` is a digest of what the contract says.
    """

    pdf: bytes = field(repr=False)
    pages: int
    template: str
    text: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    content: str = ""


class Press(Protocol):
    """Typesets contracts by the model form in force, never within a transaction."""

    @property
    def forms(self) -> PublishedForms:
        """The model form by which it prints."""
        ...

    async def contract(self, database: Database, one: StoredContract, now: datetime, *, final: bool) -> Printed:
        """The contract with what was answered, of that day; one that is not `final` says so on every page.

        Raises NotPrinted.
        """
        ...

    async def content(self, uow: Uow, one: StoredContract) -> str:
        """The digest of what the contract would say now, but for its day. Raises NotPrinted."""
        ...

    async def page(self, pdf: bytes, number: int) -> bytes:
        """A page of such a file, counted from 1, as PNG. Raises NotPrinted, also where there is none."""
        ...

    async def specimen(self, form: ModelForm) -> Printed:
        """An invented contract by that form, as a draft (S2-73). Raises NotPrinted."""
        ...

    async def signatures(self, sheet: SignatureSheet, *, protocol: bool) -> bytes:
        """The sheet of a contract's signatures, or the protocol of their check, as PDF. Raises NotPrinted."""
        ...

    def check_url(self, code: str) -> str:
        """Where the public check page of a contract is, by its code."""
        ...

    async def template(self, uow: Uow) -> str:
        """The version of the model form by which contracts are printed now (S2-72)."""
        ...
