"""Contracts about which everything that can be said is long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract_queries import CheckedDocument, ContractCard, ContractText, MyContract, MyContracts, TextSheet
from enrolment.contract_states import ContractState
from enrolment.terms import DocumentKind, FormField, Name
from locales.text import verbatim
from tests.dialogs.contracts import SIGNED_TERMS, card
from tests.dialogs.talk import NOW


def wide_contracts(name: str, preschool: Name, letter: str) -> Mapping[Any, Any]:
    """One in each state, with every document and mark, thirty pages and a sheet as full as they come."""
    marks = {code: verbatim(preschool.ru) for code in (*FormField, DocumentKind.CHILD_PHOTO, DocumentKind.ID_CARD)}
    documents = tuple(CheckedDocument(row, preschool, 20) for row in _documents())
    usual = card(
        child=name, preschool=preschool, terms=SIGNED_TERMS, pages=30, marks=marks, documents=documents, comment=letter
    )
    cards = tuple(_in(usual, at, state) for at, state in enumerate(ContractState))
    sheet = TextSheet(("ә" * 59 + "\n") * 50, ("щ" * 59 + "\n") * 50, 26)
    return {
        MyContracts: cards,
        MyContract: lambda query: cards[query.id % len(cards)],
        ContractText: sheet,
    }


def _documents() -> tuple[DocumentKind, ...]:
    asked = {"child_photo", "birth_certificate", "id_card", "health_passport", "vaccination_card", "certificate_027"}
    return tuple(kind for kind in DocumentKind if kind in asked)


def _in(usual: ContractCard, at: int, state: ContractState) -> ContractCard:
    return replace(usual, id=91 + at, state=state, sent_at=NOW, signed_at=NOW, confirmed_by=usual.child)
