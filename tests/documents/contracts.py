"""Contracts of the tests: one with everything, one with the least, one with the longest and strangest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from enrolment.contract_content import (
    Admission,
    AuthorisedPerson,
    BankAccount,
    ChildOfContract,
    ContractContent,
    IdentityPaper,
    PreschoolParty,
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


ACCOUNT = BankAccount(
    _name("«Қазақстан Халық Банкі» АҚ", "АО «Народный Банк Казахстана»"), "HSBKKZKX", "KZ456010000000000001", "Алматы"
)
DEPARTMENT = _name("Алматы қаласының Білім басқармасы", "Управление образования города Алматы")
PAPERS = (
    SubmittedDocument(_name("Баланың суреті", "Фото ребёнка"), date(2026, 11, 20), ("0123456789abcdef" * 4,)),
    SubmittedDocument(
        _name("Бала денсаулығының паспорты", "Паспорт здоровья ребёнка"),
        date(2026, 11, 20),
        ("fe" * 32, "dc" * 32),
        "052-2/у",
    ),
)
ID_CARD = _name(
    "Қазақстан Республикасы азаматының жеке куәлігі", "удостоверение личности гражданина Республики Казахстан"
)
PRESCHOOL = PreschoolParty(
    _name("«№ 12 «Балапан» балабақшасы» МКҚК", "ГККП «Ясли-сад № 12 «Балапан»"),
    "150140000002",
    _name("Алматы қаласы, Абай даңғылы, 10 үй", "город Алматы, проспект Абая, дом 10"),
    "Сейітқали Айгүл Маратқызы",
    "+7 (727) 300-00-00",
    ACCOUNT,
)
MOTHER = RepresentativeParty(
    "Әбдіқалықова Гүлнұр Өмірзаққызы",
    "911205400003",
    IdentityPaper(ID_CARD, "012345678", date(2021, 3, 4), _name("ҚР ІІМ", "МВД РК")),
    _name("ата-ана", "родитель"),
    "Алматы қаласы, Уәлиханов көшесі, 17 үй, 5 пәтер",
    "Алматы қаласы, Иманбаев көшесі, 10 үй",
    "+7 (701) 000-00-01",
    "+7 (701) 000-00-02",
    "gulnur@example.kz",
    "«Жұлдыз» ЖШС",
    "бухгалтер",
    ACCOUNT,
)
ADMISSION = Admission(
    PlaceInstrument.VOUCHER,
    "2026-000123",
    date(2026, 11, 10),
    DEPARTMENT,
    QueueType.GENERAL,
    "Ромашка",
    _name("4 жастан 5 жасқа дейін", "от 4 до 5 лет"),
    _name("қазақ тілі", "казахский"),
)


def full() -> ContractContent:
    """A draft with every field."""
    return ContractContent(
        number="0112-11.26.001",
        place=_name("Алматы қаласы", "город Алматы"),
        concluded_on=date(2026, 11, 22),
        final=False,
        department=DEPARTMENT,
        preschool=PRESCHOOL,
        representative=MOTHER,
        child=ChildOfContract("Әбдіқалықов Ернұр Жандосұлы", date(2022, 3, 15), _name("ер", "мужской"), "220315500000"),
        admission=ADMISSION,
        term=TermKind.INDEFINITE,
        documents=PAPERS,
        authorised=(AuthorisedPerson("Әбдіқалықов Жандос Серікұлы", _name("әке", "отец"), "+7 (701) 000-00-03"),),
        fee=40_000,
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
