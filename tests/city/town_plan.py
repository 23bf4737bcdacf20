"""The kindergartens of the city: three hundred for a hundred thousand children, in all localities of the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from storage.places import GroupPlaces

LOCALITIES = {"almaty": 5, "astana": 3, "karaganda": 2}
AGES = ((1, 3), (3, 4), (4, 5), (5, 6))
PLACES = 15
CHILDREN_EACH = 333
ALL_LANGUAGES = (InstructionLanguage.KAZAKH, InstructionLanguage.RUSSIAN)


@dataclass
class Kindergarten:
    """One of them with its groups, and whether it is still there."""

    preschool: Preschool
    groups: list[GroupPlaces] = field(default_factory=list)
    open: bool = True


def kindergartens(children: int) -> list[Preschool]:
    """As many as such a city has, never fewer than two in a locality; every tenth is a sanatorium, too."""
    count = max(2 * len(LOCALITIES), round(children / CHILDREN_EACH))
    names = [name for name, share in LOCALITIES.items() for _share in range(share)]
    return [_kindergarten(number, names[(number * 3) % len(names)]) for number in range(count)]


def _kindergarten(number: int, locality: str) -> Preschool:
    queues = [QueueType.GENERAL]
    queues += [QueueType.SANATORIUM] if number % 10 < 3 else []
    queues += [QueueType.CORRECTIONAL] if number % 10 in {3, 4, 5} else []
    about: dict[str, Any] = {
        "locality": locality,
        "address_kk": f"Абай даңғылы, {number + 1}",
        "address_ru": f"пр. Абая, {number + 1}",
        "ownership": "state",
        "queue_types": tuple(queues),
        "languages": ALL_LANGUAGES if number % 3 else (InstructionLanguage.KAZAKH,),
        "contract_channel": "both" if number % 2 else "electronic",
        "groups": tuple(Group(f"{low}–{high}", low, high, PLACES) for low, high in AGES),
    }
    return Preschool(f"1501400{number:05}", f"№ {number} балабақша", f"Детский сад № {number}", **about)
