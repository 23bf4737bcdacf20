"""Contracts of the tests: one with everything, one with the least, one with the longest and strangest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from documents.model_form.specimen import specimen
from enrolment.contract_content import (
    AuthorisedPerson,
    ChildOfContract,
    ContractContent,
    IdentityPaper,
    RepresentativeParty,
    SubmittedDocument,
)
from enrolment.profile_terms import TermKind
from enrolment.terms import Name, PlaceInstrument, QueueType

HOSTILE = ("#panic() *x*", "$ 1/0 $ <a> @b", ']#import "/etc/passwd": *[', "\\u{1F600} = = _y_ {number}")
LONG = "Абдрахманов-Шоқанұлы " * 12
LONG_WORD = "Ұ" * 120


def _name(kk: str, ru: str) -> Name:
    return Name(kk, ru, ru)


PAPERS = (
    SubmittedDocument(_name("Баланың суреті", "Фото ребёнка"), date(2026, 11, 20), ("0123456789abcdef" * 4,)),
    SubmittedDocument(
        _name("Бала денсаулығының паспорты", "Паспорт здоровья ребёнка"),
        date(2026, 11, 20),
        ("fe" * 32, "dc" * 32),
        "052-2/у",
    ),
)


def full() -> ContractContent:
    """A draft with every field."""
    invented = specimen(date(2026, 11, 22), TermKind.INDEFINITE)
    return replace(
        invented,
        number="0112-11.26.001",
        representative=replace(invented.representative, name="Әбдіқалықова Гүлнұр Өмірзаққызы"),
        child=replace(invented.child, name="Әбдіқалықов Ернұр Жандосұлы"),
        admission=replace(invented.admission, issued_on=date(2026, 11, 10)),
        documents=PAPERS,
    )


def bare() -> ContractContent:
    """The final contract of a foreign child with nothing that may be absent, free of charge, by a referral."""
    content = full()
    return replace(
        content,
        final=True,
        preschool=replace(content.preschool, head=None, phone=None, account=None),
        representative=RepresentativeParty(
            "Әбдіқалықова Гүлнұр",
            "911205400003",
            IdentityPaper(_name("паспорт", "паспорт"), "N00000001"),
        ),
        child=ChildOfContract("Müller Zoë", date(2022, 3, 15), document_number="X1"),
        admission=replace(content.admission, instrument=PlaceInstrument.REFERRAL, queue_type=QueueType.SANATORIUM),
        term=TermKind.ONE_YEAR_PROLONGED,
        authorised=(),
        fee=None,
    )


def strange() -> ContractContent:
    """Words that a typesetter might take for commands, and words that do not fit on a line."""
    content = full()
    person = replace(
        content.representative,
        name=LONG,
        workplace=HOSTILE[0],
        job_title=HOSTILE[1],
        residential_address=f"{LONG_WORD}\n {LONG * 3}",
        registered_address=HOSTILE[3],
        email=f"{'a' * 64}@{'b' * 60}.example.kz",
    )
    others = tuple(
        AuthorisedPerson(HOSTILE[2] if number % 2 else LONG, _name("туыс", "родственник"), "+7 (701) 000-00-03")
        for number in range(30)
    )
    return replace(content, final=True, representative=person, authorised=others, documents=PAPERS * 12)
