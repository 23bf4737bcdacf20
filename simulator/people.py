"""The synthetic people of the citizen registry: a few families to try. Nobody here exists (`domain.md` C.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from enrolment.terms import Sex


@dataclass(frozen=True)
class Person:
    """One citizen as the registry knows them; `parents` are the IINs of a child's representatives."""

    iin: str
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    sex: Sex
    phone: str | None = None
    parents: tuple[str, ...] = ()


AIGERIM = Person(
    "911205400003", "Оспанова", "Айгерім", "Серікқызы", date(1991, 12, 5), Sex.FEMALE, phone="+77010000001"
)
ALIKHAN = Person("220315500104", "Оспанов", "Алихан", "Маратұлы", date(2022, 3, 15), Sex.MALE, parents=(AIGERIM.iin,))
ARUZHAN = Person(
    "240610600004", "Оспанова", "Аружан", "Маратқызы", date(2024, 6, 10), Sex.FEMALE, parents=(AIGERIM.iin,)
)
DANIYAR = Person("880719300107", "Ахметов", "Данияр", "Ерланұлы", date(1988, 7, 19), Sex.MALE, phone="+77010000002")
AMINA = Person("211102600109", "Ахметова", "Амина", "Даниярқызы", date(2021, 11, 2), Sex.FEMALE, parents=(DANIYAR.iin,))
TIMUR = Person("880719300000", "Жұмабеков", "Тимур", "Асқарұлы", date(1988, 7, 19), Sex.MALE, phone="+77010000003")
ALINA = Person("010630600006", "Ким", "Алина", "Викторовна", date(2001, 6, 30), Sex.FEMALE)
SOFIA = Person("200229600006", "Ким", "София", "Андреевна", date(2020, 2, 29), Sex.FEMALE, parents=(ALINA.iin,))
GAUHAR = Person("900421400003", "Сейітова", "Гауһар", "Болатқызы", date(1990, 4, 21), Sex.FEMALE, phone="+77010000004")
AISULU = Person(
    "230914600005", "Сейітова", "Айсұлу", "Русланқызы", date(2023, 9, 14), Sex.FEMALE, parents=(GAUHAR.iin,)
)
ALDIYAR = Person("230914500009", "Сейітов", "Алдияр", "Русланұлы", date(2023, 9, 14), Sex.MALE, parents=(GAUHAR.iin,))


@dataclass(frozen=True)
class Family:
    """Who lives together, for the list on the page; `key` names the page's remark about them."""

    key: str
    adults: tuple[Person, ...]
    children: tuple[Person, ...]


FAMILIES = (
    Family("siblings", (AIGERIM,), (ALIKHAN, ARUZHAN)),
    Family("one_child", (DANIYAR,), (AMINA,)),
    Family("twins", (GAUHAR,), (AISULU, ALDIYAR)),
    Family("not_the_parent", (TIMUR, ALINA), (SOFIA,)),
)

PEOPLE: Mapping[str, Person] = {
    person.iin: person for family in FAMILIES for person in (*family.adults, *family.children)
}
