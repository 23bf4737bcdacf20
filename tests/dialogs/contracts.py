"""Contracts for dialog tests: one to fill in, one to correct, cards, and outcomes as the handlers give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.contract import ConcludeContract
from dialogs.contract_cancelling import CancelThisContract
from dialogs.contract_correction import CorrectContract
from dialogs.contract_effects import (
    ContractFile,
    ContractPicture,
    FreezeContract,
    MakeDraft,
    ShowContract,
    ShowContractDocument,
    StartSigning,
)
from dialogs.contract_queries import (
    Admission,
    CheckedDocument,
    CheckedField,
    ContractCard,
    ContractSheet,
    ContractsToCheck,
    ContractTerms,
    ContractText,
    ContractToFill,
    FillContract,
    MyContract,
    MyContracts,
    OwnContract,
    PreschoolContract,
    SignedContracts,
    StaffContract,
    TextSheet,
)
from dialogs.contract_signature import SignContract
from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.engine import Engine
from dialogs.inputs import Fine, Page
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.parent_engine import parent_engine
from dialogs.questions import Open
from enrolment.terms import DocumentKind, Name, QueueType
from locales.text import verbatim
from tests.dialogs.parents import OUTCOMES, facts
from tests.dialogs.talk import NOW, Talk

CHECK, DRAFT, FROZEN, SIGNATURE = 501, 502, 503, 504
"""Tokens of the work that a contract waits for."""
IBAN, OTHER_BANKS_IBAN = "KZ257220000000000001", "KZ456010000000000001"
BOTA = Name("«Бота»", "Детский сад «Бота»", "Kindergarten “Bota”")
PHOTO = (Page(71, "image/jpeg", 1),)
KNOWN = {"phone_primary": "+77010000001"}
REQUISITES = {
    "authority": "parent",
    "registered_address": "Алматы, пр. Абая, 10",
    "residential_address": "Алматы, пр. Абая, 12",
    "phone_secondary": "",
    "email": "aliya@example.kz",
    "workplace": "",
    "job_title": "",
    "birth_certificate_number": "IIЕС123456",
    "id_type": "id_card",
    "id_number": "012345678",
    "id_issue_date": "2021-07-19",
    "id_issuer": "internal_affairs",
    "bank": "CASPKZKA",
    "bank_branch": "Алматы",
    "iban": IBAN,
}


def to_fill(**changes: Any) -> ContractToFill:
    """Arman's contract; whatever is made of it is its first version."""
    one = ContractToFill(
        91,
        "01-11.26.001",
        "draft",
        "Арман",
        QueueType.GENERAL,
        BOTA,
        "2026-000123",
        NOW + dt.timedelta(days=3),
        3,
        KNOWN,
        draft=1,
        frozen=1,
    )
    return replace(one, **changes)


def returned(*codes: str, **changes: Any) -> ContractToFill:
    """The same after the kindergarten has marked these."""
    marks = {code: verbatim("cannot be read") for code in codes}
    values: dict[str, Any] = {"known": KNOWN | REQUISITES, "corrections_left": 1}
    return to_fill(state="returned", marks=marks, **(values | changes))


def started(effect: StartSigning) -> Fine:
    """A link for each purpose."""
    token = CHECK if effect.purpose == "check" else SIGNATURE
    return Fine({"token": token, "link": f"https://sign.example.kz/{token}"})


CONTRACT_OUTCOMES: Mapping[type[Effect], Any] = {
    StartSigning: started,
    MakeDraft: Fine({"token": DRAFT}),
    FreezeContract: Fine({"token": FROZEN}),
    ContractPicture: Fine(Finish(remark=verbatim("It comes."))),
    ContractFile: Fine(Finish(notes=(Message(verbatim("The file.")),))),
    ShowContract: Fine(Finish(remark=verbatim("See the card."))),
    ShowContractDocument: Fine(Finish(notes=(Message(verbatim("The document.")),))),
}
CONTRACT_DIALOGS: tuple[type[Dialog], ...] = (
    ConcludeContract,
    CorrectContract,
    SignContract,
    CancelThisContract,
)
CONTRACT_PAGES = ("contracts", "contract_tab", "contract", "contract_text", "contract_pages", "contract_papers")


def contract_engine() -> Engine:
    """The parents' engine, with a button for each dialog of contracts."""
    engine = parent_engine()
    engine.actions = {
        **engine.actions,
        "contracts": lambda _all: Go("contracts"),
        "cancel": lambda subject: Open(CancelThisContract, given={"contract": int(subject)}),
        "correct": lambda subject: Open(CorrectContract, given={"contract": int(subject)}),
    }
    return engine


ENGINE = contract_engine()


def party(contract: ContractToFill | None, **changes: Any) -> Talk:
    """A parent with this contract to fill in."""
    known = {**facts(), FillContract: contract}
    return Talk(ENGINE, facts=known, outcomes={**OUTCOMES, **CONTRACT_OUTCOMES}, **changes)


def concluding(contract: ContractToFill | None = None, **changes: Any) -> Talk:
    """The same, who has pressed "Conclude the contract"."""
    return party(contract or to_fill(), **changes).starts().acts("conclude", "91")


def correcting(*codes: str, **changes: Any) -> Talk:
    """The same, who has pressed "Correct" on a contract with these marks."""
    return party(returned(*codes, **changes)).starts().acts("correct", "91")


def valid(talk: Talk, token: int) -> Talk:
    """The signing page says that all is well."""
    return talk.hears_from_outside({"verdict": "valid"}, token)


def drafted(talk: Talk, version: int = 1, pages: int = 3) -> Talk:
    """The draft is there."""
    return talk.hears_from_outside({"version": version, "pages": pages}, DRAFT)


REFERRAL = Admission(71, "2026-000123", dt.date(2026, 11, 20), Name("Білім басқармасы", "УО", "ED"), "Топ 3", 3, 4)


def card(state: str = "draft", **changes: Any) -> ContractCard:
    """Arman's contract as its parent sees it."""
    one = ContractCard(91, "01-11.26.001", state, "Арман", BOTA, NOW, REFERRAL)
    return replace(one, **({"evidence": state in {"signed", "archived"}} | changes))


def with_cards(*cards: ContractCard) -> Talk:
    """A parent with these contracts."""
    talk = party(to_fill())
    talk.facts = {
        **talk.facts,
        MyContracts: cards,
        MyContract: lambda query: next((one for one in cards if one.id == query.id), None),
        ContractText: lambda query: TextSheet("Шарт", "Договор", 2) if query.contract == 91 else None,
    }
    return talk.starts()


SIGNED_TERMS = ContractTerms(
    Name("Алматы қаласы", "город Алматы", "Almaty"),
    dt.date(2026, 12, 1),
    dt.date(2027, 12, 1),
    dt.date(2026, 12, 1),
    40000,
)


def checked(state: str = "under_review", **changes: Any) -> PreschoolContract:
    """The contract as the kindergarten sees it: two documents, two answers."""
    documents = (
        CheckedDocument(
            DocumentKind.CHILD_PHOTO, Name("Баланың суреті", "Фото ребёнка", "Photo of the child"), 1, True
        ),
        CheckedDocument(DocumentKind.ID_CARD, Name("Жеке куәлік", "Удостоверение", "Identity card"), 2),
    )
    fields = (CheckedField("iban", IBAN), CheckedField("workplace", "Школа № 1"))
    one = PreschoolContract(
        91, "01-11.26.001", state, "Арман", dt.date(2023, 3, 15), "Топ 3", NOW - dt.timedelta(hours=2)
    )
    values: dict[str, Any] = {"documents": documents, "fields": fields, "corrections_left": 2, "version": 1, "pages": 3}
    values |= {"changed": ("workplace",), "amendable": state == "signed", "evidence": state == "signed"}
    return replace(one, **(values | changes))


def contract_staff_facts(one: PreschoolContract | None) -> dict[Any, Any]:
    """What an employee of the kindergarten would be answered."""
    sheet = ContractSheet((one,) if one else (), int(one is not None), 0, int(one is not None and not one.amends))
    return {
        ContractsToCheck: sheet,
        SignedContracts: sheet,
        StaffContract: lambda query: one if one is not None and query.id == one.id else None,
        OwnContract: False,
    }
