"""What somebody looks for in the catalogue, as the pages carry it along while one looks around. S1-07, S1-10."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from dialogs.facts import Facts
from dialogs.inputs import Located
from dialogs.kindergarten_queries import FindPreschools
from dialogs.names import language_name
from dialogs.queries import ChildCard, MyChildren
from enrolment.ages import age_in_months
from enrolment.catalogue_search import Sought
from enrolment.distance import Point
from locales.text import Text, _, joined, n_, verbatim

LONGEST_WORDS = 60
_MONTHS = 12
# A thousandth of a degree is about a hundred metres: enough to tell what is near, too little to tell a door.
_DIGITS = 3
OWNERSHIP = {"state": _("State-owned"), "private": _("Private")}
SOUGHT = {"state": _("state-owned"), "private": _("private")}


@dataclass(frozen=True)
class Filters:
    """What is sought; `age` is a number of years, or "c" and the number of one of the person's children."""

    words: str = ""
    ownership: str = ""
    language: str = ""
    age: str = ""
    free: bool = False
    near: Point | None = None

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Self:
        """Those that a page was given."""
        known = {name: args[name] for name in cls.__dataclass_fields__ if args.get(name)}
        return cls(**known | ({"near": Point(*known["near"])} if "near" in known else {}))

    @property
    def args(self) -> dict[str, Any]:
        """For a page, as JSON values; what is not sought is left out."""
        chosen = {name: getattr(self, name) for name in self.__dataclass_fields__ if getattr(self, name)}
        return chosen | ({"near": list(self.near)} if self.near else {})

    def without(self, name: str) -> Self:
        """The same with one of them dropped."""
        return self.of({known: value for known, value in self.args.items() if known != name})

    def with_(self, name: str, value: str) -> Self:
        """The same with one of them chosen."""
        return self.of({**self.args, name: value})

    def naming(self, words: str) -> Self:
        """The same with other words of the name."""
        return replace(self, words=" ".join(words.split())[:LONGEST_WORDS])

    def around(self, here: Located) -> Self:
        """The same, nearest to a shared location first, which is kept no more exactly than that needs."""
        return replace(self, near=Point(round(here.latitude, _DIGITS), round(here.longitude, _DIGITS)))


def my_city(facts: Facts) -> str:
    """Where the person looks; the profile's first locality until one is chosen."""
    return facts.me.locality or facts.profile.localities[0].code


def query(facts: Facts, filters: Filters, at: int = 0) -> FindPreschools:
    """What to ask of the catalogue."""
    sought = Sought(filters.words, filters.ownership, filters.language, _months(facts, filters))
    return FindPreschools(my_city(facts), sought, filters.free, filters.near, at)


def children(facts: Facts) -> tuple[ChildCard, ...]:
    """The person's own children, for whose age one can look."""
    return facts[MyChildren()] if facts.me.registered else ()


def in_words(facts: Facts, filters: Filters) -> dict[str, Text]:
    """Each thing that is sought, by the name of its filter."""
    said = {
        "words": _("name: {words}", words=verbatim(filters.words)),
        "ownership": SOUGHT.get(filters.ownership, Text("")),
        "language": _("language: {language}", language=language_name(facts.profile, filters.language)),
        "age": _age(facts, filters.age),
        "free": _("with free places"),
        "near": _("nearest first"),
    }
    return {name: said[name] for name in filters.args}


def in_one_line(facts: Facts, filters: Filters) -> Text:
    """Everything that is sought; empty where that is nothing."""
    said = in_words(facts, filters).values()
    return _("Chosen: {filters}.", filters=joined(*said, separator="; ")) if said else Text("")


def _age(facts: Facts, age: str) -> Text:
    child = _child(facts, age)
    if child is not None:
        return _("child: {name}", name=verbatim(child.person.first_name))
    return n_("age: {count} year", "age: {count} years", int(age)) if age.isdigit() else _("child: not found")


def _months(facts: Facts, filters: Filters) -> int | None:
    """The age sought; that of a child who was taken out of the account meanwhile is nobody's."""
    child = _child(facts, filters.age)
    if child is not None:
        return max(0, age_in_months(child.birth_date, facts.today))
    return int(filters.age) * _MONTHS if filters.age.isdigit() else None


def _child(facts: Facts, age: str) -> ChildCard | None:
    if not age.startswith("c"):
        return None
    return next((one for one in children(facts) if str(one.id) == age[1:]), None)
