"""Finding preschools in a catalogue by what a person types and chooses. S1-07, S2-11."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from enrolment.distance import Point
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType

_MONTHS = 12
_LETTERS = str.maketrans("әғқңөұүһіёй", "агкноуухиеи")
# Who types Latin letters means the Cyrillic ones of the name.
_LATIN = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абкдефгхииклмнопкрстуввхиз")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_SAID_OF_ALL = frozenset(
    "детскии детсад сад садик ясли балабакша балабакшасы бобекжаи бакша бакшасы номер номир но н".split()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a preschool must have: words of its name, ownership, a language, a group for a child of so many months."""

    words: str = ""
    ownership: str = ""
    language: str = ""
    months: int | None = None


def point_of(one: Preschool) -> Point | None:
    """Where it is, if the catalogue says so."""
    return None if one.lat is None or one.lon is None else Point(one.lat, one.lon)


def takes(group: Group, months: int) -> bool:
    """Whether a child of so many months belongs into the group; the lower age is included, the upper one not."""
    return round(group.min_age * _MONTHS) <= months < round(group.max_age * _MONTHS)


def parts(words: str) -> list[str]:
    """Words and numbers without what people type differently: case, ё, Kazakh letters, signs, leading zeros."""
    folded = words.casefold().translate(_LETTERS).translate(_LATIN)
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in _PARTS.findall(folded)]


class Directory:
    """The open preschools of a catalogue, made ready once and searched often."""

    def __init__(self, preschools: Iterable[Preschool] = ()) -> None:
        self._by_place: dict[str, list[_Entry]] = {}
        self._by_bin = {one.bin: one for one in preschools}
        for one in self._by_bin.values():
            self._by_place.setdefault(one.locality, []).append(_Entry.of(one))
        self._by_queue = {
            (place, queue): frozenset(one.preschool.bin for one in entries if queue in one.preschool.queue_types)
            for place, entries in self._by_place.items()
            for queue in QueueType
        }
        for entries in self._by_place.values():
            entries.sort(key=lambda entry: (entry.number, entry.letters, entry.preschool.bin))

    def of(self, bins: Collection[str]) -> dict[str, Preschool]:
        """Those of these preschools that are open, by BIN."""
        return {bin_: self._by_bin[bin_] for bin_ in bins if bin_ in self._by_bin}

    def bins(self, locality: str, queue_type: QueueType) -> frozenset[str]:
        """The BINs of those of a locality for that queue."""
        return self._by_queue.get((locality, queue_type), frozenset())

    def find(self, locality: str, sought: Sought) -> list[Preschool]:
        """What fits: where words were typed, the names that begin like them first; then by number and name."""
        wanted = _telling(sought.words)
        found = (entry for entry in self._by_place.get(locality, ()) if _fits(entry.preschool, sought))
        if not wanted:
            return [entry.preschool for entry in found]
        ranked = sorted(_ranked(found, wanted), key=lambda pair: pair[0])
        return [preschool for _rank, preschool in ranked]


@dataclass(frozen=True, slots=True)
class _Entry:
    preschool: Preschool
    words: frozenset[str]
    letters: str
    number: float

    @classmethod
    def of(cls, one: Preschool) -> _Entry:
        kazakh, russian = parts(one.name_kk), parts(one.name_ru)
        numbers = [int(part) for part in russian if part.isdigit()]
        letters = " ".join("".join(part for part in name if not part.isdigit()) for name in (russian, kazakh))
        return cls(one, frozenset((*kazakh, *russian)), letters, numbers[0] if numbers else float("inf"))

    def rank(self, wanted: list[str]) -> int | None:
        """How many of the words begin none of its words; None where one of them is nowhere in it."""
        missed = 0
        for part in wanted:
            if part in self.words:
                continue
            if part.isdigit() or part not in self.letters:
                return None
            missed += not any(word.startswith(part) for word in self.words)
        return missed


def _ranked(entries: Iterable[_Entry], wanted: list[str]) -> Iterator[tuple[int, Preschool]]:
    for entry in entries:
        rank = entry.rank(wanted)
        if rank is not None:
            yield rank, entry.preschool


def _telling(words: str) -> list[str]:
    """The typed words without those that are said of every preschool, unless there are no others."""
    typed = parts(words)
    return [part for part in typed if part not in _SAID_OF_ALL] or typed


def _fits(one: Preschool, sought: Sought) -> bool:
    if sought.ownership and one.ownership != sought.ownership:
        return False
    if sought.language and InstructionLanguage(sought.language) not in one.languages:
        return False
    months = sought.months
    return months is None or any(takes(group, months) for group in one.groups)
