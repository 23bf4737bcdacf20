"""An invented contract, in which everything is there that can be: by it a new model form is read before it counts."""

from __future__ import annotations

from datetime import date
from typing import Final

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


def _name(kk: str, ru: str) -> Name:
    return Name(kk, ru, ru)


_NUMBER: Final = "ҮЛГІ-ОБРАЗЕЦ"
_PLACE: Final = _name("Алматы қаласы", "город Алматы")
_DEPARTMENT: Final = _name("Білім басқармасы", "Управление образования")
_ACCOUNT: Final = BankAccount(
    _name("«Қазақстан Халық Банкі» АҚ", "АО «Народный Банк Казахстана»"), "HSBKKZKX", "KZ456010000000000001", "Алматы"
)
_PRESCHOOL: Final = PreschoolParty(
    _name("«Үлгі» балабақшасы", "Детский сад «Образец»"),
    "150140000002",
    _name("Алматы қаласы, Үлгі көшесі, 1 үй", "город Алматы, улица Образцовая, дом 1"),
    "Үлгібаева Айжан Үлгібайқызы",
    "+7 (727) 300-00-00",
    _ACCOUNT,
)
_ID_CARD: Final = _name("жеке куәлік", "удостоверение личности")
_REPRESENTATIVE: Final = RepresentativeParty(
    "Үлгіева Айша Үлгіқызы",
    "911205400003",
    IdentityPaper(_ID_CARD, "000000001", date(2021, 3, 4), _name("ҚР ІІМ", "МВД РК")),
    _name("ата-ана", "родитель"),
    "Алматы қаласы, Үлгі көшесі, 2 үй, 3 пәтер",
    "Алматы қаласы, Үлгі көшесі, 2 үй, 3 пәтер",
    "+7 (701) 000-00-01",
    "+7 (701) 000-00-02",
    "ulgi@example.kz",
    "«Үлгі» ЖШС",
    "бухгалтер",
    _ACCOUNT,
)
_CHILD: Final = ChildOfContract(
    "Үлгіев Арман Үлгіұлы",
    date(2022, 3, 15),
    _name("ер", "мужской"),
    "220315500000",
    birth_certificate="0000000",
)
_FATHER: Final = AuthorisedPerson("Үлгіев Үлгі Үлгіұлы", _name("әке", "отец"), "+7 (701) 000-00-03")
_PAPER: Final = _name("Бала денсаулығының паспорты", "Паспорт здоровья ребёнка")
_FEE: Final = 40_000


def specimen(day: date, term: TermKind) -> ContractContent:
    """A draft made on that day. Nobody in it exists; the numbers are those of no one."""
    ages = _name("4 жастан 5 жасқа дейін", "от 4 до 5 лет")
    language = _name("қазақ тілі", "казахский")
    admission = Admission(PlaceInstrument.VOUCHER, _NUMBER, day, _DEPARTMENT, QueueType.GENERAL, "Үлгі", ages, language)
    return ContractContent(
        number=_NUMBER,
        place=_PLACE,
        concluded_on=day,
        final=False,
        preschool=_PRESCHOOL,
        representative=_REPRESENTATIVE,
        child=_CHILD,
        admission=admission,
        term=term,
        department=_DEPARTMENT,
        documents=(SubmittedDocument(_PAPER, day, ("0123456789abcdef" * 4,), "052-2/у"),),
        authorised=(_FATHER,),
        fee=_FEE,
    )
