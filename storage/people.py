"""The personal data of a parent or a child, as one value that is sealed whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from enrolment.terms import Sex


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is; a middle name that the documents do not have is empty."""

    last_name: str
    first_name: str
    middle_name: str = ""
    birth_date: date | None = None
    sex: Sex | None = None

    def __repr__(self) -> str:
        """No name: this value may end in a log."""
        return "Person(…)"


def full_name(person: Person) -> str:
    """Surname, name, and a middle name where there is one."""
    return " ".join(filter(None, (person.last_name, person.first_name, person.middle_name)))


def person_to_json(person: Person | None) -> dict[str, Any] | None:
    """The person as JSON; the date in ISO form."""
    if person is None:
        return None
    return asdict(person) | {"birth_date": person.birth_date and person.birth_date.isoformat()}


def person_from_json(data: dict[str, Any] | None) -> Person | None:
    """The person that `person_to_json` wrote."""
    if data is None:
        return None
    birth_date = data.get("birth_date")
    sex = data.get("sex")
    return Person(
        last_name=data["last_name"],
        first_name=data["first_name"],
        middle_name=data.get("middle_name", ""),
        birth_date=date.fromisoformat(birth_date) if birth_date else None,
        sex=Sex(sex) if sex else None,
    )
